import { Button, Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import { Panel } from "../../look/parts.tsx";
import { useDo } from "../../look/toast.tsx";
import { useVoice } from "../../words/speak.tsx";
import { makeBand } from "../desk.ts";
import { useOneAtATime } from "../parts/use-one-at-a-time.ts";
import { useWard, WardFilter } from "../parts/ward-filter.tsx";
import type { ChartsView, ChartView } from "../shapes.ts";
import { BandLabel, type PrintedBand } from "./band-label.tsx";
import { LabelSheet } from "./label-sheet.tsx";

const standingBand = ({ wristbands }: ChartView) => wristbands.find(({ until }) => until === null) ?? null;

function useBands() {
  const act = useDo();
  const [printed, setPrinted] = useState<readonly PrintedBand[]>([]);
  const make = useOneAtATime(async (people: readonly ChartView[], reason: string) => {
    const made: PrintedBand[] = [];
    for (const chart of people) {
      const answer = await act(() => makeBand(chart.person, reason));
      if (answer !== null) made.push({ answer, chart });
    }
    setPrinted(made);
    if (made.length > 0) await act(async () => undefined, { renews: [["medication", "ward"]] });
  });
  return { printed, make };
}

function Choice({
  chart,
  isChosen,
  choose,
}: {
  readonly chart: ChartView;
  readonly isChosen: boolean;
  readonly choose: (on: boolean) => void;
}) {
  const { t, day } = useVoice();
  const band = standingBand(chart);
  return (
    <li className="pack-choice">
      <Checkbox
        checked={isChosen}
        onChange={(event) => choose(event.currentTarget.checked)}
        label={
          <>
            <strong>{chart.name}</strong> <span className="muted small">{chart.placeName}</span>
            <span className="block muted small">
              {band === null ? t("med.noBand") : t("med.hasBand", { n: band.printing, date: day(band.from) })}
            </span>
          </>
        }
      />
    </li>
  );
}

/** A new band makes all older ones of that person wrong: said before, and again where it was done. */
export function BandsPanel({ view, person }: { readonly view: ChartsView; readonly person: string | null }) {
  const { t } = useVoice();
  const { printed, make } = useBands();
  const { shown, ...filter } = useWard(view.charts);
  const [chosen, setChosen] = useState<readonly string[]>(person === null ? [] : [`person:${person}`]);
  const [reason, setReason] = useState("");
  const people = view.charts.filter((chart) => chosen.includes(chart.person));
  const revoked = people.filter((chart) => standingBand(chart) !== null).length;
  return (
    <div className="stack">
      <Panel title={t("med.printBands")} className="no-print">
        <WardFilter {...filter} />
        <ul className="pack-choices">
          {shown.map((chart) => (
            <Choice
              key={chart.person}
              chart={chart}
              isChosen={chosen.includes(chart.person)}
              choose={(on) => setChosen(on ? [...chosen, chart.person] : chosen.filter((one) => one !== chart.person))}
            />
          ))}
        </ul>
        {revoked === 0 ? null : <p className="notice">{t("med.revokes", { n: revoked })}</p>}
        <div className="form-end end">
          <TextInput
            className="grow"
            label={t("med.bandWhy")}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button
            disabled={people.length === 0 || reason.trim().length < 3}
            onClick={() => void make(people, reason.trim()).then(() => setChosen([]))}
          >
            {t("med.makeBands", { n: people.length })}
          </Button>
        </div>
      </Panel>
      {printed.length === 0 ? null : (
        <Panel title={t("med.bandsToPrint", { n: printed.length })} className="printed">
          <p className="notice no-print">{t("med.cutOld")}</p>
          <LabelSheet kind="band" labels={printed} draw={(label) => <BandLabel {...label} />} />
        </Panel>
      )}
    </div>
  );
}
