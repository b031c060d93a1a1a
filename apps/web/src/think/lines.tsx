import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { axesOf, tokens } from "../signal/uplot-look.ts";

export interface Line {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** Which colour of the row; a prediction is drawn in its truth's colour, dashed. */
  readonly tone: number;
  readonly isDashed?: boolean;
}

interface LinesProps {
  readonly x: readonly number[];
  readonly lines: readonly Line[];
  readonly height?: number;
  /** Where "now" is, in units of x. */
  readonly now?: number | null;
  /** A stretch of x that is marked. */
  readonly band?: readonly [number, number] | null;
  readonly isLog?: boolean;
  /** What it shows, for who cannot see it. */
  readonly label: string;
}

/** Told apart in light and dark, and by the colour-blind (Okabe and Ito 2008, darkened or lightened to 3:1). */
const tones = {
  light: ["#0060a0", "#a84300", "#00785a", "#9c4a86", "#6b5a00", "#3d4d49", "#8a1c4a", "#7a5230"],
  dark: ["#6db8ee", "#f0a35e", "#4fcfa5", "#e59fcb", "#e3d35c", "#b3c2bd", "#ff9fc0", "#d2ab78"],
} as const;
export const toneOf = (scheme: "light" | "dark", tone: number): string =>
  tones[scheme][tone % tones[scheme].length] ?? "#808080";

interface Marks {
  now: number | null;
  band: readonly [number, number] | null;
}

function drawMarks(plot: uPlot, { now, band }: Marks, colours: ReturnType<typeof tokens>): void {
  const { ctx, bbox } = plot;
  if (band) {
    const [from, to] = band.map((x) => plot.valToPos(x, "x", true)) as [number, number];
    ctx.fillStyle = colours.band;
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
  }
  if (now === null) return;
  const x = plot.valToPos(now, "x", true);
  ctx.fillStyle = colours.ahead;
  ctx.fillRect(x - 1, bbox.top, 2, bbox.height);
}

function optionsOf(
  root: HTMLElement,
  { lines, height = 200, isLog }: LinesProps,
  scheme: "light" | "dark",
  marks: Marks,
) {
  const colours = tokens(root);
  const options: uPlot.Options = {
    width: root.clientWidth,
    height,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    scales: { x: { time: false }, y: isLog ? { distr: 3 } : {} },
    axes: axesOf(colours, (values) => values.map((value) => String(Math.round(value * 100) / 100))),
    series: [
      {},
      ...lines.map(({ tone, isDashed, label }) => ({
        label,
        stroke: toneOf(scheme, tone),
        width: 1.6,
        points: { show: false },
        ...(isDashed ? { dash: [5, 4] } : {}),
      })),
    ],
    hooks: { drawClear: [(plot) => drawMarks(plot, marks, colours)] },
  };
  return options;
}

/** Lines over frames or steps, with a mark at now. */
export function Lines(props: LinesProps) {
  const { x, lines, height = 200, now = null, band = null, isLog = false, label } = props;
  const root = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const marks = useRef<Marks>({ now, band });
  const scheme = useComputedColorScheme();
  const look = lines.map(({ label: name, tone, isDashed }) => `${name}${tone}${isDashed}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `look` stands for what of the lines makes a new plot
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const empty = [[], ...lines.map(() => [])] as unknown as uPlot.AlignedData;
    const made = new uPlot(optionsOf(element, props, scheme, marks.current), empty, element);
    plot.current = made;
    const sizes = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [scheme, look, height, isLog]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new plot needs its data again
  useEffect(() => {
    marks.current.now = now;
    marks.current.band = band;
    plot.current?.setData([x, ...lines.map(({ values }) => values)] as unknown as uPlot.AlignedData);
  }, [x, lines, now, band, scheme, look, height, isLog]);
  return <div className="think-lines" role="img" aria-label={label} ref={root} style={{ minHeight: height }} />;
}

/** What the colours are; dashes are told in words. */
export function Legend({ lines }: { readonly lines: readonly Pick<Line, "label" | "tone" | "isDashed">[] }) {
  const scheme = useComputedColorScheme();
  return (
    <ul className="think-legend">
      {lines.map(({ label, tone, isDashed }) => (
        <li key={label}>
          <span
            style={{ borderTopColor: toneOf(scheme, tone), borderTopStyle: isDashed ? "dashed" : "solid" }}
            aria-hidden="true"
          />
          {label}
        </li>
      ))}
    </ul>
  );
}
