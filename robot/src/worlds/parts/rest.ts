import type { MjcfPart } from "../../body/mjcf-part.ts";
import type { Colour } from "../../body/shapes.ts";
import type { Vector3 } from "../../contract/features.ts";
import { bodyAt, boxGeom, rodGeom, untouched } from "./solid.ts";

const linen: Colour = [0.96, 0.96, 0.93, 1];
const frame: Colour = [0.6, 0.65, 0.7, 1];
const seatCloth: Colour = [0.2, 0.25, 0.4, 1];

export interface Bed {
  /** Middle of the upper face of the mattress, m; its head is at +y. */
  readonly at: Vector3;
  /** Half its width (x) and length (y), m. */
  readonly half: readonly [number, number];
  /** Time constant of the mattress, s: the longer, the softer. */
  readonly softness: number;
}

/** Thickness of the pillow, m. */
export const pillow = 0.05;

/** A care bed with its mattress, a pillow at +y, and boards at head and foot. Closed below, so that nothing gets under it. */
export const bed = ({ at, half: [x, y], softness }: Bed): MjcfPart => {
  const soft = { solref: `${softness} 1`, solimp: "0.5 0.9 0.02", friction: "0.9 0.005 0.0001" };
  return {
    bodies: [
      bodyAt("bed", at, [
        boxGeom([0, 0, -0.08], [x, y, 0.08], linen, soft),
        boxGeom([0, 0, -0.08 - at[2] / 2], [x - 0.03, y - 0.03, at[2] / 2 - 0.08], frame),
        boxGeom([0, y - 0.22, pillow / 2], [0.26, 0.17, pillow / 2], [0.9, 0.93, 0.97, 1], soft),
        boxGeom([0, y + 0.02, 0.1], [x, 0.02, 0.3], frame),
        boxGeom([0, -y - 0.02, 0], [x, 0.02, 0.2], frame),
      ]),
    ],
  };
};

export interface Wheelchair {
  /** On the floor under the middle of its seat; its sitter looks along −x turned by `yaw`. */
  readonly at: readonly [number, number];
  readonly yaw: number;
  /** Height of the seat, m. */
  readonly seat: number;
  /** How far its back leans, rad. */
  readonly recline: number;
}

/** Brakes on: it stands. */
export const wheelchair = ({ at, yaw, seat, recline }: Wheelchair): MjcfPart => {
  const cloth = { solref: "0.03 1", solimp: "0.6 0.92 0.01", friction: "0.9 0.005 0.0001" };
  const back = 0.21;
  const sides = [-1, 1].flatMap((y) => [
    boxGeom([-0.02, y * 0.225, seat + 0.15], [0.19, 0.045, 0.02], [0.15, 0.15, 0.17, 1], cloth),
    rodGeom("cylinder", [0.08, y * 0.3, 0.3], [0.08, y * 0.33, 0.3], 0.3, [0.25, 0.25, 0.28, 1], untouched),
    rodGeom("cylinder", [-0.38, y * 0.22, 0.08], [-0.38, y * 0.25, 0.08], 0.08, [0.25, 0.25, 0.28, 1], untouched),
    rodGeom("capsule", [-0.2, y * 0.25, seat], [-0.52, y * 0.2, 0.16], 0.012, frame, untouched),
  ]);
  return {
    bodies: [
      bodyAt(
        "wheelchair",
        [at[0], at[1], 0],
        [
          boxGeom([0, 0, seat - 0.03], [0.22, 0.23, 0.03], seatCloth, cloth),
          boxGeom([back + 0.055, 0, seat + 0.27], [0.02, 0.23, 0.25], seatCloth, {
            ...cloth,
            euler: `0 ${Number(recline.toPrecision(6))} 0`,
          }),
          boxGeom([-0.46, 0, 0.05], [0.12, 0.18, 0.01], [0.3, 0.3, 0.33, 1]),
          boxGeom([0, 0, (seat - 0.06) / 2 + 0.06], [0.2, 0.2, (seat - 0.06) / 2 - 0.06], [0.35, 0.35, 0.38, 1]),
          ...sides,
        ],
        yaw,
      ),
    ],
  };
};
