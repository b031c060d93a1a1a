import { everySecond, found, type Maybe, notKnown } from "./recording.ts";
import { highestOf, runsWhere } from "./runs.ts";
import { bridged } from "./trace.ts";

export interface Contraction {
  readonly onsetS: number;
  readonly peakS: number;
  readonly endS: number;
  /** Above the resting tone, in the device's units. */
  readonly height: number;
}

/**
 * A belt on the belly measures no pressure: only shape and time mean something. The rule is that of J. Jeżewski et al.
 * (contraction: 10 units above the resting tone, at least 30 s, at least 20 units high) [from memory, to be checked].
 */
export interface ContractionRules {
  readonly riseUnits: number;
  readonly heightUnits: number;
  readonly leastS: number;
  /** Longer is a belt that slipped, or a womb that does not relax: told apart by nobody from a belt alone. */
  readonly mostS: number;
}
export const usualContractions: ContractionRules = { riseUnits: 10, heightUnits: 20, leastS: 30, mostS: 240 };

/** Below this range over the whole recording nothing was measured. */
const FLAT_UNITS = 2;
const SMOOTH_S = 5;

export function contractionsOf(toco: Float64Array | null, rules = usualContractions): Maybe<readonly Contraction[]> {
  if (toco === null) return notKnown("no-contractions-measured");
  const wave = everySecond(toco);
  const heard = wave.filter((value) => !Number.isNaN(value));
  if (heard.length < wave.length / 2 || heard.length === 0) return notKnown("no-contractions-measured");
  const sorted = heard.slice().sort();
  if ((sorted.at(-1) as number) - (sorted[0] as number) < FLAT_UNITS) return notKnown("toco-flat");
  const smooth = bridged(averaged(wave, SMOOTH_S), 10);
  const tone = restingTone(smooth);
  const over = smooth.map((value, i) => value - (tone[i] as number));
  return found(runsAbove(over, rules).filter((one) => relaxes(smooth, one)));
}

function averaged(wave: Float64Array, width: number): Float64Array {
  const half = Math.floor(width / 2);
  return wave.map((_, i) => {
    let [sum, n] = [0, 0];
    for (let k = Math.max(0, i - half); k <= Math.min(wave.length - 1, i + half); k++) {
      const value = wave[k] as number;
      if (Number.isNaN(value)) continue;
      sum += value;
      n += 1;
    }
    return n === 0 ? Number.NaN : sum / n;
  });
}

/** The tone between contractions: the lowest fifth of nine minutes around, once a minute, straight lines between. */
function restingTone(wave: Float64Array): Float64Array {
  // One second in three is enough for a fifth of nine minutes.
  const thirds = Float64Array.from({ length: Math.ceil(wave.length / 3) }, (_, i) => wave[i * 3] as number);
  const minutes = Array.from({ length: Math.ceil(wave.length / 60) }, (_, minute) => {
    const around = thirds.slice(Math.max(0, (minute - 4) * 20), (minute + 5) * 20).filter((v) => !Number.isNaN(v));
    around.sort();
    return around.length === 0 ? Number.NaN : (around[Math.floor(around.length / 5)] as number);
  });
  const tone = bridged(Float64Array.from(minutes), 10);
  return wave.map((_, i) => {
    const place = Math.min(minutes.length - 1, Math.max(0, i / 60 - 0.5));
    const left = Math.floor(place);
    const a = tone[left] as number;
    return a + ((tone[Math.min(minutes.length - 1, left + 1)] as number) - a) * (place - left);
  });
}

function runsAbove(over: Float64Array, rules: ContractionRules): readonly Contraction[] {
  return runsWhere(over.length, (s) => (over[s] as number) >= rules.riseUnits)
    .map((run) => {
      const peakS = highestOf(over, run);
      return { onsetS: run.from, peakS, endS: run.until, height: Math.round((over[peakS] as number) * 10) / 10 };
    })
    .filter(({ onsetS, endS, height }) => {
      const seconds = endS - onsetS;
      return height >= rules.heightUnits && seconds >= rules.leastS && seconds <= rules.mostS;
    });
}

/** A belt that slipped goes up, and stays there until the resting tone has followed. */
function relaxes(wave: Float64Array, { onsetS, endS, height }: Contraction): boolean {
  const before = wave[Math.max(0, onsetS - BESIDE_S)] as number;
  const after = wave[Math.min(endS + BESIDE_S, wave.length - 1)] as number;
  return !(after - before >= height / 2);
}
const BESIDE_S = 15;

/** More than five in ten minutes, averaged over thirty (NICHD 2008). Null where less than thirty minutes were measured. */
export function tachysystole(contractions: readonly Contraction[], untilS: number): boolean | null {
  if (untilS < 1800) return null;
  return contractions.filter(({ peakS }) => peakS >= untilS - 1800).length / 3 > 5;
}
