import { CorbaFault } from "./fault.ts";

/**
 * Common Data Representation: OMG CORBA 3.3, part 2, 9.3. Primitives are aligned to their size, counted from the start of
 * the message (`base` bytes before this buffer) or of the encapsulation.
 */
const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder("utf-8", { fatal: true });

export class CdrWriter {
  readonly isLittle: boolean;
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #used = 0;

  constructor(isLittle = true) {
    this.isLittle = isLittle;
  }

  get length(): number {
    return this.#used;
  }

  align(to: number): void {
    const gap = (to - (this.#used % to)) % to;
    this.#need(gap);
    this.#bytes.fill(0, this.#used, this.#used + gap);
    this.#used += gap;
  }

  octet(value: number): void {
    this.#need(1);
    this.#bytes[this.#used] = value;
    this.#used += 1;
  }

  boolean(value: boolean): void {
    this.octet(value ? 1 : 0);
  }

  short(value: number): void {
    const at = this.#place(2);
    this.#view.setInt16(at, value, this.isLittle);
  }

  unsignedShort(value: number): void {
    const at = this.#place(2);
    this.#view.setUint16(at, value, this.isLittle);
  }

  long(value: number): void {
    const at = this.#place(4);
    this.#view.setInt32(at, value, this.isLittle);
  }

  unsignedLong(value: number): void {
    const at = this.#place(4);
    this.#view.setUint32(at, value, this.isLittle);
  }

  float(value: number): void {
    const at = this.#place(4);
    this.#view.setFloat32(at, value, this.isLittle);
  }

  double(value: number): void {
    const at = this.#place(8);
    this.#view.setFloat64(at, value, this.isLittle);
  }

  string(value: string): void {
    const bytes = utf8.encode(value);
    this.unsignedLong(bytes.length + 1);
    this.raw(bytes);
    this.octet(0);
  }

  octets(bytes: Uint8Array): void {
    this.unsignedLong(bytes.length);
    this.raw(bytes);
  }

  /** A sequence<double>. An empty one ends after its length: what comes next aligns itself. */
  doubles(values: Float64Array): void {
    this.unsignedLong(values.length);
    if (values.length === 0) return;
    this.align(8);
    this.#need(8 * values.length);
    for (const [i, value] of values.entries()) this.#view.setFloat64(this.#used + 8 * i, value, this.isLittle);
    this.#used += 8 * values.length;
  }

  sequence<T>(values: readonly T[], write: (value: T) => void): void {
    this.unsignedLong(values.length);
    for (const value of values) write(value);
  }

  /** A sequence<octet> that carries its own byte order and alignment. */
  encapsulation(write: (inner: CdrWriter) => void): void {
    const inner = new CdrWriter(this.isLittle);
    inner.boolean(this.isLittle);
    write(inner);
    this.octets(inner.finish());
  }

  raw(bytes: Uint8Array): void {
    this.#need(bytes.length);
    this.#bytes.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  /** Overwrites an unsigned long that was written before. */
  patch(at: number, value: number): void {
    this.#view.setUint32(at, value, this.isLittle);
  }

  /** Takes back what was written after `length`. */
  cut(length: number): void {
    this.#used = length;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#used);
  }

  /** To be asked before the view is: making room may replace it. */
  #place(size: number): number {
    this.align(size);
    this.#need(size);
    const at = this.#used;
    this.#used += size;
    return at;
  }

  #need(more: number): void {
    if (this.#used + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#used + more));
    grown.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

export class CdrReader {
  readonly isLittle: boolean;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;

  /** Reads from `start` on; alignment counts from the beginning of `bytes`. */
  constructor(bytes: Uint8Array, isLittle: boolean, start = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.isLittle = isLittle;
    this.#at = start;
  }

  get at(): number {
    return this.#at;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  align(to: number): void {
    this.#at += (to - (this.#at % to)) % to;
  }

  octet(): number {
    return this.#view.getUint8(this.#place(1, 1));
  }

  boolean(): boolean {
    return this.octet() !== 0;
  }

  short(): number {
    return this.#view.getInt16(this.#place(2, 2), this.isLittle);
  }

  unsignedShort(): number {
    return this.#view.getUint16(this.#place(2, 2), this.isLittle);
  }

  long(): number {
    return this.#view.getInt32(this.#place(4, 4), this.isLittle);
  }

  unsignedLong(): number {
    return this.#view.getUint32(this.#place(4, 4), this.isLittle);
  }

  float(): number {
    return this.#view.getFloat32(this.#place(4, 4), this.isLittle);
  }

  double(): number {
    return this.#view.getFloat64(this.#place(8, 8), this.isLittle);
  }

  /** @throws {CorbaFault} "cdr" for a length beyond the message, a missing end, or bytes that are no text. */
  string(): string {
    const length = this.unsignedLong();
    if (length === 0) return "";
    const bytes = this.raw(length);
    if (bytes[length - 1] !== 0) throw this.#fault("a string does not end in zero");
    try {
      return fromUtf8.decode(bytes.subarray(0, length - 1));
    } catch {
      // OpenRTM in Japan writes EUC-JP and Shift_JIS comments; what is no UTF-8 is kept byte by byte.
      return Array.from(bytes.subarray(0, length - 1), (byte) => String.fromCharCode(byte)).join("");
    }
  }

  /** A view, not a copy. */
  octets(): Uint8Array {
    return this.raw(this.unsignedLong());
  }

  /** `least` bytes are the smallest that an element can be: a length that cannot be is refused before it is read. */
  sequence<T>(read: () => T, least = 1): readonly T[] {
    const count = this.unsignedLong();
    if (count * least > this.left) throw this.#fault(`a sequence of ${count} elements does not fit`);
    return Array.from({ length: count }, read);
  }

  /** A sequence<double>, copied. */
  doubles(): Float64Array {
    const count = this.unsignedLong();
    if (count === 0) return new Float64Array(0);
    const at = this.#place(8, 8 * count);
    return Float64Array.from({ length: count }, (_, i) => this.#view.getFloat64(at + 8 * i, this.isLittle));
  }

  encapsulation(): CdrReader {
    const bytes = this.octets();
    return new CdrReader(bytes, bytes[0] === 1, 1);
  }

  raw(length: number): Uint8Array {
    const at = this.#place(1, length);
    return this.#bytes.subarray(at, at + length);
  }

  #place(alignment: number, size: number): number {
    this.align(alignment);
    const at = this.#at;
    if (at + size > this.#bytes.length)
      throw this.#fault(`${size} bytes are wanted, ${Math.max(0, this.left)} are there`);
    this.#at += size;
    return at;
  }

  #fault(what: string): CorbaFault {
    return new CorbaFault(
      "cdr",
      `At byte ${this.#at} of ${this.#bytes.length}: ${what}.`,
      "The message is damaged or of another type.",
    );
  }
}
