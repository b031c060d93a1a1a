import { sizeOf } from "../../tensor.ts";
import { damaged } from "../access.ts";
import { decodePicture, type Picture, planesInto } from "../image.ts";
import type { MappedFeature } from "./mapping.ts";

/** The numbers of a feature in one message. @throws {LearnFault} "data" with topic and path. */
export function measured(message: unknown, feature: MappedFeature, file: string): Float32Array | Uint8Array {
  const place = `${file}: ${feature.topic}${feature.path === "" ? "" : `, ${feature.path}`}`;
  const found = walk(message, feature.path, place);
  return feature.kind === "image" ? planesOf(found, feature, place) : numbersOf(found, feature, place);
}

/** "a.b[2]" and "a[0:7]": names, one element, some elements. */
function walk(message: unknown, path: string, place: string): unknown {
  let value = message;
  for (const [, name, from, to] of path.matchAll(/\.?([A-Za-z_]\w*)|\[(\d+)(?::(\d+))?\]/g)) {
    if (name !== undefined) value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[name];
    else
      value =
        to === undefined
          ? (value as ArrayLike<unknown> | undefined)?.[Number(from)]
          : Array.from(value as ArrayLike<unknown>).slice(Number(from), Number(to));
    if (value === undefined || value === null)
      return damaged(place, `has no ${name ?? `[${from}]`}.`, "Correct the path in the mapping.");
  }
  return value;
}

function numbersOf(value: unknown, { shape }: MappedFeature, place: string): Float32Array {
  const numbers = flat(value);
  const size = sizeOf(shape);
  if (numbers.length !== size || numbers.some((x) => typeof x !== "number"))
    return damaged(
      place,
      `holds ${numbers.length} values, the mapping says ${size} numbers.`,
      "Correct path or shape in the mapping.",
    );
  return Float32Array.from(numbers as readonly number[]);
}

/** {x, y, z} of ROS counts as its numbers in this order; 64-bit integers and booleans as numbers. */
function flat(value: unknown): readonly unknown[] {
  if (typeof value === "bigint" || typeof value === "boolean") return [Number(value)];
  if (value !== null && typeof value === "object") {
    const parts =
      Array.isArray(value) || ArrayBuffer.isView(value)
        ? Array.from(value as unknown as ArrayLike<unknown>)
        : Object.values(value);
    return parts.flatMap(flat);
  }
  return [value];
}

/** sensor_msgs/Image, sensor_msgs/CompressedImage, and what Foxglove's JSON makes of them. */
interface ImageMessage {
  readonly data?: Uint8Array | string | readonly number[];
  readonly width?: number;
  readonly height?: number;
  readonly step?: number;
  readonly encoding?: string;
}

/** Where the channels of a pixel stand, by ROS's names of encodings. */
const orders: Readonly<Record<string, readonly number[]>> = {
  rgb8: [0, 1, 2],
  bgr8: [2, 1, 0],
  rgba8: [0, 1, 2],
  bgra8: [2, 1, 0],
  mono8: [0],
  "8UC1": [0],
  "8UC3": [2, 1, 0],
};
const strides: Readonly<Record<string, number>> = { rgba8: 4, bgra8: 4 };

function planesOf(value: unknown, { shape }: MappedFeature, place: string): Uint8Array {
  const message = value as ImageMessage;
  const bytes = bytesOf(message.data);
  if (!bytes) return damaged(place, "holds no image.", "Point the path at a message with data.");
  const picture = message.encoding === undefined ? decodePicture(bytes, place) : rawPicture(message, bytes, place);
  const [channels, height, width] = shape;
  if (picture.channels !== channels || picture.height !== height || picture.width !== width)
    return damaged(
      place,
      `is ${picture.channels}×${picture.height}×${picture.width}, the mapping says ${shape.join("×")}.`,
      "Give the shape that was recorded.",
    );
  const planes = new Uint8Array(sizeOf(shape));
  planesInto(picture, planes, 0);
  return planes;
}

/** JSON has no bytes: they come in base64. */
function bytesOf(data: ImageMessage["data"]): Uint8Array | null {
  if (typeof data === "string") return Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  return data === undefined ? null : data instanceof Uint8Array ? data : Uint8Array.from(data);
}

function rawPicture(
  { width = 0, height = 0, encoding = "", step }: ImageMessage,
  bytes: Uint8Array,
  place: string,
): Picture {
  const order = orders[encoding];
  if (!order)
    return damaged(place, `is an image of encoding ${encoding}.`, `Record it as ${Object.keys(orders).join(", ")}.`);
  const stride = strides[encoding] ?? order.length;
  const row = step ?? width * stride;
  if (bytes.length < row * (height - 1) + width * stride)
    return damaged(place, `has ${bytes.length} bytes for ${width}×${height}.`);
  const pixels = new Uint8Array(width * height * order.length);
  let at = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) for (const c of order) pixels[at++] = bytes[y * row + x * stride + c] as number;
  return { width, height, channels: order.length, pixels };
}
