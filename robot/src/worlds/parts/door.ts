import { element, type MjcfPart, numbers } from "../../body/mjcf-part.ts";
import type { Vector3 } from "../../contract/features.ts";
import { bodyAt, boxGeom, rodGeom } from "./solid.ts";

export interface Door {
  /** On the floor under its hinges; closed, it reaches from there along +y. It opens away, to +x. */
  readonly at: Vector3;
  readonly width: number;
  /** Of the lever's axis above the floor, m. */
  readonly handleHeight: number;
  readonly mass: number;
  /** How hinges and closer resist, N·m·s/rad. */
  readonly damping: number;
  /** Of the lever, N·m/rad. */
  readonly handleSpring: number;
}

const height = 2;
/** Half the thickness of the leaf, m. */
const leaf = 0.02;
/** How far the bolt reaches into the strike, m. */
const bolt = 0.014;
/** How far a radian of the lever draws the bolt back, m/rad: it is free at 0.4 rad. */
const draw = 0.035;
/** Its body collides with the strike only: bit 8. */
const lock = { contype: 8, conaffinity: 8 } as const;

const handle = ({ width, handleHeight, handleSpring }: Door): string =>
  bodyAt(
    "door/handle",
    [-leaf - 0.055, width - 0.07, handleHeight],
    [
      element("joint", {
        name: "door/handle",
        type: "hinge",
        axis: "1 0 0",
        range: "0 0.9",
        stiffness: handleSpring,
        springref: -0.35,
        damping: 0.06,
        armature: 0.002,
      }),
      rodGeom("capsule", [0.05, 0, 0], [0, 0, 0], 0.011, [0.75, 0.75, 0.78, 1], { mass: 0.1 }),
      rodGeom("capsule", [0, 0, 0], [0, -0.13, 0], 0.011, [0.75, 0.75, 0.78, 1], {
        mass: 0.15,
        friction: "0.7 0.005 0.0001",
      }),
    ],
  );

const latch = ({ width, handleHeight }: Door): string =>
  bodyAt(
    "door/bolt",
    [0, width, handleHeight],
    [
      element("joint", {
        name: "door/bolt",
        type: "slide",
        axis: "0 1 0",
        range: "-0.03 0",
        damping: 2,
        armature: 0.05,
      }),
      boxGeom([0, bolt - 0.02, 0], [0.008, 0.02, 0.012], [0.8, 0.75, 0.5, 1], { mass: 0.05, ...lock }),
    ],
  );

const frameOf = ({ at: [x, y], width, handleHeight }: Door): string => {
  const wall = (from: number, to: number): string =>
    boxGeom([0, (from + to) / 2, height / 2], [0.05, (to - from) / 2, height / 2], [0.9, 0.9, 0.86, 1]);
  return bodyAt(
    "door/frame",
    [x, y, 0],
    [
      wall(-1.2, -0.01),
      wall(width + 0.006, width + 1.2),
      boxGeom([0.028, width + 0.016, handleHeight], [0.018, 0.012, 0.03], [0.7, 0.7, 0.72, 1], lock),
    ],
  );
};

/**
 * A door that is shut by a latch: a bolt stands before a strike in the frame, and the lever draws it back, against its
 * spring, so that the leaf can be pushed open from 0.4 rad on. Bodies: "door" (its frame on the floor at the hinges),
 * "door/handle" (at the lever's axis; the lever reaches 13 cm towards the hinges, 7.5 cm before the leaf), "door/bolt".
 * Joints: "door" (0 shut, rad), "door/handle" (pressed down, rad).
 */
export const door = (told: Door): MjcfPart => {
  const { at, width, mass, damping } = told;
  const hinge = element("joint", {
    name: "door",
    type: "hinge",
    axis: "0 0 -1",
    range: "0 1.7",
    damping,
    armature: 0.1,
  });
  const panel = boxGeom([0, width / 2, height / 2], [leaf, width / 2, height / 2 - 0.01], [0.72, 0.6, 0.45, 1], {
    mass,
  });
  return {
    bodies: [frameOf(told), bodyAt("door", at, [hinge, panel, handle(told), latch(told)])],
    exclude: [["door", "door/frame"]],
    equalities: [
      element("joint", {
        joint1: "door/bolt",
        joint2: "door/handle",
        polycoef: numbers([0, -draw, 0, 0, 0]),
        solref: "0.006 1",
      }),
    ],
  };
};
