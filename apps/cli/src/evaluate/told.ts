import { DAY, type Instant, MINUTE } from "@sakiyomi/core";
import type { VoidTruth } from "@sakiyomi/simulator";

/** What one person's days came to under one way of telling. */
export interface Told {
  readonly days: number;
  readonly voids: number;
  /** Voids before which a new tell began 5 to 30 min earlier. */
  readonly inWindow: number;
  readonly tells: number;
  /** Tells after which nobody went within 45 min. */
  readonly falseTells: number;
  /** Minutes from the first tell within 45 min to its void. */
  readonly leads: readonly number[];
}

const [WINDOW_FROM, WINDOW_TO, FALSE_AFTER] = [5 * MINUTE, 30 * MINUTE, 45 * MINUTE];

/** Counts in [from, to); voids in the first 45 min are left out, for their tells may have come before, and tells in the last. */
export function toldOf(tells: readonly Instant[], voids: readonly VoidTruth[], from: Instant, to: Instant): Told {
  const counted = voids.filter(({ at }) => at >= from + FALSE_AFTER && at < to);
  const before = (at: Instant, least: number, most: number) =>
    tells.filter((tell) => at - tell >= least && at - tell <= most);
  const judged = tells.filter((tell) => tell < to - FALSE_AFTER);
  return {
    days: (to - from) / DAY,
    voids: counted.length,
    inWindow: counted.filter(({ at }) => before(at, WINDOW_FROM, WINDOW_TO).length > 0).length,
    tells: judged.length,
    falseTells: judged.filter((tell) => !voids.some(({ at }) => at >= tell && at - tell <= FALSE_AFTER)).length,
    leads: counted.flatMap(({ at }) =>
      before(at, 0, FALSE_AFTER)
        .slice(0, 1)
        .map((tell) => (at - tell) / MINUTE),
    ),
  };
}

export interface Figures {
  readonly toldShare: number;
  readonly falseADay: number;
  readonly tellsADay: number;
  readonly medianLeadMin: number;
}

export function figuresOf(all: readonly Told[]): Figures {
  const sum = (of: (told: Told) => number) => all.reduce((total, told) => total + of(told), 0);
  const leads = all.flatMap((told) => told.leads).sort((a, b) => a - b);
  return {
    toldShare:
      sum(({ inWindow }) => inWindow) /
      Math.max(
        1,
        sum(({ voids }) => voids),
      ),
    falseADay: sum(({ falseTells }) => falseTells) / sum(({ days }) => days),
    tellsADay: sum(({ tells }) => tells) / sum(({ days }) => days),
    medianLeadMin: leads[Math.floor(leads.length / 2)] ?? Number.NaN,
  };
}

/** A 95 % interval: people are drawn again with replacement, for the voids of one person go together. */
export function bootstrapped(
  people: number,
  figure: (drawn: readonly number[]) => number,
  rounds = 1000,
): readonly [number, number] {
  let state = 0x9e3779b9;
  const draw = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * people);
  };
  const figures = Array.from({ length: rounds }, () => figure(Array.from({ length: people }, draw))).sort(
    (a, b) => a - b,
  );
  return [figures[Math.floor(rounds * 0.025)] ?? Number.NaN, figures[Math.floor(rounds * 0.975)] ?? Number.NaN];
}
