import { DAY, HOUR, type Instant } from "@sakiyomi/core";
import { isLeak, isLoose } from "./movements.ts";
import type { Settings } from "./settings.ts";
import type { State } from "./state.ts";

/** What the last days look like; described, not diagnosed. */
export interface Patterns {
  /** Loose stools within 24 h, where they are as many as diarrhoea needs; 0 otherwise. */
  readonly loose: number;
  /** Loose leaks within 48 h after days without a movement: think of impaction. */
  readonly leaksWithoutMovement: number;
  readonly daysSince: number | null;
  /** Hours since the last void, where that is unusual. */
  readonly noVoidH: number | null;
}

/** Loose leaks past a full rectum are taken for diarrhoea, and the wrong treatment follows (NICE CG49, faecal incontinence). */
const [LEAKS, LEAKS_MS] = [2, 48 * HOUR];
/** Voids are charted regularly: at least so many on each of the last days. */
const [CHARTED_A_DAY, CHARTED_DAYS] = [3, 4];

export function patternsOf(state: State, last: Instant | null, settings: Settings, now: Instant): Patterns {
  const within = (ms: number) => state.stools.filter(({ at }) => now - at < ms && at <= now);
  const days = last === null ? null : (now - last) / DAY;
  const leaks = within(LEAKS_MS).filter(isLeak).length;
  const firstHeard = state.stools[0]?.at ?? now;
  // Where no movement was ever charted, what was charted first tells how long that has been so.
  const without = days ?? (now - firstHeard) / DAY;
  const isImpacted = leaks >= LEAKS && without >= settings.noStoolDays;
  const loose = within(DAY).filter(isLoose).length;
  return {
    loose: loose >= settings.looseADay && !isImpacted ? loose : 0,
    leaksWithoutMovement: isImpacted ? leaks : 0,
    daysSince: days,
    noVoidH: noVoidOf(state, settings, now),
  };
}

function noVoidOf({ voids }: State, { noVoidH }: Settings, now: Instant): number | null {
  const last = voids.at(-1);
  if (last === undefined || now - last.at < noVoidH * HOUR || now - last.at > 2 * DAY) return null;
  const isRegular = Array.from({ length: CHARTED_DAYS }, (_, n) => {
    const [from, to] = [last.at - (n + 1) * DAY, last.at - n * DAY];
    return voids.filter(({ at }) => at > from && at <= to).length >= CHARTED_A_DAY;
  }).every(Boolean);
  return isRegular ? (now - last.at) / HOUR : null;
}
