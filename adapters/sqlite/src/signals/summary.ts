import { GAP } from "@sakiyomi/core";
import { type ChannelRow, frameEnd, frameName } from "./channel.ts";
import type { Frames } from "./frames.ts";
import { type Part, unsealed } from "./library.ts";
import type { BlockHeader, Period } from "./period.ts";
import type { Periods } from "./periods.ts";

/** Figures of buckets, in the unit of the kind. */
export interface Buckets {
  readonly from: number;
  readonly to: number;
  readonly n: Float64Array;
  readonly sum: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

export function emptyBuckets(from: number, to: number, buckets: number): Buckets {
  const of = (value: number) => new Float64Array(buckets).fill(value);
  return { from, to, n: of(0), sum: of(0), min: of(Number.POSITIVE_INFINITY), max: of(Number.NEGATIVE_INFINITY) };
}

/** A year in a thousand pixels: a block that lies in one bucket counts by its header; only the others are unpacked. */
export function summarise(periods: Periods, part: Part, buckets: Buckets): void {
  const { channel, struck } = part;
  const memory = unsealed(periods, part);
  const strikes = Float64Array.from([...struck].map((name) => Number.parseFloat(name))).sort();
  for (const period of periods.touching(buckets.from, buckets.to))
    for (const header of period.headers(channel.id, buckets.from, buckets.to)) {
      const i = bucketOf(buckets, header.t0);
      const whole = i === bucketOf(buckets, header.t1) && !touches(strikes, header);
      if (whole) addHeader(buckets, i, header, channel);
      else addFrames(buckets, period.blockForPlot(header.id), channel, struck);
    }
  addFrames(buckets, memory, channel, struck);
}

const bucketOf = ({ from, to, n }: Buckets, at: number): number =>
  at < to ? Math.floor((at - from) / ((to - from) / n.length)) : n.length;

const touches = (strikes: Float64Array, { t0, t1 }: BlockHeader): boolean =>
  strikes.some((strike) => strike >= t0 && strike <= t1);

function addHeader(buckets: Buckets, i: number, header: BlockHeader, channel: ChannelRow): void {
  if (header.valid === 0 || i < 0 || i >= buckets.n.length) return;
  const [a, b] = [header.min * channel.scale + channel.offset, header.max * channel.scale + channel.offset];
  buckets.n[i] = (buckets.n[i] as number) + header.valid;
  buckets.sum[i] = (buckets.sum[i] as number) + header.sum * channel.scale + header.valid * channel.offset;
  buckets.min[i] = Math.min(buckets.min[i] as number, a, b);
  buckets.max[i] = Math.max(buckets.max[i] as number, a, b);
}

function addFrames(buckets: Buckets, frames: Frames, channel: ChannelRow, struck: ReadonlySet<string>): void {
  let begin = 0;
  for (let f = 0; f < frames.count; f++) {
    const [at, n] = [frames.at[f] as number, frames.n[f] as number];
    const stands = struck.size === 0 || !struck.has(frameName(at, frames.sequence[f] as number));
    const outside = at >= buckets.to || frameEnd(at, n, channel.rate) < buckets.from;
    if (stands && !outside) addSamples(buckets, at, frames.samples, begin, n, channel);
    begin += n;
  }
}

function addSamples(
  { from, to, n, sum, min, max }: Buckets,
  at: number,
  samples: Int32Array,
  begin: number,
  count: number,
  { scale, offset, rate }: ChannelRow,
): void {
  const width = (to - from) / n.length;
  for (let s = 0; s < count; s++) {
    const sample = samples[begin + s] as number;
    const time = rate > 0 ? at + (s * 1000) / rate : at;
    const i = Math.floor((time - from) / width);
    if (sample === GAP || time >= to || i < 0 || i >= n.length) continue;
    const value = sample * scale + offset;
    n[i] = (n[i] as number) + 1;
    sum[i] = (sum[i] as number) + value;
    if (value < (min[i] as number)) min[i] = value;
    if (value > (max[i] as number)) max[i] = value;
  }
}

/** What is there of a channel; null where nothing stands. */
export function extentOf(periods: Periods, part: Part): { first: number; last: number; samples: number } | null {
  let [first, last, samples] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  const count = (from: number, to: number, n: number) => {
    first = Math.min(first, from);
    last = Math.max(last, to);
    samples += n;
  };
  for (const period of periods.all()) countBlocks(period, part, count);
  const memory = unsealed(periods, part);
  for (const [{ at, n, sequence }] of memory)
    if (!part.struck.has(frameName(at, sequence))) count(at, frameEnd(at, n, part.channel.rate), n);
  return samples === 0 ? null : { first, last, samples };
}

type Count = (from: number, to: number, n: number) => void;

function countBlocks(period: Period, { channel, struck }: Part, count: Count): void {
  if (struck.size === 0) {
    const { first, last, samples } = period.get<{ first: number | null; last: number; samples: number }>(
      "extent",
      channel.id,
    ) ?? { first: null, last: 0, samples: 0 };
    if (first !== null) count(first, last, samples);
    return;
  }
  for (const { frames } of period.frames(channel.id, -(2 ** 53), 2 ** 53))
    for (const [{ at, n, sequence }] of frames)
      if (!struck.has(frameName(at, sequence))) count(at, frameEnd(at, n, channel.rate), n);
}
