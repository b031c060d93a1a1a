import type { Vector3 } from "../contract/features.ts";

/** Red, green, blue, opacity: 0 to 1. */
export type Colour = readonly [number, number, number, number];

/**
 * A rigid shape in the frame of its link, m and kg. A capsule and a cylinder lie from `from` to `to`; the capsule's round
 * ends stand out by its radius. A box lies along the axes of the frame: `half` are half its lengths.
 */
export type Form =
  | { readonly form: "capsule" | "cylinder"; readonly from: Vector3; readonly to: Vector3; readonly radius: number }
  | { readonly form: "box"; readonly at: Vector3; readonly half: Vector3 }
  | { readonly form: "ball"; readonly at: Vector3; readonly radius: number };

/** What a surface is like to touch: rows of `surfaces`. */
export type Surface = "shell" | "cover" | "finger";

interface Stuff {
  readonly mass: number;
  readonly surface: Surface;
  readonly colour: Colour;
  /** false: only seen and weighed; what is around it is touched instead. */
  readonly isTouched: boolean;
}

export type BodyShape = Form & Stuff;

interface SurfaceLaw {
  /** Friction against sliding, spinning (m) and rolling (m). */
  readonly friction: Vector3;
  /** 3: sliding friction; 4: spinning on the spot as well. */
  readonly dimensions: 3 | 4;
  /** Time constant (s) and damping ratio with which a penetration is undone. */
  readonly restoring: readonly [number, number];
  /** Share of a constraint's force at no depth and at full depth, and that depth, m. */
  readonly hardness: Vector3;
  /** The surface with the higher rank says how two surfaces touch. */
  readonly rank: number;
}

/**
 * Shell: lacquered plastic. Cover: 8 mm of foam under cloth on the side that people touch. Finger: silicone pads.
 * Values chosen so that a light touch is felt over several steps of 2 ms, and not as a blow; no material was measured.
 */
export const surfaces: Readonly<Record<Surface, SurfaceLaw>> = {
  shell: {
    friction: [0.5, 0.005, 0.0001],
    dimensions: 3,
    restoring: [0.02, 1],
    hardness: [0.9, 0.95, 0.001],
    rank: 0,
  },
  cover: {
    friction: [0.7, 0.005, 0.0001],
    dimensions: 3,
    restoring: [0.03, 1],
    hardness: [0.3, 0.9, 0.008],
    rank: 1,
  },
  finger: {
    friction: [1.2, 0.01, 0.0001],
    dimensions: 4,
    restoring: [0.015, 1],
    hardness: [0.6, 0.95, 0.003],
    rank: 1,
  },
};

const white: Colour = [0.93, 0.94, 0.96, 1];
const dark: Colour = [0.25, 0.26, 0.3, 1];
const foam: Colour = [0.8, 0.87, 0.9, 1];

type Look = Omit<Stuff, "mass">;
export const looks = {
  shell: { surface: "shell", colour: white, isTouched: true },
  frame: { surface: "shell", colour: dark, isTouched: false },
  cover: { surface: "cover", colour: foam, isTouched: true },
  finger: { surface: "finger", colour: dark, isTouched: true },
} as const satisfies Record<string, Look>;

export const capsule = (from: Vector3, to: Vector3, radius: number, mass: number, look: Look): BodyShape => ({
  form: "capsule",
  from,
  to,
  radius,
  mass,
  ...look,
});

export const cylinder = (from: Vector3, to: Vector3, radius: number, mass: number, look: Look): BodyShape => ({
  form: "cylinder",
  from,
  to,
  radius,
  mass,
  ...look,
});

export const box = (at: Vector3, half: Vector3, mass: number, look: Look): BodyShape => ({
  form: "box",
  at,
  half,
  mass,
  ...look,
});

export const ball = (at: Vector3, radius: number, mass: number, look: Look): BodyShape => ({
  form: "ball",
  at,
  radius,
  mass,
  ...look,
});

/** Left becomes right: a place is mirrored in the plane between them. */
export const mirrored = ([x, y, z]: Vector3): Vector3 => [x, -y || 0, z];

/** An axis is mirrored so that the same angle, in the same range, is the mirrored motion. */
export const mirroredAxis = ([x, y, z]: Vector3): Vector3 => [-x || 0, y, -z || 0];

export const mirroredShape = (shape: BodyShape): BodyShape =>
  "from" in shape
    ? { ...shape, from: mirrored(shape.from), to: mirrored(shape.to) }
    : { ...shape, at: mirrored(shape.at) };
