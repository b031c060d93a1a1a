import type { Observation, Seconds } from "../contract/robot.ts";
import { contactFault, isAnybodyTouched, type Touches } from "./contact.ts";
import type { Rules } from "./settings.ts";
import type { GuardInputs, GuardState, Latch } from "./state.ts";

/** A joint that bears more than this share of its torque is overloaded: sensors and controllers overshoot a little. */
const overload = 1.1;

const torqueFault = ({ features }: Rules, { joints: { torque } }: Observation): string | null => {
  const joint = features.joints.find(({ torque: most }, i) => Math.abs(torque[i] ?? 0) > most * overload);
  return joint ? `${joint.name} bears more than ${joint.torque}` : null;
};

/** How hard the wrists press, as a share of what they may; more than a number can say where a sensor says none. */
export const wristLoad = ({ wrists, features, off }: Rules, { samples }: Observation): number => {
  if (!wrists || off.has("wrist-limit")) return 0;
  let most = 0;
  for (const { name, shape } of features.sensors) {
    if (!name.endsWith("/force") || shape[0] !== 6) continue;
    const data = samples[name]?.data;
    if (!data) continue;
    const [fx = 0, fy = 0, fz = 0, tx = 0, ty = 0, tz = 0] = data;
    const load = Math.max(Math.hypot(fx, fy, fz) / wrists.force, Math.hypot(tx, ty, tz) / wrists.torque);
    most = Number.isNaN(load) ? Number.POSITIVE_INFINITY : Math.max(most, load);
  }
  return most;
};

const isPressedLong = (rules: Rules, since: Seconds | null, load: number, now: Seconds): boolean =>
  load >= 2 || (load >= 1 && since !== null && now - since >= (rules.wrists?.after ?? Number.POSITIVE_INFINITY));

type Reason = Pick<Latch, "limit" | "why" | "givesWay">;

/** Why to stop now; null: no reason. */
const reasonNow = (
  rules: Rules,
  { now, observation, stops, task }: GuardInputs,
  touches: Touches,
  isPressed: boolean,
): Reason | null => {
  const contact = contactFault(rules, touches, now, task);
  if (contact) return { limit: "contact", why: contact, givesWay: true };
  if (isPressed) return { limit: "environment", why: "a wrist presses or pulls too hard", givesWay: true };
  const [stop] = stops;
  if (stop !== undefined) return { limit: "stop-requested", why: `asked for by ${stop}`, givesWay: false };
  const torque = torqueFault(rules, observation);
  return torque ? { limit: "torque", why: torque, givesWay: true } : null;
};

export interface Latched {
  readonly latch: Latch | null;
  readonly pressedSince: Seconds | null;
  readonly released?: { readonly person: string; readonly latch: Latch };
}

/** A stop stays until its reason is gone and a person, by name, has let go of it. */
export const latchAfter = (rules: Rules, state: GuardState, inputs: GuardInputs, touches: Touches): Latched => {
  const { now, release } = inputs;
  const load = wristLoad(rules, inputs.observation);
  const pressedSince = load >= 1 ? (state.pressedSince ?? now) : null;
  const reason = reasonNow(rules, inputs, touches, isPressedLong(rules, pressedSince, load, now));
  const before = state.latch;
  const person = release?.person.trim() ?? "";
  const isLetGo = person !== "" || (release !== null && rules.off.has("named-release")) || rules.off.has("latch");
  if (!reason && !before) return { latch: null, pressedSince };
  if (!reason && before && isLetGo) return { latch: null, pressedSince, released: { person, latch: before } };
  return { latch: joined(before, reason, now, isAnybodyTouched(touches, now)), pressedSince };
};

/** Once it gives way it goes on doing so, whatever else asks for a stop: nobody is pressed again by a second reason. */
const joined = (before: Latch | null, reason: Reason | null, now: Seconds, isTouched: boolean): Latch | null => {
  const one = reason && before?.limit !== reason.limit ? { at: now, ...reason } : before;
  return one && { ...one, givesWay: one.givesWay || before?.givesWay === true || isTouched };
};
