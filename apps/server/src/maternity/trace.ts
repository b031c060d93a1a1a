import {
  GAP,
  type Instant,
  type KindsOfClass,
  type Signal,
  type SourceId,
  type Store,
  type SubjectId,
  type WaveBlock,
} from "@sakiyomi/core";
import { newGrid, put, valuesOf } from "@sakiyomi/skills/maternity";
import type { TraceView } from "./shapes.ts";

type Wave = KindsOfClass<"wave">;

/** Means over a quarter of a second; a slower sample holds for its own time and no longer; NaN where nothing was measured. */
export function onGrid(blocks: readonly Timed[], from: Instant, to: Instant): Float64Array {
  const grid = newGrid(Math.max(0, to - from) / 1000);
  for (const { at, value } of blocks) {
    const { rate, samples, scale, offset } = value;
    for (const [i, sample] of samples.entries())
      if (sample !== GAP) put(grid, (at - from) / 1000 + i / rate, sample * scale + offset, 1 / rate);
  }
  return valuesOf(grid);
}

interface Timed {
  readonly at: Instant;
  readonly value: WaveBlock;
}

async function wavesOf(store: Store, subject: SubjectId, kind: Wave, from: Instant, to: Instant) {
  const found = (await store.range({ subject, kind, from, to })) as readonly Extract<Signal, { kind: Wave }>[];
  const good = found.filter(({ quality }) => quality !== "bad");
  return [...Map.groupBy(good, ({ source }) => source)].map(([source, blocks]) => ({
    source,
    values: onGrid(blocks, from, to),
  }));
}

export interface Traced {
  readonly from: Instant;
  readonly to: Instant;
  /** By sensor. Monitors write 0 where they hear nothing: that is no rate. */
  readonly fhr: readonly { readonly source: SourceId; readonly values: Float64Array }[];
  readonly toco: Float64Array | null;
  readonly mother: TraceView["mother"];
  readonly movements: TraceView["movements"];
}

/** The mother's own pulse comes as a figure every few seconds, from whatever she wears. */
const pulses = ["pulse-rate", "heart-rate"] as const;

export async function traced(store: Store, subject: SubjectId, from: Instant, to: Instant): Promise<Traced> {
  const [fhr, toco, movements, ...mother] = await Promise.all([
    wavesOf(store, subject, "fetal-heart-rate", from, to),
    wavesOf(store, subject, "uterine-activity", from, to),
    store.range({ subject, kind: "fetal-movement", from, to }),
    ...pulses.map((kind) => store.range({ subject, kind, from, to })),
  ]);
  return {
    ...{ from, to },
    fhr: fhr.map(({ source, values }) => ({ source, values: values.map((bpm) => (bpm > 0 ? bpm : Number.NaN)) })),
    toco: toco[0]?.values ?? null,
    mother: (mother.find((found) => found.length > 0) ?? [])
      .filter(({ quality }) => quality !== "bad")
      .map(({ at, value }) => ({ at, bpm: value })),
    movements: movements.map(({ at, value: { count } }) => ({ at, count })),
  };
}

const quarter = (value: number): number | null => (Number.isNaN(value) ? null : Math.round(value * 4) / 4);

export const traceView = ({ fhr, toco, ...rest }: Traced): TraceView => ({
  ...rest,
  fhr: fhr.map(({ source, values }) => ({ source, values: Array.from(values, quarter) })),
  toco: toco && Array.from(toco, quarter),
});
