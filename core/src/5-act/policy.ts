import { z } from "zod";
import { MINUTE, SECOND } from "../1-signal/index.ts";
import type { Level } from "../4-decide/index.ts";

const step = z.strictObject({
  /** A role. */
  to: z.string().min(1),
  afterMs: z.number().int().min(0),
  repeatMs: z.number().int().min(1000).nullable(),
});
export type EscalationStep = Readonly<z.infer<typeof step>>;

const steps = z
  .array(step)
  .min(1)
  .refine(
    (list) => list.every((one, i) => i === 0 || one.afterMs > (list[i - 1]?.afterMs ?? 0)),
    "each step later than the one before",
  )
  .refine((list) => list[0]?.afterMs === 0, "the first step at once: afterMs 0");

/** Who is told, after how long, then who: one policy a ward, approved by the people who run it. */
export const escalationPolicy = z.strictObject({
  steps: z.strictObject({ low: steps, medium: steps, high: steps }),
  /** A condition has to be gone for so long before it counts as over, so that a value at its limit does not flap. */
  holdMs: z
    .number()
    .int()
    .min(0)
    .max(30 * MINUTE),
});
export type EscalationPolicy = Readonly<z.infer<typeof escalationPolicy>>;

/**
 * Where a ward starts. Not clinical evidence but a house rule to be approved on site: an alert goes to one role first,
 * because routing to one person cut response from 145.7 s to 59.0 s (PMC8801128), and climbs while nobody takes it.
 */
export const defaultPolicy: EscalationPolicy = {
  steps: {
    low: [{ to: "carer", afterMs: 0, repeatMs: 15 * MINUTE }],
    medium: [
      { to: "carer", afterMs: 0, repeatMs: 2 * MINUTE },
      { to: "nurse", afterMs: 5 * MINUTE, repeatMs: 5 * MINUTE },
    ],
    high: [
      { to: "nurse", afterMs: 0, repeatMs: 30 * SECOND },
      { to: "carer", afterMs: MINUTE, repeatMs: 30 * SECOND },
      { to: "doctor", afterMs: 3 * MINUTE, repeatMs: MINUTE },
    ],
  },
  holdMs: MINUTE,
};

export const stepsOf = (policy: EscalationPolicy, level: Level): readonly EscalationStep[] => policy.steps[level];
