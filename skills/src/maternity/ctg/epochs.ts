import { HZ } from "./recording.ts";

/** G. S. Dawes et al., Am J Obstet Gynecol 141:43 (1981): pulse intervals are averaged over a sixteenth of a minute. */
export const EPOCH_S = 3.75;
export const EPOCHS_A_MINUTE = 16;
const SAMPLES = EPOCH_S * HZ;
/** Wolf 2019: an epoch with fewer usable samples is missing. */
const LEAST_SAMPLES = 3;

/** Mean pulse interval of each whole epoch, ms; NaN where too little was heard. */
export function epochsOf(fhr: Float64Array): Float64Array {
  const epochs = new Float64Array(Math.floor(fhr.length / SAMPLES));
  for (let e = 0; e < epochs.length; e++) {
    let [sum, n] = [0, 0];
    for (let i = e * SAMPLES; i < (e + 1) * SAMPLES; i++) {
      const bpm = fhr[i] as number;
      if (Number.isNaN(bpm)) continue;
      sum += 60_000 / bpm;
      n += 1;
    }
    epochs[e] = n >= LEAST_SAMPLES ? sum / n : Number.NaN;
  }
  return epochs;
}

/** What holds for each epoch, for each sample: straight lines between the middles of the epochs. */
export function perSample(epochs: Float64Array, samples: number): Float64Array {
  const all = new Float64Array(samples);
  const last = epochs.length - 1;
  for (let i = 0; i < samples; i++) {
    const place = Math.min(last, Math.max(0, (i + 0.5) / SAMPLES - 0.5));
    const left = Math.floor(place);
    const a = epochs[left] as number;
    const b = epochs[Math.min(last, left + 1)] as number;
    all[i] = a + (b - a) * (place - left);
  }
  return all;
}
