import { NativeSelect } from "@mantine/core";
import type { MedicationOrder } from "@sakiyomi/medication";
import { useState } from "react";
import { Panel } from "../../look/parts.tsx";
import { useVoice } from "../../words/speak.tsx";
import { useFreshNow } from "../parts/fresh-now.ts";
import { useActorName } from "../parts/staff-names.ts";
import { useOrderWords } from "../parts/use-order-words.ts";
import type { PersonMedication } from "../shapes.ts";
import { byDay, type DoseRow, doseRows } from "./dose-rows.ts";

const DAY = 24 * 3_600_000;
/** The server's memory reaches ten days back (`keptDays`); what is older is in the record. */
const spans = [1, 3, 9] as const;

/** Handed over is not taken: two lines, each with who and when; then why not, against what, and what came of it. */
function Story({ row }: { readonly row: DoseRow }) {
  const { t, clock } = useVoice();
  const { amount } = useOrderWords();
  const who = useActorName();
  const { state } = row;
  if (state === null) return row.due?.held == null ? null : <span>{row.due.held}</span>;
  return (
    <>
      {state.handed.map((event) => (
        <span key={event.id} className="block">
          {t("med.handedBy", { clock: clock(event.at), name: who(event.by) })}
          {event.amount === null ? "" : ` · ${amount(event.amount)}`}
          {event.witness === null ? "" : ` · ${t("med.withWitness", { name: who(event.witness) })}`}
          {event.offline ? ` · ${t("med.offline")}` : ""}
          {event.override === null ? null : (
            <span className="block override">{t("med.overrode", { why: event.override.reason })}</span>
          )}
        </span>
      ))}
      {state.taken === null ? null : (
        <span className="block">
          {t(`confirmed.${state.taken.confirmed}`, { clock: clock(state.taken.at), name: who(state.taken.by) })}
        </span>
      )}
      {state.notTaken === null ? null : (
        <span className="block">
          {[state.notTaken.reason, state.notTaken.next].filter((part) => part !== "").join(" → ")}
        </span>
      )}
      {state.effect === null ? null : (
        <span className="block">
          {t(`came.${state.effect.effect}`)} {state.effect.note}
        </span>
      )}
      {state.contradictions.length === 0 ? null : (
        <strong className="block">{t("med.contradiction", { n: state.contradictions.length })}</strong>
      )}
    </>
  );
}

function Row({ row }: { readonly row: DoseRow }) {
  const { t, clock } = useVoice();
  return (
    <li className="dose-row" data-progress={row.progress}>
      <time>{clock(row.at)}</time>
      <div>
        <span>{row.order.drug.text}</span>
        <span className="muted small block">
          <Story row={row} />
        </span>
      </div>
      <span className="dose-state">{t(`progress.${row.progress}`)}</span>
    </li>
  );
}

/** Every dose of the last days and what became of it, the newest first. */
export function DoseHistory({
  of,
  orders,
}: {
  readonly of: PersonMedication;
  readonly orders: readonly MedicationOrder[];
}) {
  const { t, zone, language } = useVoice();
  const now = useFreshNow(60_000);
  const [days, setDays] = useState<number>(1);
  const rows = doseRows({ orders, events: of.chart.events, policy: of.policy, zone, from: now - days * DAY, now });
  const dayOf = new Intl.DateTimeFormat(language, { weekday: "long", month: "long", day: "numeric", timeZone: zone });
  return (
    <Panel
      title={t("med.history")}
      action={
        <NativeSelect
          aria-label={t("med.span")}
          data={spans.map((n) => ({ value: String(n), label: t("med.lastDays", { n }) }))}
          value={String(days)}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
        />
      }
    >
      {rows.length === 0 ? <p className="muted">{t("med.noDoses")}</p> : null}
      {byDay(rows, (at) => dayOf.format(at)).map(([day, of]) => (
        <section key={day} className="dose-day">
          <h3>{day}</h3>
          <ul>
            {of.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </ul>
        </section>
      ))}
    </Panel>
  );
}
