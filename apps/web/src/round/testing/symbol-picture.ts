import { inflateSync } from "node:zlib";
import bwip, { type RenderOptions } from "bwip-js/node";

/** A printed symbol as a grey picture, one byte a pixel. */
export interface SymbolPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** What is printed, in the drawing package's words. */
export type PrintedSymbol = RenderOptions;

/** Draws a symbol, black on white with its quiet zone: `{ bcid: "gs1datamatrix", text: "(01)…" }`. */
export async function symbolPicture(symbol: RenderOptions): Promise<SymbolPicture> {
  const png = await bwip.toBuffer({ scale: 3, padding: 10, backgroundcolor: "FFFFFF", ...symbol });
  return greyOf(png);
}

/** The drawing package writes PNG of one kind: 8 bits RGBA, unfiltered. Anything else is told, not guessed. */
function greyOf(png: Buffer): SymbolPicture {
  const parts: Buffer[] = [];
  let size = { width: 0, height: 0 };
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") size = sizeOf(body);
    if (type === "IDAT") parts.push(body);
    at += 12 + length;
  }
  return { ...size, data: unpacked(inflateSync(Buffer.concat(parts)), size) };
}

function sizeOf(head: Buffer): { width: number; height: number } {
  if (head[8] !== 8 || head[9] !== 6) throw new Error("expected a PNG of 8 bits RGBA");
  return { width: head.readUInt32BE(0), height: head.readUInt32BE(4) };
}

function unpacked(rows: Buffer, { width, height }: { width: number; height: number }): Uint8Array {
  const grey = new Uint8Array(width * height);
  const stride = width * 4 + 1;
  for (let y = 0; y < height; y++) {
    if (rows[y * stride] !== 0) throw new Error("expected rows without a filter");
    for (let x = 0; x < width; x++) grey[y * width + x] = rows[y * stride + 1 + x * 4 + 1] ?? 0;
  }
  return grey;
}
