import { dateOf } from "../daily/days.ts";
import { Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import type { DayFigures } from "./shapes.ts";

/** Pixels of the tallest bar. */
const TALL = 96;
/** So many days have each room for its date. */
const FEW = 8;

/** A bar a day: what was acted on below, the rest above it, its count on top and its date beneath. */
export function Days({ days }: { readonly days: readonly DayFigures[] }) {
  const { t, language } = useVoice();
  const most = Math.max(1, ...days.map(({ raised }) => raised));
  const height = (n: number) => ({ height: `${(TALL * n) / most}px` });
  // A month in words needs more room in Japanese and Korean than a day has on a phone.
  const short = (day: string) =>
    dateOf(day, language, { month: language === "en" ? "short" : "numeric", day: "numeric" });
  const said = ({ day, raised, acted }: DayFigures) =>
    t("quality.dayWords", { day: dateOf(day, language, { month: "long", day: "numeric" }), raised, acted });
  const isMany = days.length > FEW;
  const isSaid = (i: number) => !isMany || [0, days.length >> 1, days.length - 1].includes(i);
  return (
    <Panel title={t("quality.byDay")}>
      <ul className="alarm-days plain-list" data-many={isMany}>
        {days.map((one, i) => (
          <li key={one.day} className="alarm-day" data-said={isSaid(i)} title={said(one)} aria-label={said(one)}>
            <span className="alarm-count">{one.raised}</span>
            <i style={height(one.raised - one.acted)} />
            <i className="acted" style={height(one.acted)} />
            <span className="alarm-date">{isSaid(i) ? short(one.day) : ""}</span>
          </li>
        ))}
      </ul>
      <p className="alarm-legend small">
        <span className="acted">
          <i />
          {t("quality.legendActed")}
        </span>
        <span>
          <i />
          {t("quality.legendRest")}
        </span>
        <span className="muted">{t("quality.most", { n: most })}</span>
      </p>
    </Panel>
  );
}
