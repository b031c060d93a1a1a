import { type Baseline, baselineOf } from "./baseline.ts";
import { epochsOf } from "./epochs.ts";
import { type Heard, heardIn } from "./heard.ts";
import { HZ, type Maybe, type Recording } from "./recording.ts";
import { stableBaseline } from "./stable-baseline.ts";

/** A recording on its way through the analysis: what every measure starts from. */
export interface Trace {
  readonly seconds: number;
  readonly heard: Heard;
  readonly epochs: Float64Array;
  /** Dawes' line, for his criteria and his variation. */
  readonly baseline: Maybe<Baseline>;
  /** The baseline as people draw it, /min, for each sample; null where it is not known. */
  readonly base: Float64Array | null;
  /** The child's rate over 2.5 s less the baseline, /min; short gaps bridged, longer ones NaN. Null without a baseline. */
  readonly off: Float64Array | null;
}

/** R. Mantel et al., Int J Biomed Comput 25:261 (1990): the rate is averaged over 2.5 s before changes are looked for. */
const SMOOTH_S = 2.5;
/** Shorter gaps are bridged with a straight line: project's choice, as most published analyses do. */
export const BRIDGED_S = 15;

export function traceOf({ fhr }: Recording): Trace {
  const heard = heardIn(fhr);
  const epochs = epochsOf(heard.fhr);
  const baseline = baselineOf(epochs);
  const base = baseline.known ? stableBaseline(heard.fhr) : null;
  const smooth = smoothed(heard.fhr);
  const off = base && smooth.map((bpm, i) => bpm - (base[i] as number));
  return { seconds: fhr.length / HZ, heard, epochs, baseline, base, off };
}

/** Mean of what was heard within 2.5 s around; gaps of up to 15 s bridged. */
export function smoothed(fhr: Float64Array): Float64Array {
  const half = Math.round((SMOOTH_S * HZ) / 2);
  const sums = new Float64Array(fhr.length + 1);
  const counts = new Int32Array(fhr.length + 1);
  for (let i = 0; i < fhr.length; i++) {
    const bpm = fhr[i] as number;
    const isHeard = !Number.isNaN(bpm);
    sums[i + 1] = (sums[i] as number) + (isHeard ? bpm : 0);
    counts[i + 1] = (counts[i] as number) + (isHeard ? 1 : 0);
  }
  const smooth = new Float64Array(fhr.length);
  for (let i = 0; i < fhr.length; i++) {
    const from = Math.max(0, i - half);
    const until = Math.min(fhr.length, i + half);
    const n = (counts[until] as number) - (counts[from] as number);
    smooth[i] = n === 0 ? Number.NaN : ((sums[until] as number) - (sums[from] as number)) / n;
  }
  return bridged(smooth, BRIDGED_S * HZ);
}

/** Straight lines over gaps of up to `most` samples; the array is changed. */
export function bridged(wave: Float64Array, most: number): Float64Array {
  let last = -1;
  for (let i = 0; i < wave.length; i++) {
    const value = wave[i] as number;
    if (Number.isNaN(value)) continue;
    const gap = i - last - 1;
    if (last >= 0 && gap > 0 && gap <= most) {
      const before = wave[last] as number;
      for (let k = 1; k <= gap; k++) wave[last + k] = before + ((value - before) * k) / (gap + 1);
    }
    last = i;
  }
  return wave;
}
