import { HOUR, type Instant } from "@sakiyomi/core";
import type { Laxative, Stool, Way } from "./state.ts";

/** Stools so close together are one movement. Project's choice. */
const ONE_MOVEMENT_MS = 3 * HOUR;
export const LOOSE = 6;

export const isLoose = ({ bristol }: Stool): boolean => bristol !== null && bristol >= LOOSE;
/** A little that is lost, loose, does not empty the bowel. */
export const isLeak = (stool: Stool): boolean => isLoose(stool) && (stool.leaked || stool.small);

/** When the bowel was emptied: stools that were more than a leak, close ones as one. */
export function movementsOf(stools: readonly Stool[]): readonly Instant[] {
  const times: Instant[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const stool of stools) {
    if (isLeak(stool)) continue;
    if (stool.at - last > ONE_MOVEMENT_MS) times.push(stool.at);
    last = stool.at;
  }
  return times;
}

interface Effect {
  readonly fromH: number;
  readonly untilH: number;
  /** How often it works in that time, until it is known of this person. */
  readonly works: number;
  /** Nothing came by then: a nurse looks. */
  readonly lookH: number;
}

/**
 * When a laxative works: bisacodyl and sennosides by mouth 6 to 12 h, a bisacodyl suppository 15 to 60 min, an enema within the
 * hour (product information). Osmotic ones by mouth take days, and are not told apart by their name. How often they work, and when
 * a nurse looks, are the project's choice; a clinician has to approve them.
 */
export const effects: Readonly<Record<Way, Effect>> = {
  oral: { fromH: 5, untilH: 14, works: 0.6, lookH: 24 },
  suppository: { fromH: 0.1, untilH: 2, works: 0.75, lookH: 3 },
  enema: { fromH: 0, untilH: 1.5, works: 0.85, lookH: 2 },
};

/** So many doses count what is usual. */
const USUAL_DOSES = 4;

export interface Known {
  readonly doses: number;
  readonly worked: number;
  /** Hours until the stool, the middle one; null of fewer than three. */
  readonly afterH: number | null;
}

/** What this person's laxatives of one way did before. */
export function workedOf(way: Way, laxatives: readonly Laxative[], movements: readonly Instant[], now: Instant): Known {
  const { lookH } = effects[way];
  const over = laxatives.filter((one) => one.way === way && now - one.at > lookH * HOUR);
  const lags = over.flatMap(({ at }) => {
    const moved = movements.find((one) => one > at && one <= at + lookH * HOUR);
    return moved === undefined ? [] : [(moved - at) / HOUR];
  });
  lags.sort((a, b) => a - b);
  return {
    doses: over.length,
    worked: lags.length,
    afterH: lags.length < 3 ? null : (lags[Math.floor((lags.length - 1) / 2)] ?? null),
  };
}

/** A laxative that may still work, as chance an hour from one time to another. */
export interface Push {
  readonly from: Instant;
  readonly until: Instant;
  readonly perHour: number;
}

export function pushesOf(laxatives: readonly Laxative[], movements: readonly Instant[], now: Instant): readonly Push[] {
  const last = movements.at(-1) ?? Number.NEGATIVE_INFINITY;
  return laxatives.flatMap(({ at, way }): readonly Push[] => {
    const { fromH, untilH, works } = effects[way];
    if (at <= last || now > at + untilH * HOUR) return [];
    const { doses, worked } = workedOf(way, laxatives, movements, now);
    const often = Math.min(0.95, (USUAL_DOSES * works + worked) / (USUAL_DOSES + doses));
    return [{ from: at + fromH * HOUR, until: at + untilH * HOUR, perHour: -Math.log(1 - often) / (untilH - fromH) }];
  });
}
