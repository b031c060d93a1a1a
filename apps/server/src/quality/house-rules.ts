import type { Instant, Resource } from "@sakiyomi/core";
import { z } from "zod";
import type { Alarm } from "./alarms.ts";
import { defaultQuality } from "./proposals.ts";
import type { QualityPolicy } from "./shapes.ts";

export const qualityPolicy = z.strictObject({
  days: z.number().int().min(1).max(90),
  least: z.number().int().min(3).max(1000),
  ignoredShare: z.number().min(0.1).max(0.99),
});

/** Where the house keeps its own limits: `AlarmPolicy/house`. */
export const policyPlace = { resourceType: "AlarmPolicy", id: "house" } as const;

/** As the house has set it; before that, or where it cannot be read, where a house starts. */
export function policyIn(saved: Resource | null): QualityPolicy {
  const read = qualityPolicy.safeParse(saved?.policy);
  return read.success ? read.data : defaultQuality;
}

/** What a nurse said of a proposal: alarms from before count no more. */
export interface Decision extends Resource {
  readonly resourceType: "AlarmDecision";
  readonly proposal: string;
  readonly at: Instant;
  readonly isAccepted: boolean;
}

/** Alarms that nobody has decided about yet. */
export function since(decided: readonly Decision[]): (alarm: Alarm) => boolean {
  const decidedAt = new Map(decided.map(({ proposal, at }) => [proposal, at]));
  return ({ person, skill, rule, raisedAt }) => raisedAt > (decidedAt.get(`${person}.${skill}.${rule}`) ?? 0);
}
