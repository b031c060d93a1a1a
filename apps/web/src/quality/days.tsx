import { Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import type { DayFigures } from "./shapes.ts";

/** A bar a day: what was acted on below, the rest above it. The same figures are read out as a list. */
export function Days({ days }: { readonly days: readonly DayFigures[] }) {
  const { t } = useVoice();
  const most = Math.max(1, ...days.map(({ raised }) => raised));
  const height = (n: number) => ({ height: `${(100 * n) / most}%` });
  const said = ({ day, raised, acted }: DayFigures) => t("quality.dayWords", { day, raised, acted });
  return (
    <Panel title={t("quality.byDay")}>
      <ul className="alarm-days plain-list">
        {days.map((one) => (
          <li key={one.day} className="alarm-day" title={said(one)} aria-label={said(one)}>
            <span style={height(one.raised - one.acted)} />
            <span className="acted" style={height(one.acted)} />
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
