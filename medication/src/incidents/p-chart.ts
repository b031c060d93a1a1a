import type { Instant } from "@sakiyomi/core";
import type { ChartPoint, PChart, SpecialCause } from "./analysis.ts";

/** Attempts of one period, and how many of them had an event. */
export interface ChartGroup {
  readonly from: Instant;
  readonly until: Instant;
  readonly n: number;
  /** At most n. */
  readonly x: number;
}

type Side = "above" | "below";

/**
 * Tests of the Western Electric handbook (1956, p. 25–28), in units of σ: `of` points in a row (those without attempts are left
 * out), of which `hits`, this one among them, lie beyond `sigma` on the same side. With a binomial process all four together
 * mark one point in about 92 by chance (Champ and Woodall, Technometrics 29:393, 1987); the trend test is left out, for it
 * finds little else (Davis and Woodall, J Qual Technol 20:280, 1988).
 */
const tests: readonly { cause: SpecialCause; sigma: number; hits: number; of: number }[] = [
  { cause: "beyond-3-sigma", sigma: 3, hits: 1, of: 1 },
  { cause: "two-of-three-beyond-2-sigma", sigma: 2, hits: 2, of: 3 },
  { cause: "four-of-five-beyond-1-sigma", sigma: 1, hits: 4, of: 5 },
  { cause: "eight-on-one-side", sigma: 0, hits: 8, of: 8 },
];

/** Mean of the moving range of two over σ (d₂ of n = 2). */
const D2 = 1.128;

/**
 * A p-chart of groups of different sizes: p̄ = Σx/Σn of the baseline, limits p̄ ± 3 √(p̄(1 − p̄)/n) cut at 0 and 1 (Shewhart;
 * Montgomery, Introduction to Statistical Quality Control, 7.2). A group without attempts is a point without p.
 */
export function pChart(
  groups: readonly ChartGroup[],
  baseline: { readonly from: Instant; readonly until: Instant } | null = null,
): PChart {
  const isBaseline = ({ from, until }: ChartGroup) =>
    baseline === null || (from >= baseline.from && until <= baseline.until);
  const based = groups.filter(isBaseline);
  const attempts = based.reduce((sum, { n }) => sum + n, 0);
  const centre = attempts > 0 ? based.reduce((sum, { x }) => sum + x, 0) / attempts : null;
  const zs = groups.map((group) => distance(group, centre));
  const causes = causesOf(zs);
  const points = groups.map((group, i) => ({
    ...group,
    ...limitsOf(group, centre),
    isBaseline: isBaseline(group),
    special: causes[i] ?? [],
  }));
  return { centre, points, sigmaZ: sigmaZ(zs) };
}

function limitsOf({ n, x }: ChartGroup, centre: number | null): Pick<ChartPoint, "p" | "low" | "high" | "isSmall"> {
  const p = n > 0 ? x / n : null;
  if (centre === null || p === null) return { p, low: null, high: null, isSmall: true };
  const reach = 3 * Math.sqrt((centre * (1 - centre)) / n);
  return {
    p,
    low: Math.max(0, centre - reach),
    high: Math.min(1, centre + reach),
    isSmall: n * Math.min(centre, 1 - centre) < 5,
  };
}

/** In σ of that point, above the centre or below. null where nothing can be said; a point off a centre without spread is ∞ away. */
function distance({ n, x }: ChartGroup, centre: number | null): number | null {
  if (centre === null || n === 0) return null;
  const off = x / n - centre;
  return off === 0 ? 0 : off / Math.sqrt((centre * (1 - centre)) / n);
}

function causesOf(zs: readonly (number | null)[]): readonly ChartPoint["special"][] {
  const seen: number[] = [];
  return zs.map((z) => {
    if (z === null) return [];
    seen.push(z);
    return tests.flatMap(({ cause, sigma, hits, of }) => {
      const side: Side = z > 0 ? "above" : "below";
      const isBeyond = (at: number) => (side === "above" ? at > sigma : at < -sigma);
      return isBeyond(z) && seen.slice(-of).filter(isBeyond).length >= hits ? [{ cause, side }] : [];
    });
  });
}

/** Laney, Improved control charts for attributes, Quality Engineering 14:531, 2002: the mean moving range of the z over d₂. */
function sigmaZ(zs: readonly (number | null)[]): number | null {
  const known = zs.filter((z) => z !== null && Number.isFinite(z)) as number[];
  if (known.length < 2) return null;
  const ranges = known.slice(1).map((z, i) => Math.abs(z - (known[i] ?? z)));
  return ranges.reduce((sum, range) => sum + range, 0) / ranges.length / D2;
}
