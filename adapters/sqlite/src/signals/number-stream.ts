import { deflateRawSync, inflateRawSync } from "node:zlib";
import { riceDecode, riceEncode } from "./rice.ts";

/** One byte says how a stream is packed. A row is never used again for something else: files outlive programs. */
const form = { line: 0, rice: 1, deflate: 2, float: 3 } as const;

export interface Packing {
  /** Also try deflate, which is slower and mostly larger; wins on signals that repeat exactly. */
  readonly tryDeflate: boolean;
}

/** Bytes that grow. */
export class ByteWriter {
  #bytes = new Uint8Array(1 << 12);
  #view = new DataView(this.#bytes.buffer);
  length = 0;

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.length++] = value;
  }

  /** An integer below 2^52 of either sign: seven bits a byte, the sign in the first bit. */
  integer(value: number): void {
    this.#room(10);
    let rest = value < 0 ? -value * 2 - 1 : value * 2;
    if (rest > Number.MAX_SAFE_INTEGER) throw new RangeError(`${value} is too large to be packed`);
    while (rest >= 128) {
      this.#bytes[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.length++] = rest;
  }

  float(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  bytes(value: Uint8Array): void {
    this.integer(value.length);
    this.#room(value.length);
    this.#bytes.set(value, this.length);
    this.length += value.length;
  }

  taken(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }

  #room(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const larger = new Uint8Array((this.length + more) * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw new RangeError("the block ends too early");
    return value;
  }

  integer(): number {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = this.byte();
      value += (byte & 127) * weight;
      if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
  }

  float(): number {
    const value = new DataView(this.#bytes.buffer, this.#bytes.byteOffset).getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  /** Passes over what `bytes` would return. */
  skip(): void {
    const length = this.integer();
    this.#at += length;
  }

  bytes(): Uint8Array {
    const length = this.integer();
    const bytes = this.#bytes.slice(this.#at, this.#at + length);
    this.#at += length;
    return bytes;
  }
}

/** Resolves with true where deflate was the smaller. */
export function putInts(out: ByteWriter, values: Int32Array, { tryDeflate }: Packing): boolean {
  const step = values.length > 1 ? (values[1] as number) - (values[0] as number) : 0;
  if (isLine(values, step)) {
    out.byte(form.line);
    out.integer(values[0] ?? 0);
    out.integer(step);
    return false;
  }
  const rice = riceEncode(values);
  const deflated = tryDeflate
    ? deflateRawSync(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), { level: 6 })
    : null;
  const useDeflate = deflated !== null && deflated.length < rice.length;
  out.byte(useDeflate ? form.deflate : form.rice);
  out.bytes(useDeflate ? deflated : rice);
  return useDeflate;
}

export function takeInts(from: ByteReader, n: number): Int32Array {
  const packed = from.byte();
  if (packed === form.line) return line(from.integer(), from.integer(), n);
  if (packed === form.rice) return riceDecode(from.bytes(), n);
  if (packed === form.deflate) return new Int32Array(inflated(from.bytes(), n * 4));
  throw new RangeError(`no stream of integers is packed in form ${packed}`);
}

/** Times, counts, numbers of arrival: mostly whole and close to each other. */
export function putNumbers(out: ByteWriter, values: readonly number[]): void {
  const first = values[0] ?? 0;
  const steps = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) steps[i] = (values[i] as number) - first;
  // A sequence may have 53 bits (a hash of an imported resource's id): what `integer` cannot take is kept as floats.
  const whole = Number.isSafeInteger(first * 2) && values.every((value, i) => (steps[i] as number) + first === value);
  if (whole) {
    out.byte(form.rice);
    out.integer(first);
    putInts(out, steps, { tryDeflate: false });
    return;
  }
  out.byte(form.float);
  out.bytes(deflateRawSync(new Uint8Array(Float64Array.from(values).buffer)));
}

export function takeNumbers(from: ByteReader, n: number): number[] {
  const packed = from.byte();
  if (packed === form.float) return Array.from(new Float64Array(inflated(from.bytes(), n * 8)));
  if (packed !== form.rice) throw new RangeError(`no stream of numbers is packed in form ${packed}`);
  const first = from.integer();
  const steps = takeInts(from, n);
  const values = new Array<number>(n);
  for (let i = 0; i < n; i++) values[i] = (steps[i] as number) + first;
  return values;
}

/** Passes over a stream of numbers without unpacking it. */
export function skipNumbers(from: ByteReader): void {
  const packed = from.byte();
  if (packed === form.rice) {
    from.integer();
    if (from.byte() === form.line) {
      from.integer();
      from.integer();
      return;
    }
  }
  from.skip();
}

function isLine(values: Int32Array, step: number): boolean {
  for (let i = 1; i < values.length; i++) if ((values[i] as number) - (values[i - 1] as number) !== step) return false;
  return true;
}

const line = (first: number, step: number, n: number): Int32Array => {
  const values = new Int32Array(n);
  for (let i = 0; i < n; i++) values[i] = first + step * i;
  return values;
};

function inflated(bytes: Uint8Array, length: number): ArrayBuffer {
  const plain = inflateRawSync(bytes, { maxOutputLength: length + 1 });
  if (plain.length !== length) throw new RangeError("the stream has another length than was written");
  return plain.buffer.slice(plain.byteOffset, plain.byteOffset + length) as ArrayBuffer;
}
