import type { Instant } from "@sakiyomi/core";
import { dot, type Vector } from "./series.ts";
import type { Lies, Settings } from "./settings.ts";

/** How the child lies, and since when. */
export interface Lying {
  readonly lies: Lies;
  readonly since: Instant;
  /** It was last seen so. */
  readonly at: Instant;
}

/** `since`: where it lies otherwise than before. */
export const lyingAfter = (was: Lying | null, lies: Lies | null, since: Instant, at: Instant): Lying | null =>
  lies === null ? null : { lies, since: was?.lies === lies ? was.since : since, at };

const axes = { x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1] } as const;

/** "+x" as a vector; null where nobody has said it. */
export function axisOf(said: Settings["out"] | Settings["head"]): Vector | null {
  if (said === "learn" || said === "unknown") return null;
  const [x, y, z] = axes[said.slice(1) as keyof typeof axes];
  const sign = said.startsWith("-") ? -1 : 1;
  return [sign * x, sign * y, sign * z];
}

const cosine = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);
/** Between the chest and what is above. Each limit has two values, so that a child at the edge is not now this, now that. */
const BACK = { enter: cosine(40), leave: cosine(55) };
const FRONT = { enter: cosine(118), leave: cosine(105) };
/** Within 50° of upright nobody lies. */
const UP = { enter: cosine(50), leave: cosine(60) };

/**
 * How the child lies. `up`: where "up" is for the sensor. `out`: what points out of the chest, `head`: to the head, in the
 * sensor's own axes. Null: neither back nor front, and without the head's axis nobody can say whether it lies or sits.
 */
export function liesBy(up: Vector, out: Vector, head: Vector | null, before: Lies | null): Lies | null {
  const chest = dot(up, out);
  if (head !== null && dot(up, head) > (before === "up" ? UP.leave : UP.enter)) return "up";
  if (chest > (before === "back" ? BACK.leave : BACK.enter)) return "back";
  if (chest < (before === "front" ? FRONT.leave : FRONT.enter)) return "front";
  if (head === null) return null;
  // The left of a person who looks along `out` and stands along `head`; who lies on the left has it below.
  const left: Vector = [
    head[1] * out[2] - head[2] * out[1],
    head[2] * out[0] - head[0] * out[2],
    head[0] * out[1] - head[1] * out[0],
  ];
  return dot(up, left) < 0 ? "left" : "right";
}
