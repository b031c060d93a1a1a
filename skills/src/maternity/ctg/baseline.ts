import { EPOCHS_A_MINUTE } from "./epochs.ts";
import { found, type Maybe, notKnown } from "./recording.ts";

/**
 * The baseline after Dawes, as H. Wolf et al. wrote it out (J Perinat Med 47:439, 2019, supplement), who followed
 * G. S. Dawes et al. (Br J Obstet Gynaecol 89:270, 1982) and J. Pardey et al. (Am J Obstet Gynecol 186:1095, 2002).
 * All numbers below are theirs.
 */
export interface Baseline {
  /** Pulse interval of the baseline in each epoch, ms. */
  readonly ms: Float64Array;
  readonly referenceMs: number;
  /** How far from the reference the heart was followed, ms: more than 30 where it shifted. */
  readonly bandMs: number;
}

const FIRST_BAND_MS = 30;
const LAST_BAND_MS = 100;
const BAND_STEP_MS = 10;
/** A baseline that the heart does not cross for ten minutes is no baseline. */
const CROSSED_WITHIN = 10 * EPOCHS_A_MINUTE;
const SMOOTHING = 0.05;
/** Fewer epochs than in two minutes show no baseline (NICHD 2008: at least two minutes that can be recognised). */
const LEAST_EPOCHS = 2 * EPOCHS_A_MINUTE;

export function baselineOf(epochs: Float64Array): Maybe<Baseline> {
  let heard = 0;
  for (const ms of epochs) if (!Number.isNaN(ms)) heard += 1;
  if (epochs.length < LEAST_EPOCHS) return notKnown("too-short");
  if (heard < LEAST_EPOCHS) return notKnown("signal-lost");
  const referenceMs = reference(epochs, heard);
  let bandMs = FIRST_BAND_MS;
  let ms = fitted(epochs, referenceMs, bandMs);
  while (bandMs < LAST_BAND_MS && !isCrossed(epochs, ms)) {
    bandMs += BAND_STEP_MS;
    ms = fitted(epochs, referenceMs, bandMs);
  }
  return found({ ms, referenceMs, bandMs });
}

/** From long intervals to short: the first peak that is none of the tail's, or else the highest. */
function reference(epochs: Float64Array, heard: number): number {
  const bins = new Uint16Array(2002);
  for (const ms of epochs) if (!Number.isNaN(ms)) bins[Math.min(2000, Math.round(ms))] = at(bins, ms) + 1;
  const mode = bins.indexOf(Math.max(...bins));
  let longer = 0;
  for (let ms = 2000; ms > 200; ms--) {
    const here = bins[ms] as number;
    const isPeak = [1, 2, 3, 4, 5].every((k) => here > (bins[ms - k] as number));
    if (isPeak && here >= 0.005 * heard && longer > 0.125 * heard && Math.abs(ms - mode) < 30) return ms;
    longer += here;
  }
  return mode;
}

const at = (bins: Uint16Array, ms: number): number => bins[Math.min(2000, Math.round(ms))] as number;

function fitted(epochs: Float64Array, referenceMs: number, bandMs: number): Float64Array {
  const line = new Float64Array(epochs.length);
  let last = beginning(epochs, referenceMs);
  for (let e = 0; e < epochs.length; e++) {
    if (e >= 8) last = meanNear(epochs, e - 8, e + 8, referenceMs, bandMs) ?? last;
    line[e] = last;
  }
  return smooth(line);
}

/** Of the first four minutes that have enough near the reference; or else the reference itself. */
function beginning(epochs: Float64Array, referenceMs: number): number {
  const four = 4 * EPOCHS_A_MINUTE;
  for (let from = 0; from < epochs.length; from += four)
    for (const band of [20, 30, 40]) {
      const mean = meanNear(epochs, from, from + four, referenceMs, band, 10);
      if (mean !== null) return Math.abs(mean - referenceMs) <= 20 ? mean : referenceMs;
    }
  return referenceMs;
}

function meanNear(
  epochs: Float64Array,
  from: number,
  until: number,
  referenceMs: number,
  bandMs: number,
  least = 1,
): number | null {
  let [sum, n] = [0, 0];
  for (let e = Math.max(0, from); e < Math.min(epochs.length, until); e++) {
    const ms = epochs[e] as number;
    if (!(Math.abs(ms - referenceMs) <= bandMs)) continue;
    sum += ms;
    n += 1;
  }
  return n >= least ? sum / n : null;
}

/** Forward and backward, so that it does not lag. */
function smooth(line: Float64Array): Float64Array {
  for (let e = 1; e < line.length; e++) line[e] = mixed(line[e] as number, line[e - 1] as number);
  for (let e = line.length - 2; e >= 0; e--) line[e] = mixed(line[e] as number, line[e + 1] as number);
  return line;
}
const mixed = (here: number, beside: number): number => SMOOTHING * here + (1 - SMOOTHING) * beside;

function isCrossed(epochs: Float64Array, line: Float64Array): boolean {
  let [side, run] = [0, 0];
  for (let e = 0; e < epochs.length; e++) {
    const off = (epochs[e] as number) - (line[e] as number);
    if (Number.isNaN(off)) continue;
    const now = Math.sign(off);
    run = now === side ? run + 1 : 1;
    side = now;
    if (run > CROSSED_WITHIN) return false;
  }
  return true;
}
