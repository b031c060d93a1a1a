import { isVaccine } from "@sakiyomi/skills/handbook";
import { Link } from "@tanstack/react-router";
import { Panel } from "../../look/parts.tsx";
import { useVoice } from "../../words/speak.tsx";
import { Strike, useDay, useFigure, useWeeks } from "../parts.tsx";
import { PlotFigure } from "../plot-figure.tsx";
import type { BirthView, HandbookView } from "../shapes.ts";
import { BirthForm, FormOf, GrowthForm, VaccinationForm } from "./forms.tsx";
import { growthLines } from "./growth-lines.ts";

const renews = [["maternity"], ["person"]] as const;

/** A vaccine that the table does not know keeps the name that somebody wrote. */
function useVaccineName(): (vaccine: string) => string {
  const { t } = useVoice();
  return (vaccine) =>
    isVaccine(vaccine) || vaccine === "mumps" || vaccine === "influenza" ? t(`hb.v.${vaccine}`) : vaccine;
}

function Birth({ birth, book }: { readonly birth: BirthView; readonly book: HandbookView }) {
  const { t } = useVoice();
  const [day, weeks, figure] = [useDay(), useWeeks(), useFigure()];
  const cm = (value: number | null) => (value === null ? "–" : `${figure(value, 1)} cm`);
  const rows: readonly (readonly [string, string])[] = [
    [t("hb.bornOn"), day(birth.day)],
    [t("hb.bornWeeks"), weeks(birth.weeks)],
    [t("hb.weight"), `${figure(birth.weightG)} g`],
    [t("hb.length"), cm(birth.lengthCm)],
    [t("hb.head"), cm(birth.headCm)],
    [t("hb.chest"), cm(birth.chestCm)],
    [t("hb.sex"), t(`hb.sex.${birth.sex}`)],
  ];
  return (
    <>
      <dl className="hb-facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {birth.mother === null ? null : (
          <div>
            <dt>{t("hb.motherIs")}</dt>
            <dd>
              <Link to="/people/$id/handbook" params={{ id: birth.mother.id }}>
                {birth.mother.name}
              </Link>
            </dd>
          </div>
        )}
      </dl>
      {book.mayChart ? (
        <div className="mat-start">
          <Strike entry={birth} what={t("hb.birth")} renews={renews} />
        </div>
      ) : null}
    </>
  );
}

export function BirthPanel({ book }: { readonly book: HandbookView }) {
  const { t } = useVoice();
  return (
    <Panel title={t("hb.birth")}>
      {book.birth === null ? <p className="muted">{t("hb.noBirth")}</p> : <Birth birth={book.birth} book={book} />}
      {book.birth === null && book.mayWrite ? (
        <FormOf title={t("hb.addBirth")}>{(close) => <BirthForm book={book} onClose={close} />}</FormOf>
      ) : null}
    </Panel>
  );
}

const measures = [
  { measure: "weight", unit: "kg", least: 2, digits: 2 },
  { measure: "length", unit: "cm", least: 10, digits: 1 },
  { measure: "head", unit: "cm", least: 6, digits: 1 },
] as const;

export function GrowthPanel({ book, birth }: { readonly book: HandbookView; readonly birth: BirthView }) {
  const { t } = useVoice();
  const figure = useFigure();
  return (
    <Panel title={t("hb.growth")} className="hb-wide">
      {book.mayChart ? (
        <FormOf title={t("hb.addGrowth")}>{(close) => <GrowthForm book={book} onClose={close} />}</FormOf>
      ) : null}
      <div className="mat-plots">
        {measures.map(({ measure, unit, least, digits }) => {
          const { lines, months, percentile, corrected } = growthLines(
            measure,
            birth,
            book.growth[measure],
            t("hb.child"),
          );
          return (
            <div key={measure}>
              <PlotFigure
                title={t(`hb.${measure}`)}
                height={240}
                leastHeight={least}
                {...{ unit, lines, digits }}
                xRange={{ least: 0, most: months }}
                xName={(x) => t("hb.months", { n: Math.round(x * 10) / 10 })}
              />
              <p className="small">
                {percentile === null ? t("hb.noPercentile") : t("hb.percentile", { n: figure(percentile) })}{" "}
                {corrected ? <span className="muted">{t("hb.corrected")}</span> : null}
              </p>
            </div>
          );
        })}
      </div>
      <p className="muted small">{t(birth.sex === "unknown" ? "hb.noSex" : "hb.growthSource")}</p>
    </Panel>
  );
}

function DueList({ book }: { readonly book: HandbookView }) {
  const { t } = useVoice();
  const [day, name] = [useDay(), useVaccineName()];
  const shown = book.due.filter(({ state }) => state !== "missed");
  const missed = book.due.filter(({ state }) => state === "missed");
  if (book.due.length === 0) return <p>{t("hb.allGiven")}</p>;
  return (
    <>
      <ul className="hb-due">
        {shown.map((one) => (
          <li key={one.vaccine} data-state={one.state}>
            <span className="mat-tag">{t(`hb.due.${one.state}`)}</span>
            <strong>
              {name(one.vaccine)} {t("hb.doseOf", { n: one.dose, of: one.of })}
            </strong>
            <span className="muted small">
              {t("hb.dueWhen", { from: day(one.earliest), last: day(one.last) })}
              {one.usualUntil === null
                ? ""
                : ` ${t("hb.dueUsual", { from: day(one.usualFrom), until: day(one.usualUntil) })}`}
              {one.waitsFor === null ? "" : ` ${t("hb.waitsFor", { vaccine: name(one.waitsFor) })}`}
            </span>
          </li>
        ))}
      </ul>
      {missed.length === 0 ? null : (
        <p className="small">
          {t("hb.missed", {
            list: missed
              .map(({ vaccine, dose, of }) => `${name(vaccine)} ${t("hb.doseOf", { n: dose, of })}`)
              .join(", "),
          })}
        </p>
      )}
    </>
  );
}

function Given({ book }: { readonly book: HandbookView }) {
  const { t } = useVoice();
  const [day, name] = [useDay(), useVaccineName()];
  if (book.vaccinations.length === 0) return <p className="muted">{t("hb.noVaccinations")}</p>;
  return (
    <div className="mat-wide">
      <table className="hb-table">
        <thead>
          <tr>
            <th>{t("hb.day")}</th>
            <th>{t("hb.vaccine")}</th>
            <th>{t("hb.dose")}</th>
            <th>{t("hb.lot")}</th>
            <th>{t("hb.site")}</th>
            <th>{t("hb.writtenBy")}</th>
            <th className="no-print" />
          </tr>
        </thead>
        <tbody>
          {book.vaccinations.map((one) => (
            <tr key={one.entry}>
              <th scope="row">{day(one.given)}</th>
              <td>{name(one.vaccine)}</td>
              <td>{one.dose}</td>
              <td>{one.lot ?? "–"}</td>
              <td>{one.site ?? "–"}</td>
              <td>{one.by}</td>
              <td className="no-print">
                {book.mayChart ? (
                  <Strike entry={one} what={`${name(one.vaccine)} ${day(one.given)}`} renews={renews} />
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function VaccinationsPanel({ book }: { readonly book: HandbookView }) {
  const { t } = useVoice();
  const [day, name] = [useDay(), useVaccineName()];
  return (
    <Panel title={t("hb.vaccinations")} className="hb-wide">
      {book.birth === null ? null : (
        <>
          <h3>{t("hb.dueNext")}</h3>
          <DueList book={book} />
        </>
      )}
      {book.doubts.map(({ vaccine, dose, given, why, bound }) => (
        <p key={`${vaccine} ${dose}`} className="mat-notice">
          <strong>{t("hb.doubt", { vaccine: name(vaccine), n: dose, date: day(given) })}</strong>{" "}
          {t(`hb.doubt.${why}`, { date: day(bound) })}
        </p>
      ))}
      <h3>{t("hb.given")}</h3>
      <Given book={book} />
      {book.mayWrite ? (
        <FormOf title={t("hb.addVaccination")}>{(close) => <VaccinationForm book={book} onClose={close} />}</FormOf>
      ) : null}
      <p className="muted small">{t("hb.vaccineSource")}</p>
    </Panel>
  );
}
