import type { Vector3 } from "../contract/features.ts";

/**
 * A strip along the left thigh of the person in the ward, in the frame of "person/left_thigh" (x to the hip, y to the
 * person's left, z to the front): the thigh is a rod of 7 cm radius along x, and the strip winds from its outer side, at
 * the knee, to its top and a little over it.
 */
export const thighStrip = {
  body: "person/left_thigh",
  radius: 0.07,
  knee: -0.3,
  hip: -0.14,
  /** Angles about x, from the front to the left, rad. */
  outer: 0.4,
  inner: -0.3,
} as const;

/** Inner side of the end of the stretched middle finger, in the frame of the right palm, m: the hand wipes with it. */
export const wipingPad: Vector3 = [0, 0.028, -0.184];

export interface SurfacePoint {
  readonly at: Vector3;
  /** Outwards. */
  readonly normal: Vector3;
}

/** A point of the strip: 0 at its beginning, 1 at its end. */
export const onStrip = (share: number): SurfacePoint => {
  const { radius, knee, hip, outer, inner } = thighStrip;
  const angle = outer + (inner - outer) * share;
  const normal: Vector3 = [0, Math.sin(angle), Math.cos(angle)];
  return { at: [knee + (hip - knee) * share, radius * normal[1], radius * normal[2]], normal };
};

/** Points of the strip at even distances. */
export const stripPoints = (count: number): readonly SurfacePoint[] =>
  Array.from({ length: count }, (_, i) => onStrip(i / (count - 1)));
