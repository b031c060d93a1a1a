import type { Maybe } from "./recording.ts";
import type { Variation } from "./variation.ts";

/**
 * The criteria of Dawes and Redman for a recording before labour, as the manual of a monitor lists them (Huntleigh,
 * Sonicaid Team 3, 11.3; J. Pardey et al., Am J Obstet Gynecol 186:1095, 2002). Looked at after 10 min, then every
 * 2 min until 60. "Not met" before 60 min is no result.
 */
export interface DawesRedmanFindings {
  readonly minutes: number;
  readonly weeks: number | null;
  readonly basalBpm: Maybe<number>;
  readonly stvMs: Maybe<number>;
  /** Mean range of each episode of high variation, ms. */
  readonly highMs: readonly number[];
  /** First centile of that range for the week, ms; null: no table at hand. */
  readonly firstCentileMs: number | null;
  readonly lostBeats: readonly number[];
  readonly accelerations: number;
  /** Felt by the mother; null where nobody counts them. */
  readonly movements: number | null;
  readonly hasSinusoid: boolean;
  /** At the end a deceleration goes on, or nothing is heard. */
  readonly endsBadly: boolean;
}

export type CriterionName =
  | "high-variation"
  | "decelerations"
  | "basal-rate"
  | "movement"
  | "sinusoid"
  | "short-term-variation"
  | "end";
export interface Criterion {
  readonly name: CriterionName;
  readonly is: "met" | "failed" | "unknown";
}
/** What a reader has to know beside a verdict. */
export type Caution = "no-centile-table" | "no-acceleration" | "week-unknown";

export interface DawesRedman {
  /** `not-yet`: some criterion is not met, or not known, and the hour is not over. */
  readonly verdict: "too-short" | "not-yet" | "met" | "not-met" | "unknown";
  /** The minute that the verdict is of. */
  readonly minute: number;
  readonly criteria: readonly Criterion[];
  readonly cautions: readonly Caution[];
}

export const FIRST_LOOK_MIN = 10;
export const EVERY_MIN = 2;
export const LAST_LOOK_MIN = 60;
export const BASAL_BPM = { least: 116, most: 160 } as const;
export const STV_MS = 3;
export const LOST_BEATS = { upTo30Min: 20, after30Min: 100 } as const;
export const LEAST_ACCELERATIONS = 3;
/** It is used from 26 weeks on (manual of the same maker). */
export const FROM_WEEKS = 26;

/** The last minute at which the rule looks, given so many minutes; null before the first. */
export function lookAt(minutes: number): number | null {
  if (!(minutes >= FIRST_LOOK_MIN)) return null;
  const looks = Math.floor((Math.min(minutes, LAST_LOOK_MIN) - FIRST_LOOK_MIN) / EVERY_MIN);
  return FIRST_LOOK_MIN + looks * EVERY_MIN;
}

export function dawesRedmanOf(findings: DawesRedmanFindings): DawesRedman {
  const minute = lookAt(findings.minutes);
  if (minute === null) return { verdict: "too-short", minute: 0, criteria: [], cautions: [] };
  const criteria = criteriaOf(findings);
  return { verdict: verdictOf(criteria, minute), minute, criteria, cautions: cautionsOf(findings) };
}

function verdictOf(criteria: readonly Criterion[], minute: number): DawesRedman["verdict"] {
  if (criteria.every(({ is }) => is === "met")) return "met";
  if (minute < LAST_LOOK_MIN) return "not-yet";
  return criteria.some(({ is }) => is === "failed") ? "not-met" : "unknown";
}

const judged = (name: CriterionName, isMet: boolean | null): Criterion => ({
  name,
  is: isMet === null ? "unknown" : isMet ? "met" : "failed",
});

function criteriaOf(f: DawesRedmanFindings): readonly Criterion[] {
  const basal = f.basalBpm.known ? f.basalBpm.value : null;
  const mostLost = f.minutes > 30 ? LOST_BEATS.after30Min : LOST_BEATS.upTo30Min;
  return [
    judged("high-variation", f.basalBpm.known ? f.highMs.some((ms) => ms > (f.firstCentileMs ?? 0)) : null),
    judged("decelerations", f.basalBpm.known ? f.lostBeats.every((beats) => beats <= mostLost) : null),
    judged("basal-rate", basal === null ? null : basal >= BASAL_BPM.least && basal <= BASAL_BPM.most),
    judged("movement", movement(f)),
    judged("sinusoid", f.basalBpm.known ? !f.hasSinusoid : null),
    judged("short-term-variation", f.stvMs.known ? f.stvMs.value >= STV_MS : null),
    judged("end", !f.endsBadly),
  ];
}

/** "At least one fetal movement or three accelerations". */
function movement({ movements, accelerations, basalBpm }: DawesRedmanFindings): boolean | null {
  if ((movements ?? 0) >= 1 || accelerations >= LEAST_ACCELERATIONS) return true;
  return movements === null || !basalBpm.known ? null : false;
}

/** The maker also asks for one acceleration, or for many movements together with a centile that is not published. */
const cautionsOf = (f: DawesRedmanFindings): readonly Caution[] => [
  ...(f.firstCentileMs === null ? ["no-centile-table" as const] : []),
  ...(f.accelerations === 0 ? ["no-acceleration" as const] : []),
  ...(f.weeks === null ? ["week-unknown" as const] : []),
];

/** From the measures of a recording. */
export const highMsOf = ({ high }: Variation): readonly number[] => high.map(({ ms }) => ms);
