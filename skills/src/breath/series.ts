/** Values in order of time, unevenly spaced: seconds and what was measured then. */
export type Points = readonly (readonly [seconds: number, value: number])[];

/** All series are looked at in these steps: up to 75 breaths a minute, with room for the shape of a breath. */
export const HZ = 5;

/**
 * Even samples from `from` to `to` by straight lines between the points; null where a gap is longer than `mostGapS` or
 * the points do not reach both ends.
 */
export function evenly(points: Points, from: number, to: number, mostGapS: number): readonly number[] | null {
  const count = Math.round((to - from) * HZ);
  const values: number[] = [];
  let k = 0;
  for (let i = 0; i < count; i++) {
    const t = from + i / HZ;
    while (k + 1 < points.length && (points[k + 1]?.[0] ?? 0) <= t) k += 1;
    const value = between(points[k], points[k + 1], t, mostGapS);
    if (value === null) return null;
    values.push(value);
  }
  return values;
}

type Point = Points[number];

/** At the ends the nearest point holds for as long as a gap may be. */
function between(a: Point | undefined, b: Point | undefined, t: number, mostGapS: number): number | null {
  if (!a) return null;
  const [at, value] = a;
  if (t <= at || !b) return Math.abs(t - at) <= mostGapS ? value : null;
  if (b[0] - at > mostGapS) return null;
  return value + ((t - at) / (b[0] - at)) * (b[1] - value);
}

/**
 * How much each value says of the next one, -1 to 1 (autocorrelation of one step, about the mean). A sine of 60 breaths a
 * minute has .31 at 5 Hz, a slower one more; noise has none.
 */
export function smoothness(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [both, square] = [0, 0];
  values.forEach((value, i) => {
    square += (value - mean) ** 2;
    if (i > 0) both += (value - mean) * ((values[i - 1] as number) - mean);
  });
  return square === 0 ? 0 : both / square;
}

/** Without its mean and its straight drift. */
export function detrended(values: readonly number[]): readonly number[] {
  const middle = (values.length - 1) / 2;
  let [sum, slope, square] = [0, 0, 0];
  values.forEach((value, i) => {
    sum += value;
    slope += value * (i - middle);
    square += (i - middle) ** 2;
  });
  const mean = sum / values.length;
  const drift = square === 0 ? 0 : slope / square;
  return values.map((value, i) => value - mean - drift * (i - middle));
}

/** A running mean over `width` samples, twice: what is faster is gone, and nothing is shifted. */
export function smoothed(values: readonly number[], width: number): readonly number[] {
  return width <= 1 ? values : mean(mean(values, width), width);
}

function mean(values: readonly number[], width: number): readonly number[] {
  const half = (width - 1) / 2;
  const [left, right] = [Math.floor(half), Math.ceil(half)];
  const sums = [0];
  for (const value of values) sums.push((sums.at(-1) as number) + value);
  return values.map((_, i) => {
    const [from, to] = [Math.max(0, i - left), Math.min(values.length, i + right + 1)];
    return ((sums[to] as number) - (sums[from] as number)) / (to - from);
  });
}
