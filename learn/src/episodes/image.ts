import { decode as decodePng, encode as encodePng } from "fast-png";
import jpeg from "jpeg-js";
import { asDamaged, damaged } from "./access.ts";
import { quickDecode, quickEncode } from "./png.ts";

/** Pixels, row by row, the channels of a pixel together: as files hold them. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 1, or 3 for red, green, blue. */
  readonly channels: number;
  readonly pixels: Uint8Array;
}

const isPng = (bytes: Uint8Array): boolean => bytes[0] === 0x89 && bytes[1] === 0x50;
const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8;

/** PNG or JPEG, told apart by their first bytes. An alpha channel is dropped. @throws {LearnFault} "data". */
export function decodePicture(bytes: Uint8Array, name: string): Picture {
  try {
    if (isPng(bytes)) return quickDecode(bytes) ?? fromPng(bytes, name);
    if (isJpeg(bytes)) return fromJpeg(bytes);
  } catch (error) {
    throw asDamaged(name, error);
  }
  return damaged(name, "is neither PNG nor JPEG.", "Convert the images, then write the set again.");
}

/** @throws {LearnFault} "data" for palettes and 16 bits. */
export function fromPng(bytes: Uint8Array, name: string): Picture {
  const png = decodePng(bytes, { checkCrc: true });
  if (png.depth !== 8 || png.palette)
    return damaged(
      name,
      `is a PNG of ${png.depth} bits${png.palette ? " with a palette" : ""}.`,
      "Store it with 8 bits a channel.",
    );
  const channels = png.channels > 2 ? 3 : 1;
  return {
    width: png.width,
    height: png.height,
    channels,
    pixels: firstChannels(png.data as Uint8Array, png.channels, channels),
  };
}

function fromJpeg(bytes: Uint8Array): Picture {
  const { width, height, data } = jpeg.decode(bytes, { useTArray: true, formatAsRGBA: false });
  return { width, height, channels: 3, pixels: data };
}

function firstChannels(from: Uint8Array, stored: number, wanted: number): Uint8Array {
  if (stored === wanted) return from;
  const pixels = new Uint8Array((from.length / stored) * wanted);
  for (let i = 0, at = 0; at < pixels.length; i += stored)
    for (let c = 0; c < wanted; c++) pixels[at++] = from[i + c] as number;
  return pixels;
}

/** Without loss. */
export const encodePngPicture = (picture: Picture): Uint8Array => quickEncode(picture) ?? plainEncode(picture);

/** The same without Node's deflate. */
export const plainEncode = ({ width, height, channels, pixels }: Picture): Uint8Array =>
  encodePng({ width, height, channels, depth: 8, data: pixels });

/** [channels, height, width], as features hold images, to pixels. */
export function pictureOf(planes: Uint8Array, [channels = 1, height = 0, width = 0]: readonly number[]): Picture {
  const pixels = new Uint8Array(planes.length);
  const plane = height * width;
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < plane; i++) pixels[i * channels + c] = planes[c * plane + i] as number;
  return { width, height, channels, pixels };
}

/** Pixels to [channels, height, width], written at `at` of `into`. */
export function planesInto({ pixels, channels, width, height }: Picture, into: Uint8Array, at: number): void {
  const plane = width * height;
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < plane; i++) into[at + c * plane + i] = pixels[i * channels + c] as number;
}
