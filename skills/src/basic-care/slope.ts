/** A trend, or why there is none. */
export type Slope =
  | { readonly known: true; readonly perDay: number; readonly low: number; readonly high: number; readonly n: number }
  | { readonly known: false; readonly why: "few" | "short"; readonly n: number };

export interface Point {
  /** Days, on any scale. */
  readonly day: number;
  readonly value: number;
}

/** Of fewer values, or of values closer together, no trend is said. Project's choice. */
const FEWEST = 5;
const SHORTEST_DAYS = 7;
const Z95 = 1.96;

/**
 * The median of the slopes between every two values (Theil 1950, Sen 1968), with Sen's interval of 95 %: up to 29 % of the
 * values may be wrong without moving it far.
 */
export function robustSlope(points: readonly Point[]): Slope {
  const good = points.filter(({ day, value }) => Number.isFinite(day) && Number.isFinite(value));
  const days = good.map(({ day }) => day);
  if (good.length < FEWEST) return { known: false, why: "few", n: good.length };
  if (Math.max(...days) - Math.min(...days) < SHORTEST_DAYS) return { known: false, why: "short", n: good.length };
  const slopes: number[] = [];
  good.forEach((a, i) => {
    for (const b of good.slice(i + 1)) if (a.day !== b.day) slopes.push((b.value - a.value) / (b.day - a.day));
  });
  slopes.sort((a, b) => a - b);
  const n = good.length;
  const reach = (Z95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)) / 2;
  const middle = (slopes.length - 1) / 2;
  const pick = (i: number): number => slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(i)))] ?? 0;
  return {
    known: true,
    n,
    perDay: (pick(Math.floor(middle)) + pick(Math.ceil(middle))) / 2,
    low: pick(middle - reach),
    high: pick(middle + reach),
  };
}
