/** A reading in the units that a trend is drawn in: hours, and the vital sign's own unit. */
export interface Point {
  readonly hours: number;
  readonly value: number;
}

/** Change an hour, and the interval that holds it in four cases of five. */
export interface Slope {
  readonly perHour: number;
  readonly low: number;
  readonly high: number;
}

const LEAST_POINTS = 6;
const LEAST_SPAN_H = 0.5;
/** Normal quantile of an 80 % interval. */
const Z80 = 1.2816;

/**
 * Theil and Sen's median of all pairwise slopes, with Sen's interval from the variance of Kendall's S (Sen, JASA 1968).
 * Up to 29 % of the readings may be wild without moving it far. Null where there is too little to draw a line through.
 */
export function slopeOf(points: readonly Point[]): Slope | null {
  const span = (points.at(-1)?.hours ?? 0) - (points[0]?.hours ?? 0);
  if (points.length < LEAST_POINTS || span < LEAST_SPAN_H) return null;
  const slopes = pairwise(points);
  const perHour = quantile(slopes, 0.5);
  const n = points.length;
  const reach = (Z80 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)) / slopes.length / 2;
  return { perHour, low: quantile(slopes, 0.5 - reach), high: quantile(slopes, 0.5 + reach) };
}

function pairwise(points: readonly Point[]): readonly number[] {
  const slopes: number[] = [];
  for (const [i, a] of points.entries())
    for (const b of points.slice(i + 1)) if (b.hours > a.hours) slopes.push((b.value - a.value) / (b.hours - a.hours));
  return slopes.sort((a, b) => a - b);
}

export function quantile(sorted: readonly number[], p: number): number {
  const place = Math.min(1, Math.max(0, p)) * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** Where the line stands now: the median of the readings, each carried along the slope to the last one's time. */
export function levelOf(points: readonly Point[], slope: Slope): number {
  const end = points.at(-1)?.hours ?? 0;
  const carried = points.map(({ hours, value }) => value + slope.perHour * (end - hours));
  return quantile(
    carried.sort((a, b) => a - b),
    0.5,
  );
}
