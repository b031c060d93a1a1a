import { Frames } from "./frames.ts";
import {
  ByteReader,
  ByteWriter,
  type Packing,
  putInts,
  putNumbers,
  skipNumbers,
  takeInts,
  takeNumbers,
} from "./number-stream.ts";

/** The form of a block. A newer one gets a number of its own; old numbers stay readable. */
const FORM = 1;
/** `receivedAt` is told as the delay after `at`, or plainly where that would lose a fraction. */
const received = { delay: 0, plain: 1 } as const;

export interface Packed {
  readonly body: Uint8Array;
  readonly deflateWon: boolean;
}

/** Frames as bytes: a stream for each field, then the samples. */
export function packBlock(frames: Frames, packing: Packing): Packed {
  const out = new ByteWriter();
  out.byte(FORM);
  out.integer(frames.count);
  putNumbers(out, frames.at);
  const delays = frames.receivedAt.map((at, i) => at - (frames.at[i] as number));
  const exact = delays.every(Number.isSafeInteger);
  out.byte(exact ? received.delay : received.plain);
  putNumbers(out, exact ? delays : frames.receivedAt);
  for (const stream of [frames.sequence, frames.arrival, frames.index, frames.quality, frames.n])
    putNumbers(out, stream);
  const deflateWon = putInts(out, frames.samples.subarray(0, frames.used), packing);
  return { body: out.taken(), deflateWon };
}

export function unpackBlock(body: Uint8Array): Frames {
  const from = new ByteReader(body);
  const form = from.byte();
  if (form !== FORM) throw new RangeError(`no block has form ${form}`);
  const count = from.integer();
  const frames = new Frames();
  frames.at = takeNumbers(from, count);
  const how = from.byte();
  const times = takeNumbers(from, count);
  frames.receivedAt = how === received.delay ? times.map((delay, i) => delay + (frames.at[i] as number)) : times;
  frames.sequence = takeNumbers(from, count);
  frames.arrival = takeNumbers(from, count);
  frames.index = takeNumbers(from, count);
  frames.quality = takeNumbers(from, count);
  frames.n = takeNumbers(from, count);
  frames.used = frames.n.reduce((sum, n) => sum + n, 0);
  frames.samples = takeInts(from, frames.used);
  return frames;
}

/** Only what a plot needs: times, sequences, counts and samples. The other fields of the frames stay empty. */
export function unpackForPlot(body: Uint8Array): Frames {
  const from = new ByteReader(body);
  const form = from.byte();
  if (form !== FORM) throw new RangeError(`no block has form ${form}`);
  const count = from.integer();
  const frames = new Frames();
  frames.at = takeNumbers(from, count);
  from.byte();
  skipNumbers(from);
  frames.sequence = takeNumbers(from, count);
  for (let field = 0; field < 3; field++) skipNumbers(from);
  frames.n = takeNumbers(from, count);
  for (let i = 0; i < count; i++) frames.used += frames.n[i] as number;
  frames.samples = takeInts(from, frames.used);
  return frames;
}
