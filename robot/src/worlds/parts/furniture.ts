import type { MjcfPart } from "../../body/mjcf-part.ts";
import type { Colour } from "../../body/shapes.ts";
import type { Vector3 } from "../../contract/features.ts";
import { bodyAt, boxGeom, rodGeom, untouched } from "./solid.ts";

const wood: Colour = [0.72, 0.56, 0.4, 1];
const steel: Colour = [0.7, 0.72, 0.75, 1];

export interface Top {
  readonly name: string;
  /** Middle of its upper face, m. */
  readonly at: Vector3;
  /** Half its length along x and y, m. */
  readonly half: readonly [number, number];
  readonly friction: number;
}

const plate = ({ half, friction }: Top, thickness: number, colour: Colour): string =>
  boxGeom([0, 0, -thickness / 2], [half[0], half[1], thickness / 2], colour, {
    friction: `${friction} 0.005 0.0001`,
  });

/** A plate on four legs, which are only seen: the robot's base goes under it. */
export const table = (top: Top): MjcfPart => {
  const legs = [-1, 1].flatMap((i) =>
    [-1, 1].map((k): readonly [number, number] => [i * (top.half[0] - 0.04), k * (top.half[1] - 0.04)]),
  );
  return {
    bodies: [
      bodyAt(top.name, top.at, [
        plate(top, 0.03, wood),
        ...legs.map(([x, y]) => rodGeom("cylinder", [x, y, -0.03], [x, y, -top.at[2]], 0.02, steel, untouched)),
      ]),
    ],
  };
};

/** A counter, closed down to the floor. */
export const counter = (top: Top): MjcfPart => ({
  bodies: [
    bodyAt(top.name, top.at, [
      plate(top, 0.04, [0.85, 0.84, 0.8, 1]),
      boxGeom(
        [0.02, 0, -0.02 - top.at[2] / 2],
        [top.half[0] - 0.02, top.half[1], top.at[2] / 2 - 0.02],
        [0.9, 0.9, 0.88, 1],
      ),
    ]),
  ],
});

/** A flat mark to put something on: seen, not felt. `at` is on the surface. */
export const mark = (name: string, at: Vector3, radius: number, colour: Colour): MjcfPart => ({
  bodies: [bodyAt(name, at, [rodGeom("cylinder", [0, 0, 0], [0, 0, 0.001], radius, colour, untouched)])],
});
