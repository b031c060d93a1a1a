import { Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import type { CareDayView, ExcretionView } from "./asked.ts";
import { BristolPicture } from "./bristol.tsx";
import { dateOf } from "./days.ts";
import { Weeks } from "./weeks.tsx";

function Cell({ day }: { readonly day: CareDayView | null }) {
  const { t, language } = useVoice();
  if (day === null) return <td className="cal-none" />;
  return (
    <td data-empty={day.stools.length === 0}>
      <span className="cal-date">{dateOf(day.date, language, { day: "numeric" })}</span>
      <span className="cal-stools">
        {day.stools.slice(0, 3).map((type, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: stools of a day have nothing but their order.
          <span key={i}>
            {type === null ? "•" : <BristolPicture type={type} size={30} />}
            {type}
          </span>
        ))}
        {day.stools.length > 3 ? <span>+{day.stools.length - 3}</span> : null}
      </span>
      {day.laxatives > 0 ? (
        <span className="cal-mark" title={t("daily.laxative")}>
          {t("daily.laxativeShort")}
        </span>
      ) : null}
    </td>
  );
}

/** Six weeks of stools by their shape; an empty day is a day of which none was written. */
export function StoolCalendar({ days }: { readonly days: readonly CareDayView[] }) {
  const { t } = useVoice();
  return (
    <Panel title={t("excr.calendar")}>
      <Weeks days={days} what="stool" cell={(day) => <Cell day={day} />} />
      <p className="muted small">{t("daily.monthStool")}</p>
    </Panel>
  );
}

/** Rhythm, and what laxatives did before. */
export function Rhythm({ view }: { readonly view: ExcretionView }) {
  const { t } = useVoice();
  return (
    <Panel title={t("excr.rhythm")}>
      <p>
        {view.rhythm === null
          ? t("excr.noRhythm")
          : t("excr.every", { hours: view.rhythm.hours, n: view.rhythm.intervals })}
      </p>
      <ul className="plain-list">
        {view.worked.map(({ way, doses, worked, afterH }) => (
          <li key={way}>
            <strong>{t(`excr.way.${way}`)}</strong> {t("excr.worked", { worked, doses })}
            {afterH === null ? "" : ` · ${t("excr.after", { hours: Math.round(afterH) })}`}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** When leaks come, and how they look; no diagnosis. */
export function Leaks({ view }: { readonly view: ExcretionView }) {
  const { t } = useVoice();
  const most = Math.max(1, ...view.leaks.byHour);
  const all = view.leaks.byHour.reduce((sum, n) => sum + n, 0);
  return (
    <Panel title={t("excr.leaksTitle")}>
      {all === 0 ? <p className="muted">{t("excr.noLeaks")}</p> : null}
      {all === 0 ? null : (
        <>
          <ol className="leak-hours" aria-label={t("excr.leaksTitle")}>
            {view.leaks.byHour.map((n, hour) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is the hour.
              <li key={hour} title={`${hour}:00 – ${n}`}>
                <i className="leak-bar" style={{ height: `${(100 * n) / most}%` }} />
                {hour % 6 === 0 ? <span>{hour}</span> : null}
              </li>
            ))}
          </ol>
          <ul className="bullets">
            {view.leaks.patterns.map((pattern) => (
              <li key={pattern}>{t(`excr.pattern.${pattern as "few"}`)}</li>
            ))}
          </ul>
        </>
      )}
      <p className="muted small">{t("excr.leaksLead")}</p>
    </Panel>
  );
}
