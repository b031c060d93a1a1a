import { useVoice } from "../words/speak.tsx";
import type { DiaryDayView } from "./asked.ts";

const HOUR = 3_600_000;
const SPAN = 24 * HOUR;
const [HIGH, MIDDLE] = [132, 76];
const MOST_ML = 600;

const tall = (ml: number | null): number => 6 + (50 * Math.min(MOST_ML, ml ?? 100)) / MOST_ML;
/** The middle of a mark is its time. */
const LEFT = "translate(-4 0)";

function Mark({ line, x }: { readonly line: DiaryDayView["lines"][number]; readonly x: string }) {
  const { kind, ml, leaked } = line;
  if (kind === "fluid-intake")
    return <rect className="diary-drink" transform={LEFT} x={x} y={MIDDLE + 1} width="8" height={0.6 * tall(ml)} />;
  if (kind === "stool") return <circle className="diary-stool" cx={x} cy={MIDDLE} r="5" />;
  const high = tall(ml);
  return (
    <g>
      <rect
        className="diary-void"
        data-unmeasured={ml === null}
        transform={LEFT}
        x={x}
        y={MIDDLE - high}
        width="8"
        height={high}
      />
      {leaked ? <circle className="diary-leak" cx={x} cy={MIDDLE - high - 8} r="5" /> : null}
    </g>
  );
}

/** A day from rising to rising: what was voided above the line, what was drunk below it, the night shaded, leaks as rings. */
export function DiaryChart({ day }: { readonly day: DiaryDayView }) {
  const { t, clock } = useVoice();
  const from = day.riseAt;
  const percent = (at: number) => (100 * Math.min(SPAN, Math.max(0, at - from))) / SPAN;
  const hours = Array.from({ length: 4 }, (_, i) => from + i * 6 * HOUR);
  const label = t("excr.chart", { voids: day.voids, leaks: day.leaks, ml: day.drunkMl ?? "–" });
  const night = percent(day.bedAt);
  return (
    <svg className="diary-chart" width="100%" height={HIGH} role="img" aria-label={label}>
      <rect className="diary-night" x={`${night}%`} y="0" width={`${100 - night}%`} height={HIGH - 18} />
      <line x1="0" x2="100%" y1={MIDDLE} y2={MIDDLE} className="diary-axis" />
      {day.lines.map((line) => (
        <Mark key={line.key} line={line} x={`${percent(line.at)}%`} />
      ))}
      {hours.map((at) => (
        <text key={at} x={`${percent(at)}%`} y={HIGH - 4}>
          {clock(at)}
        </text>
      ))}
    </svg>
  );
}
