import { type MjcfPart, numbers } from "../../body/mjcf-part.ts";
import type { Colour } from "../../body/shapes.ts";
import type { Vector3 } from "../../contract/features.ts";
import {
  around,
  ballGeom,
  bodyAt,
  boxGeom,
  freeBody,
  ringOfWalls,
  rodGeom,
  touching,
  unseen,
  untouched,
} from "./solid.ts";

const iron: Colour = [0.2, 0.2, 0.22, 1];

export interface Pan {
  /** Middle of its foot, m. */
  readonly at: Vector3;
  /** Inner, m. */
  readonly radius: number;
  readonly depth: number;
}

/** From this share of its radius on, the floor of a pan rises to its wall, rad. */
const flat = 0.62;
const rise = 0.55;

/** Rounded sides, from which pieces slide back into the middle; a tool bends along them, and so does not touch them. */
const slopes = (radius: number): readonly string[] => {
  const middle = ((1 + flat) / 2) * radius;
  const height = 0.008 + Math.tan(rise) * (middle - flat * radius);
  const thickness = 0.004;
  return around(8, 1).map(({ at: [x, y] }) => {
    const normal = [-Math.sin(rise) * x, -Math.sin(rise) * y, Math.cos(rise)] as const;
    const [out, up] = [middle + thickness * Math.sin(rise), height - thickness * Math.cos(rise)];
    return boxGeom([out * x, out * y, up], [0.045, 0.045, thickness], unseen, {
      zaxis: numbers(normal),
      ...touching.inside,
    });
  });
};

/** A pan that the hob holds: it does not slide. Its body's frame is in the middle of its foot; its floor is 8 mm thick. */
export const pan = ({ at, radius, depth }: Pan): MjcfPart => ({
  bodies: [
    bodyAt("pan", at, [
      rodGeom("cylinder", [0, 0, 0], [0, 0, 0.008], radius, iron, untouched),
      boxGeom([0, 0, 0.004], [radius * 0.98, radius * 0.98, 0.004], unseen, touching.contents),
      ...slopes(radius),
      ...ringOfWalls(8, { radius, thickness: 0.008, from: 0, to: depth }, iron, touching.contents),
      rodGeom("capsule", [0, -radius - 0.02, depth], [0, -radius - 0.16, depth + 0.02], 0.011, iron),
    ]),
  ],
});

/** Pieces in the pan, to be stirred. */
export const pieces = (count: number, { at, radius }: Pan, size: number): MjcfPart => ({
  bodies: around(count, radius * 0.5).map(({ at: [x, y] }, i) =>
    freeBody(
      `piece/${i + 1}`,
      [at[0] + x, at[1] + y, at[2] + 0.009 + size],
      [
        ballGeom([0, 0, 0], size, [0.85, 0.55, 0.2, 1], {
          ...touching.contents,
          mass: 0.008,
          friction: "0.15 0.005 0.0001",
          priority: 2,
        }),
      ],
      0,
      0.01,
    ),
  ),
});

const tin: Colour = [0.6, 0.62, 0.65, 1];
/** Half the width of the blade, m. */
const blade = 0.028;
/** Half the inner lengths of the stand, m. */
const slot = [0.014, blade + 0.006] as const;

export interface StirrerStand {
  /** Middle of the foot of the stand, m. */
  readonly at: Vector3;
  /** Length of the stirring tool, m. */
  readonly length: number;
  /** Radius of its handle, m. */
  readonly handle: number;
  readonly mass: number;
  readonly friction: number;
}

/**
 * A stirring tool that stands upright in a stand, blade down; the frame of its body is at the tip of the blade, its handle
 * along z. Its upper half is the handle.
 */
export const stirrer = ({ at, length, handle, mass, friction }: StirrerStand): MjcfPart => ({
  bodies: [
    bodyAt("stirrer/stand", at, [
      boxGeom([0, 0, 0.003], [0.03, 0.045, 0.003], iron),
      ...[-1, 1].flatMap((way) => [
        boxGeom([way * (slot[0] + 0.003), 0, 0.04], [0.003, slot[1], 0.04], tin),
        boxGeom([0, way * (slot[1] + 0.003), 0.04], [slot[0] + 0.006, 0.003, 0.04], tin),
      ]),
    ]),
    freeBody(
      "stirrer",
      [at[0], at[1], at[2] + 0.007],
      [
        rodGeom("capsule", [0, 0, length * 0.5], [0, 0, length - handle], handle, [0.5, 0.33, 0.2, 1], {
          mass: mass * 0.5,
          friction: `${friction} 0.01 0.0001`,
        }),
        rodGeom("capsule", [0, 0, 0.03], [0, 0, length * 0.5], 0.007, [0.5, 0.33, 0.2, 1], { mass: mass * 0.2 }),
        boxGeom([0, 0, 0.024], [0.005, blade, 0.024], [0.55, 0.38, 0.24, 1], { mass: mass * 0.3 }),
      ],
      0,
      0.0005,
    ),
  ],
});
