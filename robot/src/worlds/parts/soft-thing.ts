import { element, type MjcfPart, numbers } from "../../body/mjcf-part.ts";
import type { Colour } from "../../body/shapes.ts";
import type { Vector3 } from "../../contract/features.ts";
import { ballGeom, bodyAt, freeBody, rodGeom, unseen } from "./solid.ts";

export interface SoftThing {
  readonly name: string;
  /** Middle of its foot, m. */
  readonly at: Vector3;
  readonly yaw: number;
  readonly height: number;
  readonly mass: number;
  readonly friction: number;
  /** N/m between its front and its back. */
  readonly stiffness: number;
  readonly colour: Colour;
}

const radius = 0.022;
/** Each half stands this far off the middle, m. */
const apart = 0.009;
/** It gives way this far, m; then it is hard. */
const give = 0.014;

/**
 * A thing of two upright halves with a spring between them, 62 mm deep (along its x) and 44 mm wide. Its softness is felt
 * when it is squeezed along its x, as between thumb and fingers; nothing that is seen tells of it. The frame of its body
 * is in the middle of its foot.
 */
export const softThing = (thing: SoftThing): MjcfPart => {
  const { height, mass, friction, stiffness, colour } = thing;
  const grip = { friction: `${friction} 0.01 0.0001`, mass: mass / 2 };
  const half = (x: number): string =>
    rodGeom("capsule", [x, 0, radius + 0.003], [x, 0, height - radius], radius, colour, grip);
  const foot = (x: number, y: number): string =>
    ballGeom([x, y, 0.005], 0.005, unseen, { mass: 0, friction: `${friction} 0.005 0.0001` });
  const spring = element("joint", {
    name: `${thing.name}/give`,
    type: "slide",
    axis: "1 0 0",
    range: numbers([-give, 0]),
    stiffness,
    // Half of critical damping for half the thing's mass: it swings back once, as foam does.
    damping: Math.sqrt((stiffness * mass) / 2),
    armature: 0.02,
  });
  return {
    bodies: [
      freeBody(
        thing.name,
        thing.at,
        [
          half(-apart),
          ...[
            [-0.024, -0.016],
            [-0.024, 0.016],
            [0.02, -0.016],
            [0.02, 0.016],
          ].map(([x = 0, y = 0]) => foot(x, y)),
          bodyAt(`${thing.name}/front`, [0, 0, 0], [spring, half(apart)]),
        ],
        thing.yaw,
      ),
    ],
  };
};
