import { z } from "zod";

const instant = z.number().int().min(0).max(8.64e15);
const words = z.string().trim().max(2000);

/** What was wrong, or would have been. */
export const mishaps = [
  "wrong-person",
  "wrong-drug",
  "wrong-dose",
  "wrong-route",
  "wrong-time",
  "omitted",
  "double",
  "expired",
  "allergy",
  "without-order",
  "monitoring",
  "other",
] as const;
export type Mishap = (typeof mishaps)[number];

/** NCC MERP index (2001): A could have, B did not reach the person, C no harm, D watched, E–H harm, I death. */
export const harmLevels = ["A", "B", "C", "D", "E", "F", "G", "H", "I"] as const;
export type HarmLevel = (typeof harmLevels)[number];

/** A scan that stopped something: kept by itself, nobody has to write it. */
export const nearMiss = z.strictObject({
  id: z.string().max(160),
  at: instant,
  /** null once the person was erased. */
  person: z.string().nullable(),
  place: z.string().max(120),
  by: z.string().max(80),
  mishaps: z.array(z.enum(mishaps)).min(1),
  /** What was wanted, and what was scanned: codes of the list, where known. */
  wanted: z.string().max(64).nullable(),
  scanned: z.string().max(64).nullable(),
  /** Given all the same, with a reason. */
  overridden: z.boolean(),
  offline: z.boolean(),
});
export type NearMiss = z.infer<typeof nearMiss>;

/** What somebody tells. In a minute: what, where, how bad. */
export const incident = z.strictObject({
  id: z.string().max(64),
  at: instant,
  reportedAt: instant,
  /** null: without a name, as wished; nobody can find out, the journal neither. */
  by: z.string().max(80).nullable(),
  person: z.string().nullable(),
  place: z.string().max(120),
  mishap: z.enum(mishaps),
  harm: z.enum(harmLevels),
  what: words.min(1),
  /** Codes of the list. */
  wanted: z.string().max(64).nullable(),
  given: z.string().max(64).nullable(),
  /** What made it likely: "interrupted", "alike", "short-staffed". */
  causes: z.array(z.string().max(40)).max(10),
});
export type Incident = z.infer<typeof incident>;
