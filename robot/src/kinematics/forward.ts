import type { RobotFeatures } from "../contract/features.ts";
import type { Pose } from "../contract/robot.ts";
import { type Room, roomFor, type Tree, treeOf } from "./tree.ts";

/** Poses of all links for joint positions, in the robot's own frame, m, written into `room`. */
export const poseLinks = (tree: Tree, position: ArrayLike<number>, room: Room): Room => {
  for (let link = 0; link < tree.links; link += 1) {
    attach(tree, link, room);
    const joint = tree.joint[link] as number;
    const value = joint < 0 ? 0 : (position[joint] ?? 0);
    if (value === 0) continue;
    if (tree.slides[link] === 1) slide(tree, link, value, room);
    else turn(tree, link, value, room);
  }
  return room;
};

/** Where the link is while its joint is at 0. */
const attach = ({ parent, offset }: Tree, link: number, { at, turn: q }: Room): void => {
  const [a, b, c] = [3 * link, 3 * link + 1, 3 * link + 2];
  const [x, y, z] = [offset[a] as number, offset[b] as number, offset[c] as number];
  const from = parent[link] as number;
  if (from < 0) {
    at[a] = x;
    at[b] = y;
    at[c] = z;
    q.fill(0, 4 * link, 4 * link + 4);
    q[4 * link] = 1;
    return;
  }
  q.copyWithin(4 * link, 4 * from, 4 * from + 4);
  at.copyWithin(a, 3 * from, 3 * from + 3);
  move(link, x, y, z, at, q);
};

/** Moves a link by a vector of its own frame: v + 2 q × (q × v + w v). */
const move = (link: number, x: number, y: number, z: number, at: Float64Array, q: Float64Array): void => {
  const w = q[4 * link] as number;
  const [i, j, k] = [q[4 * link + 1] as number, q[4 * link + 2] as number, q[4 * link + 3] as number];
  const [a, b, c] = [j * z - k * y + w * x, k * x - i * z + w * y, i * y - j * x + w * z];
  at[3 * link] = (at[3 * link] as number) + x + 2 * (j * c - k * b);
  at[3 * link + 1] = (at[3 * link + 1] as number) + y + 2 * (k * a - i * c);
  at[3 * link + 2] = (at[3 * link + 2] as number) + z + 2 * (i * b - j * a);
};

const slide = ({ axis }: Tree, link: number, by: number, { at, turn: q }: Room): void => {
  const [x, y, z] = [axis[3 * link] as number, axis[3 * link + 1] as number, axis[3 * link + 2] as number];
  move(link, x * by, y * by, z * by, at, q);
};

const turn = ({ axis }: Tree, link: number, angle: number, { turn: q }: Room): void => {
  const [sine, o] = [Math.sin(angle / 2), 4 * link];
  const bw = Math.cos(angle / 2);
  const bx = (axis[3 * link] as number) * sine;
  const by = (axis[3 * link + 1] as number) * sine;
  const bz = (axis[3 * link + 2] as number) * sine;
  const [aw, ax, ay, az] = [q[o] as number, q[o + 1] as number, q[o + 2] as number, q[o + 3] as number];
  q[o] = aw * bw - ax * bx - ay * by - az * bz;
  q[o + 1] = aw * bx + ax * bw + ay * bz - az * by;
  q[o + 2] = aw * by - ax * bz + ay * bw + az * bx;
  q[o + 3] = aw * bz + ax * by - ay * bx + az * bw;
};

export const poseIn = ({ at, turn: q }: Room, link: number): Pose => ({
  at: [at[3 * link] ?? 0, at[3 * link + 1] ?? 0, at[3 * link + 2] ?? 0],
  turn: [q[4 * link] ?? 1, q[4 * link + 1] ?? 0, q[4 * link + 2] ?? 0, q[4 * link + 3] ?? 0],
});

/** Pose of each link for joint positions, in the robot's own frame, m. */
export const posesOf = (features: RobotFeatures, position: ArrayLike<number>): readonly Pose[] => {
  const tree = treeOf(features);
  const room = poseLinks(tree, position, roomFor(tree.links));
  return features.links.map((_, link) => poseIn(room, link));
};

/** Pose of one link, in the robot's own frame, m. */
export const poseOf = (features: RobotFeatures, position: ArrayLike<number>, link: number): Pose => {
  const tree = treeOf(features);
  return poseIn(poseLinks(tree, position, tree.room[0]), link);
};
