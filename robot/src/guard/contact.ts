import type { Observation, Seconds } from "../contract/robot.ts";
import { forceLimit, isHeadOrNeck, isTouchPlanned, type TouchTask, unplannedHeadForce } from "./regions.ts";
import type { Rules } from "./settings.ts";

interface Touch {
  readonly since: Seconds;
  readonly last: Seconds;
  /** Of all contacts on the region together, N. */
  readonly force: number;
}

/** By body region. */
export type Touches = ReadonlyMap<string, Touch>;

/** A touch that comes back sooner is the same touch: a hand that bounces must not count as new for ever. */
const sameTouch = 0.2;

/** Less is noise of a sensor, N. A default of this project. */
const noise = 0.5;

/** Who is touched now. Contacts of one region add up: the person bears them together. */
export const touchesAfter = (touches: Touches, { contacts }: Observation, now: Seconds): Touches => {
  if (contacts.length === 0 && touches.size === 0) return touches;
  const after = new Map<string, Touch>();
  for (const [region, touch] of touches) if (now - touch.last <= sameTouch) after.set(region, { ...touch, force: 0 });
  for (const { region, force } of contacts) {
    if (force === 0) continue;
    const known = after.get(region);
    after.set(region, { since: known?.since ?? now, last: now, force: (known?.force ?? 0) + Math.abs(force) });
  }
  return after;
};

export const isAnybodyTouched = (touches: Touches, now: Seconds): boolean => {
  for (const { last, force } of touches.values()) if (last === now && !(force < noise)) return true;
  return false;
};

/** The force at which the guard acts on a region that has been touched for some time, N. */
const allowed = (rules: Rules, region: string, lasting: Seconds, task: TouchTask | null): number => {
  const { impact, off } = rules;
  const share = off.has("frail-share") ? 1 : rules.share;
  const transient = lasting < impact.transientFor ? impact.transient : 1;
  // Without this mitigation a region that nobody knows bears what the strongest does.
  const known = off.has("unknown-region") && region === "unknown" ? "thigh" : region;
  const limit = forceLimit(known, share, off.has("task-limit") ? null : task, transient);
  const isSpared = isHeadOrNeck(region) && !isTouchPlanned(region, task) && !off.has("head-and-neck");
  return isSpared ? Math.min(limit, unplannedHeadForce) : limit;
};

/** The strongest reason to give way, in words; null: nobody is touched too hard. */
export const contactFault = (rules: Rules, touches: Touches, now: Seconds, task: TouchTask | null): string | null => {
  if (rules.off.has("contact-limit")) return null;
  for (const [region, { since, last, force }] of touches) {
    const most = allowed(rules, region, now - since, task);
    if (last === now && !(force < most))
      return `${force.toFixed(1)} N on ${region}, where ${most.toFixed(1)} N are allowed`;
  }
  return null;
};
