import { DAY, type Instant } from "@sakiyomi/core";
import { type DoseRange, expand } from "./expand.ts";
import type { MedicationOrder } from "./order.ts";
import type { MedicationPolicy } from "./policy.ts";
import type { ScheduledDose } from "./scheduled-dose.ts";

/** First near, then far: an order may be for the 366th day. */
const reaches = [DAY, 8 * DAY, 64 * DAY, 800 * DAY];

/** The first doses due at `from` or later, at most `most`, within about two years. */
export function nextDoses(
  order: MedicationOrder,
  { from, zone, policy, most }: Omit<DoseRange, "until"> & { readonly most: number },
): readonly ScheduledDose[] {
  let found: readonly ScheduledDose[] = [];
  for (const reach of reaches) {
    found = expand(order, { from, until: from + reach, zone, policy });
    if (found.length >= most) break;
  }
  return found.slice(0, most);
}

/** The last dose that was due before or at `now`, and the first one after it; null where there is none within about two years. */
export function dosesAround(
  order: MedicationOrder,
  now: Instant,
  zone: string,
  policy: MedicationPolicy,
): { readonly last: ScheduledDose | null; readonly next: ScheduledDose | null } {
  let last: ScheduledDose | null = null;
  for (const reach of reaches) {
    last = expand(order, { from: now - reach, until: now + 1, zone, policy }).at(-1) ?? null;
    if (last !== null) break;
  }
  return { last, next: nextDoses(order, { from: now + 1, zone, policy, most: 1 })[0] ?? null };
}
