import type { Vector3 } from "../contract/features.ts";
import type { Side } from "./arm.ts";
import { type BodyJoint, type BodyLink, link } from "./link.ts";
import { box, capsule, looks, mirrored, mirroredAxis, mirroredShape } from "./shapes.ts";

/**
 * A hand of this project: a padded palm, three fingers and a thumb that can be laid against them, each finger one hinge
 * with a bent finger of two rods. Frame of the palm at zero (left hand): fingers along −z, palm faces −y, index and thumb
 * on the side of +x. Fingers and the opposed thumb then close along z, like a jaw that opens 8 cm.
 */
const fingerJoint = (name: string, axis: Vector3, range: readonly [number, number]): BodyJoint => ({
  name,
  unit: "rad",
  axis,
  lowest: range[0],
  highest: range[1],
  speed: 3,
  acceleration: 30,
  torque: 1.5,
  damping: 0.05,
  armature: 0.002,
});

const radius = 0.01;
const knuckles = { index: 0.027, middle: 0, ring: -0.027 } as const;

/** Its end bends 0.5 rad towards the palm. */
const finger = (name: keyof typeof knuckles): BodyLink =>
  link(
    `left_hand/${name}`,
    "left_hand/palm",
    [knuckles[name], 0, -0.107],
    fingerJoint(`left_hand/${name}`, [-1, 0, 0], [0, 1.9]),
    {
      shapes: [
        capsule([0, 0, -0.008], [0, 0, -0.045], radius, 0.05, looks.finger),
        capsule([0, 0, -0.045], [0, -0.0192, -0.0801], radius, 0.035, looks.finger),
      ],
      touch: [{ name, at: [0, -0.012, -0.067], radius: 0.032 }],
    },
  );

/** thumb_1 lays it from beside the palm (+x) to in front of it (−y); thumb_2 closes it towards the fingers. */
const thumb: readonly BodyLink[] = [
  link(
    "left_hand/thumb_1",
    "left_hand/palm",
    [0.012, -0.027, -0.008],
    fingerJoint("left_hand/thumb_1", [0, 0, -1], [0, 1.75]),
    { shapes: [capsule([0, 0, 0.004], [0, 0, -0.004], 0.011, 0.04, { ...looks.finger, isTouched: false })] },
  ),
  link("left_hand/thumb_2", "left_hand/thumb_1", [0, 0, 0], fingerJoint("left_hand/thumb_2", [0, 1, 0], [-0.4, 1.4]), {
    shapes: [
      capsule([0.01, 0, 0], [0.036, 0, 0], 0.011, 0.06, looks.finger),
      capsule([0.036, 0, 0], [0.0633, 0, -0.0124], radius, 0.035, looks.finger),
    ],
    touch: [{ name: "thumb", at: [0.05, 0, -0.006], radius: 0.03 }],
  }),
];

/** Where a grasp closes, in the frame of the left palm, m. */
const leftGrasp: Vector3 = [0.01, -0.05, -0.058];

/** Where a grasp closes, in the frame of the palm: a thing to be held has its middle here, m. */
export const graspCentre = (side: Side): Vector3 => (side === "left" ? leftGrasp : mirrored(leftGrasp));

const palm = link("left_hand/palm", "left_arm/link_7", [0, 0, -0.03], null, {
  shapes: [box([0, 0, -0.053], [0.042, 0.013, 0.047], 0.5, looks.cover)],
  balls: [
    { at: [0, -0.005, -0.06], radius: 0.055 },
    { at: [0, -0.03, -0.13], radius: 0.055 },
  ],
  isTool: true,
  touch: [{ name: "palm", at: [0, -0.013, -0.055], radius: 0.055 }],
});

const left: readonly BodyLink[] = [palm, ...thumb, finger("index"), finger("middle"), finger("ring")];

const toRight = (name: string): string => name.replace("left_", "right_");

const rightOf = (part: BodyLink): BodyLink => ({
  ...part,
  name: toRight(part.name),
  parent: part.parent && toRight(part.parent),
  offset: mirrored(part.offset),
  joint: part.joint && { ...part.joint, name: toRight(part.joint.name), axis: mirroredAxis(part.joint.axis) },
  shapes: part.shapes.map(mirroredShape),
  balls: part.balls.map((ball) => ({ ...ball, at: mirrored(ball.at) })),
  touch: part.touch.map((place) => ({ ...place, at: mirrored(place.at) })),
});

export const handLinks = (side: Side): readonly BodyLink[] => (side === "left" ? left : left.map(rightOf));

/** Elements of "left_hand/touch", in this order, N. */
export const touchNames = ["palm", "thumb", "index", "middle", "ring"] as const;
