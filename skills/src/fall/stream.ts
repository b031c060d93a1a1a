import { GAP } from "@sakiyomi/core";
import { JITTER_MS, type Triple, UNIT_PER_G } from "./intake.ts";

/** Each frame is a tenth of a second: the mean of the three axes, the largest and the smallest size of the acceleration in it. */
export const FRAME_FIELDS = 5;
/** Four seconds: as far back as anything is asked for. */
export const FRAMES_KEPT = 40;
const FRAME_MS = 100;
/** Impacts are judged at this rate whatever the sensor's: a sharper peak of a faster sensor is no harder fall. */
const WORK_HZ = 50;
/** Shorter holes are bridged with the last value. */
const BRIDGED_MS = 100;
/** A sensor that stands at one value so far from rest has reached the end of its range. */
const CLIPS_FROM = 1.8 * UNIT_PER_G;
const CLIPS_AFTER = 3;

/** Three axes on their way into frames. Plain data; whoever changes it has copied it before. */
export interface Stream {
  readonly rate: number;
  /** So many samples are averaged into one, so many of those make a frame. */
  readonly every: number;
  readonly perFrame: number;
  origin: number;
  count: number;
  sums: number[];
  waiting: number;
  frame: number[];
  inFrame: number;
  held: number[];
  holes: number;
  /** How many samples in a row each axis, and all three, did not change. */
  runs: number[];
  same: number;
  clippedAt: number;
  readonly frames: number[];
}

export function newStream(rate: number): Stream {
  const every = Math.max(1, Math.floor(rate / WORK_HZ));
  const perFrame = Math.max(1, Math.round((rate / every) * (FRAME_MS / 1000)));
  return {
    ...{ rate, every, perFrame, origin: 0, count: 0, sums: [0, 0, 0], waiting: 0 },
    ...{ frame: [0, 0, 0, 0, 0], inFrame: 0, held: [0, 0, 0], holes: 0, runs: [0, 0, 0], same: 0, clippedAt: 0 },
    frames: [],
  };
}

/** The frames as text, three letters a number: a fifth of the time that a list takes to be written, checked and read. */
export interface SavedStream extends Omit<Stream, "frames"> {
  readonly frames: string;
}

/** 56 letters without quotes; 56³ is more than the 80,001 steps of a milli-g between -40 and 40 g. */
const FIRST_LETTER = 35;
const LETTERS = 56;
const LOWEST = -60_000;

export function savedStream(stream: Stream): SavedStream {
  const codes: number[] = [];
  for (const value of stream.frames) {
    const steps = Math.max(0, Math.min(LETTERS ** 3 - 1, value - LOWEST));
    const [high, low] = [Math.floor(steps / LETTERS), steps % LETTERS];
    codes.push(FIRST_LETTER + Math.floor(high / LETTERS), FIRST_LETTER + (high % LETTERS), FIRST_LETTER + low);
  }
  return { ...stream, frames: String.fromCharCode(...codes) };
}

export function openStream(saved: SavedStream): Stream {
  const frames: number[] = [];
  const letter = (i: number) => saved.frames.charCodeAt(i) - FIRST_LETTER;
  for (let i = 0; i < saved.frames.length; i += 3)
    frames.push((letter(i) * LETTERS + letter(i + 1)) * LETTERS + letter(i + 2) + LOWEST);
  const { sums, frame, held, runs } = saved;
  return { ...saved, sums: [...sums], frame: [...frame], held: [...held], runs: [...runs], frames };
}

export const frameMs = ({ rate, every, perFrame }: Stream): number => (every * perFrame * 1000) / rate;
export const streamEnd = ({ origin, count, rate }: Stream): number =>
  origin === 0 ? 0 : origin + (count * 1000) / rate;
/** Time after the last sample that was measured. */
export const measuredUntil = (stream: Stream): number => streamEnd(stream) - (stream.holes * 1000) / stream.rate;
/** So long, ms, the sensor has given one and the same value. */
export const sameFor = ({ same, rate }: Stream): number => (same * 1000) / rate;

/** What comes of the samples: a frame that is whole, or a hole after which nothing goes on. */
export interface Listener {
  frame(at: number): void;
  hole(): void;
}

export function hearTriple(stream: Stream, { at, count, axes: [x, y, z] }: Triple, listener: Listener): void {
  align(stream, at);
  for (let i = 0; i < count; i++) {
    const [a, b, c] = [x.values[x.from + i] as number, y.values[y.from + i] as number, z.values[z.from + i] as number];
    if (a === GAP || b === GAP || c === GAP) stream.holes += 1;
    else {
      if (stream.holes > 0) resume(stream, listener);
      watchFlat(stream, a, b, c);
      add(stream, a, b, c, listener);
    }
    stream.count += 1;
  }
}

function align(stream: Stream, at: number): void {
  if (stream.origin === 0) {
    stream.origin = at;
    return;
  }
  const off = at - streamEnd(stream);
  if (Math.abs(off) <= JITTER_MS) stream.origin += off / 8;
  else if (off > 0) {
    const missing = Math.round((off * stream.rate) / 1000);
    stream.holes += missing;
    stream.count += missing;
  }
}

/** Measured again: a short hole is bridged, after a longer one a new stretch begins here. */
function resume(stream: Stream, listener: Listener): void {
  const { holes, rate } = stream;
  stream.holes = 0;
  const [a, b, c] = stream.held as [number, number, number];
  if ((holes * 1000) / rate <= BRIDGED_MS) {
    const before = stream.count - holes;
    for (let i = 0; i < holes; i++) {
      stream.count = before + i;
      add(stream, a, b, c, listener);
    }
    stream.count = before + holes;
    return;
  }
  stream.origin = streamEnd(stream);
  stream.count = 0;
  stream.sums = [0, 0, 0];
  stream.waiting = 0;
  stream.inFrame = 0;
  stream.frames.length = 0;
  listener.hole();
}

function watchFlat(stream: Stream, a: number, b: number, c: number): void {
  const { held, runs } = stream;
  const [sameA, sameB, sameC] = [a === held[0], b === held[1], c === held[2]];
  stream.same = sameA && sameB && sameC ? stream.same + 1 : 0;
  runs[0] = sameA && Math.abs(a) > CLIPS_FROM ? (runs[0] as number) + 1 : 0;
  runs[1] = sameB && Math.abs(b) > CLIPS_FROM ? (runs[1] as number) + 1 : 0;
  runs[2] = sameC && Math.abs(c) > CLIPS_FROM ? (runs[2] as number) + 1 : 0;
  if (runs[0] + runs[1] + runs[2] >= CLIPS_AFTER) stream.clippedAt = Math.round(streamEnd(stream));
  held[0] = a;
  held[1] = b;
  held[2] = c;
}

function add(stream: Stream, a: number, b: number, c: number, listener: Listener): void {
  const { sums } = stream;
  sums[0] = (sums[0] as number) + a;
  sums[1] = (sums[1] as number) + b;
  sums[2] = (sums[2] as number) + c;
  stream.waiting += 1;
  if (stream.waiting < stream.every) return;
  const x = (sums[0] as number) / stream.every;
  const y = (sums[1] as number) / stream.every;
  const z = (sums[2] as number) / stream.every;
  sums.fill(0);
  stream.waiting = 0;
  addToFrame(stream, x, y, z);
  if (stream.inFrame < stream.perFrame) return;
  close(stream);
  listener.frame(Math.round(streamEnd(stream) + 1000 / stream.rate));
}

function addToFrame(stream: Stream, x: number, y: number, z: number): void {
  const { frame } = stream;
  const size = Math.sqrt(x * x + y * y + z * z);
  const isFirst = stream.inFrame === 0;
  frame[0] = (isFirst ? 0 : (frame[0] as number)) + x;
  frame[1] = (isFirst ? 0 : (frame[1] as number)) + y;
  frame[2] = (isFirst ? 0 : (frame[2] as number)) + z;
  frame[3] = isFirst ? size : Math.max(frame[3] as number, size);
  frame[4] = isFirst ? size : Math.min(frame[4] as number, size);
  stream.inFrame += 1;
}

/** Whole milli-g are enough for a posture, and half as long to write. */
function close(stream: Stream): void {
  const { frame, frames, perFrame } = stream;
  const milli = 1000 / UNIT_PER_G;
  for (let i = 0; i < 3; i++) frames.push(Math.round(((frame[i] as number) * milli) / perFrame));
  frames.push(Math.round((frame[3] as number) * milli), Math.round((frame[4] as number) * milli));
  if (frames.length > FRAMES_KEPT * FRAME_FIELDS) frames.splice(0, FRAME_FIELDS);
  stream.inFrame = 0;
}
