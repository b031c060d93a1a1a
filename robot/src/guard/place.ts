import type { RobotFeatures } from "../contract/features.ts";
import { type Balls, ballsOf, outsideBy } from "../kinematics/kinematics.ts";
import { treeOf } from "../kinematics/tree.ts";
import type { Limit } from "./limits.ts";
import { brakedFor, type Motion, restOf } from "./motion.ts";
import type { Rules } from "./settings.ts";

/** Places on the way to rest are looked at so near to each other that nothing passes between them, m. */
const spacing = 0.02;

/** A part goes round in an arc, at most so much longer than the straight way between its ends. */
const arc = 1.3;

/** How near parts come to each other, and how far out of the box, on the way to rest: both in m. */
interface Worst {
  readonly distance: number;
  readonly outside: number;
}

const gap = ({ at, radius }: Balls, a: number, b: number): number => {
  const x = (at[3 * a] as number) - (at[3 * b] as number);
  const y = (at[3 * a + 1] as number) - (at[3 * b + 1] as number);
  const z = (at[3 * a + 2] as number) - (at[3 * b + 2] as number);
  return Math.sqrt(x * x + y * y + z * z) - (radius[a] as number) - (radius[b] as number);
};

/** Way of each part between two postures, m. */
const waysOf = ({ count, at: from }: Balls, { at: to }: Balls): Float64Array => {
  const ways = new Float64Array(count);
  for (let ball = 0; ball < count; ball += 1) {
    const i = 3 * ball;
    const x = (to[i] as number) - (from[i] as number);
    const y = (to[i + 1] as number) - (from[i + 1] as number);
    const z = (to[i + 2] as number) - (from[i + 2] as number);
    ways[ball] = arc * Math.sqrt(x * x + y * y + z * z);
  }
  return ways;
};

/** What may come too near on the way: pairs of parts, first and second; and how near the nearest of all are at its beginning. */
interface Near {
  readonly pairs: readonly number[];
  readonly least: number;
}

const nearPairs = (rules: Rules, from: Balls, ways: Float64Array): Near => {
  const near: number[] = [];
  if (rules.off.has("self-distance")) return { pairs: near, least: Number.POSITIVE_INFINITY };
  const { pairs } = treeOf(rules.features);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < pairs.length; i += 2) {
    const [a, b] = [pairs[i] as number, pairs[i + 1] as number];
    const apart = gap(from, a, b);
    if (apart < least) least = apart;
    if (apart - (ways[a] as number) - (ways[b] as number) < rules.selfClearance) near.push(a, b);
  }
  return { pairs: near, least };
};

const leastOf = (balls: Balls, pairs: readonly number[]): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < pairs.length; i += 2)
    least = Math.min(least, gap(balls, pairs[i] as number, pairs[i + 1] as number));
  return least;
};

const outsideOf = ({ workspace, off }: Rules, balls: Balls): number =>
  workspace && !off.has("workspace") ? outsideBy(workspace, balls) : Number.NEGATIVE_INFINITY;

/** The worst from a motion until it has braked to rest: moving counts, not only where it ends. */
const worstUntilRest = (rules: Rules, motion: Motion): Worst => {
  const { features } = rules;
  const from = ballsOf(features, motion.position);
  const end = ballsOf(features, restOf(features.joints, motion));
  const ways = waysOf(from, end);
  const way = ways.reduce((most, one) => Math.max(most, one), 0);
  const { pairs, least } = nearPairs(rules, from, ways);
  let [distance, outside] = [least, outsideOf(rules, from)];
  if (pairs.length === 0 && outside + way <= 0) return { distance, outside };
  const places = Math.ceil(way / spacing);
  for (let i = 1; i <= places; ) {
    const balls = i === places ? end : between(features, motion, i / places);
    const here = { distance: leastOf(balls, pairs), outside: outsideOf(rules, balls) };
    distance = Math.min(distance, here.distance);
    outside = Math.max(outside, here.outside);
    // What has room needs no look until it has used it up; the last place is always looked at.
    const room = Math.min((here.distance - rules.selfClearance) / 2, -here.outside);
    i = i < places ? Math.min(places, i + Math.max(1, Math.floor(room / spacing))) : places + 1;
  }
  return { distance, outside };
};

/** Where the parts are when `share` of the way to rest is done. */
const between = (features: RobotFeatures, motion: Motion, share: number): Balls => {
  let longest = 0;
  for (const [i, { acceleration }] of features.joints.entries())
    longest = Math.max(longest, Math.abs(motion.velocity[i] ?? 0) / acceleration);
  return ballsOf(features, brakedFor(features.joints, motion, longest * (1 - Math.sqrt(1 - share))));
};

/**
 * Would a part leave the box, or come too near to another one, now or on the way to rest? Whoever is already there may go
 * back, not on.
 */
export const placeFault = (rules: Rules, before: Motion, after: Motion): Limit | null => {
  const worst = worstUntilRest(rules, after);
  const isOut = worst.outside > 0;
  const isClose = worst.distance < rules.selfClearance;
  if (!isOut && !isClose) return null;
  const was = worstUntilRest(rules, before);
  if (isOut && worst.outside > was.outside) return "workspace";
  return isClose && worst.distance < was.distance ? "self-collision" : null;
};
