import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { Panel } from "../look/parts.tsx";
import { plainNumber } from "../person/prediction-words.ts";
import { useVoice } from "../words/speak.tsx";
import type { CareDayView, GoalView } from "./asked.ts";
import { amountOf, dateOf, fullOf, goalOf, type Shown, shown, unitOf } from "./days.ts";
import { Weeks } from "./weeks.tsx";

function Mark({ day, what, goal }: { readonly day: CareDayView; readonly what: Shown; readonly goal: number | null }) {
  const { t } = useVoice();
  const amount = amountOf(day, what);
  if (amount === null) return null;
  if (what === "stool" || goal === null) return null;
  return amount >= goal ? <span title={t("daily.reached")}>✓</span> : null;
}

function valueText(day: CareDayView, what: Shown, language: string): string {
  if (what === "stool") return day.stools.map((type) => type ?? "•").join(" ") || (day.laxatives > 0 ? "" : "–");
  const amount = amountOf(day, what);
  return amount === null ? "–" : plainNumber(amount, language);
}

function Cell({
  day,
  what,
  goal,
  full,
}: {
  readonly day: CareDayView | null;
  readonly what: Shown;
  readonly goal: number | null;
  readonly full: number;
}) {
  const { t, language } = useVoice();
  if (day === null) return <td className="cal-none" />;
  const amount = amountOf(day, what);
  const value = valueText(day, what, language);
  return (
    <td data-empty={amount === null}>
      <span className="cal-date">{dateOf(day.date, language, { day: "numeric" })}</span>
      <span className="cal-value">{value}</span>
      {what === "stool" && day.laxatives > 0 ? (
        <span className="cal-mark" title={t("daily.laxative")}>
          {t("daily.laxativeShort")}
        </span>
      ) : null}
      {what === "stool" ? null : (
        <i className="cal-bar" style={{ height: `${Math.round((24 * (amount ?? 0)) / full)}px` }} />
      )}
      <span className="cal-mark">
        <Mark day={day} what={what} goal={goal} />
      </span>
    </td>
  );
}

/** Six weeks; what of them is chosen above. A day of which nothing was written is a dash, never a zero. */
export function Month({ days, goals }: { readonly days: readonly CareDayView[]; readonly goals: readonly GoalView[] }) {
  const { t } = useVoice();
  const [what, setWhat] = useState<Shown>("water");
  const goal = goalOf(goals, what);
  const full = fullOf(
    days.map((day) => amountOf(day, what)),
    goal,
  );
  return (
    <Panel title={t("daily.month")}>
      <SegmentedControl
        fullWidth
        aria-label={t("daily.month")}
        data={shown.map((value) => ({ value, label: t(`daily.${value}`) }))}
        value={what}
        onChange={(value) => setWhat(value as Shown)}
      />
      <Weeks days={days} what={what} cell={(day) => <Cell day={day} what={what} goal={goal} full={full} />} />
      <p className="muted small">{what === "stool" ? t("daily.monthStool") : t("daily.monthLead")}</p>
    </Panel>
  );
}

/** The last seven days side by side. */
export function Week({ days, goals }: { readonly days: readonly CareDayView[]; readonly goals: readonly GoalView[] }) {
  const { t } = useVoice();
  const last = days.slice(-7);
  return (
    <Panel title={t("daily.week")}>
      <div className="week-rows">
        {(["water", "energy", "walk"] as const).map((what) => (
          <WeekRow key={what} what={what} days={last} goal={goalOf(goals, what)} />
        ))}
      </div>
    </Panel>
  );
}

/** Pixels of a full bar; above it is room for its figure. */
const TALL = 68;

function WeekRow({
  what,
  days,
  goal,
}: {
  readonly what: Shown;
  readonly days: readonly CareDayView[];
  readonly goal: number | null;
}) {
  const { t, language } = useVoice();
  const amounts = days.map((day) => amountOf(day, what));
  const full = fullOf(amounts, goal);
  return (
    <section>
      <h3>
        {t(`daily.${what}`)} <span className="muted">{unitOf(what, t)}</span>
      </h3>
      <ol className="week">
        {goal === null ? null : (
          <li className="week-goal" aria-hidden="true" style={{ bottom: `${(TALL * goal) / full}px` }} />
        )}
        {days.map((day, i) => (
          <li key={day.date} className="week-day">
            <span className="week-value">{amounts[i] == null ? "–" : plainNumber(amounts[i] ?? 0, language)}</span>
            {amounts[i] == null ? null : (
              <i
                className="week-bar"
                style={{ height: `${(TALL * (amounts[i] ?? 0)) / full}px` }}
                data-reached={goal !== null && (amounts[i] ?? 0) >= goal}
              />
            )}
          </li>
        ))}
      </ol>
      <ol className="week-days" aria-hidden="true">
        {days.map((day) => (
          <li key={day.date}>{dateOf(day.date, language, { weekday: "short" })}</li>
        ))}
      </ol>
    </section>
  );
}
