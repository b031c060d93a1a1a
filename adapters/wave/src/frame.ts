import { GAP, type KindsOfClass, kinds, type SignalOf, type WaveBlock } from "@sakiyomi/core";

/** Samples of one channel that follow each other; what one device sent at once. */
export interface WaveFrame {
  /** `person:ann`. Left out where the receiver knows it from the binding of the device. */
  readonly subject?: string;
  /** `device:ecg-7`. Left out where the receiver knows it from the sender's token. */
  readonly source?: string;
  readonly kind: string;
  /** UCUM; the receiver refuses another unit than the kind's. */
  readonly unit: string;
  /** Time of the first sample, milliseconds since 1970-01-01T00:00Z; a fraction is kept. */
  readonly at: number;
  /** The source's own count of frames: a whole number from 0 to 2^53 - 1. */
  readonly sequence: number;
  /** Samples a second. */
  readonly rate: number;
  /** `samples[i] * scale + offset` is the value in `unit`. */
  readonly scale: number;
  readonly offset: number;
  /** Device units. Not measured: `GAP_16` in an Int16Array, core's `GAP` in an Int32Array. */
  readonly samples: Int16Array | Int32Array;
}

/** A sample that was not measured, in 16 bits. In 32 bits it is core's `GAP`. */
export const GAP_16 = -0x8000;

/** The frame of a waveform signal, in 16 bits where every sample fits. */
export function waveFrameOf(signal: SignalOf<KindsOfClass<"wave">>): WaveFrame {
  const { subject, source, kind, at, sequence, value } = signal;
  const { rate, scale, offset, samples } = value;
  return {
    subject,
    source,
    kind,
    unit: kinds[kind].unit,
    at,
    sequence,
    rate,
    scale,
    offset,
    samples: narrowed(samples),
  };
}

/** The block of a frame, in core's 32 bits with core's gaps. */
export const waveBlockOf = ({ rate, scale, offset, samples }: WaveFrame): WaveBlock => ({
  rate,
  scale,
  offset,
  samples: samples instanceof Int32Array ? samples : widened(samples),
});

/** The same samples in 16 bits if all fit, or the array that was given. */
export function narrowed(samples: Int32Array): Int16Array | Int32Array {
  const narrow = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] as number;
    if (sample === GAP) narrow[i] = GAP_16;
    else if (sample <= GAP_16 || sample > 0x7fff) return samples;
    else narrow[i] = sample;
  }
  return narrow;
}

/** The same samples in 32 bits, each `GAP_16` as core's `GAP`. */
export function widened(samples: Int16Array): Int32Array {
  const wide = new Int32Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] as number;
    wide[i] = sample === GAP_16 ? GAP : sample;
  }
  return wide;
}
