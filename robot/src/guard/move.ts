import type { Command, Seconds } from "../contract/robot.ts";
import { type Balls, ballsOf } from "../kinematics/kinematics.ts";
import { baseTowards, scaled } from "./drive.ts";
import type { Limit } from "./limits.ts";
import { brake, type Motion, slowed, stepTowards } from "./motion.ts";
import { placeFault } from "./place.ts";
import type { Room } from "./separation.ts";
import type { Rules } from "./settings.ts";
import { type BaseSpeed, type GuardState, still } from "./state.ts";

export interface Moved {
  readonly sent: Motion;
  readonly base: BaseSpeed;
}

/** Fastest that a part moves through the room between two postures, the base's motion included, m/s. */
const fastest = ({ count, at: from }: Balls, { at: to }: Balls, base: BaseSpeed, dt: Seconds): number => {
  let most = 0;
  for (let i = 0; i < 3 * count; i += 3) {
    const [ax, ay, az] = [from[i] as number, from[i + 1] as number, from[i + 2] as number];
    const x = ((to[i] as number) - ax) / dt + base.forward - base.turn * ay;
    const y = ((to[i + 1] as number) - ay) / dt + base.sideways + base.turn * ax;
    const z = ((to[i + 2] as number) - az) / dt;
    most = Math.max(most, x * x + y * y + z * z);
  }
  return Math.sqrt(most);
};

/** A step that is too fast is slowed to this share of what is allowed: postures are not quite linear in their joints. */
const aim = 0.98;

/** One step towards what was told, within range, speed, acceleration, room to people, box, and distance to itself. */
export const moveTowards = (
  rules: Rules,
  state: GuardState,
  target: Command,
  room: Room,
  dt: Seconds,
  limits: Set<Limit>,
): Moved => {
  const { features } = rules;
  const { motion, limits: bit } = stepTowards(features.joints, state.sent, target, dt);
  for (const limit of bit) limits.add(limit);
  const first = { sent: motion, base: baseTowards(rules, state.base, target.base ?? still, room, dt, limits) };
  const before = ballsOf(features, state.sent.position);
  const speedOf = ({ sent, base }: Moved): number => fastest(before, ballsOf(features, sent.position), base, dt);
  const speed = speedOf(first);
  if (speed <= room.tool) return kept(rules, state, first, dt, limits);
  limits.add("tool-speed");
  const share = (aim * room.tool) / speed;
  const second = {
    sent: slowed(features.joints, state.sent, motion, share, dt),
    base: baseTowards(rules, state.base, scaled(first.base, share), room, dt, limits),
  };
  // What cannot slow down so soon brakes, all of it.
  return speedOf(second) <= room.tool
    ? kept(rules, state, second, dt, limits)
    : standing(rules, state, room, dt, limits);
};

/** Braking, joints and base, as hard as they may. */
export const standing = (rules: Rules, state: GuardState, room: Room, dt: Seconds, limits: Set<Limit>): Moved => ({
  sent: brake(rules.features.joints, state.sent, dt),
  base: baseTowards(rules, state.base, still, room, dt, limits),
});

/** The joints brake where the step would bring a part out of the box or too near to another. */
const kept = (rules: Rules, state: GuardState, moved: Moved, dt: Seconds, limits: Set<Limit>): Moved => {
  const fault = placeFault(rules, state.sent, moved.sent);
  if (!fault) return moved;
  limits.add(fault);
  return { ...moved, sent: brake(rules.features.joints, state.sent, dt) };
};
