import { DAY, type Instant } from "@sakiyomi/core";

/** One fill that has ended: when, how full (mL in the sensor's measure), and how far it is to be trusted (0 to 1). */
export interface Fill {
  readonly at: Instant;
  readonly ml: number;
  readonly trust: number;
  /** It ended at night: asleep, a fuller bladder is borne. */
  readonly asleep: boolean;
}

/** At which volume this person goes, learnt from the fills so far. */
export interface Usual {
  readonly meanMl: number;
  /** From one fill to the next. */
  readonly spreadMl: number;
  /** Of how many fills, weighted, it is known. */
  readonly fills: number;
  /** The share of voids that the volume explains; the others come of habit or sudden urgency. */
  readonly explained: number;
  /** For each fill, how probably the volume explains it. */
  readonly shares: readonly number[];
}

/** Between people: urgency at 200 to 400 mL, so a deviation of about 60 (docs/clinical-ranges.md, bladder). */
const BETWEEN_PEOPLE_ML = 60;
/**
 * Within a person, until more is known: a repeat cystometry had a 95 % interval of ±57 mL, so a deviation of 29
 * (Homma 2000, PubMed 11111184), weeks apart; from fill to fill a little less. As if it had been seen in so many fills.
 */
const WITHIN_ML = 25;
const WITHIN_COUNTS = 4;
/** A fill counts half after so long: people change. */
export const HALF_LIFE_MS = 14 * DAY;
const EXPLAINED_AT_FIRST = 0.85;
const ROUNDS = 6;

/** Mean and spread of the volumes that end a fill; what does not fit (habit, urgency) weighs less. Shrunk while few. */
export function usualOf(fills: readonly Fill[], priorMl: number, now: Instant): Usual {
  const weights = fills.map(({ at, trust }) => trust * 0.5 ** ((now - at) / HALF_LIFE_MS));
  let [mean, spread, explained] = [priorMl, BETWEEN_PEOPLE_ML, EXPLAINED_AT_FIRST];
  let shares: readonly number[] = fills.map(() => EXPLAINED_AT_FIRST);
  let count = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const each = fills.map((_, i) => (weights[i] ?? 0) * (shares[i] ?? 0));
    count = each.reduce((a, b) => a + b, 0);
    const sum = fills.reduce((a, { ml }, i) => a + (each[i] ?? 0) * ml, 0);
    const pull = spread ** 2 / BETWEEN_PEOPLE_ML ** 2;
    mean = (sum + pull * priorMl) / (count + pull);
    const squares = fills.reduce((a, { ml }, i) => a + (each[i] ?? 0) * (ml - mean) ** 2, 0);
    spread = Math.sqrt((squares + WITHIN_COUNTS * WITHIN_ML ** 2) / (count + WITHIN_COUNTS));
    const all = weights.reduce((a, b) => a + b, 0);
    explained = (count + 10 * EXPLAINED_AT_FIRST) / (all + 10);
    shares = fills.map(({ ml }) => shareOf(ml, mean, spread, explained));
  }
  return { meanMl: mean, spreadMl: spread, fills: count, explained, shares };
}

/** The volume explains it, or something else that may happen at any volume up to one and a half times the usual. */
function shareOf(ml: number, mean: number, spread: number, explained: number): number {
  const byVolume = (explained / (spread * Math.sqrt(2 * Math.PI))) * Math.exp(-((ml - mean) ** 2) / (2 * spread ** 2));
  const otherwise = (1 - explained) / (1.5 * mean);
  return byVolume / (byVolume + otherwise);
}
