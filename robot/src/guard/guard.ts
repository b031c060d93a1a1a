import type { Observation, Seconds } from "../contract/robot.ts";
import { isAnybodyTouched, touchesAfter } from "./contact.ts";
import { latchAfter } from "./latch.ts";
import type { Limit } from "./limits.ts";
import { loosened } from "./loosened.ts";
import { nothingOff, type Off } from "./mitigations.ts";
import type { Motion } from "./motion.ts";
import { sending } from "./send.ts";
import { roomFor } from "./separation.ts";
import type { GuardSettings, Rules } from "./settings.ts";
import { type Guarded, type GuardInputs, type GuardState, moving, resting, still } from "./state.ts";
import { faultOf, isFresh } from "./told.ts";

export type { Limit } from "./limits.ts";
export { type GuardSettings, guardDefaults } from "./settings.ts";
export { type Guarded, type GuardInputs, type GuardState, guardStart, type Latch } from "./state.ts";

/**
 * One step of the guard, which stands between every policy and every robot. Pure: what it knows is `state`, and what
 * leaves it is within every limit, whatever it is told.
 */
export const guardStep = (settings: GuardSettings, state: GuardState, inputs: GuardInputs): Guarded =>
  guardStepWithout(nothingOff, settings, state, inputs);

/** The same with mitigations switched off: only for proving that each of them is needed. */
export const guardStepWithout = (
  off: Off,
  settings: GuardSettings,
  state: GuardState,
  inputs: GuardInputs,
): Guarded => {
  const rules: Rules = { ...loosened(settings, off), off };
  const { now, command, observation } = inputs;
  const limits = new Set<Limit>();
  if (!(now > state.at) && !off.has("clock-check")) return { state, command: null, limits: limits.add("clock") };
  const fault = command ? faultOf(rules, state, command, now) : null;
  if (fault) limits.add(fault);
  const newest = command && !fault ? command : state.target;
  const target = newest && (isFresh(rules, newest, now) || off.has("watchdog")) ? newest : null;
  const touches = touchesAfter(state.touches, observation, now);
  const { latch, pressedSince, released } = latchAfter(rules, state, inputs, touches);
  if (latch) limits.add(latch.limit).add("latched");
  const next = { ...state, at: now, target, latch, touches, pressedSince };
  const dt = Math.min(now - state.at, settings.period);
  const guarded = stepped(rules, next, inputs, dt, limits);
  return released ? { ...guarded, released } : guarded;
};

const isBlindTo = (rules: Rules, { joints: { at, position } }: Observation, now: Seconds): boolean =>
  !(now - at <= rules.watchdog && position.every(Number.isFinite)) && !rules.off.has("observation-age");

const stepped = (rules: Rules, state: GuardState, inputs: GuardInputs, dt: Seconds, limits: Set<Limit>): Guarded => {
  const { observation, now, task } = inputs;
  const isBlind = isBlindTo(rules, observation, now);
  if (isBlind) limits.add("observation-stale");
  const target = isBlind || state.latch ? null : state.target;
  if (!target && !state.latch) limits.add("watchdog");
  const stood = stoodAt(rules, state, observation, isBlind);
  if (!target && givesWay(rules, state, isBlind, now)) return yielding(rules, { ...state, stood }, observation, limits);
  const slow = shareOf(inputs.slow);
  if (slow < 1) limits.add("slowed-down");
  const room = roomFor(rules, observation, now, task, slow);
  return sending(rules, { ...state, stood }, target, { observation, room, dt, limits });
};

const shareOf = (slow = 1): number => (slow >= 0 ? Math.min(slow, 1) : 0);

/** Where arms are that gave way or follow a spring, as far as anybody knows; null: they are where they were sent. */
const stoodAt = (
  { features }: Rules,
  { stiffness, hands, stood }: GuardState,
  observation: Observation,
  isBlind: boolean,
): Motion | null => {
  if (stiffness > 0 && hands.length === 0) return null;
  return isBlind ? stood : moving(features, observation);
};

/** Touching somebody, stopping is giving way. What gave way is not held again while nobody knows where it is. */
const givesWay = ({ off }: Rules, { latch, touches, stiffness }: GuardState, isBlind: boolean, now: Seconds): boolean =>
  !off.has("yielding") && (latch?.givesWay === true || isAnybodyTouched(touches, now) || (isBlind && stiffness === 0));

/** The joints follow what pushes them; the base stands at once, as hard as it can. */
const yielding = (rules: Rules, state: GuardState, observation: Observation, limits: Set<Limit>): Guarded => {
  const isBlind = limits.has("observation-stale");
  const sent = isBlind ? (state.stood ?? state.sent) : resting(rules.features, observation);
  const command = {
    at: state.at,
    expires: state.at + rules.watchdog,
    position: sent.position.slice(),
    base: still,
    stiffness: 0,
  };
  return { state: { ...state, sent, base: still, stiffness: 0, hands: [], stood: sent }, command, limits };
};
