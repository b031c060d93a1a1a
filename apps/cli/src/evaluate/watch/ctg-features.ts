import {
  accelerationRules,
  accelerationsOf,
  CTG_HZ,
  type CtgRecording,
  contractionsOf,
  decelerationsOf,
  EPOCH_S,
  type Trace,
  traceOf,
  variationOf,
} from "@sakiyomi/skills/maternity";

/**
 * What is measured of a recording to foretell the child's state at its end: signs that obstetrics knows, over the whole
 * recording, its last hour and its last half hour. Nothing in it is known only after the birth.
 */
export const ctgFeatures = [
  "spread",
  "spread60",
  "spread30",
  "level60",
  "highest30",
  "lowest30",
  "lost60",
  "lost30",
  "fall10",
  "capacity60",
  "stv60",
  "accelerations60",
  "gained30",
  "loss60",
  "loss20",
  "contractions60",
  "stage",
] as const;
/**
 * Which way each lies where the child is worse: 1, the higher the worse. A restless heart, a fast one, beats lost to
 * decelerations, a fall at the end, growing pauses, a heart that is often not heard, many contractions and a long second
 * stage are worse; accelerations are good. Short-term variation is left free: in labour both too little and too much of it
 * are bad (FIGO 2015).
 */
export const worse: CtgFeatures = {
  spread: 1,
  spread60: 1,
  spread30: 1,
  level60: 1,
  highest30: 1,
  lowest30: 0,
  lost60: 1,
  lost30: 1,
  fall10: -1,
  capacity60: 1,
  stv60: 0,
  accelerations60: -1,
  gained30: -1,
  loss60: 1,
  loss20: 1,
  contractions60: 1,
  stage: 1,
};
export type CtgFeature = (typeof ctgFeatures)[number];
export type CtgFeatures = Readonly<Record<CtgFeature, number>>;

const MINUTE = 60 * CTG_HZ;

/** NaN where it cannot be measured. */
export function ctgFeaturesOf(recording: CtgRecording, secondStageMin: number | null): CtgFeatures {
  const trace = traceOf(recording);
  const { fhr } = trace.heard;
  const last = (wave: Float64Array, minutes: number) => wave.subarray(Math.max(0, wave.length - minutes * MINUTE));
  const known60 = knownOf(last(fhr, 60));
  const changes = changesOf(trace, recording);
  return {
    spread: logOf(deviation(knownOf(fhr))),
    spread60: logOf(deviation(known60)),
    spread30: logOf(deviation(knownOf(last(fhr, 30)))),
    level60: median(trace.base ? last(trace.base, 60) : known60),
    highest30: trace.base ? last(trace.base, 30).reduce((a, b) => Math.max(a, b)) : Number.NaN,
    lowest30: trace.base ? last(trace.base, 30).reduce((a, b) => Math.min(a, b)) : Number.NaN,
    lost60: Math.log1p(changes.lostBeats(60)),
    lost30: Math.log1p(changes.lostBeats(30)),
    fall10: mean(knownOf(last(fhr, 10))) - median(known60),
    capacity60: decelerationCapacity(trace, 60),
    stv60: logOf(mean(knownOf(variationOf(trace).stvMinutes.slice(-60)))),
    accelerations60: changes.accelerations(60),
    gained30: Math.log1p(trace.off ? mean(last(trace.off, 30).map((bpm) => (bpm > 15 ? bpm : 0))) : Number.NaN),
    loss60: lossOf(last(fhr, 60)),
    loss20: lossOf(last(fhr, 20)),
    contractions60: changes.contractions(60),
    stage: secondStageMin ?? 0,
  };
}

function changesOf(trace: Trace, { toco }: CtgRecording) {
  const contractions = contractionsOf(toco);
  const decelerations = decelerationsOf(trace, contractions);
  const accelerations = accelerationsOf(trace, accelerationRules(null));
  const inTen = (minutes: number, count: number) => (10 * count) / Math.min(minutes, trace.seconds / 60);
  const since = (minutes: number) => trace.seconds - 60 * minutes;
  return {
    /** Beats lost in ten minutes to decelerations. */
    lostBeats: (minutes: number) =>
      trace.off === null
        ? Number.NaN
        : inTen(
            minutes,
            decelerations
              .filter(({ nadirS }) => nadirS >= since(minutes))
              .reduce((sum, { lostBeats }) => sum + lostBeats, 0),
          ),
    accelerations: (minutes: number) =>
      trace.off === null
        ? Number.NaN
        : inTen(minutes, accelerations.filter(({ fromS }) => fromS >= since(minutes)).length),
    contractions: (minutes: number) =>
      contractions.known
        ? inTen(minutes, contractions.value.filter(({ peakS }) => peakS >= since(minutes)).length)
        : Number.NaN,
  };
}

/**
 * Phase-rectified averaging (A. Bauer et al., Lancet 367:1674, 2006), over epochs of 3.75 s: how much the interval between
 * beats grows, on average, where it grows. Steps of more than a twentieth are left out there as artefacts; here they are
 * decelerations, and stay.
 */
function decelerationCapacity({ epochs }: Trace, minutes: number): number {
  const from = Math.max(2, epochs.length - Math.round((minutes * 60) / EPOCH_S));
  let [sum, n] = [0, 0];
  for (let i = from; i + 1 < epochs.length; i++) {
    const [a, b, c, d] = [epochs[i - 2], epochs[i - 1], epochs[i], epochs[i + 1]] as [number, number, number, number];
    if (!(c > b) || Number.isNaN(a + d)) continue;
    sum += (c + d - b - a) / 4;
    n += 1;
  }
  return n === 0 ? Number.NaN : sum / n;
}

/** A heart rate that stands still has no logarithm of its spread: below a tenth it is as good as still. */
const logOf = (value: number): number => Math.log(Math.max(0.1, value));

function knownOf(wave: Float64Array): Float64Array {
  const known = new Float64Array(wave.length);
  let n = 0;
  for (const value of wave) if (!Number.isNaN(value)) known[n++] = value;
  return known.subarray(0, n);
}
const lossOf = (wave: Float64Array): number => 1 - knownOf(wave).length / Math.max(1, wave.length);

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? Number.NaN : sum / values.length;
}

function deviation(values: Float64Array): number {
  const middle = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - middle) ** 2;
  return values.length < 2 ? Number.NaN : Math.sqrt(sum / values.length);
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  return sorted.length === 0 ? Number.NaN : (sorted[sorted.length >> 1] as number);
}
