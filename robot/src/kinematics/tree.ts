import type { LinkFeature, RobotFeatures } from "../contract/features.ts";

/** The links of a robot as arrays of numbers: computing with them leaves no garbage. */
export interface Tree {
  readonly links: number;
  readonly joints: number;
  /** −1: the base. */
  readonly parent: Int32Array;
  /** −1: fixed to its parent. */
  readonly joint: Int32Array;
  /** 1 where the joint slides. */
  readonly slides: Uint8Array;
  /** x y z of each link. */
  readonly offset: Float64Array;
  readonly axis: Float64Array;
  /** Indices of links that are tools. */
  readonly tools: Int32Array;
  readonly balls: BallTable;
  /** Pairs of balls that must keep their distance: first and second, index into `balls`. */
  readonly pairs: Int32Array;
  /** For computing in: link poses as places, 3 each, and quaternions, 4 each. Twice, for comparing. */
  readonly room: readonly [Room, Room];
}

export interface BallTable {
  readonly count: number;
  readonly link: Int32Array;
  /** In the frame of the link. */
  readonly at: Float64Array;
  readonly radius: Float64Array;
}

export interface Room {
  readonly at: Float64Array;
  readonly turn: Float64Array;
}

export const roomFor = (links: number): Room => ({
  at: new Float64Array(3 * links),
  turn: new Float64Array(4 * links),
});

const trees = new WeakMap<readonly LinkFeature[], Tree>();

/** Built once for each robot. */
export const treeOf = (features: RobotFeatures): Tree => {
  const known = trees.get(features.links);
  if (known) return known;
  const tree = planted(features);
  trees.set(features.links, tree);
  return tree;
};

const planted = ({ links, joints }: RobotFeatures): Tree => {
  const balls = ballTable(links);
  return {
    links: links.length,
    joints: joints.length,
    parent: Int32Array.from(links, ({ parent }) => parent ?? -1),
    joint: Int32Array.from(links, ({ joint }) => joint ?? -1),
    slides: Uint8Array.from(links, ({ motion }) => (motion === "slides" ? 1 : 0)),
    offset: Float64Array.from(links.flatMap(({ offset }) => [...offset])),
    axis: Float64Array.from(links.flatMap(({ axis }) => [...axis])),
    tools: Int32Array.from(links.flatMap(({ isTool }, i) => (isTool ? [i] : []))),
    balls,
    pairs: pairsOf(links, balls),
    room: [roomFor(links.length), roomFor(links.length)],
  };
};

const ballTable = (links: readonly LinkFeature[]): BallTable => {
  const all = links.flatMap(({ balls }, link) => balls.map((ball) => ({ ...ball, link })));
  return {
    count: all.length,
    link: Int32Array.from(all, ({ link }) => link),
    at: Float64Array.from(all.flatMap(({ at }) => [...at])),
    radius: Float64Array.from(all, ({ radius }) => radius),
  };
};

/** The tool that a link is, or is a part of, as a finger is of a palm; −1: none. */
const toolOf = (links: readonly LinkFeature[], link: number): number => {
  let at = link;
  while (at >= 0 && !links[at]?.isTool) at = links[at]?.parent ?? -1;
  return at;
};

/** Links that are joined to each other need no distance, nor do those of one hand: fingers are there to close. */
const needDistance = (links: readonly LinkFeature[], a: number, b: number): boolean => {
  if (a === b || links[a]?.parent === b || links[b]?.parent === a) return false;
  const tool = toolOf(links, a);
  return tool < 0 || tool !== toolOf(links, b);
};

const pairsOf = (links: readonly LinkFeature[], { count, link }: BallTable): Int32Array => {
  const pairs: number[] = [];
  for (let i = 0; i < count; i += 1)
    for (let j = i + 1; j < count; j += 1)
      if (needDistance(links, link[i] as number, link[j] as number)) pairs.push(i, j);
  return Int32Array.from(pairs);
};
