import { z } from "zod";
import { quantity, route } from "../drugs/drug.ts";

const instant = z.number().int().min(0).max(8.64e15);
const id = z.string().regex(/^[A-Za-z0-9.:@/-]{1,160}$/);
const words = z.string().trim().max(500);

/** Who or what did or saw it: "staff:tanaka", "robot:airec", "device:dispenser-2". */
const actor = z.string().regex(/^(staff|robot|device|system|import):[A-Za-z0-9.-]{1,64}$|^system$/);

/** What was on the package, as far as it could be read. */
export const lot = z.strictObject({
  gtin: z.string().nullable(),
  lot: z.string().max(20).nullable(),
  /** "2027-03-31"; null: not on the code. */
  expiry: z.string().nullable(),
  serial: z.string().max(20).nullable(),
  /** The one-dose pack of the house. */
  pack: z.string().max(64).nullable(),
});
export type Lot = z.infer<typeof lot>;

const common = {
  /** Made by the device that says it; said twice, it counts once. */
  id,
  person: z.string(),
  order: id,
  dose: id,
  /** When it happened, by the device's clock as corrected by the server's. */
  at: instant,
  by: actor,
  /** The phone, tablet or robot that said it. */
  device: z.string().max(64),
  /** Said without a network, and merged later. */
  offline: z.boolean(),
};

/** Why somebody gave it although the check had something against it. */
export const override = z.strictObject({
  reason: words.min(3),
  /** Names of the checks that were overruled. */
  checks: z.array(z.string().max(40)).min(1).max(20),
});

export const outcomes = [
  /** Would not take it. */
  "refused",
  /** Had it in the mouth and gave it back. */
  "spat-out",
  /** Came up again within 30 minutes or so; the doctor decides whether it is repeated. */
  "vomited",
  /** Took a part. */
  "partly",
  /** Not given on purpose: nil by mouth, a value out of range, a doctor's word. */
  "held",
  /** The medicine is not there. */
  "missing",
  "asleep",
  /** Not in the house. */
  "away",
] as const;
export type Outcome = (typeof outcomes)[number];

/** How it is known that a dose was taken. A sensor and a robot say so with less weight than somebody who saw it. */
export const confirmations = ["seen", "dispenser", "robot", "told"] as const;

/** What happened to one dose. Handed over is not taken: two events. Nothing is ever changed; a mistake is struck out. */
export const doseEvent = z.discriminatedUnion("type", [
  /** Got ready for this person: by a pharmacist, a machine. */
  z.strictObject({ ...common, type: z.literal("prepared"), pack: z.string().max(64), amount: quantity.nullable() }),
  z.strictObject({
    ...common,
    type: z.literal("handed"),
    amount: quantity.nullable(),
    route,
    lots: z.array(lot).max(20),
    /** How the person was known: "wristband", "photo", "spoken-name". */
    identified: z.array(z.string().max(40)).max(4),
    witness: actor.nullable(),
    override: override.nullable(),
    /** The scan and its decision, among the checks that are kept. null: recorded afterwards, without one. */
    check: id.nullable(),
  }),
  z.strictObject({
    ...common,
    type: z.literal("taken"),
    confirmed: z.enum(confirmations),
    /** Of what was handed over: more than 0, up to 1. */
    share: z.number().gt(0).max(1),
  }),
  z.strictObject({
    ...common,
    type: z.literal("not-taken"),
    outcome: z.enum(outcomes),
    /** Of what was handed over or due, as far as it is known: 0 up to less than 1. */
    share: z.number().min(0).lt(1),
    reason: words,
    /** What is done about it. */
    next: words,
  }),
  /** What came of a medicine as needed. */
  z.strictObject({
    ...common,
    type: z.literal("effect"),
    effect: z.enum(["none", "some", "good", "worse"]),
    note: words,
  }),
  /** An earlier event was a mistake of recording. */
  z.strictObject({ ...common, type: z.literal("struck-out"), event: id, reason: words.min(3) }),
]);
export type DoseEvent = z.infer<typeof doseEvent>;
export type Handed = Extract<DoseEvent, { type: "handed" }>;
