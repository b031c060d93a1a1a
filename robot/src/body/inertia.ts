import type { Vector3 } from "../contract/features.ts";
import type { BodyShape } from "./shapes.ts";

/** Row by row, kg·m². */
export type Tensor = readonly number[];

export interface Inertia {
  /** kg */
  readonly mass: number;
  /** Centre of mass in the frame of the link, m. */
  readonly at: Vector3;
  /** About the centre of mass, along the axes of the link. */
  readonly tensor: Tensor;
}

const axes = [0, 1, 2] as const;
const cells = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;

interface Round {
  readonly across: number;
  readonly along: number;
}

const ofCylinder = (mass: number, radius: number, length: number): Round => ({
  across: (mass * (3 * radius ** 2 + length ** 2)) / 12,
  along: (mass * radius ** 2) / 2,
});

/** A cylinder with two half-balls, each moved by half its length and 3/8 of its radius. */
const ofCapsule = (mass: number, radius: number, length: number): Round => {
  const round = (mass * 4 * radius) / (4 * radius + 3 * length);
  const straight = ofCylinder(mass - round, radius, length);
  const ball = 0.4 * round * radius ** 2;
  return {
    across: straight.across + ball + (round * length * (3 * radius + 2 * length)) / 8,
    along: straight.along + ball,
  };
};

const diagonal = ([x, y, z]: Vector3): Tensor => [x, 0, 0, 0, y, 0, 0, 0, z];

/** Turned so that its axis lies along `axis`, a unit vector. */
const aroundAxis = ({ across, along }: Round, axis: Vector3): Tensor =>
  cells.map((cell) => {
    const [i, j] = [Math.floor(cell / 3), cell % 3];
    return (i === j ? across : 0) + (along - across) * (axis[i] ?? 0) * (axis[j] ?? 0);
  });

const lengthOf = (from: Vector3, to: Vector3): number => Math.hypot(...axes.map((k) => to[k] - from[k]));

const single = (shape: BodyShape): Inertia => {
  const { mass } = shape;
  if (shape.form === "ball") {
    const i = 0.4 * mass * shape.radius ** 2;
    return { mass, at: shape.at, tensor: diagonal([i, i, i]) };
  }
  if (shape.form === "box") {
    const [x, y, z] = shape.half.map((half) => (mass * half ** 2) / 3) as [number, number, number];
    return { mass, at: shape.at, tensor: diagonal([y + z, x + z, x + y]) };
  }
  const { from, to, radius } = shape;
  const length = lengthOf(from, to);
  const law = shape.form === "capsule" ? ofCapsule : ofCylinder;
  const axis = axes.map((k) => (to[k] - from[k]) / length) as [number, number, number];
  const at = axes.map((k) => (to[k] + from[k]) / 2) as [number, number, number];
  return { mass, at, tensor: aroundAxis(law(mass, radius, length), axis) };
};

/** Steiner: the same mass seen from a point that is `away` from its centre. */
const seenFrom = ({ mass, tensor }: Inertia, away: Vector3): Tensor => {
  const square = away[0] ** 2 + away[1] ** 2 + away[2] ** 2;
  return cells.map((cell) => {
    const [i, j] = [Math.floor(cell / 3), cell % 3];
    return (tensor[cell] ?? 0) + mass * ((i === j ? square : 0) - (away[i] ?? 0) * (away[j] ?? 0));
  });
};

/** What a link weighs, where, and how it resists being turned; null: it has no shape. */
export const inertiaOf = (shapes: readonly BodyShape[]): Inertia | null => {
  const parts = shapes.map(single);
  const mass = parts.reduce((sum, part) => sum + part.mass, 0);
  if (mass === 0) return null;
  const at = axes.map((k) => parts.reduce((sum, part) => sum + part.mass * part.at[k], 0) / mass) as [
    number,
    number,
    number,
  ];
  const away = (part: Inertia): Vector3 => [part.at[0] - at[0], part.at[1] - at[1], part.at[2] - at[2]];
  const seen = parts.map((part) => seenFrom(part, away(part)));
  return { mass, at, tensor: cells.map((cell) => seen.reduce((sum, tensor) => sum + (tensor[cell] ?? 0), 0)) };
};
