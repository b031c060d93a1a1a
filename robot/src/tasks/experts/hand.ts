import type { Side } from "../../body/arm.ts";
import type { RobotFeatures } from "../../contract/features.ts";

/** Angles of thumb_1, thumb_2, index, middle, ring, rad. */
export type Fingers = readonly [number, number, number, number, number];

/**
 * Postures of the care robot's hand. "flat": stretched, to pass beside a thing. "ready": the thumb before the palm and the
 * fingers half bent, a jaw wider than a cup. "closed": as far as the thing lets them.
 */
export const fingers = {
  flat: [0, -0.35, 0, 0, 0],
  ready: [1.6, -0.35, 0.6, 0.6, 0.6],
  closed: [1.6, 1.2, 1.6, 1.6, 1.6],
  fist: [1.6, 1.2, 1.6, 1.6, 1.6],
} as const satisfies Record<string, Fingers>;

export type FingerPosture = keyof typeof fingers;

const fingerNames = ["thumb_1", "thumb_2", "index", "middle", "ring"] as const;

/** Indices of a hand's joints, in the order of `Fingers`. */
export const fingerJoints = ({ joints }: RobotFeatures, side: Side): readonly number[] =>
  fingerNames.map((finger) => joints.findIndex(({ name }) => name === `${side}_hand/${finger}`));
