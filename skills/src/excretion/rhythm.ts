import { DAY, HOUR, type Instant } from "@sakiyomi/core";
import { clockHour } from "../basic-care/care-day.ts";
import type { Push } from "./movements.ts";

/** A person's own rhythm: how long from one movement to the next, and at which hours of the clock. */
export interface Rhythm {
  /** Of the logarithm of hours. */
  readonly mean: number;
  readonly spread: number;
  /** How much likelier than on average, for each hour of the clock. */
  readonly hours: readonly number[];
  readonly intervals: number;
}

/** Until the person's own is known: about a day and a half, anything from half a day to four (project's choice, wide on purpose). */
const USUAL = { meanLog: Math.log(34), spread: 0.6, intervals: 3, spreads: 5 } as const;
/** An entry may be missing in longer ones. */
const LONGEST_H = 7 * 24;
const FADES = 0.97;
/** Most stools come in the morning, after getting up and after meals, few at night (Heaton and others, Gut 1992). */
const USUAL_HOURS = [
  ...[0.2, 0.15, 0.15, 0.15, 0.25, 0.6, 1.6, 2.6, 2.8, 2.3, 1.7, 1.2],
  ...[1, 1, 0.9, 0.8, 0.8, 0.9, 1, 0.9, 0.7, 0.5, 0.4, 0.3],
];
const USUAL_HOURS_COUNT = 5;
/** Hours by which a habit wanders. */
const WANDERS_H = 0.9;

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

export function rhythmOf(movements: readonly Instant[], zone: string): Rhythm {
  const rows = movements.slice(1).map((at, i) => {
    const hours = Math.min(LONGEST_H, Math.max(1, (at - (movements[i] ?? at)) / HOUR));
    return { log: Math.log(hours), w: FADES ** (movements.length - 2 - i) };
  });
  const n = sum(rows.map(({ w }) => w));
  const mean = (USUAL.intervals * USUAL.meanLog + sum(rows.map(({ w, log }) => w * log))) / (USUAL.intervals + n);
  const squares = sum(rows.map(({ w, log }) => w * (log - mean) ** 2));
  const spread = Math.sqrt((USUAL.spreads * USUAL.spread ** 2 + squares) / (USUAL.spreads + n));
  // What is not known of the mean widens the spread.
  return {
    mean,
    spread: spread * Math.sqrt(1 + 1 / (USUAL.intervals + n)),
    hours: hoursOf(movements, zone),
    intervals: rows.length,
  };
}

function hoursOf(movements: readonly Instant[], zone: string): readonly number[] {
  const at = movements.map((one) => clockHour({ zone, dayStartsH: 0 }, one));
  const usual = sum(USUAL_HOURS);
  const shares = USUAL_HOURS.map((weight, hour) => {
    const own = at.map((one) => {
      const off = Math.abs(one - (hour + 0.5));
      return Math.exp(-0.5 * (Math.min(off, 24 - off) / WANDERS_H) ** 2) / (WANDERS_H * Math.sqrt(2 * Math.PI));
    });
    return (USUAL_HOURS_COUNT * (weight / usual) + sum(own)) / (USUAL_HOURS_COUNT + at.length);
  });
  return shares.map((share) => Math.max(0.02, 24 * share));
}

export interface Ahead {
  /** Half hours from now: how probably a movement will have come by the end of each. */
  readonly gone: readonly number[];
  readonly now: Instant;
}

const STEP_MS = HOUR / 2;
const LOOKS_MS = 10 * DAY;
/** However long it has been, some chance is left, and a limit to it: nobody's rhythm is a clock. */
const [LEAST_A_DAY, MOST_AN_HOUR] = [0.15, 2];

/** So little is left: further on nothing changes. */
const OVER = 0.02;

/** Of the logarithm of a Weibull time with shape k: deviation π / (k √6), mean ln(scale) - 0.5772 / k (Euler's constant). */
const [LOG_DEVIATION, EULER] = [Math.PI / Math.sqrt(6), 0.5772];

/** One time in so many is unlike the others, and comes when it comes: no rhythm is a clock. Project's choice. */
const [UNLIKE, UNLIKE_H] = [0.05, 60];

/** That none comes for so long. A Weibull time: the longer it has been, the likelier it comes, as a bowel fills. */
function survives({ mean, spread }: Rhythm, hours: number): number {
  const shape = LOG_DEVIATION / spread;
  const scale = Math.exp(mean + EULER / shape);
  const since = Math.max(0, hours);
  return Math.max(1e-6, (1 - UNLIKE) * Math.exp(-((since / scale) ** shape)) + UNLIKE * Math.exp(-since / UNLIKE_H));
}

/** One in so many movements is never written down. Project's choice. */
const UNWRITTEN = 0.05;

/** How probably the silence since the last movement is one: the longer it is for this person, the rather was one not written down. */
export function isSilence(rhythm: Rhythm, hours: number): number {
  const stays = survives(rhythm, hours);
  return stays / (stays + UNWRITTEN * (1 - stays));
}

/** How probably the next movement will have come by each time of the next ten days. */
export function aheadOf(rhythm: Rhythm, last: Instant, pushes: readonly Push[], zone: string, now: Instant): Ahead {
  const gone: number[] = [];
  const firstHour = clockHour({ zone, dayStartsH: 0 }, now);
  let stays = 1;
  let survived = survives(rhythm, (now - last) / HOUR);
  for (let at = now; at < now + LOOKS_MS && stays > OVER; at += STEP_MS) {
    const survivesOn = survives(rhythm, (at + STEP_MS - last) / HOUR);
    const usual = Math.log(survived / survivesOn) * 2;
    survived = survivesOn;
    const perHour = Math.min(MOST_AN_HOUR, Math.max(LEAST_A_DAY / 24, usual));
    const hour = Math.floor(firstHour + (at - now) / HOUR) % 24;
    const pushed = sum(pushes.filter(({ from, until }) => at >= from && at < until).map((push) => push.perHour));
    stays *= Math.exp(-0.5 * (perHour * (rhythm.hours[hour] ?? 1) + pushed));
    gone.push(1 - stays);
  }
  return { gone, now };
}

/** When a movement will have come with probability p; null where that lies further off. */
export function timeOf({ gone, now }: Ahead, p: number): Instant | null {
  const i = gone.findIndex((share) => share >= p);
  if (i < 0) return null;
  const before = gone[i - 1] ?? 0;
  const there = gone[i] ?? 1;
  return now + Math.round((i + (p - before) / Math.max(1e-9, there - before)) * STEP_MS);
}

export function goneBy({ gone, now }: Ahead, at: Instant): number {
  const steps = (at - now) / STEP_MS;
  if (steps <= 0) return 0;
  const i = Math.min(gone.length - 1, Math.floor(steps));
  const before = gone[i - 1] ?? 0;
  return before + ((gone[i] ?? before) - before) * Math.min(1, steps - i);
}
