import type { Contraction } from "./contractions.ts";
import { HZ, type Maybe, valueOr } from "./recording.ts";
import { highestOf, type Run, runsWhere } from "./runs.ts";
import type { Trace } from "./trace.ts";

interface Change {
  readonly fromS: number;
  readonly untilS: number;
  readonly durationS: number;
  /** It had not ended when the recording did. */
  readonly goesOn: boolean;
}
export interface Acceleration extends Change {
  readonly heightBpm: number;
}
/** `gradual`: it fell slowly, and without contractions nobody can say whether early or late. */
export type DecelerationKind = "early" | "late" | "variable" | "prolonged" | "gradual";
export interface Deceleration extends Change {
  readonly depthBpm: number;
  readonly nadirBpm: number;
  readonly nadirS: number;
  readonly onsetToNadirS: number;
  /** Beats that were missed against the baseline: the area between them. */
  readonly lostBeats: number;
  readonly kind: DecelerationKind;
  /** What it was before its length made it prolonged. */
  readonly shape: Exclude<DecelerationKind, "prolonged">;
  /** From the onset of the contraction that it belongs to, seconds; null where there is none. */
  readonly lagS: number | null;
}

/** What is nearer to the baseline than 5 /min is no change (R. Mantel et al., Int J Biomed Comput 25:273, 1990). */
const EDGE_BPM = 5;
/** It began, and was over, where it crossed the baseline (Dawes 1982); looked for no further away than this. */
const CROSSING_S = 30;
/** Two parts with less between them, on the same side of the baseline, are one change (Mantel 1990: five steps of 2.5 s). */
const JOINED_S = 12.5;

export interface ChangeRules {
  readonly bpm: number;
  readonly seconds: number;
}
/** NICHD 2008, FIGO 2015, JSOG 2003: 15 /min for 15 s; before 32 weeks 10 /min for 10 s (NICHD, JSOG). */
export const TERM: ChangeRules = { bpm: 15, seconds: 15 };
export const PRETERM: ChangeRules = { bpm: 10, seconds: 10 };
export const PRETERM_BEFORE_WEEKS = 32;
/** Where the week is not known, the stricter rule holds. */
export const accelerationRules = (weeks: number | null): ChangeRules =>
  weeks !== null && weeks < PRETERM_BEFORE_WEEKS ? PRETERM : TERM;

/** NICHD 2008: from 2 min prolonged, from 10 min another baseline; below 30 s from onset to nadir variable. */
export const PROLONGED_S = 120;
export const BASELINE_CHANGE_S = 600;
export const GRADUAL_S = 30;
/** FIGO 2015 (table 3): late begins more than 20 s after the contraction did. */
export const LATE_S = 20;
/** A gradual fall with a contraction counts from here: neither NICHD nor JSOG give one a least depth. Project's choice. */
const SHALLOW: ChangeRules = { bpm: 10, seconds: 30 };

export function accelerationsOf({ off }: Trace, rules: ChangeRules): readonly Acceleration[] {
  if (off === null) return [];
  return runsOf(off)
    .map((run) => ({ ...spanOf(run), heightBpm: round(off[highestOf(off, run)] as number) }))
    .filter(({ durationS, heightBpm }) => heightBpm >= rules.bpm && durationS >= rules.seconds);
}

export function decelerationsOf(trace: Trace, contractions: Maybe<readonly Contraction[]>): readonly Deceleration[] {
  const { off, base } = trace;
  if (off === null || base === null) return [];
  const below = off.map((bpm) => -bpm);
  const known = valueOr(contractions, null);
  return runsOf(below)
    .map((run) => decelerationOf(run, below, base, known))
    .filter(counts);
}

function counts({ depthBpm, durationS, onsetToNadirS, lagS }: Deceleration): boolean {
  if (depthBpm >= TERM.bpm && durationS >= TERM.seconds) return true;
  const isSlow = onsetToNadirS >= GRADUAL_S && durationS >= SHALLOW.seconds;
  return isSlow && lagS !== null && depthBpm >= SHALLOW.bpm;
}

interface Stretch extends Run {
  readonly goesOn: boolean;
}

/** Stretches on one side of the baseline, joined where only a moment lies between them, from crossing to crossing. */
function runsOf(off: Float64Array): readonly Stretch[] {
  const joined: { from: number; until: number }[] = [];
  for (const { from, until } of runsWhere(off.length, (i) => (off[i] as number) > EDGE_BPM)) {
    const last = joined.at(-1);
    if (last && from - last.until <= JOINED_S * HZ && staysOn(off, last.until, from)) last.until = until;
    else joined.push({ from, until });
  }
  return joined.map((run, i) => {
    const from = Math.max(crossing(off, run.from, -1), joined[i - 1]?.until ?? 0);
    const until = Math.min(crossing(off, run.until - 1, 1) + 1, joined[i + 1]?.from ?? off.length);
    return { from, until, goesOn: onlyGapsAfter(off, until) };
  });
}

/** From the edge on to where it met the baseline, at most half a minute away. */
function crossing(off: Float64Array, edge: number, step: 1 | -1): number {
  let i = edge;
  while (Math.abs(i + step - edge) <= CROSSING_S * HZ && (off[i + step] as number) > 0) i += step;
  return i;
}

function staysOn(off: Float64Array, from: number, until: number): boolean {
  for (let i = from; i < until; i++) if ((off[i] as number) <= 0) return false;
  return true;
}

function onlyGapsAfter(off: Float64Array, from: number): boolean {
  for (let i = from; i < off.length; i++) if (!Number.isNaN(off[i])) return false;
  return true;
}

const spanOf = ({ from, until, goesOn }: Stretch): Change => ({
  fromS: from / HZ,
  untilS: until / HZ,
  durationS: (until - from) / HZ,
  goesOn,
});

const round = (value: number): number => Math.round(value * 100) / 100;

function decelerationOf(
  run: Stretch,
  below: Float64Array,
  base: Float64Array,
  contractions: readonly Contraction[] | null,
): Deceleration {
  const nadir = highestOf(below, run);
  const depth = below[nadir] as number;
  const span = spanOf(run);
  const nadirS = nadir / HZ;
  const { onsetS, onsetToNadirS } = fallOf(below, run, depth);
  const contraction = contractions && belongingTo(contractions, onsetS, nadirS);
  const shape = shapeOf(onsetToNadirS, onsetS, nadirS, contraction);
  let area = 0;
  for (let i = run.from; i < run.until; i++) area += Math.max(0, Number.isNaN(below[i]) ? 0 : (below[i] as number));
  return {
    ...span,
    depthBpm: round(depth),
    nadirBpm: round((base[nadir] as number) - depth),
    nadirS,
    onsetToNadirS: round(onsetToNadirS),
    lostBeats: round(area / HZ / 60),
    kind: span.durationS >= PROLONGED_S ? "prolonged" : shape,
    shape,
    lagS: contraction ? onsetS - contraction.onsetS : null,
  };
}

/**
 * Where it begins, and seconds from there to the nadir. Both ends drown in the variability, so a tenth of the depth is the
 * beginning, and the time from there to nine tenths is stretched: by .8 for a straight fall, .59 for a half wave; .7 lies
 * between (project's reading).
 */
function fallOf(below: Float64Array, { from, until }: Run, depth: number) {
  let low = from;
  while (low < until && !((below[low] as number) >= 0.9 * depth)) low += 1;
  let high = low;
  while (high > from && !((below[high] as number) <= 0.1 * depth)) high -= 1;
  return { onsetS: high / HZ, onsetToNadirS: (low - high) / HZ / 0.7 };
}

/** It falls during the contraction, or its lowest point comes within a minute of the contraction's peak. */
function belongingTo(all: readonly Contraction[], fromS: number, nadirS: number): Contraction | null {
  const near = all.filter(
    ({ onsetS, peakS, endS }) => fromS >= onsetS - 40 && fromS <= endS && nadirS >= onsetS && nadirS <= peakS + 60,
  );
  near.sort((a, b) => Math.abs(a.peakS - nadirS) - Math.abs(b.peakS - nadirS));
  return near[0] ?? null;
}

/** `contraction` null: none measured, or none that it belongs to; a slow fall then has no kind. */
export function shapeOf(
  onsetToNadirS: number,
  fromS: number,
  nadirS: number,
  contraction: Contraction | null,
): Deceleration["shape"] {
  if (onsetToNadirS < GRADUAL_S) return "variable";
  if (contraction === null) return "gradual";
  const isLate = fromS - contraction.onsetS > LATE_S && nadirS > contraction.peakS;
  return isLate ? "late" : "early";
}
