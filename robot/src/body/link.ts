import type { JointFeature, LinkFeature, Vector3 } from "../contract/features.ts";
import type { BodyShape } from "./shapes.ts";

export interface BodyJoint extends JointFeature {
  /** Unit vector in the frame of the link, which at zero lies like that of the base: x forward, y left, z up. */
  readonly axis: Vector3;
  /** Friction that grows with speed, N·m·s/rad. */
  readonly damping: number;
  /** Inertia of motor and gear as the joint feels it, kg·m². */
  readonly armature: number;
}

/** A place on a link with a name: where a sensor sits, or where a grasp closes. */
export interface BodyPlace {
  readonly name: string;
  readonly at: Vector3;
  readonly radius: number;
}

export interface BodyCamera {
  readonly name: string;
  readonly at: Vector3;
  /** Angle of view from bottom to top, rad. It looks along x of its link, with z up. */
  readonly view: number;
}

/** A row of the table of the robot's body. */
export interface BodyLink {
  readonly name: string;
  /** Its parent's name, which comes earlier; null for the base. */
  readonly parent: string | null;
  readonly offset: Vector3;
  /** null: fixed to its parent. */
  readonly joint: BodyJoint | null;
  readonly shapes: readonly BodyShape[];
  /** What the guard measures distances with. */
  readonly balls: LinkFeature["balls"];
  readonly isTool: boolean;
  /** Feels touch, N. */
  readonly touch: readonly BodyPlace[];
  readonly cameras: readonly BodyCamera[];
}

export const link = (
  name: string,
  parent: string | null,
  offset: Vector3,
  joint: BodyJoint | null,
  more: Partial<BodyLink> = {},
): BodyLink => ({
  name,
  parent,
  offset,
  joint,
  shapes: [],
  balls: [],
  isTool: false,
  touch: [],
  cameras: [],
  ...more,
});
