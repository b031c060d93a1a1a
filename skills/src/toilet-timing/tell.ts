import { type Instant, MINUTE } from "@sakiyomi/core";
import { goneWithin, minutesUntil, type Outlook } from "./outlook.ts";
import type { Settings } from "./settings.ts";
import type { Telling } from "./state.ts";

/**
 * When to tell. Waiting costs a void that comes first; telling too early costs a walk for nothing. So it is told when the
 * void is likely enough within lead time + 15 min, and very likely within 45 min. Both tuned on simulated people whose
 * seeds the evaluation does not use (`sakiyomi evaluate toilet-timing`); a clinician has to approve them before use.
 */
interface Rule {
  readonly soon: number;
  readonly inTime: number;
}
const rules: Readonly<Record<Settings["tells"], Rule>> = {
  "few-false": { soon: 0.2, inTime: 0.85 },
  balanced: { soon: 0.5, inTime: 0.65 },
  "few-missed": { soon: 0.4, inTime: 0.4 },
};

const SOON_MIN = 15;
const IN_TIME_MIN = 45;
/** Nobody went by then: told again, while it is still likely. */
const HOLDS_MS = 25 * MINUTE;

export const isHeld = (telling: Telling | null, now: Instant): boolean =>
  telling !== null && now - telling.since < HOLDS_MS;

/** The tell that holds now, or the last one of this fill; null where there was none. */
export function tellingAt(before: Telling | null, outlook: Outlook, settings: Settings, now: Instant): Telling | null {
  if (isHeld(before, now) || (before !== null && !settings.tellsAgain)) return before;
  const rule = rules[settings.tells];
  const isSoon = goneWithin(outlook, settings.leadMin + SOON_MIN) >= rule.soon;
  const isInTime = goneWithin(outlook, IN_TIME_MIN) >= rule.inTime;
  if (!isSoon || !isInTime) return before;
  const inMin = (p: number) => now + Math.round(minutesUntil(outlook, p) ?? IN_TIME_MIN) * MINUTE;
  return { attempt: (before?.attempt ?? 0) + 1, since: now, by: inMin(0.5), low: inMin(0.1), high: inMin(0.9) };
}
