import type { Bar, PChart, Rate } from "@sakiyomi/medication";

export interface Size {
  readonly width: number;
  readonly height: number;
}
/** Room around a plot for its figures, px. */
export const margin = { left: 46, right: 14, top: 14, bottom: 30 } as const;

/** Round steps from 0 to at least `most`: 1, 2 or 5 times a power of ten, at most `count` of them. */
export function ticksTo(most: number, count = 5): readonly number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((times) => times * power >= rough * 0.999_999) ?? 10) * power;
  const steps = Math.max(1, Math.ceil(most / step - 1e-9));
  return Array.from({ length: steps + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** The same figure with as many places as its step needs: 0.5 and 1.0, never 0.30000000000000004. */
export const placesOf = (ticks: readonly number[]): number => {
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  return Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
};

export interface PlotPoint {
  /** Its place among `points`. */
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly isSpecial: boolean;
  readonly isSmall: boolean;
}
export interface PPlot {
  /** Of doses per thousand. */
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  readonly points: readonly PlotPoint[];
  /** Through the points; it breaks where nothing was given. */
  readonly line: string;
  /** Each point has its own limits: steps. */
  readonly high: string;
  readonly low: string;
  readonly centre: number | null;
  /** Marks below: which points have their date written, so that they never touch. */
  readonly dates: readonly number[];
}

const THOUSAND = 1000;

/** A broken path through what is there: "M x y L x y M …". */
function pathOf(points: readonly ({ readonly x: number; readonly y: number } | null)[]): string {
  let isOpen = false;
  const parts: string[] = [];
  for (const point of points) {
    if (point !== null) parts.push(`${isOpen ? "L" : "M"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`);
    isOpen = point !== null;
  }
  return parts.join("");
}

/** Steps of the width of a point each. */
function stepsOf(values: readonly (number | null)[], band: number, y: (value: number) => number): string {
  const edges = values.flatMap((value, i) =>
    value === null
      ? [null]
      : [
          { x: margin.left + i * band, y: y(value) },
          { x: margin.left + (i + 1) * band, y: y(value) },
        ],
  );
  return pathOf(edges);
}

/** Where everything of a p-chart lies, in doses per thousand from 0 to the highest limit or point. */
export function pPlot({ centre, points }: PChart, { width, height }: Size, leastLabelPx = 64): PPlot {
  const band = (width - margin.left - margin.right) / Math.max(1, points.length);
  const most = Math.max(0, ...points.flatMap(({ p, high }) => [p ?? 0, high ?? 0])) * THOUSAND;
  const ticks = ticksTo(most);
  const top = ticks.at(-1) ?? 1;
  const y = (perThousand: number): number =>
    height - margin.bottom - (perThousand / top) * (height - margin.top - margin.bottom);
  const placed = points.map(({ p, special, isSmall }, index) =>
    p === null
      ? null
      : { index, x: margin.left + (index + 0.5) * band, y: y(p * THOUSAND), isSpecial: special.length > 0, isSmall },
  );
  const everyN = Math.max(1, Math.ceil(leastLabelPx / band));
  return {
    ticks: ticks.map((value) => ({ value, y: y(value) })),
    points: placed.filter((point) => point !== null),
    line: pathOf(placed),
    high: stepsOf(
      points.map(({ high }) => (high === null ? null : high * THOUSAND)),
      band,
      y,
    ),
    low: stepsOf(
      points.map(({ low }) => (low === null ? null : low * THOUSAND)),
      band,
      y,
    ),
    centre: centre === null ? null : y(centre * THOUSAND),
    dates: points.map((_, i) => i).filter((i) => i % everyN === 0),
  };
}

/** The middle of a point's band, px. */
export const bandMiddle = (index: number, count: number, width: number): number =>
  margin.left + ((index + 0.5) * (width - margin.left - margin.right)) / Math.max(1, count);

/** Parts of a bar's row, 0 to 1 of its width: the figure and its interval. An interval that goes on is cut at the edge. */
export function rateBar({ perThousand, low, high }: Rate, most: number) {
  if (perThousand === null || low === null || high === null || !(most > 0)) return null;
  const part = (value: number): number => Math.min(1, value / most);
  return { at: part(perThousand), from: part(low), to: part(high), isCut: high > most };
}

/**
 * The scale of a table of rates: the highest figure with a half more, so that one part with three doses and an interval to
 * heaven does not press all others flat.
 */
export function scaleOf(rates: readonly Rate[]): number {
  const figures = rates.map(({ perThousand }) => perThousand ?? 0);
  const highest = Math.max(0, ...figures);
  const intervals = rates.flatMap(({ high, events }) => (high === null || events === 0 ? [] : [high]));
  return Math.min(highest * 1.8, Math.max(highest, ...intervals)) || Math.max(0, ...rates.map(({ high }) => high ?? 0));
}

export interface ParetoPlot {
  readonly bars: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
  readonly line: string;
  readonly dots: readonly { readonly x: number; readonly y: number }[];
}
/** Bars by their share, and the line of what they come to, on one scale from 0 to 100 %. */
export function paretoPlot(bars: readonly Bar[], { width, height }: Size): ParetoPlot {
  const band = (width - margin.left - margin.right) / Math.max(1, bars.length);
  const depth = height - margin.top - margin.bottom;
  const y = (share: number): number => margin.top + depth * (1 - share);
  const dots = bars.map(({ upTo }, i) => ({ x: margin.left + (i + 0.5) * band, y: y(upTo) }));
  return {
    bars: bars.map(({ share }, i) => ({
      ...{ x: margin.left + i * band + band * 0.12, width: band * 0.76 },
      ...{ y: y(share), height: depth * share },
    })),
    line: pathOf(dots),
    dots,
  };
}
