import { type Instant, MINUTE } from "@sakiyomi/core";
import { minutesUntil, type Outlook } from "./outlook.ts";
import type { Foretold, State } from "./state.ts";

/** The interval is to hold four voids in five: a tenth may come before it, a tenth after. */
export const COVERS = 0.8;
const TAIL = (1 - COVERS) / 2;
/** How fast the tails follow what really comes (adaptive conformal inference, Gibbs and Candès, NeurIPS 2021). */
const FOLLOWS = 0.004;
const [LEAST_TAIL, MOST_TAIL] = [0.01, 0.35];
/** Where the tails begin: the outlook alone is a little too careful (tuned with the tell rule, see `tell.ts`). */
export const startingTails: State["tails"] = { low: 0.18, high: 0.18 };
const FORETELLS_EVERY_MS = 15 * MINUTE;
const MOST_FORETOLD = 40;

export interface Span {
  readonly low: Instant;
  readonly at: Instant;
  readonly high: Instant;
}

/** Null where the far end lies further off than can be foretold. */
export function spanOf(outlook: Outlook, tails: State["tails"]): Span | null {
  const [low, middle, high] = [tails.low, 0.5, 1 - tails.high].map((p) => minutesUntil(outlook, p));
  if (low == null || middle == null || high == null) return null;
  const at = (minutes: number) => outlook.now + Math.round(minutes * MINUTE);
  return { low: at(low), at: at(middle), high: at(high) };
}

export function withForetold(foretold: readonly Foretold[], span: Span | null, now: Instant): readonly Foretold[] {
  const last = foretold.at(-1);
  if (span === null || (last !== undefined && now - last.at < FORETELLS_EVERY_MS)) return foretold;
  return [...foretold, { at: now, low: span.low, high: span.high }].slice(-MOST_FORETOLD);
}

/** Holds what was foretold during a fill against when it ended; each tail moves towards one miss in ten. */
export function tailsAfter(tails: State["tails"], foretold: readonly Foretold[], endedAt: Instant): State["tails"] {
  const before = foretold.filter(({ at }) => at <= endedAt);
  const early = before.filter(({ low }) => endedAt < low).length;
  const late = before.filter(({ high }) => endedAt > high).length;
  const moved = (tail: number, missed: number) =>
    Number(Math.min(MOST_TAIL, Math.max(LEAST_TAIL, tail + FOLLOWS * (TAIL * before.length - missed))).toFixed(4));
  return { low: moved(tails.low, early), high: moved(tails.high, late) };
}
