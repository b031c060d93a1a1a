import { type Instant, MINUTE } from "@sakiyomi/core";
import { type Belief, carriedTo, type Kidneys, type World } from "./bladder-filter.ts";
import { habitNow, type Learned, rhythmNow } from "./learned.ts";

/** How probably the person will have gone, by each of some times from now. */
export interface Outlook {
  readonly now: Instant;
  /** Minutes from now, rising; the first is 0. */
  readonly minutes: readonly number[];
  readonly gone: readonly number[];
}

/** Close together where a carer decides, wide apart later. */
const MINUTES: readonly number[] = [
  ...Array.from({ length: 19 }, (_, i) => i * 5),
  ...Array.from({ length: 14 }, (_, i) => 105 + i * 15),
  ...Array.from({ length: 14 }, (_, i) => 330 + i * 30),
];

/** Getting up empties many bladders: how often here, and when it was. */
export interface Waking {
  readonly at: Instant | null;
  readonly voids: number;
  readonly mornings: number;
}

/**
 * As they are foretold: what they do beside the expected varies less than what the filter has to follow, and is over
 * sooner, for most of it is the peak of a drink. Tuned with the tell rule, see `tell.ts`.
 */
const AHEAD: Kidneys = { tauMs: 25 * MINUTE, spread: 35 };

/** Whoever goes on waking goes within so long. Project's choice. */
export const AFTER_WAKING_MIN = 25;
/** Before anything is known: every second morning. */
const wakingOften = ({ voids, mornings }: Waking): number => (voids + 1) / (mornings + 2);

export function outlookOf(
  belief: Belief,
  learned: Learned,
  waking: Waking,
  asleep: boolean,
  world: World,
  now: Instant,
): Outlook {
  const start = carriedTo(belief, now, world);
  const goesAt = learned.usual.meanMl + (asleep ? learned.asleepMl : 0);
  const gone: number[] = [];
  let ahead: Belief = { ...start, ee: Math.min(start.ee, AHEAD.spread ** 2) };
  let stays = 1;
  let most = 0;
  for (const [i, minute] of MINUTES.entries()) {
    const at = now + minute * MINUTE;
    const before = MINUTES[i - 1] ?? 0;
    ahead = carriedTo(ahead, at, world, AHEAD);
    stays *= Math.exp(-otherwise(learned, waking, asleep, now + before * MINUTE, at));
    most = Math.max(most, byVolume(start, ahead, learned, goesAt + rhythmNow(learned, at)));
    gone.push(1 - stays * (1 - most));
  }
  return { now, minutes: MINUTES, gone };
}

/** Voids that the volume does not explain, expected from one time to the next. Asleep, nobody goes out of habit. */
function otherwise(learned: Learned, waking: Waking, asleep: boolean, from: Instant, to: Instant): number {
  const middle = (from + to) / 2;
  const minutes = (to - from) / MINUTE;
  return Math.max(asleep ? 0 : habitNow(learned, middle), afterWaking(waking, middle)) * minutes;
}

function afterWaking(waking: Waking, at: Instant): number {
  if (waking.at === null) return 0;
  const since = (at - waking.at) / MINUTE;
  if (since < 0 || since >= AFTER_WAKING_MIN) return 0;
  const often = wakingOften(waking) / AFTER_WAKING_MIN;
  return often / (1 - often * since);
}

/** The volume has reached the one at which the person goes, given that it has not yet. */
function byVolume(start: Belief, ahead: Belief, learned: Learned, goesAt: number): number {
  // What the volume is unsure of now is in the spread already: it was learnt from volumes as unsure.
  const { spreadMl } = learned.usual;
  const spread = Math.sqrt(spreadMl ** 2 + Math.max(0, ahead.vv - start.vv));
  const reached = heavyNormal((ahead.volume - goesAt) / spread);
  const already = heavyNormal((start.volume - goesAt) / spread);
  return already >= 1 ? 1 : Math.max(0, (reached - already) / (1 - already));
}

/** Normal with a tenth of it three times as wide: people surprise. */
const heavyNormal = (z: number): number => 0.9 * normal(z) + 0.1 * normal(z / 3);

/** The normal distribution function (Abramowitz and Stegun 26.2.17 by way of 7.1.26; error below 1.5e-7). */
export function normal(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const upper = (poly * Math.exp(-x * x)) / 2;
  return z > 0 ? 1 - upper : upper;
}

/** How probably the person will have gone so many minutes from now. */
export function goneWithin({ minutes, gone }: Outlook, wanted: number): number {
  const i = minutes.findIndex((minute) => minute >= wanted);
  if (i < 0) return gone.at(-1) ?? 0;
  const [m1, g1] = [minutes[i] ?? 0, gone[i] ?? 0];
  const [m0, g0] = [minutes[i - 1] ?? m1, gone[i - 1] ?? g1];
  return m1 === m0 ? g1 : g0 + ((g1 - g0) * (wanted - m0)) / (m1 - m0);
}

/** The minutes from now by which the person will have gone with probability `p`; null where that is too far off. */
export function minutesUntil({ minutes, gone }: Outlook, p: number): number | null {
  const i = gone.findIndex((share) => share >= p);
  if (i < 0) return null;
  const [m1, g1] = [minutes[i] ?? 0, gone[i] ?? 0];
  const [m0, g0] = [minutes[i - 1] ?? m1, gone[i - 1] ?? 0];
  return g1 === g0 ? m1 : m0 + ((m1 - m0) * (p - g0)) / (g1 - g0);
}
