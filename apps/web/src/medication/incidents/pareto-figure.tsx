import { useElementSize } from "@mantine/hooks";
import type { Bar } from "@sakiyomi/medication";
import { useVoice } from "../../words/speak.tsx";
import { keyWords } from "./key-words.ts";
import { margin, paretoPlot } from "./plot-shapes.ts";
import { useIncidentWords } from "./use-incident-words.ts";

const HEIGHT = 220;
const percents = [0, 25, 50, 75, 100];

function Drawing({
  bars,
  width,
  title,
}: {
  readonly bars: readonly Bar[];
  readonly width: number;
  readonly title: string;
}) {
  const plot = paretoPlot(bars, { width, height: HEIGHT });
  const depth = HEIGHT - margin.top - margin.bottom;
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={title}>
      {percents.map((percent) => {
        const y = margin.top + depth * (1 - percent / 100);
        return (
          <g key={percent}>
            <line className="plot-grid" x1={margin.left} x2={width - margin.right} y1={y} y2={y} />
            <text className="plot-label" x={margin.left - 6} y={y + 4} textAnchor="end">
              {percent} %
            </text>
          </g>
        );
      })}
      {plot.bars.map((bar, i) => (
        <g key={bars[i]?.key}>
          <rect className="plot-bar" {...bar} />
          <text className="plot-label" x={bar.x + bar.width / 2} y={HEIGHT - 10} textAnchor="middle">
            {i + 1}
          </text>
        </g>
      ))}
      <path className="plot-line" d={plot.line} />
      {plot.dots.map(({ x, y }) => (
        <circle key={x} className="plot-point" cx={x} cy={y} r={3.5} />
      ))}
    </svg>
  );
}

/** The most frequent first, with what they come to: the drawing and its table are read together by their numbers. */
export function ParetoFigure({
  bars,
  title,
  of,
}: {
  readonly bars: readonly Bar[];
  readonly title: string;
  readonly of: "mishap" | "cause";
}) {
  const { t, language } = useVoice();
  const word = useIncidentWords();
  const { ref, width } = useElementSize();
  const percent = (share: number): string => share.toLocaleString(language, { style: "percent" });
  if (bars.length === 0) return null;
  return (
    <figure className="plot">
      <figcaption>
        <h3>{title}</h3>
      </figcaption>
      <div ref={ref} className="plot-room" style={{ height: HEIGHT }}>
        {width > 0 ? <Drawing bars={bars} width={width} title={title} /> : null}
      </div>
      <table className="figures-table">
        <thead>
          <tr>
            <th>{title}</th>
            <th>{t("med.events")}</th>
            <th>{t("med.share")}</th>
            <th>{t("med.upTo")}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ key, count, share, upTo }, i) => (
            <tr key={key}>
              <th scope="row">{`${i + 1}. ${keyWords(of, key, word)}`}</th>
              <td>{count}</td>
              <td>{percent(share)}</td>
              <td>{percent(upTo)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
