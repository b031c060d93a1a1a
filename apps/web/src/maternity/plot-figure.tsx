import { useElementSize } from "@mantine/hooks";
import { useVoice } from "../words/speak.tsx";
import { MARGIN, pathOf, type Range, rangeOf, ticksIn, xIn, yIn } from "./small-plot.ts";

export interface Line {
  /** Its own among the lines of a figure. */
  readonly name: string;
  /** Written at its end. */
  readonly label?: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Told by the line itself, not by colour: plain with dots, dashed with dots, thin without. */
  readonly look: "dots" | "dashed" | "thin";
}
export interface Band {
  readonly from: number;
  readonly to: number;
}

interface FigureProps {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  readonly xRange: Range;
  readonly xName: (x: number) => string;
  readonly leastHeight: number;
  readonly height?: number;
  /** Where it is usual, or wanted, with its words. */
  readonly band?: Band & { readonly words: string };
  readonly digits?: number;
}

const HEIGHT = 170;

function Drawing({
  width,
  height = HEIGHT,
  title,
  lines,
  xRange,
  xName,
  leastHeight,
  band,
  digits = 0,
}: FigureProps & { readonly width: number }) {
  const { language } = useVoice();
  const all = [...lines.flatMap(({ points }) => points.map(({ y }) => y)), ...(band ? [band.from, band.to] : [])];
  const yRange = rangeOf(all, leastHeight);
  const box = { width, height };
  const [x, y] = [xIn(box, xRange), yIn(box, yRange)];
  const number = (value: number) => value.toLocaleString(language, { maximumFractionDigits: Math.max(digits, 1) });
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
      {band ? (
        <rect
          className="mat-band"
          x={MARGIN.left}
          width={width - MARGIN.left - MARGIN.right}
          y={y(band.to)}
          height={Math.max(1, y(band.from) - y(band.to))}
        />
      ) : null}
      {ticksIn(yRange).map((value) => (
        <g key={value}>
          <line className="mat-grid" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(value)} y2={y(value)} />
          <text className="mat-label" x={MARGIN.left - 6} y={y(value) + 4} textAnchor="end">
            {number(value)}
          </text>
        </g>
      ))}
      {ticksIn(xRange, Math.max(2, Math.floor(width / 90))).map((value) => (
        <text key={value} className="mat-label" x={x(value)} y={height - 6} textAnchor="middle">
          {xName(value)}
        </text>
      ))}
      {lines.map(({ name, label, points, look }) => (
        <g key={name} className="mat-line" data-look={look}>
          <path d={pathOf(points.map((point) => ({ x: x(point.x), y: y(point.y) })))} />
          {look === "thin"
            ? null
            : points.map((point) => <circle key={`${point.x} ${point.y}`} cx={x(point.x)} cy={y(point.y)} r={3.5} />)}
          {label !== undefined && points.length > 0 ? (
            <text
              className="mat-label"
              x={x(points.at(-1)?.x ?? 0) - 2}
              y={y(points.at(-1)?.y ?? 0) - 2}
              textAnchor="end"
            >
              {label}
            </text>
          ) : null}
        </g>
      ))}
    </svg>
  );
}

/** One measure over weeks or months; the same as a table for who cannot see it. */
export function PlotFigure(props: FigureProps) {
  const { title, unit, lines, xName, band, digits = 0 } = props;
  const { t, language } = useVoice();
  const { ref, width } = useElementSize();
  const told = lines.filter(({ look }) => look !== "thin");
  const rows = told.flatMap(({ name, points }) => points.map((point) => ({ name, ...point })));
  return (
    <figure className="mat-plot">
      <figcaption>
        <h3>
          {title} <span className="muted small">{unit}</span>
        </h3>
        {band ? <p className="muted small">{band.words}</p> : null}
      </figcaption>
      <div ref={ref} style={{ height: props.height ?? HEIGHT }}>
        {width > 0 ? <Drawing {...props} width={width} /> : null}
      </div>
      <details className="no-print">
        <summary>{t("mat.asTable")}</summary>
        <table className="mat-table">
          <tbody>
            {rows.map(({ name, x, y }) => (
              <tr key={`${name} ${x} ${y}`}>
                {told.length > 1 ? <th>{name}</th> : null}
                <td>{xName(x)}</td>
                <td>{y.toLocaleString(language, { maximumFractionDigits: digits })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
