import type { RobotFeatures, Vector3 } from "../contract/features.ts";
import { poseLinks } from "./forward.ts";
import { type Room, type Tree, treeOf } from "./tree.ts";

/** What a robot fills at one position of its joints: the centres of its balls, x y z each, in its own frame, m. */
export interface Balls {
  readonly count: number;
  /** Index of the link of each. */
  readonly link: Int32Array;
  readonly at: Float64Array;
  readonly radius: Float64Array;
}

/** What the robot fills, as balls, m. */
export const ballsOf = (features: RobotFeatures, position: ArrayLike<number>): Balls => {
  const tree = treeOf(features);
  const { count, link, radius } = tree.balls;
  const at = new Float64Array(3 * count);
  placeBalls(tree, poseLinks(tree, position, tree.room[0]), at);
  return { count, link, at, radius };
};

/** As in `forward.ts`: link place + v + 2 q × (q × v + w v). Written out, because the guard waits for it. */
const placeBalls = ({ balls: { count, link, at: inLink } }: Tree, { at, turn }: Room, centres: Float64Array): void => {
  for (let ball = 0; ball < count; ball += 1) {
    const [o, p, q] = [3 * ball, 3 * (link[ball] as number), 4 * (link[ball] as number)];
    const [x, y, z] = [inLink[o] as number, inLink[o + 1] as number, inLink[o + 2] as number];
    const [w, i, j, k] = [turn[q] as number, turn[q + 1] as number, turn[q + 2] as number, turn[q + 3] as number];
    const [a, b, c] = [j * z - k * y + w * x, k * x - i * z + w * y, i * y - j * x + w * z];
    centres[o] = (at[p] as number) + x + 2 * (j * c - k * b);
    centres[o + 1] = (at[p + 1] as number) + y + 2 * (k * a - i * c);
    centres[o + 2] = (at[p + 2] as number) + z + 2 * (i * b - j * a);
  }
};

/**
 * Smallest distance between parts of the robot that are neither joined to each other nor of one hand, m; Infinity where
 * there are none.
 */
export const selfDistance = (features: RobotFeatures, { at, radius }: Balls): number => {
  const { pairs } = treeOf(features);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < pairs.length; i += 2) {
    const [a, b] = [pairs[i] as number, pairs[i + 1] as number];
    const x = (at[3 * a] as number) - (at[3 * b] as number);
    const y = (at[3 * a + 1] as number) - (at[3 * b + 1] as number);
    const z = (at[3 * a + 2] as number) - (at[3 * b + 2] as number);
    const apart = Math.sqrt(x * x + y * y + z * z) - (radius[a] as number) - (radius[b] as number);
    if (apart < least) least = apart;
  }
  return least;
};

export interface Workspace {
  readonly lowest: Vector3;
  readonly highest: Vector3;
}

/** How far the farthest ball is outside the box, m; 0 or less: all are inside. */
export const outsideBy = ({ lowest, highest }: Workspace, { count, at, radius }: Balls): number => {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < 3 * count; i += 1) {
    const [x, r] = [at[i] as number, radius[(i / 3) | 0] as number];
    most = Math.max(most, (lowest[i % 3] ?? 0) - (x - r), x + r - (highest[i % 3] ?? 0));
  }
  return most;
};

/** Largest distance that a tool moves between two positions, m. */
export const toolTravel = (features: RobotFeatures, from: ArrayLike<number>, to: ArrayLike<number>): number => {
  const tree = treeOf(features);
  const before = poseLinks(tree, from, tree.room[0]).at;
  const after = poseLinks(tree, to, tree.room[1]).at;
  let most = 0;
  for (const tool of tree.tools) {
    const [i, j, k] = [3 * tool, 3 * tool + 1, 3 * tool + 2];
    const x = (after[i] as number) - (before[i] as number);
    const y = (after[j] as number) - (before[j] as number);
    const z = (after[k] as number) - (before[k] as number);
    most = Math.max(most, Math.sqrt(x * x + y * y + z * z));
  }
  return most;
};
