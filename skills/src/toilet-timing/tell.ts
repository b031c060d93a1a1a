import { type Instant, MINUTE } from "@sakiyomi/core";
import { goneWithin, minutesUntil, type Outlook } from "./outlook.ts";
import type { Settings } from "./settings.ts";
import type { Telling } from "./state.ts";

/**
 * When to tell. Telling too early costs a walk for nothing, waiting costs a void that comes first. So it is told when
 * waiting becomes a risk (the void may come sooner than 5 min before the lead time, `waiting`) and the void is likely within
 * 45 min (`inTime`). Both tuned on simulated people (seeds `training/…`) for most voids told 5 to 30 min before at no
 * more than 0.5, 1.25 and 2.5 false tells a day; the evaluation uses other seeds. A clinician has to approve them before use.
 */
interface Rule {
  readonly waiting: number;
  readonly inTime: number;
}
const rules: Readonly<Record<Settings["tells"], Rule>> = {
  "few-false": { waiting: 0.15, inTime: 0.8 },
  balanced: { waiting: 0.15, inTime: 0.6 },
  "few-missed": { waiting: 0.1, inTime: 0.4 },
};

const BEFORE_LEAD_MIN = 5;
const IN_TIME_MIN = 45;
/** Nobody went by then: told again, while it is still likely. */
const HOLDS_MS = 25 * MINUTE;

export const isHeld = (telling: Telling | null, now: Instant): boolean =>
  telling !== null && now - telling.since < HOLDS_MS;

/** The tell that holds now, or the last one of this fill; null where there was none. */
export function tellingAt(before: Telling | null, outlook: Outlook, settings: Settings, now: Instant): Telling | null {
  if (isHeld(before, now) || (before !== null && !settings.tellsAgain)) return before;
  const rule = rules[settings.tells];
  const isRisk = goneWithin(outlook, settings.leadMin - BEFORE_LEAD_MIN) >= rule.waiting;
  const isInTime = goneWithin(outlook, IN_TIME_MIN) >= rule.inTime;
  if (!isRisk || !isInTime) return before;
  const inMin = (p: number) => now + Math.round(minutesUntil(outlook, p) ?? IN_TIME_MIN) * MINUTE;
  return { attempt: (before?.attempt ?? 0) + 1, since: now, by: inMin(0.5), low: inMin(0.1), high: inMin(0.9) };
}
