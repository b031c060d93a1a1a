import { GAP, type Instant, isOfClass, rowOf, type Signal } from "@sakiyomi/core";

/** A signal as the HTTP API takes it; where `shiftMs` is given, as if it had been so much later. */
export function messageOf(
  signal: Omit<Signal, "receivedAt" | "subject"> & { readonly subject?: string },
  shiftMs = 0,
): unknown {
  const { kind, at, source, sequence, quality, subject } = signal;
  const row = rowOf(kind);
  return {
    kind,
    at: iso(at + shiftMs),
    ...("unit" in row ? { unit: row.unit } : {}),
    value: wireValue(signal as Signal),
    source,
    sequence,
    quality,
    ...(subject === undefined ? {} : { subject }),
  };
}

const iso = (at: Instant): string => new Date(at).toISOString();

function wireValue(signal: Signal): unknown {
  if (isOfClass(signal, "wave")) {
    const { samples, ...rest } = signal.value;
    return { ...rest, samples: Array.from(samples, (sample) => (sample === GAP ? null : sample)) };
  }
  if (isOfClass(signal, "frame")) return { ...signal.value, bytes: Buffer.from(signal.value.bytes).toString("base64") };
  return signal.value;
}
