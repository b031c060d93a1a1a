import type { Instant } from "@sakiyomi/core";
import type { Quantity } from "../drugs/drug.ts";
import type { WindowClass } from "./order.ts";

/**
 * `order@2026-11-23/0`: the first time of that day; `order@7`: the eighth of an interval; `order@once`;
 * `order@prn/EVENT`: given as needed, named after the event that handed it over.
 * The same dose has the same id on every device and in every year: nothing in it depends on the clock's changes.
 */
export type DoseId = string;

/** A dose that an order asks for. */
export interface ScheduledDose {
  readonly id: DoseId;
  /** The order's id. */
  readonly order: string;
  readonly person: string;
  /** When it is due. */
  readonly at: Instant;
  /** When it may be given without asking: from ≤ now ≤ until. null: from `at` on, as soon as can be (STAT, once). */
  readonly window: { readonly class: WindowClass; readonly from: Instant; readonly until: Instant } | null;
  readonly dose: Quantity | null;
  /** On hold at that time: why. */
  readonly held: string | null;
}
