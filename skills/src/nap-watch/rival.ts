import type { Instant } from "@sakiyomi/core";
import { type Lying, liesBy, lyingAfter } from "./mounting.ts";
import type { Vector } from "./series.ts";

/**
 * Another way in which a sensor may be worn. One that has slipped by a quarter turn shows a side where the child lies on its back,
 * which is no call where the side is none, and the other side, or the back, where it lies on its front: so while nobody knows which
 * of the two is so, the front calls after either.
 */
export interface Rival {
  /** When it was looked at, or turned. */
  readonly at: Instant;
  /** Somebody left the child on its back while the sensor showed another posture; or it turned faster than most children do. */
  readonly by: "look" | "turn";
  /** What would point out of the chest. */
  readonly out: Vector;
  /** Where up was before it turned. */
  readonly before: Vector | null;
  /** It turned from one side of the child to the other: then each way shows the front where the other one shows the back. */
  readonly isHalf: boolean;
  readonly lying: Lying | null;
}

/** Of this way only back and front are known: what it does to the axis of the head, nobody can say. */
export function rivalShown(rival: Rival, up: Vector, since: Instant, at: Instant): Rival {
  const lies = liesBy(up, rival.out, null, rival.lying?.lies ?? null);
  return { ...rival, lying: lyingAfter(rival.lying, lies, since, at) };
}

/** Why the sensor is asked for. */
export const saidOf = ({ by, at }: Rival): [key: string, values: Readonly<Record<string, Instant>>] =>
  by === "look" ? ["sensor-against-look", { tappedAt: at }] : ["sensor-may-have-turned", { turnedAt: at }];
