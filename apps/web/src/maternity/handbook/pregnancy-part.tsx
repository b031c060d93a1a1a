import { Empty, Panel } from "../../look/parts.tsx";
import { useVoice } from "../../words/speak.tsx";
import { Strike, useDay, useFigure, useWeeks } from "../parts.tsx";
import { PlotFigure } from "../plot-figure.tsx";
import type { HandbookView, PregnancyView, VisitView } from "../shapes.ts";
import { ofVisits } from "../trend-panel.tsx";
import { FormOf, PregnancyForm, VisitForm } from "./forms.tsx";
import { dipstickWords, unitOf } from "./visit-signs.ts";

const renews = [["maternity"], ["person"]] as const;
/** Hypertensive disorders of pregnancy begin here (JSSHP 2018). */
const HIGH = { systolic: 140, diastolic: 90 } as const;

function State({ pregnancy }: { readonly pregnancy: PregnancyView }) {
  const { t } = useVoice();
  const [day, weeks] = [useDay(), useWeeks()];
  return (
    <dl className="hb-facts">
      <div className="hb-large">
        <dt>{t(pregnancy.ongoing ? "hb.today" : "hb.endedAt")}</dt>
        <dd>{weeks(pregnancy.weeks)}</dd>
      </div>
      <div>
        <dt>{t("hb.due")}</dt>
        <dd>{day(pregnancy.due)}</dd>
      </div>
      <div>
        <dt>{t("hb.dueBy")}</dt>
        <dd>{t(`hb.by.${pregnancy.dueBy}`)}</dd>
      </div>
      <div>
        <dt>{t("hb.fetuses")}</dt>
        <dd>{pregnancy.fetuses}</dd>
      </div>
      {pregnancy.ended === null ? null : (
        <div>
          <dt>{t("hb.ended")}</dt>
          <dd>{day(pregnancy.ended)}</dd>
        </div>
      )}
    </dl>
  );
}

export function PregnancyPanel({ book }: { readonly book: HandbookView }) {
  const { t } = useVoice();
  const day = useDay();
  const { pregnancy, nextVisit } = book;
  return (
    <Panel title={t("hb.pregnancy")}>
      {pregnancy === null ? <p className="muted">{t("hb.noPregnancy")}</p> : <State pregnancy={pregnancy} />}
      {nextVisit === null ? null : (
        <p>
          <strong>{t("mat.nextVisit", { date: day(nextVisit) })}</strong>{" "}
          {nextVisit < book.today ? <span className="mat-tag">{t("hb.visitLate")}</span> : null}
        </p>
      )}
      {book.mayWrite ? (
        <FormOf title={t(pregnancy?.ongoing ? "hb.changePregnancy" : "hb.addPregnancy")}>
          {(close) => <PregnancyForm book={book} onClose={close} />}
        </FormOf>
      ) : null}
      {pregnancy && book.mayChart ? (
        <div className="mat-start">
          <Strike entry={pregnancy} what={t("hb.pregnancy")} renews={renews} />
        </div>
      ) : null}
    </Panel>
  );
}

const columns = [
  "weightKg",
  "systolic",
  "fundalHeightCm",
  "girthCm",
  "oedema",
  "urineProtein",
  "urineGlucose",
  "haemoglobin",
] as const;

function Pressure({ visit }: { readonly visit: VisitView }) {
  const { t } = useVoice();
  const figure = useFigure();
  const [systolic, diastolic] = [visit.systolic ?? null, visit.diastolic ?? null];
  const isHigh = (systolic ?? 0) >= HIGH.systolic || (diastolic ?? 0) >= HIGH.diastolic;
  if (systolic === null && diastolic === null) return <td>–</td>;
  return (
    <td>
      {figure(systolic)}/{figure(diastolic)} {isHigh ? <span className="mat-tag">{t("hb.high")}</span> : null}
    </td>
  );
}

const digits: Readonly<Partial<Record<(typeof columns)[number], number>>> = {
  ...{ weightKg: 1, haemoglobin: 1, fundalHeightCm: 1, girthCm: 1 },
};
function Cell({ visit, column }: { readonly visit: VisitView; readonly column: (typeof columns)[number] }) {
  const figure = useFigure();
  if (column === "systolic") return <Pressure visit={visit} />;
  const value = visit[column];
  if (value === undefined) return <td>–</td>;
  return <td>{typeof value === "number" ? figure(value, digits[column]) : dipstickWords[value]}</td>;
}

function Heading({ column }: { readonly column: (typeof columns)[number] }) {
  const { t } = useVoice();
  const unit = unitOf(column);
  return (
    <th scope="col">
      {t(column === "systolic" ? "hb.pressure" : `hb.${column}`)}
      {unit === null ? null : <span className="hb-unit"> {unit}</span>}
    </th>
  );
}

function Visits({ book }: { readonly book: HandbookView }) {
  const { t } = useVoice();
  const [day, weeks] = [useDay(), useWeeks()];
  if (book.visits.length === 0) return <Empty icon="note" title={t("hb.noVisits")} />;
  return (
    <div className="mat-wide">
      <table className="hb-table">
        <thead>
          <tr>
            <th>{t("hb.day")}</th>
            <th>{t("hb.week")}</th>
            {columns.map((column) => (
              <Heading key={column} column={column} />
            ))}
            <th>{t("hb.note")}</th>
            <th className="no-print" />
          </tr>
        </thead>
        <tbody>
          {book.visits.map((visit) => (
            <tr key={visit.entry}>
              <th scope="row">{day(visit.day)}</th>
              <td>{weeks(visit.weeks)}</td>
              {columns.map((column) => (
                <Cell key={column} visit={visit} column={column} />
              ))}
              <td className="hb-note">{visit.note ?? ""}</td>
              <td className="no-print">
                {book.mayChart ? <Strike entry={visit} what={day(visit.day)} renews={renews} /> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Gain({ book }: { readonly book: HandbookView }) {
  const { t } = useVoice();
  const figure = useFigure();
  const { body, visits } = book;
  const last = visits.findLast(({ weightKg }) => weightKg !== undefined)?.weightKg ?? null;
  if (body.index === null) return <p className="muted small">{t("hb.noIndex")}</p>;
  const gained = last === null || body.weightKg === null ? null : last - body.weightKg;
  return (
    <p className="small">
      {t("hb.index", { n: figure(body.index, 1), kg: figure(body.weightKg, 1), cm: figure(body.heightCm, 1) })}{" "}
      {gained === null ? "" : t("hb.gained", { n: figure(gained, 1) })}{" "}
      {body.gain === null
        ? t("hb.gainNone")
        : body.gain.leastKg === null
          ? t("hb.gainAtMost", { most: body.gain.mostKg ?? 0 })
          : t("hb.gainRange", { least: body.gain.leastKg, most: body.gain.mostKg ?? 0 })}{" "}
      <span className="muted">{t("hb.gainSource")}</span>
    </p>
  );
}

function bandOf({ body }: HandbookView, words: string) {
  const { gain, weightKg } = body;
  if (gain?.mostKg == null || weightKg === null) return {};
  return { band: { from: weightKg + (gain.leastKg ?? 0), to: weightKg + gain.mostKg, words } };
}

export function VisitsPanel({ book }: { readonly book: HandbookView }) {
  const { t } = useVoice();
  const weight = ofVisits(book.visits, "weightKg");
  const pressure = [ofVisits(book.visits, "systolic"), ofVisits(book.visits, "diastolic")] as const;
  const xRange = { least: 4, most: 42 };
  const xName = (x: number) => t("mat.week", { n: Math.round(x) });
  return (
    <Panel title={t("hb.visits")} className="hb-wide">
      <Visits book={book} />
      {book.mayChart ? (
        <FormOf title={t("hb.addVisit")}>{(close) => <VisitForm book={book} onClose={close} />}</FormOf>
      ) : null}
      <Gain book={book} />
      <div className="mat-plots">
        {weight.length === 0 ? null : (
          <PlotFigure
            title={t("mat.weight")}
            unit="kg"
            digits={1}
            leastHeight={8}
            lines={[{ name: "", points: weight, look: "dots" }]}
            {...{ xRange, xName }}
            {...bandOf(book, t("hb.gainBand"))}
          />
        )}
        {pressure[0].length + pressure[1].length === 0 ? null : (
          <PlotFigure
            title={t("mat.pressure")}
            unit="mmHg"
            leastHeight={90}
            lines={[
              { name: t("mat.upper"), points: pressure[0], look: "dots" },
              { name: t("mat.lower"), points: pressure[1], look: "dashed" },
            ]}
            {...{ xRange, xName }}
          />
        )}
      </div>
    </Panel>
  );
}
