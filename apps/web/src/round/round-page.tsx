import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { useNow } from "../link/clock.ts";
import { useSession } from "../link/queries.ts";
import { Loaded } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { BedsidePage } from "./bedside-page.tsx";
import { startReader } from "./camera.ts";
import type { Scans } from "./codes/scan.ts";
import type { Horizon } from "./horizon.ts";
import { clockNow } from "./kept/clock.ts";
import { thisDevice } from "./kept/phone.ts";
import "./round.css";
import { RoundList } from "./round-list.tsx";
import { staffOf } from "./staff-may.ts";
import { type RoundData, useFormulary, useRoundData, withUnsent } from "./use-round-data.ts";
import { useWedgeSource } from "./use-wedge.ts";

/** Charts with what this phone has said of them and the server has not answered yet. */
function withOwn(data: RoundData): RoundData {
  const charts = data.view.charts.map((chart) => withUnsent(chart, data.unsent));
  return { ...data, view: { ...data.view, charts } };
}

function useDevice(): string | null {
  const [device, setDevice] = useState<string | null>(null);
  useEffect(() => {
    void Promise.all([thisDevice(), clockNow()]).then(([{ id }]) => setDevice(id));
    // The first scan should not wait for the reader to be fetched.
    startReader();
  }, []);
  return device;
}

/** The list of people, or one bedside; the address says which, so that the phone's own "back" leads to the list. */
export function RoundPage() {
  const [place, setPlace] = useState("");
  const [horizon, setHorizon] = useState<Horizon>("shift");
  useWedgeSource();
  const query = useRoundData(place);
  const device = useDevice();
  const data = useMemo(() => (query.data === undefined ? undefined : withOwn(query.data)), [query.data]);
  return (
    <Loaded query={{ ...query, data: device === null ? undefined : data }}>
      {(shown) => <Opened data={shown} device={device ?? ""} filters={{ place, setPlace, horizon, setHorizon }} />}
    </Loaded>
  );
}

export interface Filters {
  readonly place: string;
  readonly setPlace: (place: string) => void;
  readonly horizon: Horizon;
  readonly setHorizon: (horizon: Horizon) => void;
}

/** Scans that were made before anybody was chosen, handed on to that person's bedside. */
interface Begun {
  readonly person: string;
  readonly scans: Scans;
}

function Opened({
  data,
  device,
  filters,
}: {
  readonly data: RoundData;
  readonly device: string;
  readonly filters: Filters;
}) {
  const { t } = useVoice();
  const navigate = useNavigate();
  const { person } = useSearch({ strict: false });
  const [begun, setBegun] = useState<Begun | null>(null);
  const session = useSession().data?.staff ?? null;
  const formulary = useFormulary(data.view.formularyVersion);
  const now = useNow(10_000);
  const chart = data.view.charts.find((one) => one.person === person);
  const open = (next: string | undefined, scans?: Scans) => {
    setBegun(next !== undefined && scans !== undefined ? { person: next, scans } : null);
    void navigate({ to: "/round", search: next === undefined ? {} : { person: next } });
  };
  if (session === null) return null;
  if (chart === undefined) return <RoundList data={data} now={now} device={device} filters={filters} open={open} />;
  return (
    <Loaded query={formulary}>
      {(drugs) => (
        <BedsidePage
          key={chart.person}
          label={t("round.bedside", { name: chart.name })}
          data={data}
          chart={chart}
          formulary={drugs}
          staff={staffOf(session)}
          device={device}
          begun={begun?.person === chart.person ? begun.scans : null}
          minute={Math.floor(now / 60_000)}
          open={open}
        />
      )}
    </Loaded>
  );
}
