import { NativeSelect } from "@mantine/core";
import { type Round, type RoundPart, type RoundRow, roundOf } from "@sakiyomi/medication";
import { useMemo, useState } from "react";
import { wardsOf } from "../board/wards.ts";
import { usePlaces } from "../link/queries.ts";
import { Icon } from "../look/icons.tsx";
import { Empty } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import type { Scans } from "./codes/scan.ts";
import { type Horizon, horizons, untilOf } from "./horizon.ts";
import { counted, countOf, narrowed, nextAt, partLooks, shownParts } from "./parts.ts";
import type { Filters } from "./round-page.tsx";
import { ScanStart } from "./scan-start.tsx";
import { SpokenPanel } from "./spoken-panel.tsx";
import { TakeAlong } from "./take-along.tsx";
import type { RoundData } from "./use-round-data.ts";

function Counts({
  round,
  part,
  choose,
}: {
  readonly round: Round;
  readonly part: RoundPart | null;
  readonly choose: (part: RoundPart | null) => void;
}) {
  const { t } = useVoice();
  return (
    <div className="round-counts">
      {partLooks
        .filter((look) => counted.includes(look.part))
        .map(({ part: one, icon, word }) => {
          const count = one === "overdue" ? round.counts.overdue + round.counts.omitted : round.counts[one];
          return (
            <button
              key={one}
              type="button"
              data-part={one}
              data-none={count === 0}
              aria-pressed={part === one}
              onClick={() => choose(part === one ? null : one)}
            >
              <span className="round-figure">
                <Icon name={icon} size={18} />
                <strong>{count}</strong>
              </span>
              <span>{t(word)}</span>
            </button>
          );
        })}
    </div>
  );
}

function FilterLine({ place, setPlace, horizon, setHorizon }: Filters) {
  const { t } = useVoice();
  const wards = wardsOf(usePlaces().data ?? []);
  return (
    <div className="round-filters">
      {wards.length < 2 ? null : (
        <NativeSelect
          aria-label={t("place.ward")}
          data={[
            { value: "", label: t("board.allWards") },
            ...wards.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={place}
          onChange={(event) => setPlace(event.currentTarget.value)}
        />
      )}
      <NativeSelect
        aria-label={t("round.horizon")}
        data={horizons.map((value) => ({ value, label: t(`horizon.${value}`) }))}
        value={horizon}
        onChange={(event) => setHorizon(event.currentTarget.value as Horizon)}
      />
    </div>
  );
}

function PersonLine({ row, open }: { readonly row: RoundRow; readonly open: (person: string) => void }) {
  const { t, clock } = useVoice();
  const at = nextAt(row);
  const { person, name, placeName } = row.chart;
  return (
    <li>
      <button type="button" className="round-person" onClick={() => open(person)}>
        <span className="round-who">
          <strong>{name}</strong>
          <span className="muted">{placeName === "" ? t("board.noBed") : placeName}</span>
        </span>
        {at === null ? null : <time>{clock(at)}</time>}
        <span className="round-parts">
          {shownParts(row).map(({ part, icon, word, isPressing, count }) => (
            <span key={part} className="round-part" data-part={part} data-pressing={isPressing}>
              <Icon name={icon} size={18} />
              {t(word)} <strong>{count}</strong>
            </span>
          ))}
        </span>
      </button>
    </li>
  );
}

function People({ rows, open }: { readonly rows: readonly RoundRow[]; readonly open: (person: string) => void }) {
  const { t } = useVoice();
  if (rows.length === 0)
    return (
      <Empty icon="check" title={t("round.nobody")}>
        {t("round.nobodyLong")}
      </Empty>
    );
  return (
    <ul className="round-people">
      {rows.map((row) => (
        <PersonLine key={row.chart.person} row={row} open={open} />
      ))}
    </ul>
  );
}

/** Who needs what, in the order in which one walks; counts at the top, the way to scan at the thumb. */
export function RoundList({
  data,
  now,
  device,
  filters,
  open,
}: {
  readonly data: RoundData;
  readonly now: number;
  readonly device: string;
  readonly filters: Filters;
  readonly open: (person: string, scans?: Scans) => void;
}) {
  const { t, clock } = useVoice();
  const { charts, policy, zone } = data.view;
  const [part, setPart] = useState<RoundPart | null>(null);
  const until = untilOf(filters.horizon, now, zone);
  const round = useMemo(() => roundOf({ charts, now, until, policy, zone }), [charts, now, until, policy, zone]);
  const rows = narrowed(round.rows, part);
  const nothing = round.rows.filter((row) => part !== null && countOf(row, part) === 0).length;
  return (
    <div className="round">
      <header className="round-head">
        <h1>{t("round.title")}</h1>
        <span className="muted small">{t("round.until", { clock: clock(until) })}</span>
      </header>
      <SpokenPanel charts={charts} />
      <Counts round={round} part={part} choose={setPart} />
      <FilterLine {...filters} />
      <TakeAlong data={data} now={now} device={device} />
      <People rows={rows} open={open} />
      {nothing === 0 ? null : (
        <button type="button" className="plain" onClick={() => setPart(null)}>
          {t("round.showAll", { n: nothing })}
        </button>
      )}
      <ScanStart data={data} open={open} />
    </div>
  );
}
