import { HZ } from "./recording.ts";

/** Four values a second from `from` on, from samples of any rate and time; the mean of what falls on one place. */
export interface Grid {
  readonly sums: Float64Array;
  readonly counts: Uint16Array;
}

export const newGrid = (seconds: number): Grid => ({
  sums: new Float64Array(Math.round(seconds * HZ)),
  counts: new Uint16Array(Math.round(seconds * HZ)),
});

/** `value` at `s` seconds holds for `lastsS`: a slow sensor fills more than one place. */
export function put({ sums, counts }: Grid, s: number, value: number, lastsS = 1 / HZ): void {
  if (!Number.isFinite(value)) return;
  const first = Math.floor(s * HZ + 1e-6);
  const last = Math.max(first, Math.ceil((s + lastsS) * HZ - 1e-6) - 1);
  for (let i = Math.max(0, first); i <= Math.min(sums.length - 1, last); i++) {
    sums[i] = (sums[i] as number) + value;
    counts[i] = (counts[i] as number) + 1;
  }
}

export const valuesOf = ({ sums, counts }: Grid): Float64Array =>
  sums.map((sum, i) => (counts[i] === 0 ? Number.NaN : sum / (counts[i] as number)));

/** From points as a chart holds them: each holds until the next one, at most `holdsS`. */
export function gridOf(
  points: readonly { readonly at: number; readonly value: number }[],
  from: number,
  until: number,
  holdsS: number,
): Float64Array {
  const grid = newGrid((until - from) / 1000);
  const sorted = [...points].sort((a, b) => a.at - b.at);
  for (const [i, { at, value }] of sorted.entries()) {
    const next = sorted[i + 1]?.at ?? Number.POSITIVE_INFINITY;
    put(grid, (at - from) / 1000, value, Math.min(holdsS, Math.max(1, next - at) / 1000));
  }
  return valuesOf(grid);
}
