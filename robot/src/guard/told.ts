import type { RobotFeatures } from "../contract/features.ts";
import type { Command, HandTarget, Seconds } from "../contract/robot.ts";
import type { Limit } from "./limits.ts";
import type { Rules } from "./settings.ts";
import type { GuardState } from "./state.ts";

const areFinite = (values: ArrayLike<number>): boolean => {
  for (let i = 0; i < values.length; i += 1) if (!Number.isFinite(values[i])) return false;
  return true;
};

/** How far from 1 a quaternion's length may be: what single precision leaves. */
const unitError = 1e-3;

const handShape = ({ links }: RobotFeatures, { link, at, turn, push }: HandTarget): boolean =>
  links[link]?.isTool === true && at?.length === 3 && turn?.length === 4 && (push === undefined || push.length === 3);

const handNumbers = ({ at, turn, stiffness, turning, force, push }: HandTarget): boolean =>
  [at, turn, [stiffness, turning, force], push ?? []].every(areFinite) &&
  Math.min(stiffness, turning, force) >= 0 &&
  Math.abs(Math.hypot(...turn) - 1) <= unitError;

const handsFault = (rules: Rules, hands: readonly HandTarget[]): Limit | null => {
  if (hands.length === 0) return null;
  const isTwice = new Set(hands.map(({ link }) => link)).size !== hands.length;
  if (isTwice || !hands.every((hand) => handShape(rules.features, hand))) return "shape";
  return hands.every(handNumbers) ? null : "not-a-number";
};

const shapeFault = ({ features: { joints } }: Rules, { position, velocity, torque }: Command): Limit | null => {
  const isOther = (vector: Float64Array | undefined): boolean => !!vector && vector.length !== joints.length;
  return position?.length !== joints.length || isOther(velocity) || isOther(torque) ? "shape" : null;
};

const none: readonly number[] = [];

const numbersFault = ({ position, velocity, torque, base, stiffness = 1 }: Command): Limit | null => {
  const rest = base ? [stiffness, base.forward, base.sideways, base.turn] : [stiffness];
  const areGood = areFinite(rest) && areFinite(position) && areFinite(velocity ?? none) && areFinite(torque ?? none);
  return areGood ? null : "not-a-number";
};

const timeFault = (rules: Rules, state: GuardState, { at, expires }: Command, now: Seconds): Limit | null => {
  const { off } = rules;
  if (!areFinite([at, expires])) return "not-a-number";
  if (at > now + rules.period) return "clock";
  if (!isFresh(rules, { at, expires }, now)) return "stale";
  return state.target && at < state.target.at && !off.has("order") ? "out-of-order" : null;
};

export const isFresh = (rules: Rules, { at, expires }: Pick<Command, "at" | "expires">, now: Seconds): boolean =>
  rules.off.has("staleness") || (expires > now && now - at <= 2 * rules.commandPeriod);

/** Why a command cannot be taken; null: it can. */
export const faultOf = (rules: Rules, state: GuardState, command: Command, now: Seconds): Limit | null => {
  const { off } = rules;
  const shape = off.has("shape-check") ? null : shapeFault(rules, command);
  if (shape) return shape;
  const numbers = off.has("finite-numbers") ? null : (numbersFault(command) ?? handsFault(rules, command.hands ?? []));
  return numbers ?? timeFault(rules, state, command, now);
};
