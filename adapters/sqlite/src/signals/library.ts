import { type ChannelRow, frameEnd, frameName } from "./channel.ts";
import { Frames, inOrder } from "./frames.ts";
import type { Period, Row } from "./period.ts";
import type { Periods } from "./periods.ts";
import { RecordReader } from "./record.ts";
import { rowOf } from "./shelf.ts";

/** What is asked of one channel, with what the writer still holds of it in memory. */
export interface Part {
  readonly channel: ChannelRow;
  readonly frames: Frames;
  readonly rows: readonly Row[];
  /** Names of frames that were struck out. */
  readonly struck: ReadonlySet<string>;
}

/** Records of the writer, by channel. */
export function partsOf(
  channels: readonly ChannelRow[],
  records: ArrayBuffer,
  struck: Readonly<Record<number, readonly string[]>>,
): Part[] {
  const parts = new Map<number, Part & { rows: Row[] }>();
  for (const channel of channels)
    parts.set(channel.id, { channel, frames: new Frames(), rows: [], struck: new Set(struck[channel.id]) });
  const record = new RecordReader(records);
  while (record.next()) {
    const part = parts.get(record.channel);
    if (part === undefined) continue;
    if (record.width === 0 || record.quality === 3) part.rows.push(rowOf(record));
    else part.frames.add({ ...headOf(record) }, record.samples());
  }
  return [...parts.values()];
}

export const headOf = ({ at, receivedAt, sequence, arrival, index, quality, n }: RecordReader) => ({
  at,
  receivedAt,
  sequence,
  arrival,
  index,
  quality,
  n,
});

/**
 * What the writer gave away as "not in a block" may have come into one meanwhile: the writer goes on while we read.
 * Then the block has it, and the copy in memory is left out.
 */
export function unsealed(periods: Periods, { channel, frames }: Part): Frames {
  if (frames.count === 0) return frames;
  const from = Math.min(...extremes(frames.at));
  const to = frameEnd(Math.max(...extremes(frames.at)), Math.max(...extremes(frames.n)), channel.rate);
  const first = Math.min(...extremes(frames.arrival));
  const sealed = new Set<string>();
  for (const period of periods.touching(from, to))
    for (const block of period.sealedSince(channel.id, from, to, first))
      for (let i = 0; i < block.count; i++) sealed.add(`${block.arrival[i]} ${block.index[i]}`);
  if (sealed.size === 0) return frames;
  const rest = new Frames();
  for (const [head, samples] of frames) if (!sealed.has(`${head.arrival} ${head.index}`)) rest.add(head, samples);
  return rest;
}

/** Frames of a channel that touch [from, to], in order of time, without what was struck out. */
export function framesIn(periods: Periods, part: Part, from: number, to: number): Frames {
  const { channel, struck } = part;
  const memory = unsealed(periods, part);
  const found = new Frames();
  const blocks = periods.touching(from, to).flatMap((period) => period.frames(channel.id, from, to));
  const most = blocks.reduce((sum, { frames }) => sum + frames.used, memory.used);
  found.samples = new Int32Array(most);
  for (const frames of [...blocks.map((block) => block.frames), memory])
    choose(found, frames, (at, sequence, n) => {
      if (at > to || frameEnd(at, n, channel.rate) < from) return false;
      return struck.size === 0 || !struck.has(frameName(at, sequence));
    });
  return inOrder(found);
}

type Chooses = (at: number, sequence: number, n: number) => boolean;

/** Frames that follow each other are copied in one go: of most blocks, all. */
function choose(found: Frames, frames: Frames, wanted: Chooses): void {
  let [begin, end, first] = [0, 0, 0];
  for (let i = 0; i <= frames.count; i++) {
    const n = frames.n[i] ?? 0;
    if (i < frames.count && wanted(frames.at[i] as number, frames.sequence[i] as number, n)) {
      end += n;
      continue;
    }
    if (first < i) found.addRun(frames, first, i, begin, end);
    first = i + 1;
    end += n;
    begin = end;
  }
}

/** States, events and pictures of a channel in [from, to], in order, without what was struck out. */
export function rowsIn(periods: Periods, { channel, rows, struck }: Part, from: number, to: number): Row[] {
  const stored = periods.touching(from, to).flatMap((period) => period.all<Row>("rows", channel.id, from, to));
  const sealed = new Set(stored.map(nameOf));
  const memory = rows.filter((row) => row.at >= from && row.at <= to && !sealed.has(nameOf(row)));
  return [...stored, ...memory]
    .filter(({ at, sequence, quality }) => quality !== 3 && !struck.has(frameName(at, sequence)))
    .sort((a, b) => a.at - b.at || a.sequence - b.sequence);
}

const nameOf = ({ arrival, index }: Row): string => `${arrival} ${index}`;

/**
 * Frames that follow each other without a hole become one: a reader wants ten minutes of a signal, not the six thousand
 * messages it came in. The times of the samples move by at most a millisecond, or half a sample.
 */
export function joined(frames: Frames, rate: number): Frames {
  if (rate === 0 || frames.count < 2) return frames;
  const step = 1000 / rate;
  const slack = Math.min(1, step / 2);
  const runs = new Frames();
  runs.samples = frames.samples;
  runs.used = frames.used;
  for (let i = 0; i < frames.count; i++) {
    const last = runs.count - 1;
    const expected = last < 0 ? Number.NaN : (runs.at[last] as number) + (runs.n[last] as number) * step;
    const follows = Math.abs((frames.at[i] as number) - expected) <= slack && runs.quality[last] === frames.quality[i];
    if (follows) {
      runs.n[last] = (runs.n[last] as number) + (frames.n[i] as number);
      runs.receivedAt[last] = Math.max(runs.receivedAt[last] as number, frames.receivedAt[i] as number);
    } else runs.push(frames.head(i));
  }
  return runs;
}

function extremes(values: readonly number[]): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** Everything of a period that arrived after `after`, up to `upTo`. */
export function* arrivedIn(
  period: Period,
  after: number,
  upTo: number,
): Generator<{
  channel: number;
  arrival: number;
  index: number;
  row?: Row;
  frames?: Frames;
  at?: number;
  begin?: number;
}> {
  for (const { channel, frames } of period.byArrival(after, upTo)) {
    let begin = 0;
    for (let at = 0; at < frames.count; at++) {
      const [arrival, index] = [frames.arrival[at] as number, frames.index[at] as number];
      if (arrival > after && arrival <= upTo) yield { channel, arrival, index, frames, at, begin };
      begin += frames.n[at] as number;
    }
  }
  for (const row of period.all<Row>("rowsByArrival", after, upTo)) yield { ...row, row };
}
