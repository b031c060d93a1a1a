import { type Instant, isOfClass, SECOND, type Signal } from "@sakiyomi/core";

/** A device sends about so much of a waveform at once. */
const PIECE_MS = SECOND;

/**
 * A signal as a device would have sent it within [from, to): of a waveform, which a store gives back as blocks of any
 * length, the samples of that time in pieces of a second.
 */
export function piecesOf(signal: Signal, from: Instant, to: Instant): readonly Signal[] {
  if (!isOfClass(signal, "wave")) return signal.at >= from && signal.at < to ? [signal] : [];
  const { value, at } = signal;
  const step = 1000 / value.rate;
  const indexAt = (time: Instant) => Math.max(0, Math.ceil((time - at) / step - 1e-6));
  const end = Math.min(value.samples.length, indexAt(to));
  const length = Math.max(1, Math.round(PIECE_MS / step));
  const pieces: Signal[] = [];
  for (let i = indexAt(from); i < end; i += length) {
    const samples = value.samples.slice(i, Math.min(end, i + length));
    pieces.push({ ...signal, at: at + i * step, value: { ...value, samples } });
  }
  return pieces;
}
