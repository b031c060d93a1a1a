import { detrended, HZ } from "./series.ts";

/** Breaths a minute that are looked for: from 4 (agonal) to 60 (a newborn's upper limit, WHO). */
export const SLOWEST = 4;
export const FASTEST = 60;
export const STEP = 0.5;
export const rates: readonly number[] = Array.from(
  { length: Math.round((FASTEST - SLOWEST) / STEP) + 1 },
  (_, i) => SLOWEST + i * STEP,
);

/** Share of the power at each of `rates`; sums to 1. Null of a series that does not move. */
export function spectrumOf(values: readonly number[], fastest = FASTEST): readonly number[] | null {
  const n = values.length;
  const even = detrended(values).map((value, i) => value * (0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / n)));
  const powers = rates.map((rate) => (rate > fastest ? 0 : powerAt(even, rate / 60 / HZ)));
  const sum = powers.reduce((all, power) => all + power, 0);
  return sum > 0 && Number.isFinite(sum) ? powers.map((power) => power / sum) : null;
}

/** Goertzel: the power of one frequency, in cycles a sample. */
function powerAt(values: readonly number[], frequency: number): number {
  const twice = 2 * Math.cos(2 * Math.PI * frequency);
  let [a, b] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const c = (values[i] as number) + twice * a - b;
    b = a;
    a = c;
  }
  return Math.max(0, a * a + b * b - twice * a * b);
}
