import { overdueAt } from "@sakiyomi/medication";
import { useContext } from "react";
import { amountWords, orderBrief } from "../parts/order-words.ts";
import { allergyName } from "../person/allergies.tsx";
import { SheetContext } from "./sheet-context.ts";
import { bedOf, type SheetDose, type SheetOrder, type SheetPerson, type SheetPrn } from "./sheet-rows.ts";

/** Boxes for hours that nobody knows yet. */
const FREE_BOXES = [1, 2, 3, 4];

function Dose({ dose: { dose, done } }: { readonly dose: SheetDose }) {
  const { voice, printedAt, policy } = useContext(SheetContext);
  const { t, clock } = voice;
  if (done !== null)
    return (
      <span className="sheet-dose" data-done={true}>
        <strong>{clock(dose.at)}</strong> {t(`progress.${done.state === "not-given" ? "open" : done.state}`)}{" "}
        {done.at === null ? "" : clock(done.at)}
      </span>
    );
  if (dose.held !== null)
    return (
      <span className="sheet-dose" data-held={true}>
        <strong>{clock(dose.at)}</strong> {t("sheet.onHold")}
      </span>
    );
  const isLate = overdueAt(dose, policy) < printedAt;
  return (
    <span className="sheet-dose">
      <strong>{clock(dose.at)}</strong>
      <i className="sheet-tick" />
      <span className="sheet-line">{t("sheet.time")}</span>
      <span className="sheet-line">{t("sheet.initials")}</span>
      {isLate ? <span className="sheet-late">{t("sheet.late")}</span> : null}
    </span>
  );
}

function Order({ row: { order, doses } }: { readonly row: SheetOrder }) {
  const { voice } = useContext(SheetContext);
  return (
    <tr>
      <td className="sheet-drug">
        <strong>{order.drug.text}</strong>
        <span className="sheet-brief">{orderBrief(order, voice)}</span>
        {order.needsWitness ? <span className="sheet-mark">{voice.t("sheet.twoPeople")}</span> : null}
        {order.note === "" ? null : <span className="sheet-note">{order.note}</span>}
      </td>
      <td>
        <div className="sheet-doses">
          {doses.map((dose) => (
            <Dose key={dose.dose.id} dose={dose} />
          ))}
        </div>
      </td>
    </tr>
  );
}

function AsNeeded({ row: { order, timing, given } }: { readonly row: SheetPrn }) {
  const { voice, printedAt } = useContext(SheetContext);
  const { t } = voice;
  const last = given.at(-1);
  return (
    <tr>
      <td className="sheet-drug">
        <strong>{order.drug.text}</strong>
        <span className="sheet-brief">
          {[order.dose === null ? "" : amountWords(order.dose, voice), t("sheet.for", { reason: timing.reason })]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <span className="sheet-mark">
          {t("sheet.limits", { hours: timing.minIntervalMin / 60, most: timing.maxPerDay })}
        </span>
      </td>
      <td>
        <span className="sheet-last">
          {last === undefined
            ? t("sheet.notGiven24")
            : t("sheet.last24", { when: voice.moment(last, printedAt), n: given.length })}
        </span>
        <span className="sheet-doses">
          {FREE_BOXES.map((n) => (
            <span key={n} className="sheet-dose">
              <i className="sheet-tick" />
              <span className="sheet-line">{t("sheet.time")}</span>
              <span className="sheet-line">{t("sheet.initials")}</span>
            </span>
          ))}
        </span>
      </td>
    </tr>
  );
}

function Allergies({ person }: { readonly person: SheetPerson }) {
  const { t } = useContext(SheetContext).voice;
  const { allergies } = person.chart;
  if (allergies.length === 0) return <p className="sheet-no-allergy">{t("sheet.noAllergies")}</p>;
  return (
    <p className="sheet-allergy">
      <strong>{t("sheet.allergies")}</strong> {allergies.map((allergy) => allergyName(allergy, t)).join("、")}
    </p>
  );
}

/** One person, never torn apart by the end of a page where it can be helped. */
export function PersonBlock({ person }: { readonly person: SheetPerson }) {
  const { voice } = useContext(SheetContext);
  const { t } = voice;
  const { chart, orders, asNeeded, held } = person;
  return (
    <section className="sheet-person">
      <header>
        <span className="sheet-bed">{bedOf(chart.placeName)}</span>
        <strong className="sheet-name">{chart.name}</strong>
        <span>
          {chart.birthDate === null ? t("sheet.noBirth") : t("sheet.born", { date: voice.birth(chart.birthDate) })}
        </span>
        <Allergies person={person} />
      </header>
      {held.length === 0 ? null : (
        <p className="sheet-held">
          <strong>{t("sheet.heldNow")}</strong> {held.map(({ order, why }) => `${order.drug.text} (${why})`).join("、")}
        </p>
      )}
      {orders.length + asNeeded.length === 0 ? <p className="sheet-none">{t("sheet.nothing")}</p> : null}
      <table className="sheet-table">
        <tbody>
          {orders.map((row) => (
            <Order key={row.order.id} row={row} />
          ))}
          {asNeeded.length === 0 ? null : (
            <tr>
              <th colSpan={2}>{t("sheet.asNeeded")}</th>
            </tr>
          )}
          {asNeeded.map((row) => (
            <AsNeeded key={row.order.id} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
