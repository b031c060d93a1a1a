import {
  GAP,
  type Instant,
  isOfClass,
  type Kind,
  type KindsOfClass,
  rowOf,
  SECOND,
  type Signal,
  type Store,
  type SubjectId,
} from "@sakiyomi/core";
import type { LiveSignal, Plot } from "../api.ts";

/** Up to this span a waveform is sent sample by sample. */
const SAMPLES_UP_TO_MS = 60 * SECOND;

/** Samples where there is room for each, buckets of minimum, mean and maximum otherwise. */
export async function plot(
  store: Store,
  subject: SubjectId,
  kind: Kind,
  from: Instant,
  to: Instant,
  buckets: number,
): Promise<Plot> {
  const row = rowOf(kind);
  const unit = "unit" in row ? row.unit : null;
  if (row.class === "wave" && to - from > SAMPLES_UP_TO_MS) return summary(store, subject, kind, from, to, buckets);
  const limit = row.class === "quantity" ? buckets + 1 : undefined;
  const signals: readonly Signal[] = await store.range({
    subject,
    kind,
    from,
    to,
    ...(limit === undefined ? {} : { limit }),
  });
  if (row.class === "quantity" && signals.length > buckets) return summary(store, subject, kind, from, to, buckets);
  return { type: "samples", kind, unit, series: seriesOf(signals, from, to) };
}

async function summary(
  store: Store,
  subject: SubjectId,
  kind: Kind,
  from: Instant,
  to: Instant,
  buckets: number,
): Promise<Plot> {
  const row = rowOf(kind);
  const numeric = kind as KindsOfClass<"quantity"> | KindsOfClass<"wave">;
  const found = await store.summary({ subject, kind: numeric, from, to, buckets });
  return { type: "buckets", kind, unit: "unit" in row ? row.unit : "", buckets: found };
}

function seriesOf(signals: readonly Signal[], from: Instant, to: Instant) {
  const bySource = new Map<string, { at: Instant[]; value: (number | null)[] }>();
  for (const signal of signals) {
    const series = bySource.get(signal.source) ?? { at: [], value: [] };
    bySource.set(signal.source, series);
    if (isOfClass(signal, "wave")) pushBlock(series, signal, from, to);
    else {
      series.at.push(signal.at);
      series.value.push(typeof signal.value === "number" ? signal.value : null);
    }
  }
  return [...bySource].map(([source, series]) => ({ source, ...series }));
}

function pushBlock(
  series: { at: Instant[]; value: (number | null)[] },
  { at, value }: Extract<Signal, { kind: KindsOfClass<"wave"> }>,
  from: Instant,
  to: Instant,
): void {
  const step = 1000 / value.rate;
  for (let i = 0; i < value.samples.length; i++) {
    const when = at + i * step;
    if (when < from || when > to) continue;
    const sample = value.samples[i] as number;
    series.at.push(when);
    series.value.push(sample === GAP ? null : physical(sample, value.scale, value.offset));
  }
}

/** Device units back to the kind's unit, without the tail of binary fractions. */
const physical = (sample: number, scale: number, offset: number): number =>
  Number((sample * scale + offset).toPrecision(8));

export function liveSignal(signal: Signal): LiveSignal {
  const { kind, at, source, quality, value } = signal;
  if (!isOfClass(signal, "wave")) return { kind, at, source, quality, value };
  const { rate, samples, scale, offset } = signal.value;
  const values = Array.from(samples, (sample) => (sample === GAP ? null : physical(sample, scale, offset)));
  return { kind, at, source, quality, value: values, rate };
}
