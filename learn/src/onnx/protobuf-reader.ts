import { LearnFault } from "../fault.ts";

/** @throws {LearnFault} "onnx" always, with the place in the file. */
export const damagedAt = (offset: number, reason: string): never => {
  throw new LearnFault(
    "onnx",
    `This is no ONNX model that can be read: ${reason} (byte ${offset}).`,
    "Export or copy the file again.",
  );
};

/** Graphs within graphs: deeper than any real model, shallow enough for every stack. */
const deepest = 64;
const utf8 = new TextDecoder("utf-8", { fatal: true });

const varintWire = 0;
const fixed64Wire = 1;
const bytesWire = 2;
const fixed32Wire = 5;

/** A stretch of the file, with its place in the whole, so that every fault can name one. */
export interface Span {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly depth: number;
}

interface Varint {
  readonly value: number;
  readonly next: number;
}

/** Signed 64 bits. Numbers that a double does not hold are refused: no size or setting has them. */
const varintAt = ({ bytes, offset }: Span, at: number): Varint => {
  let value = 0n;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return damagedAt(offset + at, "it ends within a number");
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte >= 0x80) continue;
    const number = Number(BigInt.asIntN(64, value));
    if (!Number.isSafeInteger(number)) return damagedAt(offset + at, `a number is too large (${value})`);
    return { value: number, next: at + i + 1 };
  }
  return damagedAt(offset + at, "a number is longer than 64 bits");
};

/** One field of a message, not yet read: its type is what the reader asks for. */
export class Field {
  readonly number: number;
  readonly offset: number;
  readonly #wire: number;
  readonly #span: Span;
  readonly #integer: number;

  constructor(number: number, wire: number, span: Span, integer: number) {
    this.number = number;
    this.offset = span.offset;
    this.#wire = wire;
    this.#span = span;
    this.#integer = integer;
  }

  integer(): number {
    this.#expect(varintWire);
    return this.#integer;
  }

  /** Repeated integers come one by one or packed into one field. */
  integers(): readonly number[] {
    if (this.#wire === varintWire) return [this.#integer];
    this.#expect(bytesWire);
    const values: number[] = [];
    for (let at = 0; at < this.#span.bytes.length; ) {
      const { value, next } = varintAt(this.#span, at);
      values.push(value);
      at = next;
    }
    return values;
  }

  float(): number {
    this.#expect(fixed32Wire);
    return viewOf(this.#span.bytes).getFloat32(0, true);
  }

  floats(): readonly number[] {
    if (this.#wire === fixed32Wire) return [this.float()];
    const bytes = this.bytes();
    if (bytes.length % 4 !== 0) return damagedAt(this.offset, `${bytes.length} bytes are no list of floats`);
    const view = viewOf(bytes);
    return Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
  }

  bytes(): Uint8Array {
    this.#expect(bytesWire);
    return this.#span.bytes;
  }

  text(): string {
    const bytes = this.bytes();
    try {
      return utf8.decode(bytes);
    } catch {
      return damagedAt(this.offset, "a text is not UTF-8");
    }
  }

  /** @throws {LearnFault} "onnx" when it is no message, or lies deeper than any model nests. */
  message(): Span {
    this.#expect(bytesWire);
    const depth = this.#span.depth + 1;
    if (depth > deepest) return damagedAt(this.offset, `messages are nested more than ${deepest} deep`);
    return { ...this.#span, depth };
  }

  #expect(wire: number): void {
    if (this.#wire !== wire) damagedAt(this.offset, `field ${this.number} has wire type ${this.#wire}, not ${wire}`);
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const lengthOf = (span: Span, wire: number, at: number): { readonly from: number; readonly length: number } => {
  if (wire === fixed64Wire) return { from: at, length: 8 };
  if (wire === fixed32Wire) return { from: at, length: 4 };
  if (wire !== bytesWire) return damagedAt(span.offset + at, `wire type ${wire} is not used by ONNX`);
  const { value, next } = varintAt(span, at);
  return { from: next, length: value };
};

/** The fields of one message in their order (https://protobuf.dev/programming-guides/encoding/). */
export const fieldsOf = (span: Span): readonly Field[] => {
  const fields: Field[] = [];
  const { bytes, offset, depth } = span;
  for (let at = 0; at < bytes.length; ) {
    const tag = varintAt(span, at);
    const wire = tag.value & 7;
    const number = Math.floor(tag.value / 8);
    if (number < 1) return damagedAt(offset + at, `${number} is no field`);
    if (wire === varintWire) {
      const { value, next } = varintAt(span, tag.next);
      fields.push(new Field(number, wire, { bytes: bytes.subarray(0, 0), offset: offset + at, depth }, value));
      at = next;
      continue;
    }
    const { from, length } = lengthOf(span, wire, tag.next);
    if (length < 0 || length > bytes.length - from)
      return damagedAt(offset + at, `a field of ${length} bytes does not fit into the ${bytes.length - from} left`);
    const inner = { bytes: bytes.subarray(from, from + length), offset: offset + from, depth };
    fields.push(new Field(number, wire, inner, 0));
    at = from + length;
  }
  return fields;
};
