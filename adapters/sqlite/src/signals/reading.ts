import { crc32 } from "node:zlib";
import { laneOf } from "./channel.ts";
import { arrivedIn, framesIn, joined, type Part, partsOf, rowsIn } from "./library.ts";
import type { Row } from "./period.ts";
import type { Periods } from "./periods.ts";
import type { Asked } from "./reader-desk.ts";
import { RecordReader, RecordWriter } from "./record.ts";
import { rowOf } from "./shelf.ts";
import { type Buckets, emptyBuckets, extentOf, summarise } from "./summary.ts";

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Frames of one channel on their way to the main thread. */
export interface FoundFrames {
  readonly channel: number;
  readonly at: readonly number[];
  readonly receivedAt: readonly number[];
  readonly sequence: readonly number[];
  readonly quality: readonly number[];
  readonly n: readonly number[];
  readonly samples: Int32Array;
}

const parts = ({ channels, records, struck }: Asked): Part[] => partsOf(channels, records, struck);

export function range(periods: Periods, asked: Asked & Span): FoundFrames[] {
  return parts(asked).map((part) => {
    const frames = joined(framesIn(periods, part, asked.from, asked.to), part.channel.rate);
    const { at, receivedAt, sequence, quality, n, samples } = frames;
    return { channel: part.channel.id, at, receivedAt, sequence, quality, n, samples };
  });
}

export const rows = (periods: Periods, asked: Asked & Span): Row[] =>
  parts(asked).flatMap((part) => rowsIn(periods, part, asked.from, asked.to));

export function summary(periods: Periods, asked: Asked & Span & { readonly buckets: number }): Buckets {
  const buckets = emptyBuckets(asked.from, asked.to, asked.buckets);
  for (const part of parts(asked)) summarise(periods, part, buckets);
  return buckets;
}

export interface FoundExtent {
  readonly channel: number;
  readonly first: number;
  readonly last: number;
  readonly samples: number;
}

export function extents(periods: Periods, asked: Asked): FoundExtent[] {
  return parts(asked).flatMap((part) => {
    const found = laneOf(part.channel.kind) === "row" ? rowExtent(periods, part) : extentOf(periods, part);
    return found === null ? [] : [{ channel: part.channel.id, ...found }];
  });
}

function rowExtent(periods: Periods, part: Part): Omit<FoundExtent, "channel"> | null {
  const found = rowsIn(periods, part, -(2 ** 53), 2 ** 53);
  const [first, last] = [found[0], found.at(-1)];
  return first && last ? { first: first.at, last: last.at, samples: found.length } : null;
}

/** Records in order of arrival, then of their place in the batch; those of the writer's memory among them. */
export function arrivals(
  periods: Periods,
  asked: Asked & { readonly after: number; readonly upTo: number },
): ArrayBuffer {
  const found = new Map<string, { arrival: number; index: number; put: (out: RecordWriter) => void }>();
  for (const period of periods.all())
    for (const { channel, arrival, index, row, frames, at = 0, begin = 0 } of arrivedIn(
      period,
      asked.after,
      asked.upTo,
    ))
      found.set(`${arrival} ${index}`, {
        arrival,
        index,
        put: (out) => {
          if (row !== undefined) out.row(row);
          if (frames === undefined) return;
          const head = frames.head(at);
          out.samples({ ...head, channel }, frames.samples.subarray(begin, begin + head.n));
        },
      });
  const record = new RecordReader(asked.records);
  while (record.next()) {
    const { arrival, index } = record;
    const row = { ...rowOf(record) };
    found.set(`${arrival} ${index}`, { arrival, index, put: (out) => out.row(row) });
  }
  const out = new RecordWriter(1 << 20);
  for (const { put } of [...found.values()].sort((a, b) => a.arrival - b.arrival || a.index - b.index)) put(out);
  return out.taken();
}

/** Those whose pages or blocks are not what was written. */
export function damagedPeriods(periods: Periods): string[] {
  return periods.names().filter((name) => {
    try {
      const { db } = periods.get(name);
      if (db.prepare("pragma quick_check(1)").get()?.quick_check !== "ok") return true;
      for (const { crc, body } of db.prepare("select crc, body from blocks").iterate())
        if (crc32(body as Uint8Array) !== crc) return true;
      return false;
    } catch {
      // Not to be read at all: that is the answer to the question.
      return true;
    }
  });
}
