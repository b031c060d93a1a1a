import type { CurvePoint } from "./fit.ts";

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 64;
const RIGHT = 130;
const TOP = 44;
const BOTTOM = 44;
/** More points than pixels are no use. */
const MOST_POINTS = 600;

/** Legible on white and on black; the colours of Okabe and Ito (2008), which colour-blind people tell apart. */
const style = `
svg { color-scheme: light dark; font: 12px system-ui, sans-serif; }
.paper { fill: #fff; } text { fill: #1f2328; } .axis { stroke: #1f2328; } .grid { stroke: #d0d7de; }
.line { fill: none; stroke-width: 1.6; stroke-linejoin: round; } .part { stroke-width: 1; stroke-dasharray: 4 3; }
.c0 { stroke: #0072b2; } .c1 { stroke: #d55e00; } .c2 { stroke: #009e73; } .c3 { stroke: #cc79a7; } .c4 { stroke: #b58900; }
.best { fill: #d55e00; stroke: none; }
@media (prefers-color-scheme: dark) {
  .paper { fill: #0d1117; } text { fill: #e6edf3; } .axis { stroke: #e6edf3; } .grid { stroke: #30363d; }
  .c0 { stroke: #56b4e9; } .c1 { stroke: #e69f00; } .c4 { stroke: #f0e442; } .best { fill: #e69f00; }
}`;

interface Series {
  readonly name: string;
  readonly classes: string;
  readonly values: readonly (readonly [number, number])[];
}

/** The curve of a run as an SVG: losses over optimiser steps, the losses on a logarithmic scale. */
export function curvePicture(all: readonly CurvePoint[], title: string): string {
  const points = thinned(all);
  const series = seriesOf(points);
  const scale = scaleOf(series);
  const best = bestOf(all);
  const inside = [
    `<title>${escaped(title)}</title><style>${style}</style><rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text x="${LEFT}" y="24" font-weight="600">${escaped(title)}</text>`,
    ...gridOf(scale),
    ...series.map((one) => lineOf(one, scale)),
    ...series.map((one, i) => legendOf(one, i)),
    best ? `<circle class="best" cx="${round(scale.x(best[0]))}" cy="${round(scale.y(best[1]))}" r="3.5"/>` : "",
  ];
  const box = `viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box} role="img">\n${inside.join("\n")}\n</svg>\n`;
}

const thinned = (points: readonly CurvePoint[]): readonly CurvePoint[] => {
  const every = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, i) => i % every === 0 || i === points.length - 1);
};

function seriesOf(points: readonly CurvePoint[]): readonly Series[] {
  const hasTest = points.some(({ test }) => test !== null);
  const of = (name: string, classes: string, value: (point: CurvePoint) => number | undefined): Series => ({
    name,
    classes,
    values: points.flatMap((point) => {
      const y = value(point);
      return y !== undefined && Number.isFinite(y) && y > 0 ? [[point.step, y] as const] : [];
    }),
  });
  const parts = Object.keys(points[0]?.train.parts ?? {});
  const told = parts.length > 1 ? parts : [];
  return [
    of("training", "c0", ({ train }) => train.loss),
    ...(hasTest ? [of("test", "c1", ({ test }) => test?.loss)] : []),
    ...told.map((part, i) =>
      of(
        `${hasTest ? "test" : "training"}: ${part}`,
        `part c${2 + (i % 3)}`,
        ({ train, test }) => (test ?? train).parts[part],
      ),
    ),
  ].filter(({ values }) => values.length > 0);
}

const bestOf = (points: readonly CurvePoint[]): readonly [number, number] | null =>
  points.reduce<readonly [number, number] | null>((best, { step, test }) => {
    const loss = test?.loss ?? Number.NaN;
    return loss > 0 && (best === null || loss < best[1]) ? [step, loss] : best;
  }, null);

interface Scale {
  readonly steps: number;
  readonly low: number;
  readonly high: number;
  x(step: number): number;
  y(loss: number): number;
}

function scaleOf(series: readonly Series[]): Scale {
  const losses = series.flatMap(({ values }) => values.map(([, loss]) => loss));
  const steps = Math.max(1, ...series.flatMap(({ values }) => values.map(([step]) => step)));
  const low = losses.length > 0 ? Math.floor(Math.log10(Math.min(...losses)) * 2) / 2 : -1;
  const high = losses.length > 0 ? Math.max(Math.ceil(Math.log10(Math.max(...losses)) * 2) / 2, low + 0.5) : 0;
  return {
    steps,
    low,
    high,
    x: (step) => LEFT + ((WIDTH - LEFT - RIGHT) * step) / steps,
    y: (loss) => TOP + ((HEIGHT - TOP - BOTTOM) * (high - Math.log10(loss))) / (high - low),
  };
}

const round = (x: number): number => Math.round(x * 10) / 10;

function gridOf(scale: Scale): readonly string[] {
  const lines: string[] = [];
  const bottom = HEIGHT - BOTTOM;
  for (const loss of ticksOf(scale)) {
    const y = round(scale.y(loss));
    lines.push(`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/>`);
    lines.push(
      `<text x="${LEFT - 8}" y="${y + 4}" text-anchor="end">${loss >= 0.001 && loss < 1000 ? loss : loss.toExponential(0)}</text>`,
    );
  }
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const step = Math.round(scale.steps * share);
    lines.push(`<text x="${round(scale.x(step))}" y="${bottom + 18}" text-anchor="middle">${step}</text>`);
  }
  lines.push(`<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${bottom}" y2="${bottom}"/>`);
  lines.push(`<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${bottom + 36}" text-anchor="middle">optimiser steps</text>`);
  return lines;
}

/** Powers of ten, with their halves and doubles where there are few. */
function ticksOf({ low, high }: Scale): readonly number[] {
  const steps = high - low > 2 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(low); power <= high; power += 1)
    for (const step of steps) ticks.push(Number((step * 10 ** power).toPrecision(1)));
  return ticks.filter((tick) => Math.log10(tick) >= low - 1e-9 && Math.log10(tick) <= high + 1e-9);
}

const lineOf = ({ values, classes }: Series, scale: Scale): string =>
  `<polyline class="line ${classes}" points="${values.map(([step, loss]) => `${round(scale.x(step))},${round(scale.y(loss))}`).join(" ")}"/>`;

const legendOf = ({ name, classes, values }: Series, i: number): string => {
  const [x, y] = [WIDTH - RIGHT + 12, TOP + 8 + i * 34];
  const last = values.at(-1)?.[1] ?? Number.NaN;
  return (
    `<line class="line ${classes}" x1="${x}" x2="${x + 18}" y1="${y - 4}" y2="${y - 4}"/>` +
    `<text x="${x + 24}" y="${y}">${escaped(name)}</text><text x="${x + 24}" y="${y + 14}" opacity=".7">${last.toPrecision(3)}</text>`
  );
};

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
