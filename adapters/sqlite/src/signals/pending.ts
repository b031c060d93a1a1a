import { Frames } from "./frames.ts";
import type { RecordReader } from "./record.ts";

/**
 * Frames of a channel that are not in a block yet: where they stand in the batches they came with. Taking them apart at
 * once would touch a dozen places of memory a frame; later, a channel at a time, it costs a third.
 */
export class Pending {
  readonly #batches: RecordReader[] = [];
  readonly #positions: number[] = [];
  readonly #frames = new Frames();
  /** Samples. */
  used = 0;

  get count(): number {
    return this.#positions.length;
  }

  /** Of the first one; Infinity where there is none. They come in order of arrival. */
  get firstArrival(): number {
    return this.#batches[0]?.batch ?? Number.POSITIVE_INFINITY;
  }

  /** `batch` is a reader that nobody else walks with. */
  push(batch: RecordReader, { position, n }: RecordReader): void {
    this.#batches.push(batch);
    this.#positions.push(position);
    this.used += n;
  }

  /** In order of arrival; always the same object, which grows. */
  get frames(): Frames {
    const frames = this.#frames;
    if (frames.count === this.count) return frames;
    frames.reserve(this.used);
    for (let i = frames.count; i < this.count; i++) this.#unpack(i, frames);
    return frames;
  }

  #unpack(i: number, frames: Frames): void {
    const record = this.#batches[i] as RecordReader;
    record.moveTo(this.#positions[i] as number);
    record.copySamples(frames.samples, frames.extend(record.n));
    if (frames.ordered && i > 0 && record.at < (frames.at[i - 1] as number)) frames.ordered = false;
    frames.at.push(record.at);
    frames.receivedAt.push(record.receivedAt);
    frames.sequence.push(record.sequence);
    frames.arrival.push(record.batch);
    frames.index.push(record.index);
    frames.quality.push(record.quality);
    frames.n.push(record.n);
  }
}
