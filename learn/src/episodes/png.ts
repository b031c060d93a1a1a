import { crc32 } from "./crc32.ts";
import type { Picture } from "./image.ts";
import { joined } from "./target.ts";

/** Node's own inflate and deflate, where there are any: they are ten times as fast as those in JavaScript. */
const native = () => globalThis.process?.getBuiltinModule?.("node:zlib");

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3 };
const LEVEL = 4;

/**
 * The PNG that cameras and data sets have: 8 bits, grey or red-green-blue, not interlaced. Null where it is another, or
 * anything is odd about it: then the full decoder says what.
 */
export function quickDecode(png: Uint8Array): Picture | null {
  const zlib = native();
  const head = zlib ? headOf(png) : null;
  const data = head && dataOf(png);
  if (!zlib || !head || !data) return null;
  const { width, height, channels } = head;
  try {
    const rows = zlib.inflateSync(data, { maxOutputLength: (width * channels + 1) * height });
    return rows.length === (width * channels + 1) * height ? { ...head, pixels: unfiltered(rows, head) } : null;
  } catch {
    return null;
  }
}

type Head = Omit<Picture, "pixels">;

function headOf(png: Uint8Array): Head | null {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (png.length < 45 || !SIGNATURE.every((byte, i) => png[i] === byte)) return null;
  const [depth, colour, interlaced] = [png[24], png[25] ?? -1, png[28]];
  const channels = channelsOf[colour];
  if (depth !== 8 || channels === undefined || interlaced !== 0) return null;
  return { width: view.getUint32(16), height: view.getUint32(20), channels };
}

/** The IDAT chunks together; null where a checksum does not fit or the end is missing. */
function dataOf(png: Uint8Array): Uint8Array | null {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const parts: Uint8Array[] = [];
  for (let at = 8; at + 12 <= png.length; ) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > png.length || crc32(png.subarray(at + 4, end)) !== view.getUint32(end)) return null;
    const kind = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (kind === "IDAT") parts.push(png.subarray(at + 8, end));
    if (kind === "tRNS") return null;
    if (kind === "IEND") return joined(parts);
    at = end + 4;
  }
  return null;
}

/** PNG specification 9.2: each byte was stored as its distance from a guess. */
function unfiltered(rows: Uint8Array, { width, height, channels }: Head): Uint8Array {
  const stride = width * channels;
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1);
    const guess = guesses[rows[from] ?? -1];
    if (!guess) throw new Error(`filter ${rows[from]}`);
    guess(rows.subarray(from + 1, from + 1 + stride), pixels, y * stride, stride, channels);
  }
  return pixels;
}

type Guess = (row: Uint8Array, pixels: Uint8Array, at: number, stride: number, step: number) => void;

const guesses: Readonly<Record<number, Guess>> = {
  0: (row, pixels, at) => pixels.set(row, at),
  1: (row, pixels, at, stride, step) => {
    for (let i = 0; i < stride; i++)
      pixels[at + i] = (row[i] as number) + (i < step ? 0 : (pixels[at + i - step] as number));
  },
  2: (row, pixels, at, stride) => {
    for (let i = 0; i < stride; i++)
      pixels[at + i] = (row[i] as number) + (at === 0 ? 0 : (pixels[at + i - stride] as number));
  },
  3: (row, pixels, at, stride, step) => {
    for (let i = 0; i < stride; i++) {
      const left = i < step ? 0 : (pixels[at + i - step] as number);
      const up = at === 0 ? 0 : (pixels[at + i - stride] as number);
      pixels[at + i] = (row[i] as number) + ((left + up) >> 1);
    }
  },
  4: (row, pixels, at, stride, step) => {
    for (let i = 0; i < stride; i++) {
      const left = i < step ? 0 : (pixels[at + i - step] as number);
      const up = at === 0 ? 0 : (pixels[at + i - stride] as number);
      const corner = i < step || at === 0 ? 0 : (pixels[at + i - stride - step] as number);
      pixels[at + i] = (row[i] as number) + paeth(left, up, corner);
    }
  },
};

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** Without loss; null where Node's deflate is not at hand. Each byte is stored as its distance from the one above. */
export function quickEncode({ width, height, channels, pixels }: Picture): Uint8Array | null {
  const zlib = native();
  if (!zlib) return null;
  const stride = width * channels;
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const [to, from] = [y * (stride + 1), y * stride];
    rows[to] = 2;
    for (let i = 0; i < stride; i++)
      rows[to + 1 + i] = (pixels[from + i] as number) - (y === 0 ? 0 : (pixels[from + i - stride] as number));
  }
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([8, channels === 3 ? 2 : 0], 8);
  const data = new Uint8Array(zlib.deflateSync(rows, { level: LEVEL }));
  return joined([
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", head),
    chunk("IDAT", data),
    chunk("IEND", new Uint8Array()),
  ]);
}

function chunk(kind: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(kind), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}
