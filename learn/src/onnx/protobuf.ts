const utf8 = new TextEncoder();
const varintWire = 0;
const bytesWire = 2;
const fixed32Wire = 5;
/** Blocks up to this many bytes are copied together; longer ones (weights) are kept as they are until the end. */
const small = 1024;

/** Writes protobuf's wire format: https://protobuf.dev/programming-guides/encoding/. */
export class ProtobufWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;
  #open = new Uint8Array(4096);
  #used = 0;

  integer(field: number, value: number | bigint): void {
    this.#tag(field, varintWire);
    this.#varint(value);
  }

  float(field: number, value: number): void {
    this.#tag(field, fixed32Wire);
    this.#raw(new Uint8Array(Float32Array.of(value).buffer));
  }

  text(field: number, value: string): void {
    this.bytes(field, utf8.encode(value));
  }

  bytes(field: number, value: Uint8Array): void {
    this.#tag(field, bytesWire);
    this.#varint(value.length);
    this.#raw(value);
  }

  message(field: number, write: (writer: ProtobufWriter) => void): void {
    const inner = new ProtobufWriter();
    write(inner);
    this.#tag(field, bytesWire);
    inner.#flush();
    this.#varint(inner.#length);
    for (const part of inner.#parts) this.#raw(part);
  }

  finish(): Uint8Array {
    this.#flush();
    const whole = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  #tag(field: number, wire: number): void {
    this.#varint(field * 8 + wire);
  }

  #varint(value: number | bigint): void {
    if (typeof value === "bigint" || value < 0) {
      let rest = BigInt.asUintN(64, BigInt(value));
      for (; rest > 0x7fn; rest >>= 7n) this.#byte(Number(rest & 0x7fn) | 0x80);
      this.#byte(Number(rest));
      return;
    }
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.#byte((rest % 128) | 0x80);
    this.#byte(rest);
  }

  #byte(value: number): void {
    if (this.#used === this.#open.length) this.#flush();
    this.#open[this.#used] = value;
    this.#used += 1;
  }

  #raw(bytes: Uint8Array): void {
    if (bytes.length > small) {
      this.#flush();
      this.#parts.push(bytes);
      this.#length += bytes.length;
      return;
    }
    if (this.#used + bytes.length > this.#open.length) this.#flush();
    this.#open.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  #flush(): void {
    if (this.#used === 0) return;
    this.#parts.push(this.#open.subarray(0, this.#used));
    this.#length += this.#used;
    this.#open = new Uint8Array(4096);
    this.#used = 0;
  }
}
