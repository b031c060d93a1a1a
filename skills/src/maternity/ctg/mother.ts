import { found, HZ, type Maybe, notKnown, type Recording } from "./recording.ts";

/**
 * A monitor that hears the mother's heart draws a line that looks like a child's. Where both rates run together it says
 * so ("coincidence", as bedside monitors do; ISUOG and FIGO 2015 ask to record the mother's pulse beside it). The numbers
 * are the project's choice: monitors do not publish theirs.
 */
export interface MotherRules {
  /** Rates so close are the same. */
  readonly bpm: number;
  /** In so much of a minute. */
  readonly share: number;
}
export const usualMother: MotherRules = { bpm: 5, share: 0.8 };
const WINDOW_S = 60;
/** Seconds of a window in which both must be known. */
const LEAST_S = 20;

export interface Coincidence {
  /** Seconds in which both were known. */
  readonly comparedS: number;
  readonly stretches: readonly { readonly fromS: number; readonly untilS: number }[];
  /** Since when the signal has been the mother's, if it is so at the end. */
  readonly sinceS: number | null;
}

export function coincidenceOf({ fhr, mother }: Recording, rules = usualMother): Maybe<Coincidence> {
  if (mother === null) return notKnown("no-mother-pulse");
  const same = everySecond(fhr, mother, rules.bpm);
  const compared = same.reduce((sum, one) => sum + (one >= 0 ? 1 : 0), 0);
  if (compared < LEAST_S) return notKnown("no-mother-pulse");
  const stretches: { fromS: number; untilS: number }[] = [];
  for (let untilS = WINDOW_S; untilS <= same.length; untilS += 5) {
    if (!isTheSame(same.subarray(untilS - WINDOW_S, untilS), rules.share)) continue;
    const last = stretches.at(-1);
    if (last && untilS - WINDOW_S <= last.untilS) last.untilS = untilS;
    else stretches.push({ fromS: untilS - WINDOW_S, untilS });
  }
  const last = stretches.at(-1);
  return found({
    comparedS: compared,
    stretches,
    sinceS: last && last.untilS > same.length - 5 ? last.fromS : null,
  });
}

/** 1 the same, 0 another, -1 not known, once a second. */
function everySecond(fhr: Float64Array, mother: Float64Array, bpm: number): Int8Array {
  return Int8Array.from({ length: Math.floor(fhr.length / HZ) }, (_, s) => {
    const off = Math.abs((fhr[s * HZ] as number) - (mother[s * HZ] as number));
    return Number.isNaN(off) ? -1 : off <= bpm ? 1 : 0;
  });
}

function isTheSame(seconds: Int8Array, share: number): boolean {
  let [known, same] = [0, 0];
  for (const one of seconds) {
    if (one >= 0) known += 1;
    if (one === 1) same += 1;
  }
  return known >= LEAST_S && same >= share * known;
}
