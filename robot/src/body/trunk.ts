import type { Vector3 } from "../contract/features.ts";
import { type BodyJoint, type BodyLink, link } from "./link.ts";
import { ball, box, capsule, cylinder, looks } from "./shapes.ts";

/**
 * Torobo's torso and head (Tokyo Robotics; figures of its public model in mujoco_menagerie): a leg and a back that pitch,
 * a waist that yaws; a head that yaws, pitches and rolls. Speeds and accelerations are this project's, for work near people.
 */
const trunkJoint = (name: string, axis: Vector3, range: readonly [number, number], torque: number): BodyJoint => ({
  name,
  unit: "rad",
  axis,
  lowest: range[0],
  highest: range[1],
  speed: 0.8,
  acceleration: 2,
  torque,
  damping: 20,
  armature: 1,
});

const headJoint = (name: string, axis: Vector3, range: readonly [number, number]): BodyJoint => ({
  name,
  unit: "rad",
  axis,
  lowest: range[0],
  highest: range[1],
  speed: 2,
  acceleration: 10,
  torque: 6,
  damping: 0.5,
  armature: 0.02,
});

const pitch: Vector3 = [0, 1, 0];
const yaw: Vector3 = [0, 0, 1];
const roll: Vector3 = [1, 0, 0];

/** Distance between the eyes, m: a person's. */
const eyes = 0.064;
const eye = (name: string, y: number): BodyLink["cameras"][number] => ({ name, at: [0.105, y, 0.1], view: 1.13 });

const base = link("base", null, [0, 0, 0], null, {
  shapes: [
    cylinder([0, 0, 0.03], [0, 0, 0.27], 0.26, 56, looks.shell),
    cylinder([0, 0, 0.27], [0, 0, 0.42], 0.12, 4, looks.shell),
  ],
  balls: [
    { at: [0, 0, 0.15], radius: 0.27 },
    { at: [0, 0, 0.34], radius: 0.13 },
  ],
});

const torso = [
  link("torso/link_1", "base", [0, 0, 0.425], trunkJoint("torso/joint_1", pitch, [-0.96, 0.61], 400), {
    shapes: [capsule([0, 0, 0.06], [0, 0, 0.36], 0.08, 11.5, looks.shell)],
    balls: [0.08, 0.18, 0.26].map((z) => ({ at: [0, 0, z], radius: 0.085 })),
  }),
  link("torso/link_2", "torso/link_1", [0, 0, 0.45], trunkJoint("torso/joint_2", pitch, [-0.52, 2.18], 250), {
    shapes: [ball([0, 0, 0.03], 0.08, 2.9, looks.frame)],
  }),
  link("torso/link_3", "torso/link_2", [0, 0, 0], trunkJoint("torso/joint_3", yaw, [-2.09, 2.09], 300), {
    shapes: [
      capsule([0, 0, 0.14], [0, 0, 0.36], 0.12, 8.6, looks.cover),
      capsule([0, -0.13, 0.4185], [0, 0.13, 0.4185], 0.06, 1.4, looks.shell),
    ],
    balls: [
      ...[0.16, 0.25, 0.33].map((z) => ({ at: [0, 0, z] as const, radius: 0.12 })),
      { at: [0, 0.1, 0.42], radius: 0.055 },
      { at: [0, -0.1, 0.42], radius: 0.055 },
    ],
  }),
];

const head = [
  link("head/link_1", "torso/link_3", [0, 0, 0.53], headJoint("head/joint_1", yaw, [-2.97, 2.97]), {
    shapes: [cylinder([0, 0, -0.05], [0, 0, 0], 0.045, 0.6, looks.frame)],
  }),
  link("head/link_2", "head/link_1", [-0.02, 0, 0], headJoint("head/joint_2", pitch, [-0.87, 1.05]), {
    shapes: [ball([0, 0, 0], 0.04, 0.3, looks.frame)],
  }),
  link("head/link_3", "head/link_2", [0, 0, 0.041], headJoint("head/joint_3", roll, [-0.87, 0.87]), {
    shapes: [
      box([0.02, 0, 0.1], [0.08, 0.09, 0.07], 1.3, looks.shell),
      cylinder([0, 0, -0.01], [0, 0, 0.04], 0.03, 0.08, looks.frame),
      box([0.1, 0, 0.1], [0.002, 0.075, 0.035], 0.02, looks.frame),
    ],
    balls: [-0.05, 0.05].flatMap((y) => [-0.01, 0.05].map((x) => ({ at: [x, y, 0.115] as const, radius: 0.08 }))),
    cameras: [eye("head/left", eyes / 2), eye("head/right", -eyes / 2)],
  }),
];

export const trunkLinks: readonly BodyLink[] = [base, ...torso, ...head];
