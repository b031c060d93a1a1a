import { useVoice } from "../words/speak.tsx";
import type { DiaryDayView } from "./asked.ts";

const HOUR = 3_600_000;
const [WIDE, HIGH, MIDDLE] = [720, 132, 76];
const MOST_ML = 600;

/** A day from rising to rising: what was voided above the line, what was drunk below it, the night shaded, leaks as rings. */
export function DiaryChart({ day }: { readonly day: DiaryDayView }) {
  const { t, clock } = useVoice();
  const from = day.riseAt;
  const span = 24 * HOUR;
  const x = (at: number) => (WIDE * Math.min(span, Math.max(0, at - from))) / span;
  const tall = (ml: number | null) => 6 + (50 * Math.min(MOST_ML, ml ?? 100)) / MOST_ML;
  const hours = Array.from({ length: 9 }, (_, i) => from + i * 3 * HOUR);
  const label = t("excr.chart", { voids: day.voids, leaks: day.leaks, ml: day.drunkMl });
  return (
    <svg
      className="diary-chart"
      viewBox={`0 0 ${WIDE} ${HIGH}`}
      role="img"
      aria-label={label}
      preserveAspectRatio="none"
    >
      <rect
        className="diary-night"
        x={x(day.bedAt)}
        y="0"
        width={Math.max(0, WIDE - x(day.bedAt))}
        height={HIGH - 16}
      />
      <line x1="0" x2={WIDE} y1={MIDDLE} y2={MIDDLE} className="diary-axis" />
      {day.lines.map(({ key, kind, at, ml, leaked }) => {
        if (kind === "fluid-intake")
          return (
            <rect key={key} className="diary-drink" x={x(at) - 4} y={MIDDLE + 1} width="8" height={0.6 * tall(ml)} />
          );
        if (kind === "stool") return <circle key={key} className="diary-stool" cx={x(at)} cy={MIDDLE} r="5" />;
        return (
          <g key={key}>
            <rect
              className="diary-void"
              data-unmeasured={ml === null}
              x={x(at) - 4}
              y={MIDDLE - tall(ml)}
              width="8"
              height={tall(ml)}
            />
            {leaked ? <circle className="diary-leak" cx={x(at)} cy={MIDDLE - tall(ml) - 8} r="5" /> : null}
          </g>
        );
      })}
      {hours.map((at, i) => (
        <text key={at} x={Math.min(WIDE - 2, x(at) + 2)} y={HIGH - 3} textAnchor={i === 8 ? "end" : "start"}>
          {clock(at)}
        </text>
      ))}
    </svg>
  );
}
