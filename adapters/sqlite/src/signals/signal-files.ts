import { fromSteps, GAP, type Instant, type Kind, type Quality, qualities, resolutionOf } from "@sakiyomi/core";
import { type ChannelRow, frameEnd, frameName, laneOf } from "./channel.ts";
import type { Frames } from "./frames.ts";
import { Head } from "./head.ts";
import { type Part, rowsIn, unsealed } from "./library.ts";
import { Periods } from "./periods.ts";
import { Shelf, type Shelved } from "./shelf.ts";

export interface FilesQuery {
  readonly subject?: string | undefined;
  readonly kind?: string | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

/** Samples of one channel that follow each other; `values` and `at` have the same length, and gaps are left out. */
export interface SampleColumns {
  readonly channel: ChannelRow;
  readonly at: Float64Array;
  readonly values: Float64Array;
  /** Rows of `qualities`. */
  readonly quality: Uint8Array;
}

/** A state or an event, as JSON. */
export interface EventRow {
  readonly channel: ChannelRow;
  readonly at: Instant;
  readonly quality: Quality;
  readonly json: string;
}

/** The files of a store at one moment, read without asking the process that writes them. */
export interface SignalFiles {
  readonly channels: readonly ChannelRow[];
  samples(query: FilesQuery): Generator<SampleColumns>;
  events(query: FilesQuery): Generator<EventRow>;
  close(): void;
}

const EVER = 2 ** 53;

/** Rejects with STORE_CORRUPT or STORE_VERSION. What is stored after this call is not seen. */
export function openSignalFiles(dir: string): SignalFiles {
  const periods = new Periods(dir, true);
  const shelf = new Shelf(periods);
  const head = new Head(dir, { readOnly: true });
  try {
    head.db.exec("begin");
    for (const channel of head.channels()) shelf.define(channel);
    for (const strike of head.struck()) shelf.strike(strike);
    for (const lane of ["waves", "others"] as const)
      for (const { arrival, body } of head.batches(lane))
        shelf.apply(body, arrival, 1, { stored: 0, repeated: 0, repeats: [], strikes: [] }, true);
  } finally {
    head.close();
  }
  const channels = [...shelf.channels.values()];
  return {
    channels,
    samples: (query) => samplesIn(periods, shelf, wanted(channels, query, true), query),
    events: (query) => eventsIn(periods, shelf, wanted(channels, query, false), query),
    close: () => periods.close(),
  };
}

const wanted = (channels: readonly Shelved[], { subject, kind }: FilesQuery, numeric: boolean): Shelved[] =>
  channels.filter(
    (channel) =>
      (channel.lane !== "row") === numeric &&
      (subject === undefined || channel.subject === subject) &&
      (kind === undefined || channel.kind === kind),
  );

const partOf = (shelf: Shelf, channel: Shelved): Part => ({
  channel,
  frames: channel.pending.frames,
  rows: channel.rows,
  struck: shelf.struck.get(channel.series) ?? new Set(),
});

/** Block by block, so that a year of a signal never lies in memory at once. */
function* samplesIn(
  periods: Periods,
  shelf: Shelf,
  channels: readonly Shelved[],
  { from = -EVER, to = EVER }: FilesQuery,
): Generator<SampleColumns> {
  for (const channel of channels) {
    const part = partOf(shelf, channel);
    const memory = unsealed(periods, part);
    for (const period of periods.touching(from, to))
      for (const { id } of period.headers(channel.id, from, to)) yield columnsOf(part, period.block(id), from, to);
    if (memory.count > 0) yield columnsOf(part, memory, from, to);
  }
}

function columnsOf({ channel, struck }: Part, frames: Frames, from: Instant, to: Instant): SampleColumns {
  const columns = {
    at: new Float64Array(frames.used),
    values: new Float64Array(frames.used),
    quality: new Uint8Array(frames.used),
  };
  const value = valueIn(channel);
  let [used, begin] = [0, 0];
  for (let f = 0; f < frames.count; f++) {
    const [at, n] = [frames.at[f] as number, frames.n[f] as number];
    const stands = !struck.has(frameName(at, frames.sequence[f] as number));
    const touches = at <= to && frameEnd(at, n, channel.rate) >= from;
    for (let s = 0; stands && touches && s < n; s++) {
      const sample = frames.samples[begin + s] as number;
      const time = channel.rate > 0 ? at + (s * 1000) / channel.rate : at;
      if (sample === GAP || time < from || time > to) continue;
      columns.at[used] = time;
      columns.values[used] = value(sample);
      columns.quality[used] = frames.quality[f] as number;
      used += 1;
    }
    begin += n;
  }
  const cut = <T extends Float64Array | Uint8Array>(column: T) => column.subarray(0, used) as T;
  return { channel, at: cut(columns.at), values: cut(columns.values), quality: cut(columns.quality) };
}

function valueIn({ kind, scale, offset }: ChannelRow): (sample: number) => number {
  if (laneOf(kind) === "wave") return (sample) => sample * scale + offset;
  const resolution = resolutionOf(kind as Kind);
  return (sample) => fromSteps(sample, resolution);
}

function* eventsIn(
  periods: Periods,
  shelf: Shelf,
  channels: readonly Shelved[],
  { from = -EVER, to = EVER }: FilesQuery,
): Generator<EventRow> {
  const text = new TextDecoder();
  for (const channel of channels)
    for (const { at, quality, body } of rowsIn(periods, partOf(shelf, channel), from, to)) {
      const end = body.indexOf(0);
      yield {
        channel,
        at,
        quality: qualities[quality] ?? "bad",
        json: text.decode(end < 0 ? body : body.subarray(0, end)),
      };
    }
}
