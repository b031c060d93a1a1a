import { RosbridgeFault } from "./fault.ts";

/**
 * As much of CBOR (RFC 8949) as rosbridge uses: numbers, texts, bytes, arrays, maps, true, false, null, and typed arrays
 * (RFC 8746, little-endian). Tags that are not known are passed over. Lengths without an end are refused.
 */
export const writeCbor = (value: unknown): Uint8Array => {
  const parts: Uint8Array[] = [];
  write(value, parts);
  return Buffer.concat(parts);
};

/** Throws `bad-cbor` where the bytes end early, nest too deep, or go on behind the value. */
export const readCbor = (bytes: Uint8Array): unknown => {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  if (reader.at !== bytes.length) throw bad("it goes on behind its end");
  return value;
};

/** RFC 8746, section 2.1. */
const typedArrays = [
  [64, Uint8Array],
  [69, Uint16Array],
  [70, Uint32Array],
  [72, Int8Array],
  [77, Int16Array],
  [78, Int32Array],
  [85, Float32Array],
  [86, Float64Array],
] as const;

const head = (major: number, count: number): Uint8Array => {
  const first = major << 5;
  if (count < 24) return Uint8Array.of(first | count);
  if (count < 2 ** 8) return Uint8Array.of(first | 24, count);
  const bytes = Buffer.alloc(count < 2 ** 16 ? 3 : count < 2 ** 32 ? 5 : 9);
  bytes[0] = first | (count < 2 ** 16 ? 25 : count < 2 ** 32 ? 26 : 27);
  if (bytes.length === 3) bytes.writeUInt16BE(count, 1);
  else if (bytes.length === 5) bytes.writeUInt32BE(count, 1);
  else bytes.writeBigUInt64BE(BigInt(count), 1);
  return bytes;
};

const write = (value: unknown, parts: Uint8Array[]): void => {
  if (typeof value === "number") parts.push(numberBytes(value));
  else if (typeof value === "string") {
    const text = Buffer.from(value);
    parts.push(head(3, text.length), text);
  } else if (typeof value === "boolean") parts.push(Uint8Array.of(value ? 0xf5 : 0xf4));
  else if (value === null || value === undefined) parts.push(Uint8Array.of(0xf6));
  else if (Array.isArray(value)) {
    parts.push(head(4, value.length));
    for (const one of value) write(one, parts);
  } else if (ArrayBuffer.isView(value)) writeTyped(value, parts);
  else writeMap(value, parts);
};

const writeMap = (value: object, parts: Uint8Array[]): void => {
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  parts.push(head(5, entries.length));
  for (const [name, one] of entries) {
    write(name, parts);
    write(one, parts);
  }
};

const writeTyped = (value: ArrayBufferView, parts: Uint8Array[]): void => {
  const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  const known = typedArrays.find(([, kind]) => value instanceof kind);
  // Bytes need no tag: rosbridge has uint8[] as a byte string.
  if (known && known[0] !== 64) parts.push(head(6, known[0]));
  parts.push(head(2, bytes.length), bytes);
};

const numberBytes = (value: number): Uint8Array => {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return value >= 0 ? head(0, value) : head(1, -1 - value);
  const bytes = Buffer.alloc(9, 0xfb);
  bytes.writeDoubleBE(value, 1);
  return bytes;
};

const deepest = 64;

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value(depth: number): unknown {
    if (depth > deepest) throw bad("it is nested too deep");
    const first = this.#take(1)[0] ?? 0;
    const [major, info] = [first >> 5, first & 31];
    if (major === 7) return this.#simple(info);
    const count = this.#count(info);
    if (major === 0) return count;
    if (major === 1) return -1 - count;
    if (major === 2) return new Uint8Array(this.#take(count));
    if (major === 3) return Buffer.from(this.#take(count)).toString("utf8");
    if (major === 4) return this.#array(count, depth);
    return major === 5 ? this.#map(count, depth) : this.#tagged(count, depth);
  }

  #array(count: number, depth: number): unknown[] {
    const values: unknown[] = [];
    // Grows with what is there, not with what is promised.
    for (let i = 0; i < count; i += 1) values.push(this.value(depth + 1));
    return values;
  }

  #map(count: number, depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    for (let i = 0; i < count; i += 1) {
      const name = this.value(depth + 1);
      if (typeof name !== "string" || name === "__proto__") throw bad("a name is no text");
      map[name] = this.value(depth + 1);
    }
    return map;
  }

  #tagged(tag: number, depth: number): unknown {
    const value = this.value(depth + 1);
    const kind = typedArrays.find(([known]) => known === tag)?.[1];
    if (!kind || !(value instanceof Uint8Array)) return value;
    if (value.length % kind.BYTES_PER_ELEMENT !== 0) throw bad("a typed array has a broken length");
    return new kind(new Uint8Array(value).buffer, 0, value.length / kind.BYTES_PER_ELEMENT);
  }

  #simple(info: number): unknown {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22 || info === 23) return null;
    const at = this.at;
    if (info === 26) {
      this.#take(4);
      return this.#view.getFloat32(at);
    }
    if (info === 27) {
      this.#take(8);
      return this.#view.getFloat64(at);
    }
    throw bad(`what ${info} means is not known`);
  }

  #count(info: number): number {
    if (info < 24) return info;
    const at = this.at;
    const length = { 24: 1, 25: 2, 26: 4, 27: 8 }[info];
    if (!length) throw bad("a length has no end");
    this.#take(length);
    if (length === 1) return this.#view.getUint8(at);
    if (length === 2) return this.#view.getUint16(at);
    return length === 4 ? this.#view.getUint32(at) : Number(this.#view.getBigUint64(at));
  }

  #take(length: number): Uint8Array {
    if (this.at + length > this.#bytes.length) throw bad(`${length} bytes are promised, fewer are there`);
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }
}

const bad = (why: string): RosbridgeFault =>
  new RosbridgeFault("bad-cbor", `These bytes are no CBOR: ${why}.`, "Ask for the topic without compression.");
