import { DAY, type Instant } from "@sakiyomi/core";
import { openAtChange } from "./change-order.ts";
import { type DoseRange, expand } from "./expand.ts";
import { dosesAround, nextDoses } from "./next-doses.ts";
import type { MedicationOrder } from "./order.ts";
import type { ScheduledDose } from "./scheduled-dose.ts";

/** What a change does around its moment, for whoever makes it: nobody sees from two times of the day that they are one hour apart. */
export interface Seam {
  /** The last dose of the old order, and the first one of the new. */
  readonly last: ScheduledDose | null;
  readonly first: ScheduledDose | null;
  /** Due before the change, and may still be given: somebody has to say whether they are. */
  readonly open: readonly ScheduledDose[];
  /** The first new dose follows the last old one after less than half of the shortest time that either order leaves. */
  readonly isTooSoon: boolean;
  /** … after more than one and a half times the longest. */
  readonly isTooLate: boolean;
}

/** Ours: what is nearer than half, or further than one and a half, is worth a look. It stops nothing. */
const SOON = 0.5;
const LATE = 1.5;
/** So many doses on each side show the rhythm: a day and a night of six a day. */
const RHYTHM = 8;
const BACK = 70 * DAY;

/** @param change what `changeOrder` gave: the old order as it ends, and the new one */
export function seamOf(
  [ended, begun]: readonly [MedicationOrder, MedicationOrder],
  { zone, policy }: Pick<DoseRange, "zone" | "policy">,
): Seam {
  const at = begun.from;
  const { last } = dosesAround(ended, at, zone, policy);
  const news = nextDoses(begun, { from: at, zone, policy, most: RHYTHM });
  const [first = null] = news;
  const olds = last ? expand(ended, { from: last.at - BACK, until: last.at + 1, zone, policy }).slice(-RHYTHM) : [];
  const usual = [...gapsOf(olds), ...gapsOf(news)];
  const gap = last && first && first.at - last.at;
  const isKnown = gap !== null && usual.length > 0;
  return {
    last,
    first,
    open: openAtChange(ended, at, { zone, policy }),
    isTooSoon: isKnown && gap < Math.min(...usual) * SOON,
    isTooLate: isKnown && gap > Math.max(...usual) * LATE,
  };
}

const gapsOf = (doses: readonly { readonly at: Instant }[]): readonly number[] =>
  doses.slice(1).map(({ at }, i) => at - (doses[i]?.at ?? at));
