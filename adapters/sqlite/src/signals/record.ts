/**
 * A frame on its way: in a message between threads, and in a row of the head until it is in a block.
 * 48 bytes of head, then the payload, filled up to a multiple of 8. Little-endian, as every machine that Node runs on.
 *   float64 at, receivedAt, sequence, arrival; uint32 channel, index, n, quality | width << 8
 * `width` is 1, 2 or 4 bytes a sample, or 0 for the `n` bytes of a state, an event or a picture.
 */
const HEAD = 48;

export interface RecordHead {
  at: number;
  receivedAt: number;
  sequence: number;
  arrival: number;
  channel: number;
  index: number;
  n: number;
  quality: number;
  /** Bytes a sample; 0: not samples, but `n` bytes. */
  width: number;
}

export class RecordWriter {
  #bytes: Uint8Array;
  #floats: Float64Array;
  #words: Uint32Array;
  #shorts: Int16Array;
  #used = 0;

  constructor(size = 1 << 12) {
    const buffer = new ArrayBuffer((size + 7) & ~7);
    [this.#bytes, this.#floats, this.#words] = views(buffer);
    this.#shorts = new Int16Array(buffer);
  }

  get length(): number {
    return this.#used;
  }

  samples(head: Omit<RecordHead, "width">, samples: Int32Array): void {
    const width = widthOf(samples);
    const begin = this.#head(head, width, samples.length * width);
    if (width === 2) this.#shorts.set(samples, begin >>> 1);
    else if (width === 1) this.#bytes.set(samples, begin);
    else this.#words.set(samples, begin >>> 2);
  }

  bytes(head: Omit<RecordHead, "width">, bytes: Uint8Array): void {
    const begin = this.#head(head, 0, bytes.length);
    this.#bytes.set(bytes, begin);
  }

  /** Of a row the payload is kept as it came. */
  row(row: RecordHead & { readonly body: Uint8Array }): void {
    const begin = this.#head(row, row.width, row.body.length);
    this.#bytes.set(row.body, begin);
  }

  /** The records so far, as a buffer of their own. */
  taken(): ArrayBuffer {
    return this.#bytes.buffer.slice(0, this.#used) as ArrayBuffer;
  }

  #head(head: Omit<RecordHead, "width">, width: number, payload: number): number {
    const at = this.#used;
    const end = at + HEAD + ((payload + 7) & ~7);
    if (end > this.#bytes.length) this.#grow(end);
    const float = at >>> 3;
    const word = (at >>> 2) + 8;
    this.#floats[float] = head.at;
    this.#floats[float + 1] = head.receivedAt;
    this.#floats[float + 2] = head.sequence;
    this.#floats[float + 3] = head.arrival;
    this.#words[word] = head.channel;
    this.#words[word + 1] = head.index;
    this.#words[word + 2] = head.n;
    this.#words[word + 3] = head.quality | (width << 8);
    this.#used = end;
    return at + HEAD;
  }

  #grow(size: number): void {
    const old = this.#bytes;
    const buffer = new ArrayBuffer((size * 2 + 7) & ~7);
    [this.#bytes, this.#floats, this.#words] = views(buffer);
    this.#shorts = new Int16Array(buffer);
    this.#bytes.set(old.subarray(0, this.#used));
  }
}

/** Walks over records; its fields are those of the record under it. Not copied, for speed. */
export class RecordReader implements RecordHead {
  at = 0;
  receivedAt = 0;
  sequence = 0;
  arrival = 0;
  channel = 0;
  index = 0;
  n = 0;
  quality = 0;
  width = 0;
  /** Where it stands, for `moveTo`. */
  position = 0;
  /** The arrival of all of them, for the one who keeps the reader. */
  readonly batch: number;
  readonly #bytes: Uint8Array;
  readonly #floats: Float64Array;
  readonly #words: Uint32Array;
  readonly #shorts: Int16Array;
  #payload = 0;
  #next = 0;

  constructor(buffer: ArrayBuffer, batch = 0) {
    [this.#bytes, this.#floats, this.#words] = views(buffer);
    this.#shorts = new Int16Array(buffer, 0, buffer.byteLength >>> 1);
    this.batch = batch;
  }

  next(): boolean {
    if (this.#next + HEAD > this.#bytes.length) return false;
    this.moveTo(this.#next);
    return true;
  }

  moveTo(at: number): void {
    this.position = at;
    const float = at >>> 3;
    const word = (at >>> 2) + 8;
    this.at = this.#floats[float] as number;
    this.receivedAt = this.#floats[float + 1] as number;
    this.sequence = this.#floats[float + 2] as number;
    this.arrival = this.#floats[float + 3] as number;
    this.channel = this.#words[word] as number;
    this.index = this.#words[word + 1] as number;
    this.n = this.#words[word + 2] as number;
    const last = this.#words[word + 3] as number;
    this.quality = last & 255;
    this.width = last >>> 8;
    this.#payload = at + HEAD;
    this.#next = this.#payload + ((this.n * Math.max(1, this.width) + 7) & ~7);
  }

  /** Writes the samples to `out` from `begin` on. */
  copySamples(out: Int32Array, begin: number): void {
    const { n } = this;
    const payload = this.#payload;
    if (this.width === 2) {
      const from = payload >>> 1;
      for (let i = 0; i < n; i++) out[begin + i] = this.#shorts[from + i] as number;
    } else if (this.width === 1) {
      for (let i = 0; i < n; i++) out[begin + i] = ((this.#bytes[payload + i] as number) << 24) >> 24;
    } else {
      const from = payload >>> 2;
      for (let i = 0; i < n; i++) out[begin + i] = this.#words[from + i] as number;
    }
  }

  samples(): Int32Array {
    const out = new Int32Array(this.n);
    this.copySamples(out, 0);
    return out;
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(this.#payload, this.#payload + this.n * Math.max(1, this.width));
  }
}

/** A blob out of SQLite as a buffer of its own, so that numbers in it lie on their boundaries. */
export const bufferOf = (bytes: Uint8Array): ArrayBuffer =>
  bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength
    ? (bytes.buffer as ArrayBuffer)
    : (bytes.slice().buffer as ArrayBuffer);

const views = (buffer: ArrayBuffer): [Uint8Array, Float64Array, Uint32Array] => [
  new Uint8Array(buffer),
  new Float64Array(buffer, 0, buffer.byteLength >>> 3),
  new Uint32Array(buffer, 0, buffer.byteLength >>> 2),
];

function widthOf(samples: Int32Array): 1 | 2 | 4 {
  let or = 0;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] as number;
    or |= sample ^ (sample >> 31);
  }
  return or < 0x80 ? 1 : or < 0x8000 ? 2 : 4;
}
