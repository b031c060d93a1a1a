import {
  type Acceleration,
  accelerationRules,
  accelerationsOf,
  type Deceleration,
  decelerationsOf,
} from "./changes.ts";
import { type Contraction, contractionsOf, tachysystole, type usualContractions } from "./contractions.ts";
import { type DawesRedman, dawesRedmanOf, highMsOf } from "./dawes-redman.ts";
import { type FigoClass, figoOf } from "./figo.ts";
import { figoFindings, nichdFindings } from "./findings.ts";
import type { Quality } from "./heard.ts";
import { type Jsog, jsogOf } from "./jsog.ts";
import { type Coincidence, coincidenceOf, type usualMother } from "./mother.ts";
import { type NichdCategory, nichdOf } from "./nichd.ts";
import { cut, found, HZ, type Maybe, notKnown, type Recording } from "./recording.ts";
import { type Sinusoid, sinusoidsOf } from "./sinusoid.ts";
import { type Trace, traceOf } from "./trace.ts";
import {
  bandwidthOver,
  bandwidths,
  baselineOver,
  ofLastSection,
  SECTION_S,
  type VariabilityClass,
  variabilityClass,
} from "./variability.ts";
import { type Variation, variationOf } from "./variation.ts";

export interface Circumstances {
  /** Completed weeks; null where no expected date is known. */
  readonly weeks: number | null;
  /** Null where it is not known. */
  readonly fetuses: number | null;
  readonly inLabour: boolean;
  /** Movements that the mother felt during the recording; null where nobody counted. */
  readonly movements: number | null;
  /** First centile of the range of high variation for the week, ms; null where no table is at hand. */
  readonly firstCentileMs: number | null;
  readonly contractionRules?: typeof usualContractions;
  readonly motherRules?: typeof usualMother;
}
export const unknownCircumstances: Circumstances = {
  weeks: null,
  fetuses: null,
  inLabour: false,
  movements: null,
  firstCentileMs: null,
};

export interface Analysis {
  readonly seconds: number;
  readonly quality: Quality;
  readonly mother: Maybe<Coincidence>;
  /** Over the last ten minutes, /min. */
  readonly baselineBpm: Maybe<number>;
  /** Mean rate outside of accelerations and decelerations over the whole recording: what Dawes and Redman call basal. */
  readonly basalBpm: Maybe<number>;
  /** Bandwidth of each minute, /min, NaN where it cannot be measured; and the mean over the last ten. */
  readonly bandwidths: Float64Array;
  readonly variabilityBpm: Maybe<number>;
  readonly variability: Maybe<VariabilityClass>;
  readonly accelerations: readonly Acceleration[];
  readonly decelerations: readonly Deceleration[];
  readonly contractions: Maybe<readonly Contraction[]>;
  /** More than five contractions in ten minutes over the last thirty; null where not known. */
  readonly isTachysystole: boolean | null;
  readonly sinusoids: readonly Sinusoid[];
  readonly variation: Variation;
  readonly dawesRedman: Maybe<DawesRedman>;
  readonly jsog: Maybe<Jsog>;
  readonly figo: Maybe<FigoClass>;
  readonly nichd: Maybe<NichdCategory>;
  /** The baseline for a drawing, /min, 4 a second. */
  readonly base: Float64Array | null;
}

export function analyse(recording: Recording, about: Circumstances = unknownCircumstances): Analysis {
  const mother = coincidenceOf(recording, about.motherRules);
  const trace = traceOf(withoutMother(recording, mother));
  const contractions = contractionsOf(recording.toco, about.contractionRules);
  const accelerations = accelerationsOf(trace, accelerationRules(about.weeks));
  const decelerations = decelerationsOf(trace, contractions);
  const minutes = bandwidths(trace, accelerations, decelerations);
  const changes = [...accelerations, ...decelerations];
  const baselineBpm = ofLastSection(trace.seconds, (from, until) => baselineOver(trace, changes, from, until));
  const variabilityBpm = ofLastSection(trace.seconds, (from, until) => bandwidthOver(minutes, from / 60, until / 60));
  const parts: Parts = {
    trace,
    mother,
    contractions,
    accelerations,
    decelerations,
    baselineBpm,
    basalBpm: baselineOver(trace, changes, 0, trace.seconds),
    variability: variabilityBpm.known ? found(variabilityClass(variabilityBpm.value)) : variabilityBpm,
    variabilityBpm,
    bandwidths: minutes,
    sinusoids: sinusoidsOf(trace),
    variation: variationOf(trace),
  };
  return { ...measures(parts), ...classes(parts, about) };
}

export interface Parts
  extends Pick<
    Analysis,
    | "mother"
    | "contractions"
    | "accelerations"
    | "decelerations"
    | "baselineBpm"
    | "basalBpm"
    | "variability"
    | "variabilityBpm"
    | "bandwidths"
    | "sinusoids"
    | "variation"
  > {
  readonly trace: Trace;
}

/** Where the signal was the mother's, the child was not heard. */
function withoutMother(recording: Recording, mother: Maybe<Coincidence>): Recording {
  const sure = mother.known ? mother.value.stretches.filter(({ isSure }) => isSure) : [];
  if (sure.length === 0) return recording;
  const fhr = recording.fhr.slice();
  for (const { fromS, untilS } of sure) fhr.fill(Number.NaN, fromS * HZ, untilS * HZ);
  return { ...recording, fhr };
}

function measures({ trace, ...parts }: Parts) {
  const { contractions } = parts;
  return {
    ...parts,
    seconds: trace.seconds,
    quality: trace.heard.quality,
    base: trace.base,
    isTachysystole: contractions.known ? tachysystole(contractions.value, trace.seconds) : null,
  };
}

function classes(parts: Parts, about: Circumstances) {
  const { trace, mother } = parts;
  const notLabour = about.inLabour ? null : notKnown("not-in-labour");
  // Whose heart it is comes first: of the mother's nothing is said about the child.
  const isMothers = mother.known && mother.value.now?.isSure ? notKnown("signal-of-mother") : null;
  return {
    dawesRedman: isMothers ?? whyNoDawesRedman(about) ?? found(dawesRedman(parts, about)),
    jsog: isMothers ?? jsogOf(lastSection(parts, trace.seconds)),
    figo: notLabour ?? isMothers ?? figoOf(figoFindings(parts)),
    nichd: notLabour ?? isMothers ?? nichdOf(nichdFindings(parts)),
  };
}

function whyNoDawesRedman({ inLabour, weeks, fetuses }: Circumstances) {
  if (inLabour) return notKnown("in-labour");
  if (weeks !== null && weeks < 26) return notKnown("before-26-weeks");
  return (fetuses ?? 1) > 1 ? notKnown("several-children") : null;
}

/** Nothing heard in most of the last minute, or a deceleration that goes on. */
const endsBadly = ({ trace, variation }: Parts): boolean => {
  const { fhr } = trace.heard;
  const minute = fhr.subarray(Math.max(0, fhr.length - 60 * HZ));
  let lost = 0;
  for (const bpm of minute) if (Number.isNaN(bpm)) lost += 1;
  return lost > minute.length / 2 || variation.dips.some(({ goesOn }) => goesOn);
};

function dawesRedman(parts: Parts, about: Circumstances): DawesRedman {
  const { trace, variation, accelerations, sinusoids, basalBpm } = parts;
  return dawesRedmanOf({
    minutes: trace.seconds / 60,
    weeks: about.weeks,
    basalBpm,
    stvMs: variation.stvMs,
    highMs: highMsOf(variation),
    firstCentileMs: about.firstCentileMs,
    lostBeats: variation.dips.map(({ lostBeats }) => lostBeats),
    accelerations: accelerations.length,
    movements: about.movements,
    hasSinusoid: sinusoids.length > 0,
    endsBadly: endsBadly(parts),
  });
}

function lastSection({ baselineBpm, variability, sinusoids, decelerations }: Parts, untilS: number) {
  const fromS = untilS - SECTION_S;
  return {
    baselineBpm,
    variability,
    isSinusoidal: sinusoids.some((one) => one.untilS > fromS),
    decelerations: decelerations.filter((one) => one.untilS > fromS),
  };
}

/** The level of each whole ten minutes, oldest first: how it went. */
export function jsogSections(recording: Recording, about: Circumstances): readonly Maybe<Jsog>[] {
  const sections = Math.floor(recording.fhr.length / HZ / SECTION_S);
  return Array.from({ length: sections }, (_, i) => analyse(cut(recording, 0, (i + 1) * SECTION_S), about).jsog);
}
