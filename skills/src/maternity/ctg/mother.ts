import { everySecond, found, type Maybe, notKnown, type Recording } from "./recording.ts";
import { runsWhere } from "./runs.ts";

/**
 * A monitor that hears the mother's heart draws a line that looks like a child's. Where both rates run together it says
 * so ("coincidence", as bedside monitors do; FIGO 2015 asks to hold the mother's pulse beside it). The numbers are the
 * project's choice: monitors do not publish theirs.
 *
 * Hazard: a child whose heart has slowed to the mother's rate looks the same. A heart slows within seconds, a monitor
 * jumps, or goes over a gap: only such a stretch is taken for the mother's. One that was glided into stays the child's,
 * and is told as unsure.
 */
export interface MotherRules {
  /** Rates so close are the same. */
  readonly bpm: number;
  /** In so much of a minute. */
  readonly share: number;
}
export const usualMother: MotherRules = { bpm: 5, share: 0.8 };
const WINDOW_S = 60;
const STEP_S = 5;
/** Seconds of a window in which both must be known. */
const LEAST_S = 20;
/** From one heard second to the next no heart changes by more; looked for so long before. */
const JUMP_BPM = 20;
const ENTRY_S = 15;

export interface MotherStretch {
  readonly fromS: number;
  readonly untilS: number;
  /** False: the rate glided to the mother's; it may as well be the child's. */
  readonly isSure: boolean;
}
export interface Coincidence {
  /** Seconds in which both were known. */
  readonly comparedS: number;
  readonly stretches: readonly MotherStretch[];
  /** The one that lasts until now. */
  readonly now: MotherStretch | null;
}

export const coincidenceOf = ({ fhr, mother }: Recording, rules = usualMother): Maybe<Coincidence> =>
  mother === null ? notKnown("no-mother-pulse") : coincidenceIn(everySecond(fhr), everySecond(mother), rules);

/** The same of rates that are given once a second. */
export function coincidenceIn(child: Float64Array, mother: Float64Array, rules = usualMother): Maybe<Coincidence> {
  const same = compared(child, mother, rules.bpm);
  const comparedS = same.reduce((sum, one) => sum + (one >= 0 ? 1 : 0), 0);
  if (comparedS < LEAST_S) return notKnown("no-mother-pulse");
  const windows = Math.max(0, Math.floor((same.length - WINDOW_S) / STEP_S) + 1);
  // Counted from the end, so that the newest window ends now.
  const begin = (window: number) => same.length - WINDOW_S - (windows - 1 - window) * STEP_S;
  const stretches = runsWhere(windows, (window) => isTheSame(same, begin(window), rules.share)).map((run) =>
    stretchOf(child, same, begin(run.from), begin(run.until - 1) + WINDOW_S),
  );
  const last = stretches.at(-1);
  const lasts = last !== undefined && windows > 0 && isTheSame(same, begin(windows - 1), rules.share);
  return found({ comparedS, stretches, now: lasts ? last : null });
}

/** 1 the same, 0 another, -1 not known. */
const compared = (child: Float64Array, mother: Float64Array, bpm: number): Int8Array =>
  Int8Array.from(child, (rate, s) => {
    const off = Math.abs(rate - (mother[s] as number));
    return Number.isNaN(off) ? -1 : off <= bpm ? 1 : 0;
  });

function isTheSame(same: Int8Array, from: number, share: number): boolean {
  let [known, equal] = [0, 0];
  for (let s = from; s < from + WINDOW_S; s++) {
    if ((same[s] as number) >= 0) known += 1;
    if (same[s] === 1) equal += 1;
  }
  return known >= LEAST_S && equal >= share * known;
}

function stretchOf(child: Float64Array, same: Int8Array, from: number, until: number): MotherStretch {
  const fromS = Math.max(from, same.indexOf(1, from));
  const lastSame = same.lastIndexOf(1, until - 1);
  return { fromS, untilS: Math.max(fromS, lastSame) + 1, isSure: jumpedInto(child, fromS) };
}

/** Over a jump, a gap, or at the very beginning. */
function jumpedInto(child: Float64Array, fromS: number): boolean {
  if (fromS < ENTRY_S) return true;
  for (let s = fromS - ENTRY_S + 1; s <= fromS + 2; s++) {
    const change = Math.abs((child[s] as number) - (child[s - 1] as number));
    if (!(change <= JUMP_BPM)) return true;
  }
  return false;
}
