import type { Seconds } from "../contract/robot.ts";
import type { Limit } from "./limits.ts";
import type { Room } from "./separation.ts";
import type { Rules } from "./settings.ts";
import type { BaseSpeed } from "./state.ts";
import { still } from "./state.ts";

/** Rounding must not make a step longer than its limit. */
const margin = 1 - 1e-9;

/** The base's speed in the next moment: no faster than how near people are allows, no harder than it can brake. */
export const baseTowards = (
  rules: Rules,
  from: BaseSpeed,
  wanted: BaseSpeed,
  room: Room,
  dt: Seconds,
  limits: Set<Limit>,
): BaseSpeed => {
  const { base } = rules.features;
  if (!base) return still;
  if (rules.off.has("base-limit")) return wanted;
  const most = Math.min(base.speed, room.base);
  const length = Math.hypot(wanted.forward, wanted.sideways);
  const share = length > most ? most / length : 1;
  // The same share of its turning: slow near people is slow in every way.
  const mostTurn = base.turn * (base.speed > 0 ? most / base.speed : 1);
  if (share < 1 || Math.abs(wanted.turn) > mostTurn) limits.add("base-speed");
  const goal = {
    forward: wanted.forward * share,
    sideways: wanted.sideways * share,
    turn: Math.min(Math.max(wanted.turn, -mostTurn), mostTurn),
  };
  const change = base.acceleration * margin * dt;
  const next = within(most, towards(from, goal, change)) ?? towards(from, still, change);
  if (next.forward !== goal.forward || next.sideways !== goal.sideways || next.turn !== goal.turn)
    limits.add("base-acceleration");
  return next;
};

/** null: too fast as yet, so that it brakes before it does anything else. */
const within = (most: number, speed: BaseSpeed): BaseSpeed | null =>
  Math.hypot(speed.forward, speed.sideways) <= most ? speed : null;

/** Along the straight line from one velocity to the other, so that no direction changes harder than another. */
const towards = (from: BaseSpeed, to: BaseSpeed, change: number): BaseSpeed => {
  const [forward, sideways] = [to.forward - from.forward, to.sideways - from.sideways];
  const length = Math.hypot(forward, sideways);
  const share = length > change ? change / length : 1;
  return {
    forward: from.forward + forward * share,
    sideways: from.sideways + sideways * share,
    turn: from.turn + Math.min(Math.max(to.turn - from.turn, -change), change),
  };
};

export const scaled = ({ forward, sideways, turn }: BaseSpeed, by: number): BaseSpeed => ({
  forward: forward * by,
  sideways: sideways * by,
  turn: turn * by,
});
