import { Button } from "@mantine/core";
import { useState } from "react";
import { useNow } from "../link/clock.ts";
import { Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { strikeReading } from "./desk.ts";
import type { PressureRow, PressureView } from "./shapes.ts";

const FEW = 28;
const places = { home: "pressure.atHome", office: "pressure.atOffice", pharmacy: "pressure.atPharmacy" } as const;

function Row({
  row,
  mine,
  strike,
}: {
  readonly row: PressureRow;
  readonly mine: boolean;
  readonly strike: () => void;
}) {
  const { t, moment } = useVoice();
  const now = useNow(60_000);
  const where = row.where === "home" ? t(`pressure.${row.when}`) : t(places[row.where]);
  return (
    <tr data-counts={row.counts}>
      <td>
        <time>{moment(row.at, now)}</time>
        <span className="block muted small">{where}</span>
      </td>
      <td>
        <strong>
          {row.systolic}/{row.diastolic}
        </strong>
        {row.pulse === null ? null : <span className="block muted small">{t("pressure.pulse", { n: row.pulse })}</span>}
      </td>
      <td className="small">
        {t(row.counts ? "pressure.counted" : "pressure.notCounted")}
        {row.isPlausible ? null : <strong className="block">{t("pressure.odd")}</strong>}
        {row.symptoms === true ? <strong className="block">{t("pressure.withSymptoms")}</strong> : null}
        <span className="block muted">{row.by}</span>
      </td>
      <td>
        {mine ? (
          <Button variant="subtle" onClick={strike}>
            {t("pressure.strike")}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

/** Every reading of every series, also those that no average is made of. */
export function ReadingsPanel({
  view,
  person,
  me,
}: {
  readonly view: PressureView;
  readonly person: string;
  readonly me: string;
}) {
  const { t } = useVoice();
  const act = useDo();
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? view.readings : view.readings.slice(0, FEW);
  const strike = (entry: string) =>
    act(() => strikeReading(person, entry, t("measure.slip")), {
      done: t("measure.struck"),
      renews: [["remote"], ["person", person]],
    });
  return (
    <Panel title={t("pressure.all")}>
      <table className="bp-table">
        <tbody>
          {shown.map((row) => (
            <Row
              key={row.id}
              row={row}
              mine={row.by === me && row.entry !== null}
              strike={() => row.entry !== null && void strike(row.entry)}
            />
          ))}
        </tbody>
      </table>
      {shown.length < view.readings.length ? (
        <Button variant="default" onClick={() => setWhole(true)}>
          {t("pressure.showAll", { n: view.readings.length })}
        </Button>
      ) : null}
    </Panel>
  );
}
