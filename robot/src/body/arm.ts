import type { Vector3 } from "../contract/features.ts";
import { type BodyJoint, type BodyLink, link } from "./link.ts";
import { ball, capsule, cylinder, looks, mirrored, mirroredAxis, mirroredShape } from "./shapes.ts";

export type Side = "left" | "right";

interface ArmJoint {
  readonly axis: Vector3;
  readonly range: readonly [number, number];
  readonly torque: number;
  readonly speed: number;
  readonly acceleration: number;
  readonly damping: number;
  readonly armature: number;
}

const tilt = Math.PI / 8;
const shoulder = { speed: 1.5, acceleration: 6, damping: 4, armature: 0.15 };
const elbow = { speed: 1.8, acceleration: 8, damping: 3, armature: 0.1 };
const wrist = { speed: 2, acceleration: 12, damping: 1, armature: 0.04 };

/**
 * The left arm of Torobo, hanging at zero with the palm inwards and the thumb in front: forward (about an axis that falls
 * 22.5° inwards), sideways, turn of the upper arm, elbow, turn of the forearm, wrist towards the palm, wrist backwards.
 */
const joints: readonly ArmJoint[] = [
  { axis: [0, -Math.cos(tilt), -Math.sin(tilt)], range: [-1.22, 4.19], torque: 135, ...shoulder },
  { axis: [-1, 0, 0], range: [-1.92, 0], torque: 75, ...shoulder },
  { axis: [0, 0, 1], range: [-2.09, 2.09], torque: 75, ...elbow },
  { axis: [0, -1, 0], range: [-0.087, 2.356], torque: 75, ...elbow },
  { axis: [0, 0, 1], range: [-1.571, 1.571], torque: 30, ...wrist },
  { axis: [-1, 0, 0], range: [-1.571, 1.571], torque: 30, ...wrist },
  { axis: [0, 1, 0], range: [-0.349, 1.571], torque: 30, ...wrist },
];

const offsets: readonly Vector3[] = [
  [0, 0.22, 0.4185],
  [0, 0.008, -0.018],
  [0, 0, -0.3],
  [0.02, 0, 0],
  [-0.02, 0, -0.3],
  [0, 0, 0],
  [-0.01, 0, 0],
];

const shapes: readonly BodyLink["shapes"][] = [
  [ball([0, -0.01, 0], 0.058, 2.3, looks.frame)],
  [capsule([0, 0, -0.02], [0, 0, -0.08], 0.056, 1.9, looks.frame)],
  [capsule([0, 0, 0.23], [0, 0, 0.02], 0.05, 2.4, looks.cover)],
  [capsule([-0.01, 0, -0.04], [-0.02, 0, -0.22], 0.043, 1.2, looks.cover)],
  [cylinder([0, 0, 0.12], [0, 0, 0.03], 0.036, 1.1, looks.frame)],
  [ball([0, 0, 0], 0.034, 0.7, looks.frame)],
  [cylinder([0, 0, -0.005], [0, 0, -0.03], 0.03, 0.4, looks.frame)],
];

const along = (zs: readonly number[], x: number, radius: number): BodyLink["balls"] =>
  zs.map((z) => ({ at: [x, 0, z], radius }));

/**
 * Only of the upper arm (which turns with joint 3) and the forearm: parts with one joint between them are kept apart by
 * its range.
 */
const balls: readonly BodyLink["balls"][] = [
  [],
  [],
  along([0.16, 0.1, 0.03], 0, 0.055),
  along([-0.06, -0.14, -0.21], -0.015, 0.048),
  [],
  [],
  [],
];

const jointOf = (side: Side, number: number, { range, axis, ...rest }: ArmJoint): BodyJoint => ({
  name: `${side}_arm/joint_${number}`,
  unit: "rad",
  lowest: range[0],
  highest: range[1],
  ...rest,
  axis: side === "left" ? axis : mirroredAxis(axis),
});

export const armLinks = (side: Side): readonly BodyLink[] =>
  joints.map((joint, i) => {
    const offset = offsets[i] ?? [0, 0, 0];
    const left = shapes[i] ?? [];
    return link(
      `${side}_arm/link_${i + 1}`,
      i === 0 ? "torso/link_3" : `${side}_arm/link_${i}`,
      side === "left" ? offset : mirrored(offset),
      jointOf(side, i + 1, joint),
      { shapes: side === "left" ? left : left.map(mirroredShape), balls: balls[i] ?? [] },
    );
  });
