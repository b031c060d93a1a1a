import type { RobotFeatures } from "../contract/features.ts";
import { type Balls, ballsOf, outsideBy, selfDistance } from "../kinematics/kinematics.ts";
import type { Limit } from "./limits.ts";
import { brakedFor, type Motion, restOf } from "./motion.ts";
import type { Rules } from "./settings.ts";

/** Places on the way to rest are looked at so near to each other that nothing passes between them, m. */
const spacing = 0.02;
const mostPlaces = 10;

/** Largest way of a part between two postures, m. */
const largestWay = ({ count, at: from }: Balls, { at: to }: Balls): number => {
  let most = 0;
  for (let i = 0; i < 3 * count; i += 3) {
    const x = (to[i] as number) - (from[i] as number);
    const y = (to[i + 1] as number) - (from[i + 1] as number);
    const z = (to[i + 2] as number) - (from[i + 2] as number);
    most = Math.max(most, x * x + y * y + z * z);
  }
  return Math.sqrt(most);
};

/** How near parts come to each other, and how far out of the box, on the way to rest: both in m. */
interface Worst {
  readonly distance: number;
  readonly outside: number;
}

const nowhere: Worst = { distance: Number.POSITIVE_INFINITY, outside: Number.NEGATIVE_INFINITY };

const worse = (rules: Rules, worst: Worst, balls: Balls): Worst => ({
  distance: Math.min(
    worst.distance,
    rules.off.has("self-distance") ? worst.distance : selfDistance(rules.features, balls),
  ),
  outside:
    rules.workspace && !rules.off.has("workspace")
      ? Math.max(worst.outside, outsideBy(rules.workspace, balls))
      : worst.outside,
});

const isGood = ({ distance, outside }: Worst, clearance: number, way: number): boolean =>
  distance - 2 * way >= clearance && outside + way <= 0;

/** The worst from a motion until it has braked to rest: moving counts, not only where it ends. */
const worstUntilRest = (rules: Rules, motion: Motion): Worst => {
  const { features, selfClearance } = rules;
  const balls = ballsOf(features, motion.position);
  const first = worse(rules, nowhere, balls);
  const end = ballsOf(features, restOf(features.joints, motion));
  const way = largestWay(balls, end);
  if (way === 0 || isGood(first, selfClearance, way)) return first;
  let worst = worse(rules, first, end);
  const places = Math.min(mostPlaces, Math.ceil(way / spacing));
  for (let i = 1; i < places; i += 1) worst = worse(rules, worst, between(features, motion, i / places));
  return worst;
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
