import type { JointFeature } from "../contract/features.ts";

/** What was sent last: positions, and the speeds that they amount to. */
export interface Motion {
  readonly position: Float64Array;
  readonly velocity: Float64Array;
}

export type MotionLimit = "position" | "speed" | "acceleration";

/** Rounding must not make a step longer than its limit. */
const margin = 1 - 1e-9;

/**
 * The largest speed towards a bound `room` away from which one can still stop before it, one step of `dt` included:
 * v·dt + v²/2a ≤ room. Whoever kept to it in the last step can keep to it in this one by braking, whatever dt was and is.
 */
export const stoppableSpeed = (room: number, acceleration: number, dt: number): number =>
  room <= 0 ? 0 : acceleration * (Math.sqrt(dt * dt + (2 * room) / acceleration) - dt);

const clamp = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);

interface Stepped {
  readonly velocity: number;
  readonly limits: readonly MotionLimit[];
}

/** The speed that brings a joint to `target` and lets it pass there with `passing`, braking in time. */
const approach = (gap: number, passing: number, acceleration: number, dt: number): number => {
  const closing = Math.min(Math.abs(gap) / dt, stoppableSpeed(Math.abs(gap), acceleration, dt));
  return passing + Math.sign(gap) * closing;
};

const step = (joint: JointFeature, from: number, before: number, goal: Goal, dt: number): Stepped => {
  const change = joint.acceleration * margin * dt;
  const speed = joint.speed * margin;
  const up = stoppableSpeed(joint.highest - from, joint.acceleration * margin, dt);
  const down = stoppableSpeed(from - joint.lowest, joint.acceleration * margin, dt);
  const inRange = clamp(goal.position, joint.lowest, joint.highest);
  const wanted = approach(
    inRange - from,
    inRange === goal.position ? goal.passing : 0,
    joint.acceleration * margin,
    dt,
  );
  const fast = clamp(clamp(wanted, -speed, speed), -down, up);
  const velocity = clamp(fast, before - change, before + change);
  const limits: MotionLimit[] = [];
  if (inRange !== goal.position) limits.push("position");
  if (Math.abs(inRange - from) > speed * dt) limits.push("speed");
  if (velocity !== fast) limits.push("acceleration");
  return { velocity, limits };
};

interface Goal {
  readonly position: number;
  readonly passing: number;
}

export interface Target {
  readonly position: ArrayLike<number>;
  readonly velocity?: ArrayLike<number>;
}

/** One step of every joint towards its target, within position, speed and acceleration. */
export const stepTowards = (
  joints: readonly JointFeature[],
  from: Motion,
  target: Target,
  dt: number,
): { readonly motion: Motion; readonly limits: ReadonlySet<MotionLimit> } => {
  const limits = new Set<MotionLimit>();
  const velocity = new Float64Array(joints.length);
  const position = new Float64Array(joints.length);
  for (const [i, joint] of joints.entries()) {
    const at = from.position[i] ?? 0;
    const goal = { position: target.position[i] ?? at, passing: target.velocity?.[i] ?? 0 };
    const stepped = step(joint, at, from.velocity[i] ?? 0, goal, dt);
    for (const limit of stepped.limits) limits.add(limit);
    velocity[i] = stepped.velocity;
    position[i] = clamp(at + stepped.velocity * dt, joint.lowest, joint.highest);
  }
  return { motion: { position, velocity }, limits };
};

/** One step of every joint towards standing still, as fast as it may. */
export const brake = (joints: readonly JointFeature[], from: Motion, dt: number): Motion => {
  const velocity = from.velocity.map((speed, i) => {
    const change = (joints[i]?.acceleration ?? 0) * margin * dt;
    return Math.sign(speed) * Math.max(0, Math.abs(speed) - change);
  });
  const position = from.position.map((at, i) => {
    const joint = joints[i];
    return joint ? clamp(at + (velocity[i] ?? 0) * dt, joint.lowest, joint.highest) : at;
  });
  return { position, velocity };
};

/** Slows all joints by one share, no harder than they may brake. */
export const slowed = (
  joints: readonly JointFeature[],
  from: Motion,
  wanted: Motion,
  share: number,
  dt: number,
): Motion => {
  const velocity = wanted.velocity.map((speed, i) => {
    const [before, change] = [from.velocity[i] ?? 0, (joints[i]?.acceleration ?? 0) * margin * dt];
    return clamp(speed * share, before - change, before + change);
  });
  const position = from.position.map((at, i) => {
    const joint = joints[i];
    return joint ? clamp(at + (velocity[i] ?? 0) * dt, joint.lowest, joint.highest) : at;
  });
  return { position, velocity };
};

/** Where the joints come to rest if they brake from now on. */
export const restOf = (joints: readonly JointFeature[], { position, velocity }: Motion): Float64Array =>
  position.map((at, i) => {
    const speed = velocity[i] ?? 0;
    const joint = joints[i];
    return joint
      ? clamp(at + (Math.sign(speed) * speed * speed) / (2 * joint.acceleration), joint.lowest, joint.highest)
      : at;
  });

/** Where the joints are after braking for `elapsed` seconds. */
export const brakedFor = (
  joints: readonly JointFeature[],
  { position, velocity }: Motion,
  elapsed: number,
): Float64Array =>
  position.map((at, i) => {
    const [speed, joint] = [velocity[i] ?? 0, joints[i]];
    if (!joint) return at;
    const lasts = Math.min(elapsed, Math.abs(speed) / joint.acceleration);
    const way = speed * lasts - (Math.sign(speed) * joint.acceleration * lasts * lasts) / 2;
    return clamp(at + way, joint.lowest, joint.highest);
  });
