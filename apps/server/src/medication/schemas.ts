import { harmLevels, localDate, medicationCode, medicationOrder, mishaps, route } from "@sakiyomi/medication";
import { z } from "zod";

/** What the routes take, read at the door. */
export const person = z.string().regex(/^person:[A-Za-z0-9.-]{1,64}$/);
export const bareOrPerson = z
  .string()
  .regex(/^(person:)?[A-Za-z0-9.-]{1,64}$/)
  .transform((id) => (id.startsWith("person:") ? id : `person:${id}`));
const doseId = z.string().regex(/^[A-Za-z0-9.:@/-]{1,160}$/);
export const reason = z.string().trim().min(3).max(500);
const instant = z.number().int().min(0).max(8.64e15);

const second = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("birth-date"), value: z.string().max(20) }),
  z.strictObject({ type: z.literal("name"), value: z.string().max(120) }),
]);
const personScan = z.discriminatedUnion("how", [
  z.strictObject({ how: z.literal("wristband"), code: z.string().max(500) }),
  z.strictObject({ how: z.literal("photo"), person: z.string().max(80), second: second.nullable() }),
]);
const itemScan = z.strictObject({
  code: z.string().max(500),
  count: z.number().positive().max(10_000),
  isPartial: z.boolean(),
});

export const checkRequest = z.strictObject({
  person: bareOrPerson,
  wanted: z.array(doseId).max(50).nullable(),
  scan: personScan.nullable(),
  items: z.array(itemScan).max(50),
  route: route.nullable(),
  device: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/),
  witness: z.string().max(200).nullable(),
});

export const witnessRequest = z
  .strictObject({
    staff: z.string().min(1).max(80),
    pin: z.string().max(6).optional(),
    password: z.string().max(256).optional(),
    person: bareOrPerson,
    doses: z.array(doseId).min(1).max(50),
  })
  .refine(({ pin, password }) => (pin === undefined) !== (password === undefined), "either pin or password");

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
export const deviceKey = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/),
  key: z.strictObject({ kty: z.literal("EC"), crv: z.literal("P-256"), x: coordinate, y: coordinate }),
});

export const orderRequest = z.strictObject({
  order: medicationOrder
    .omit({ id: true, person: true, by: true, at: true, status: true, holds: true })
    .extend({ status: z.enum(["active", "draft"]).optional() }),
  confirmed: z.boolean(),
  reason: z.string().trim().min(1).max(500).nullable(),
});

export const holdRequest = z.strictObject({
  from: instant.nullable().default(null),
  until: instant.nullable().default(null),
  reason,
});
export const stopRequest = z.strictObject({ until: instant.nullable().default(null), reason });
export const confirmRequest = z.strictObject({
  completed: medicationOrder
    .pick({
      ...{ drug: true, route: true, dose: true, timing: true, until: true },
      ...{ window: true, needsWitness: true, maySubstitute: true, note: true },
    })
    .partial()
    .default({}),
  reason: z.string().trim().max(500).default(""),
});

export const newAllergy = z.strictObject({
  to: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("ingredient"), code: z.string().length(7), text: z.string().min(1).max(300) }),
    z.strictObject({ type: z.literal("class"), code: z.string().length(4), text: z.string().min(1).max(300) }),
    z.strictObject({ type: z.literal("medication"), drug: medicationCode }),
  ]),
  severity: z.enum(["mild", "severe", "unknown"]),
  note: z.string().trim().max(500),
});

export const newPack = z.strictObject({
  person: bareOrPerson,
  doses: z.array(doseId).min(1).max(50),
  expiry: localDate.nullable(),
  note: z.string().trim().max(500).default(""),
});

export const newIncident = z.strictObject({
  anonymous: z.boolean(),
  /** Bare id; null: nobody, or not to be said. */
  person: z
    .string()
    .max(80)
    .transform((id) => id.replace(/^person:/, ""))
    .nullable(),
  at: instant,
  place: z.string().max(120),
  mishap: z.enum(mishaps),
  harm: z.enum(harmLevels),
  what: z.string().trim().min(1).max(2000),
  wanted: z.string().max(64).nullable(),
  given: z.string().max(64).nullable(),
  causes: z.array(z.string().max(40)).max(10),
});
