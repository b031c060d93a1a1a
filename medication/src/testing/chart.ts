import { DAY, type Instant } from "@sakiyomi/core";
import type { MedicationChart } from "../check/bedside.ts";
import type { DoseEvent } from "../ledger/dose-event.ts";
import type { MedicationOrder } from "../orders/order.ts";

/** An order with everything filled in that a test does not care about: one tablet at 08:00 every day, for ten days already. */
export const orderOf = (now: Instant, said: Partial<MedicationOrder> = {}): MedicationOrder => ({
  id: "o1",
  person: "person:ann",
  drug: { system: "mhlw", code: "9990001F1010", text: "Inventin 5 mg" },
  route: "oral",
  dose: { value: 1, unit: "{tablet}" },
  timing: { type: "clock", days: { type: "daily" }, within: { type: "times", times: ["08:00"] } },
  from: now - 10 * DAY,
  until: null,
  status: "active",
  holds: [],
  replaces: null,
  window: null,
  needsWitness: false,
  maySubstitute: true,
  note: "",
  by: "staff:dr-mori",
  at: now - 10 * DAY,
  ...said,
});

/** Ann in room 101, who is here and has nothing ordered. */
export const chartOf = (said: Partial<MedicationChart> = {}): MedicationChart => ({
  person: "person:ann",
  name: "Ann",
  birthDate: "1940-05-01",
  isHere: true,
  placeName: "101",
  wristbands: [],
  orders: [],
  events: [],
  allergies: [],
  packs: [],
  ...said,
});

type Less<T> = T extends DoseEvent ? Partial<T> & Pick<T, "type" | "id" | "at"> : never;

const perType = {
  prepared: { pack: "p1", amount: null },
  handed: { amount: null, route: "oral", lots: [], identified: [], witness: null, override: null, check: null },
  taken: { confirmed: "seen", share: 1 },
  "not-taken": { outcome: "refused", share: 0, reason: "", next: "" },
  effect: { effect: "good", note: "" },
  "struck-out": { event: "", reason: "a mistake" },
} as const;

/** An event of Ann's first dose of 23 November 2026, with everything that a test does not care about filled in. */
export const eventOf = (said: Less<DoseEvent>): DoseEvent =>
  ({
    person: "person:ann",
    order: "o1",
    dose: "o1@2026-11-23/0",
    by: "staff:sato",
    device: "phone-1",
    offline: false,
    ...perType[said.type],
    ...said,
  }) as DoseEvent;
