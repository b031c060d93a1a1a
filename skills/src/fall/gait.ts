import {
  angleBetween,
  directionOf,
  type Frames,
  meanOf,
  plus,
  sizeAt,
  sizeOf,
  swingOf,
  type Vector,
} from "./frames.ts";

/** What is known of how the sensor sits on the person, and of their steps. Plain data. */
export interface Gait {
  /** Where up is while the person stands, in the sensor's axes; null until they have walked. */
  readonly up: Vector | null;
  /** How many seconds of walking it rests on, at most `UP_RESTS_ON`. */
  readonly upFrom: number;
  /** Seconds of walking with the sensor another way round: it was put on anew. */
  readonly otherWay: number;
  /** Slow mean of the size of the acceleration, g: what steps go up and down around. */
  readonly rest: number;
  readonly isHigh: boolean;
  readonly crossedAt: number;
  /** Steps in a row. */
  readonly steps: number;
  /** The last step of at least a few in a row; 0: none yet. */
  readonly stepAt: number;
  readonly learntAt: number;
}

export const newGait: Gait = {
  ...{ up: null, upFrom: 0, otherWay: 0, rest: 1, isHigh: false, crossedAt: 0, steps: 0, stepAt: 0, learntAt: 0 },
};

/** Half the width of the band that a step has to cross, g: half of what a slow walk moves a waist. The project's choice. */
const BAND = 0.04;
/** Cadence of walking and running people, with a margin: 50 to 200 steps a minute (Tudor-Locke et al., IJBNPA 15:8, 2018). */
const STEP_MS = [280, 1250] as const;
const REST_OVER = 1 / 20;
export const STEPS_TO_WALK = 4;
/** Up is learnt from a longer walk only: rhythm in bed is no walk. */
const STEPS_TO_LEARN = 8;
const LEARNS_SWING = 0.15;
const LEARN_EVERY_MS = 1000;
const UP_RESTS_ON = 60;
const SAME_WAY_DEG = 35;
const OTHER_WAY_S = 12;

export function step(gait: Gait, frames: Frames, at: number): Gait {
  const size = sizeAt(frames, 0);
  const rest = round(gait.rest + (size - gait.rest) * REST_OVER);
  const off = size - rest;
  const isHigh = gait.isHigh ? off > -BAND : off > BAND;
  const stepped = counted({ ...gait, rest, isHigh }, isHigh && !gait.isHigh, at);
  const isDue = stepped.steps >= STEPS_TO_LEARN && at - gait.learntAt >= LEARN_EVERY_MS;
  return isDue ? learnt({ ...stepped, learntAt: at }, frames) : stepped;
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;

function counted(gait: Gait, isStep: boolean, at: number): Gait {
  const since = at - gait.crossedAt;
  if (!isStep) return since > STEP_MS[1] && gait.steps > 0 ? { ...gait, steps: 0 } : gait;
  const isInTime = since >= STEP_MS[0] && since <= STEP_MS[1];
  if (since < STEP_MS[0]) return gait;
  const steps = isInTime ? Math.min(1000, gait.steps + 1) : 1;
  return { ...gait, steps, crossedAt: at, stepAt: steps >= STEPS_TO_WALK ? at : gait.stepAt };
}

/** Whoever walks is upright: the mean direction over some strides is up. */
function learnt(gait: Gait, frames: Frames): Gait {
  const mean = meanOf(frames, 0, 30);
  if (mean === null || Math.abs(sizeOf(mean) - 1) > 0.15 || swingOf(frames, 10) < LEARNS_SWING) return gait;
  const way = directionOf(mean);
  if (way === null) return gait;
  if (gait.up === null) return { ...gait, up: way, upFrom: 1 };
  if (angleBetween(gait.up, way) <= SAME_WAY_DEG) {
    const upFrom = Math.min(UP_RESTS_ON, gait.upFrom + 1);
    return { ...gait, up: directionOf(plus(gait.up, plus(way, gait.up, -1), 1 / upFrom)), upFrom, otherWay: 0 };
  }
  const isAnew = gait.otherWay + 1 >= OTHER_WAY_S;
  return isAnew ? { ...gait, up: way, upFrom: 1, otherWay: 0 } : { ...gait, otherWay: gait.otherWay + 1 };
}

export const isWalking = ({ steps }: Gait): boolean => steps >= STEPS_TO_WALK;
