import type { Command } from "../../contract/robot.ts";
import type { BasePlace } from "../../kinematics/index.ts";

/** Of what is missing, per second. */
const gain = 1.5;
const fastest = 0.35;
const fastestTurn = 0.5;

const limited = (value: number, most: number): number => Math.min(Math.max(value, -most), most);

/** Speeds of a base that goes straight to a place, slower the nearer it is, m/s and rad/s in its own frame. */
export const driveTo = (now: BasePlace, goal: BasePlace): NonNullable<Command["base"]> => {
  const [c, s] = [Math.cos(now.yaw), Math.sin(now.yaw)];
  const [x, y] = [goal.x - now.x, goal.y - now.y];
  const way = Math.hypot(x, y);
  const speed = way > 0 ? Math.min(gain * way, fastest) / way : 0;
  const turn = Math.atan2(Math.sin(goal.yaw - now.yaw), Math.cos(goal.yaw - now.yaw));
  return {
    forward: (c * x + s * y) * speed,
    sideways: (c * y - s * x) * speed,
    turn: limited(gain * turn, fastestTurn),
  };
};

/** Is it there, within m and rad? */
export const hasArrived = (now: BasePlace, goal: BasePlace, within = 0.03, turn = 0.05): boolean =>
  Math.hypot(goal.x - now.x, goal.y - now.y) <= within &&
  Math.abs(Math.atan2(Math.sin(goal.yaw - now.yaw), Math.cos(goal.yaw - now.yaw))) <= turn;
