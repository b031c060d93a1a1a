import { z } from "zod";
import type { SubjectId } from "../1-signal/index.ts";

const name = z.string().trim().min(1).max(80);

/**
 * What a body (a robot, a person, a device) can be asked for, and with what. Skills order one of these and know nothing of
 * joints. Adding a capability is adding a row.
 */
export const capabilities = {
  /** To a named place. */
  "go-to": z.strictObject({ place: name }),
  /** Leads the person there, at the person's pace. */
  guide: z.strictObject({ place: name }),
  /** Gets a thing and holds it. */
  fetch: z.strictObject({ thing: name }),
  /** Gives what it holds to the person. */
  "hand-over": z.strictObject({}),
  /** Gets a thing and gives it to the person. */
  bring: z.strictObject({ thing: name }),
  /**
   * Brings the labelled cup with these doses to the person, and hands it over only where the ward's check at the bedside lets
   * it. What came of it is in the result.
   */
  "bring-medicine": z.strictObject({
    cup: name,
    doses: z
      .array(z.string().regex(/^[A-Za-z0-9.:@/-]{1,160}$/))
      .min(1)
      .max(20),
  }),
  say: z.strictObject({ words: z.string().trim().min(1).max(500) }),
  ask: z.strictObject({
    words: z.string().trim().min(1).max(500),
    answers: z.array(name).min(2).max(6),
  }),
  /**
   * Goes to the person, greets, makes sure who it is, asks whether it may, asks how they are, measures one kind after the other, and
   * thanks. Whoever refuses is left alone, and that is no failure.
   */
  "health-check": z.strictObject({ kinds: z.array(name).min(1).max(6) }),
  /** A vital sign, by the kind of its signal. */
  measure: z.strictObject({ kind: name }),
  /** Stays where it is until the order is cancelled. */
  hold: z.strictObject({}),
  /** Ends whatever it does, at once. */
  stop: z.strictObject({}),
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type Capability = keyof typeof capabilities;

export const isCapability = (name: string): name is Capability => Object.hasOwn(capabilities, name);

/** These come near a person or touch them: they need that person's consent to be helped by a robot. */
export const comesNear: readonly Capability[] = [
  "guide",
  "hand-over",
  "bring",
  "bring-medicine",
  "measure",
  "health-check",
];

/** What comes of these is said about the person: they need that person's consent to be recorded. */
export const tellsOf: readonly Capability[] = ["measure", "health-check"];

/** What a body offers; readable before it is asked for anything. */
export interface Offer {
  readonly capability: Capability;
  /** Values that a parameter, or each of a list, may have here: `{ thing: ["cup"] }`. Left out: any. */
  readonly only?: Readonly<Record<string, readonly string[]>>;
}

/** What somebody is told about a body. */
export interface BodyOffers {
  /** "robot:airec" */
  readonly id: SubjectId;
  readonly title: string;
  readonly offers: readonly Offer[];
}

/** Why `body` cannot be asked for this; null: it can. */
export const unfit = (
  { offers }: Pick<BodyOffers, "offers">,
  capability: string,
  parameters: unknown,
): { readonly field: string; readonly found: string; readonly expected: string } | null => {
  const offer = offers.find((one) => one.capability === capability);
  if (!offer)
    return { field: "capability", found: capability, expected: offers.map((one) => one.capability).join(" | ") };
  const read = capabilities[offer.capability].safeParse(parameters);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { field: `parameters.${issue?.path.join(".") ?? ""}`, found: "this", expected: issue?.message ?? "another" };
  }
  for (const [field, value] of Object.entries(read.data)) {
    const among = offer.only?.[field];
    const other = [value].flat().find((one) => among && !among.includes(String(one)));
    if (among && other !== undefined)
      return { field: `parameters.${field}`, found: String(other), expected: among.join(" | ") };
  }
  return null;
};
