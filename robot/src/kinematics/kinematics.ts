import type { LinkFeature, RobotFeatures, Vector3 } from "../contract/features.ts";

/** A rotation, row by row, and a place. */
interface Pose {
  readonly turn: readonly number[];
  readonly at: Vector3;
}

export interface Ball {
  readonly link: number;
  readonly at: Vector3;
  readonly radius: number;
}

const upright: Pose = { turn: [1, 0, 0, 0, 1, 0, 0, 0, 1], at: [0, 0, 0] };

const turned = (m: readonly number[], [x, y, z]: Vector3): Vector3 => {
  const row = (i: number): number => (m[i] ?? 0) * x + (m[i + 1] ?? 0) * y + (m[i + 2] ?? 0) * z;
  return [row(0), row(3), row(6)];
};

const plus = ([a, b, c]: Vector3, [x, y, z]: Vector3): Vector3 => [a + x, b + y, c + z];

/** Rodrigues' formula: the rotation by `angle` about a unit vector. */
const about = ([x, y, z]: Vector3, angle: number): readonly number[] => {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const k = 1 - c;
  return [
    c + x * x * k,
    x * y * k - z * s,
    x * z * k + y * s,
    y * x * k + z * s,
    c + y * y * k,
    y * z * k - x * s,
    z * x * k - y * s,
    z * y * k + x * s,
    c + z * z * k,
  ];
};

const product = (a: readonly number[], b: readonly number[]): readonly number[] =>
  a.map((_, i) => {
    const [row, column] = [Math.floor(i / 3) * 3, i % 3];
    return [0, 1, 2].reduce((sum, k) => sum + (a[row + k] ?? 0) * (b[k * 3 + column] ?? 0), 0);
  });

const moved = ({ axis, motion }: LinkFeature, parent: Pose, origin: Vector3, value: number): Pose => {
  if (motion === "slides") {
    const along = turned(parent.turn, axis);
    return { turn: parent.turn, at: plus(origin, [along[0] * value, along[1] * value, along[2] * value]) };
  }
  return { turn: product(parent.turn, about(axis, value)), at: origin };
};

/** Pose of each link for joint positions, in the robot's own frame, m. */
export const posesOf = ({ links }: RobotFeatures, position: ArrayLike<number>): readonly Pose[] => {
  const poses: Pose[] = [];
  for (const link of links) {
    const parent = link.parent === null ? upright : (poses[link.parent] ?? upright);
    const origin = plus(parent.at, turned(parent.turn, link.offset));
    const value = link.joint === null ? 0 : (position[link.joint] ?? 0);
    poses.push(link.joint === null ? { turn: parent.turn, at: origin } : moved(link, parent, origin, value));
  }
  return poses;
};

/** What the robot fills, as balls, m. */
export const ballsOf = (features: RobotFeatures, position: ArrayLike<number>): readonly Ball[] =>
  posesOf(features, position).flatMap((pose, link) =>
    (features.links[link]?.balls ?? []).map(({ at, radius }) => ({
      link,
      at: plus(pose.at, turned(pose.turn, at)),
      radius,
    })),
  );

const areNeighbours = (links: readonly LinkFeature[], a: number, b: number): boolean =>
  a === b || links[a]?.parent === b || links[b]?.parent === a;

/** Smallest distance between parts of the robot that are not joined to each other, m; Infinity where there are none. */
export const selfDistance = (features: RobotFeatures, balls: readonly Ball[]): number => {
  let least = Number.POSITIVE_INFINITY;
  for (const [i, a] of balls.entries())
    for (const b of balls.slice(i + 1))
      if (!areNeighbours(features.links, a.link, b.link)) least = Math.min(least, gap(a, b));
  return least;
};

const gap = (a: Ball, b: Ball): number =>
  Math.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1], a.at[2] - b.at[2]) - a.radius - b.radius;

export interface Workspace {
  readonly lowest: Vector3;
  readonly highest: Vector3;
}

/** How far the farthest ball is outside the box, m; 0 or less: all are inside. */
export const outsideBy = ({ lowest, highest }: Workspace, balls: readonly Ball[]): number =>
  Math.max(
    ...balls.flatMap(({ at, radius }) =>
      at.flatMap((x, i) => [(lowest[i] ?? 0) - (x - radius), x + radius - (highest[i] ?? 0)]),
    ),
  );

/** Largest distance that a tool moves between two positions, m. */
export const toolTravel = (features: RobotFeatures, from: ArrayLike<number>, to: ArrayLike<number>): number => {
  const [before, after] = [posesOf(features, from), posesOf(features, to)];
  return features.links.reduce((most, { isTool }, i) => {
    const [a, b] = [before[i]?.at, after[i]?.at];
    return isTool && a && b ? Math.max(most, Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])) : most;
  }, 0);
};
