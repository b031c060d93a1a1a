import type { MjcfPart } from "../../body/mjcf-part.ts";
import type { Colour } from "../../body/shapes.ts";
import type { Vector3 } from "../../contract/features.ts";
import { around, ballGeom, boxGeom, freeBody, ringOfWalls, rodGeom, touching, unseen, untouched } from "./solid.ts";

export interface Cup {
  readonly name: string;
  /** Middle of its foot, m. */
  readonly at: Vector3;
  readonly radius: number;
  readonly height: number;
  readonly mass: number;
  readonly friction: number;
  readonly colour: Colour;
}

/** How thick its wall is, m. */
const wall = 0.005;

/** Four small feet: a cup that stands on them needs four contacts, and no search for them. */
const feet = ({ radius, friction }: Cup): readonly string[] =>
  around(4, radius - 0.006).map(({ at: [x, y] }) =>
    ballGeom([x, y, 0.006], 0.006, unseen, {
      mass: 0,
      friction: `${friction} 0.005 0.0001`,
      ...touching.hull,
    }),
  );

/** Grasped as a round upright thing; its height stands out of both ends of the capsule, except for the feet. */
const hull = ({ radius, height, mass, friction }: Cup): string =>
  rodGeom("capsule", [0, 0, radius + 0.004], [0, 0, height - radius], radius, unseen, {
    mass,
    friction: `${friction} 0.005 0.0001`,
    ...touching.hull,
  });

/** A cup without anything in it, to be carried. Its body's frame is in the middle of its foot. */
export const cup = (told: Cup): MjcfPart => ({
  bodies: [
    freeBody(told.name, told.at, [
      hull(told),
      ...feet(told),
      rodGeom("cylinder", [0, 0, 0], [0, 0, told.height], told.radius, told.colour, { ...untouched, mass: 0 }),
    ]),
  ],
});

/** A cup with a hollow that holds `contents`: hands touch its outside, contents only its inside. */
export const hollowCup = (told: Cup): MjcfPart => {
  const { height, radius, colour } = told;
  const inside = { ...touching.inside, mass: 0 };
  return {
    bodies: [
      freeBody(told.name, told.at, [
        hull(told),
        ...feet(told),
        ...ringOfWalls(8, { radius: radius - wall, thickness: wall, from: 0, to: height }, colour, inside),
        boxGeom([0, 0, 0.005], [radius * 0.7, radius * 0.7, 0.005], colour, inside),
      ]),
    ],
  };
};

/** Radius of a ball of contents, m, and its weight, kg. */
export const drop = { radius: 0.007, mass: 0.004 } as const;

/** What slows a drop, N·s/m: to a few decimetres a second, as drinks that are thickened to honey against choking. */
const drag = 0.05;

/**
 * Balls that stand for a liquid: they run out of a tilted cup one by one, and can be counted. They are no fluid: they do
 * not wet, stick or splash.
 */
export const contents = (name: string, count: number, { at: [x, y, z], radius }: Cup): MjcfPart => {
  const inLayer = 5;
  const ring = around(inLayer, radius - wall - drop.radius - 0.002);
  return {
    bodies: Array.from({ length: count }, (_, i) => {
      const place = ring[i % inLayer]?.at ?? [0, 0, 0];
      const height = z + 0.01 + drop.radius + 0.001 + Math.floor(i / inLayer) * (2 * drop.radius + 0.001);
      return freeBody(
        `${name}/${i + 1}`,
        [x + place[0], y + place[1], height],
        [
          ballGeom([0, 0, 0], drop.radius, [0.25, 0.5, 0.9, 1], {
            ...touching.contents,
            mass: drop.mass,
            // Without friction, as a liquid; whatever it touches.
            condim: 1,
            priority: 2,
          }),
        ],
        0,
        drag,
      );
    }),
  };
};

export const namesOf = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${name}/${i + 1}`);
