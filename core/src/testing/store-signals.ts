import {
  GAP,
  type Instant,
  type Kind,
  type KindsOfClass,
  type Signal,
  type SignalOf,
  type SourceId,
  type SubjectId,
  type ValueOf,
} from "../1-signal/index.ts";

/** The signals that the contract tests of a store speak about. */
export const ann = "person:ann" as SubjectId;
export const ben = "person:ben" as SubjectId;
export const patch = "device:patch" as SourceId;
export const band = "device:band" as SourceId;
export const nurse = "staff:tanaka" as SourceId;
/** A Monday in spring, 00:00 UTC; any instant serves. */
export const T0: Instant = Date.UTC(2026, 3, 6);

type Changes<K extends Kind> = Partial<Omit<SignalOf<K>, "kind" | "value" | "at">>;

export function signal<K extends Kind>(kind: K, at: Instant, value: ValueOf<K>, changes: Changes<K> = {}): Signal {
  const rest = { subject: ann, receivedAt: at + 40, sequence: 0, quality: "good", source: patch, ...changes };
  return { kind, at, value, ...rest } as unknown as Signal;
}

export const heart = (at: Instant, value: number, changes: Changes<"heart-rate"> = {}) =>
  signal("heart-rate", at, value, changes);

/** An ECG of 250 samples a second: sample `i` after T0 has the value that `sampleAt` says. */
export const sampleAt = (i: number): number =>
  i % 997 === 5 ? GAP : Math.round(400 * Math.sin(i / 20) + ((i * 7919) % 23));

export function ecg(first: number, n: number, changes: Changes<"ecg"> = {}, rate = 250): Signal {
  const samples = Int32Array.from({ length: n }, (_, i) => sampleAt(first + i));
  const at = T0 + (first * 1000) / rate;
  return signal("ecg", at, { rate, scale: 0.005, offset: -0.1, samples }, changes);
}

/** Every sample of waveform signals by its number after T0; a sample told twice is a failure of the caller's test. */
export function samplesByNumber(signals: readonly Signal[]): Map<number, number> {
  const all = new Map<number, number>();
  for (const one of signals) {
    const { rate, samples } = one.value as ValueOf<KindsOfClass<"wave">>;
    for (const [i, sample] of samples.entries()) {
      const number = Math.round(((one.at - T0) * rate) / 1000) + i;
      if (all.has(number)) throw new Error(`sample ${number} is there twice`);
      all.set(number, sample);
    }
  }
  return all;
}
