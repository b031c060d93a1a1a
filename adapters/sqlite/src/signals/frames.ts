import { GAP, type Instant } from "@sakiyomi/core";

/** What was said of one frame: a reading, or a piece of a waveform. */
export interface FrameHead {
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly sequence: number;
  /** Its batch. */
  readonly arrival: number;
  /** Its place in the batch. */
  readonly index: number;
  /** A row of `qualities`. */
  readonly quality: number;
  /** How many samples. */
  readonly n: number;
}

/** Frames of one channel, field by field, with their samples in a row: whole numbers in the channel's own unit. */
export class Frames {
  at: number[] = [];
  receivedAt: number[] = [];
  sequence: number[] = [];
  arrival: number[] = [];
  index: number[] = [];
  quality: number[] = [];
  n: number[] = [];
  samples: Int32Array = new Int32Array(0);
  /** How many of `samples` are in use. */
  used = 0;
  /** Frames came in order of `at`. */
  ordered = true;

  get count(): number {
    return this.at.length;
  }

  push(head: FrameHead): void {
    if (this.ordered && this.at.length > 0 && head.at < (this.at.at(-1) as number)) this.ordered = false;
    this.at.push(head.at);
    this.receivedAt.push(head.receivedAt);
    this.sequence.push(head.sequence);
    this.arrival.push(head.arrival);
    this.index.push(head.index);
    this.quality.push(head.quality);
    this.n.push(head.n);
  }

  /** Room for `n` more samples; returns where they begin. The caller writes them. */
  extend(n: number): number {
    const begin = this.used;
    if (begin + n > this.samples.length) this.reserve(Math.max(64, (begin + n) * 2));
    this.used += n;
    return begin;
  }

  /** Room for `total` samples. */
  reserve(total: number): void {
    if (total <= this.samples.length) return;
    const larger = new Int32Array(total);
    larger.set(this.samples.subarray(0, this.used));
    this.samples = larger;
  }

  add(head: FrameHead, samples: Int32Array): void {
    const begin = this.extend(samples.length);
    this.samples.set(samples, begin);
    this.push(head);
  }

  /** Frames [first, last) of others, whose samples are [begin, end) there. */
  addRun(others: Frames, first: number, last: number, begin: number, end: number): void {
    const to = this.extend(end - begin);
    this.samples.set(others.samples.subarray(begin, end), to);
    const before = this.at.at(-1) ?? Number.NEGATIVE_INFINITY;
    if (!others.ordered || (others.at[first] as number) < before) this.ordered = false;
    for (let i = first; i < last; i++) {
      this.at.push(others.at[i] as number);
      this.receivedAt.push(others.receivedAt[i] as number);
      this.sequence.push(others.sequence[i] as number);
      this.arrival.push(others.arrival[i] as number);
      this.index.push(others.index[i] as number);
      this.quality.push(others.quality[i] as number);
      this.n.push(others.n[i] as number);
    }
  }

  head(i: number): FrameHead {
    return {
      at: this.at[i] as number,
      receivedAt: this.receivedAt[i] as number,
      sequence: this.sequence[i] as number,
      arrival: this.arrival[i] as number,
      index: this.index[i] as number,
      quality: this.quality[i] as number,
      n: this.n[i] as number,
    };
  }

  *[Symbol.iterator](): Generator<readonly [head: FrameHead, samples: Int32Array]> {
    let begin = 0;
    for (let i = 0; i < this.at.length; i++) {
      const end = begin + (this.n[i] as number);
      yield [this.head(i), this.samples.subarray(begin, end)];
      begin = end;
    }
  }
}

/** In order of time; frames of one time in order of their sequence, then of arrival. */
export function inOrder(frames: Frames): Frames {
  if (frames.ordered && isStrict(frames.at)) return frames;
  const all = [...frames].sort(([a], [b]) => a.at - b.at || a.sequence - b.sequence || a.arrival - b.arrival);
  return framesOf(all);
}

export function framesOf(all: Iterable<readonly [FrameHead, Int32Array]>): Frames {
  const frames = new Frames();
  for (const [head, samples] of all) frames.add(head, samples);
  return frames;
}

/** The figures over a block that a plot needs: gaps left out. */
export interface Figures {
  readonly valid: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
}

export function figuresOf(samples: Int32Array, used: number): Figures {
  let [valid, min, max, sum] = [0, 0x7fff_ffff, GAP, 0];
  for (let i = 0; i < used; i++) {
    const sample = samples[i] as number;
    if (sample === GAP) continue;
    valid += 1;
    sum += sample;
    if (sample < min) min = sample;
    if (sample > max) max = sample;
  }
  return { valid, min, max, sum };
}

function isStrict(values: readonly number[]): boolean {
  for (let i = 1; i < values.length; i++) if ((values[i] as number) <= (values[i - 1] as number)) return false;
  return true;
}
