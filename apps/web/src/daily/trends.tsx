import { Panel } from "../look/parts.tsx";
import { plainNumber } from "../person/prediction-words.ts";
import { unitName } from "../words/kinds.ts";
import { useVoice } from "../words/speak.tsx";
import type { TrendView } from "./asked.ts";

const [WIDE, HIGH] = [160, 40];

function Spark({ points }: Pick<TrendView, "points">) {
  if (points.length < 2) return null;
  const [times, values] = [points.map(({ at }) => at), points.map(({ value }) => value)];
  const [from, to, low, high] = [Math.min(...times), Math.max(...times), Math.min(...values), Math.max(...values)];
  const x = (at: number) => 3 + ((WIDE - 6) * (at - from)) / Math.max(1, to - from);
  const y = (value: number) => HIGH - 4 - ((HIGH - 8) * (value - low)) / Math.max(1e-9, high - low || 1);
  return (
    <svg className="spark" viewBox={`0 0 ${WIDE} ${HIGH}`} width={WIDE} height={HIGH} aria-hidden="true">
      {points.map(({ at, value }) => (
        <circle key={at} cx={x(at)} cy={y(value)} r="2.2" fill="currentColor" />
      ))}
    </svg>
  );
}

function Trend({ trend }: { readonly trend: TrendView }) {
  const { t, language } = useVoice();
  const { slope, points, unit, moreIsBetter } = trend;
  const last = points.at(-1);
  const signed = (n: number) => `${n > 0 ? "+" : ""}${plainNumber(n, language)}`;
  const verdict = (): string => {
    if (!slope.known) return t(`daily.slope.${slope.why}`);
    const values = {
      n: signed(slope.perMonth),
      low: signed(slope.low),
      high: signed(slope.high),
      unit: unitName(unit),
    };
    const span = t("daily.perMonth", values);
    if (slope.low <= 0 && slope.high >= 0) return `${t("daily.slope.steady")} ${span}`;
    if (moreIsBetter === null) return `${t(slope.perMonth > 0 ? "daily.slope.rising" : "daily.slope.falling")} ${span}`;
    return `${t(slope.perMonth > 0 === moreIsBetter ? "daily.slope.better" : "daily.slope.worse")} ${span}`;
  };
  return (
    <li className="trend">
      <div>
        <h3>{t(`daily.trend.${trend.name}`)}</h3>
        <strong>{last === undefined ? "–" : `${plainNumber(last.value, language)} ${unitName(unit)}`}</strong>
        <p className="muted small">{verdict()}</p>
      </div>
      <Spark points={points} />
    </li>
  );
}

/** How much of daily life is the person's own, over half a year. */
export function Trends({ trends }: { readonly trends: readonly TrendView[] }) {
  const { t } = useVoice();
  return (
    <Panel title={t("daily.trends")}>
      <ul className="plain-list">
        {trends.map((trend) => (
          <Trend key={trend.name} trend={trend} />
        ))}
      </ul>
    </Panel>
  );
}
