import { GAP } from "@sakiyomi/core";

/** How samples lie in a file (WFDB, signal(5)). Samples of all signals of a file follow each other, frame after frame. */
export interface Format {
  /** So many samples share so many bytes. */
  readonly group: { readonly samples: number; readonly bytes: number };
  /** Bytes of a last group with only 1, 2, … samples. */
  readonly tail?: readonly number[];
  /** Fills `out` from whole groups of bytes (the last one filled up with zeros). */
  readonly unpack: (bytes: Uint8Array, out: Int32Array) => void;
  /** The number that says "not measured". */
  readonly missing: number | null;
}

const single = (bytes: number, missing: number | null, at: (bytes: DataView, from: number) => number): Format => ({
  group: { samples: 1, bytes },
  missing,
  unpack: (packed, out) => {
    const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
    for (let i = 0; i < out.length; i++) out[i] = at(view, i * bytes);
  },
});

/** Sign of a number of `bits` bits. */
const signed = (value: number, bits: number): number => (value << (32 - bits)) >> (32 - bits);
const byte = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;

function unpack212(bytes: Uint8Array, out: Int32Array): void {
  for (let i = 0, at = 0; i < out.length; i += 2, at += 3) {
    const shared = byte(bytes, at + 1);
    out[i] = signed(((shared & 0x0f) << 8) | byte(bytes, at), 12);
    if (i + 1 < out.length) out[i + 1] = signed(((shared & 0xf0) << 4) | byte(bytes, at + 2), 12);
  }
}

function unpack310(bytes: Uint8Array, out: Int32Array): void {
  for (let i = 0, at = 0; i < out.length; i += 3, at += 4) {
    const low = byte(bytes, at) | (byte(bytes, at + 1) << 8);
    const high = byte(bytes, at + 2) | (byte(bytes, at + 3) << 8);
    out[i] = signed(low >> 1, 10);
    if (i + 1 < out.length) out[i + 1] = signed(high >> 1, 10);
    if (i + 2 < out.length) out[i + 2] = signed((low >> 11) | ((high >> 11) << 5), 10);
  }
}

function unpack311(bytes: Uint8Array, out: Int32Array): void {
  for (let i = 0, at = 0; i < out.length; i += 3, at += 4) {
    const word =
      byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24);
    out[i] = signed(word, 10);
    if (i + 1 < out.length) out[i + 1] = signed(word >> 10, 10);
    if (i + 2 < out.length) out[i + 2] = signed(word >> 20, 10);
  }
}

export const formats: Readonly<Record<number, Format>> = {
  /** Differences; whoever reads them adds them up from the initial value. */
  8: single(1, null, (view, at) => view.getInt8(at)),
  16: single(2, -0x8000, (view, at) => view.getInt16(at, true)),
  24: single(3, -0x80_0000, (view, at) => view.getUint16(at, true) | (view.getInt8(at + 2) << 16)),
  32: single(4, GAP, (view, at) => view.getInt32(at, true)),
  61: single(2, -0x8000, (view, at) => view.getInt16(at, false)),
  80: single(1, -0x80, (view, at) => view.getUint8(at) - 0x80),
  160: single(2, -0x8000, (view, at) => view.getUint16(at, true) - 0x8000),
  212: { group: { samples: 2, bytes: 3 }, tail: [2], missing: -0x800, unpack: unpack212 },
  310: { group: { samples: 3, bytes: 4 }, tail: [2, 4], missing: -0x200, unpack: unpack310 },
  311: { group: { samples: 3, bytes: 4 }, tail: [2, 3], missing: -0x200, unpack: unpack311 },
};

/** FLAC streams, one channel a signal: bits a sample. */
export const flacBits: Readonly<Record<number, number>> = { 508: 8, 516: 16, 524: 24 };

/** Bytes that so many samples take. */
export function bytesFor({ group, tail }: Format, samples: number): number {
  const rest = samples % group.samples;
  return Math.floor(samples / group.samples) * group.bytes + (rest === 0 ? 0 : (tail?.[rest - 1] ?? group.bytes));
}
