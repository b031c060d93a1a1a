import type { Target } from "./cases.ts";
import type { Measured } from "./side.ts";

export interface SideFigures {
  /** "ours", or the form of PyTorch. */
  readonly name: string;
  /** Before the first update, or of the first run: by it the sides are seen to compute the same. */
  readonly firstLoss: number;
  readonly lastLoss: number;
  /** A number a turn. */
  readonly cpuMs: readonly number[];
  readonly wallMs: readonly number[];
  readonly peakBytes: number;
}

export const figuresOf = (name: string, first: Measured, steps: readonly Measured[]): SideFigures => ({
  name,
  firstLoss: first.loss,
  lastLoss: (steps.at(-1) ?? first).loss,
  cpuMs: steps.map(({ cpuMs }) => cpuMs),
  wallMs: steps.map(({ wallMs }) => wallMs),
  peakBytes: Math.max(first.peakBytes, ...steps.map(({ peakBytes }) => peakBytes)),
});

export const minimum = (values: readonly number[]): number => Math.min(...values);
/** The lower one of two in the middle. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;

export interface Verdict {
  readonly target: Target;
  /** Ours by theirs, or milliseconds: by the medians, and by the minima. */
  readonly median: number;
  readonly minimum: number;
  /** By the median. */
  readonly isReached: boolean;
}

type Statistic = (values: readonly number[]) => number;

const figureOf = (what: Target["what"], side: SideFigures, statistic: Statistic): number =>
  what === "peak" ? side.peakBytes : statistic(what === "cpu" ? side.cpuMs : side.wallMs);

/** Each target against what was measured; those whose other side is missing are left out. */
export const verdictsOf = (
  targets: readonly Target[],
  ours: SideFigures,
  others: readonly SideFigures[],
): readonly Verdict[] =>
  targets.flatMap((target) => {
    const against = others.filter(({ name }) => target.against === "better" || name === target.against);
    if (target.against !== null && against.length === 0) return [];
    const share = (statistic: Statistic): number => {
      const theirs = against.map((side) => figureOf(target.what, side, statistic));
      return figureOf(target.what, ours, statistic) / (target.against === null ? 1 : minimum(theirs));
    };
    return [{ target, median: share(median), minimum: share(minimum), isReached: share(median) <= target.most }];
  });

/** The largest relative distance of the other sides' first loss from ours. */
export const apart = (ours: SideFigures, others: readonly SideFigures[]): number =>
  Math.max(0, ...others.map(({ firstLoss }) => Math.abs(firstLoss - ours.firstLoss) / Math.abs(firstLoss)));
