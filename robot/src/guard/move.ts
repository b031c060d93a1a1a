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

/** One step towards what was told, within range, speed, acceleration, room to people, box, and distance to itself. */
export const moveTowards = (
  rules: Rules,
  state: GuardState,
  target: Command,
  room: Room,
  dt: Seconds,
  limits: Set<Limit>,
): Moved => {
  const { joints } = rules.features;
  const { motion, limits: bit } = stepTowards(joints, state.sent, target, dt);
  for (const limit of bit) limits.add(limit);
  const wanted = target.base ?? still;
  const base = baseTowards(rules, state.base, wanted, room, dt, limits);
  const before = ballsOf(rules.features, state.sent.position);
  const speed = fastest(before, ballsOf(rules.features, motion.position), base, dt);
  if (speed <= room.tool) return kept(rules, state, { sent: motion, base }, dt, limits);
  limits.add("tool-speed");
  const share = room.tool / speed;
  const next = slowed(joints, state.sent, motion, share, dt);
  const slower = baseTowards(rules, state.base, scaled(base, share), room, dt, limits);
  return kept(rules, state, { sent: next, base: slower }, dt, limits);
};

/** The joints brake where the step would bring a part out of the box or too near to another. */
const kept = (rules: Rules, state: GuardState, moved: Moved, dt: Seconds, limits: Set<Limit>): Moved => {
  const fault = placeFault(rules, state.sent, moved.sent);
  if (!fault) return moved;
  limits.add(fault);
  return { ...moved, sent: brake(rules.features.joints, state.sent, dt) };
};
