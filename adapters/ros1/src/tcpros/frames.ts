import { RosFault } from "../fault.ts";

/** Cuts a stream into its frames: four bytes of length (little-endian), then as many bytes. */
export interface FrameReader {
  /** The frames that are whole now. Throws `too-long` at a length beyond the limit; the stream is of no use then. */
  push(chunk: Uint8Array): readonly Uint8Array[];
  setLimit(bytes: number): void;
  /** Bytes of a frame that is not whole yet. */
  readonly held: number;
}

/** The largest message taken unless told otherwise: a picture of 4k. */
export const longestMessage = 64 * 2 ** 20;

export const frameReader = (limit = longestMessage): FrameReader => new Reader(limit);

const none = Buffer.alloc(0);

class Reader implements FrameReader {
  #limit: number;
  /** Memory grows with what has come, never with what a length promises. */
  #chunks: Uint8Array[] = [];
  #size = 0;
  /** Bytes that have to be there before anything can be done. */
  #wanted = 4;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get held(): number {
    return this.#size;
  }

  setLimit(bytes: number): void {
    this.#limit = bytes;
  }

  push(chunk: Uint8Array): readonly Uint8Array[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#wanted) return [];
    const all = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#size);
    const frames: Uint8Array[] = [];
    const used = this.#cut(all, frames);
    const rest = used < all.length ? all.subarray(used) : none;
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#size = rest.length;
    return frames;
  }

  #cut(all: Uint8Array, frames: Uint8Array[]): number {
    const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
    let at = 0;
    this.#wanted = 4;
    while (at + 4 <= all.length) {
      const length = view.getUint32(at, true);
      if (length > this.#limit) throw tooLong(length, this.#limit);
      if (at + 4 + length > all.length) {
        this.#wanted = 4 + length;
        break;
      }
      frames.push(all.subarray(at + 4, at + 4 + length));
      at += 4 + length;
    }
    return at;
  }
}

const tooLong = (length: number, limit: number): RosFault =>
  new RosFault(
    "too-long",
    `The peer announces ${length} bytes; at most ${limit} are taken.`,
    "Raise `longestMessage` if a message of this size is meant.",
  );
