import type { Seconds } from "../contract/robot.ts";

/** What a camera saw: colours, 3 bytes a pixel, or distances in millimetres (0: nothing was hit). */
export interface ShownPicture {
  readonly at: Seconds;
  /** Index into the cameras that were told beforehand. */
  readonly camera: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array | Uint16Array;
}

const kind = 2;
const header = 16;

/** Header of 16 bytes: kind, 1 for distances, camera (u16), width (u16), height (u16), time (f64); then the pixels. */
export const encodePicture = ({ at, camera, width, height, pixels }: ShownPicture): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(header + pixels.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, kind);
  view.setUint8(1, pixels instanceof Uint16Array ? 1 : 0);
  view.setUint16(2, camera, true);
  view.setUint16(4, width, true);
  view.setUint16(6, height, true);
  view.setFloat64(8, at, true);
  bytes.set(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength), header);
  return bytes;
};

/** null: no picture, or one that is cut off. */
export const decodePicture = (bytes: Uint8Array): ShownPicture | null => {
  if (bytes.length < header || bytes[0] !== kind) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isDepth = view.getUint8(1) === 1;
  const [camera, width, height] = [2, 4, 6].map((at) => view.getUint16(at, true)) as [number, number, number];
  const rest = bytes.slice(header);
  if (rest.length !== width * height * (isDepth ? 2 : 3)) return null;
  return { at: view.getFloat64(8, true), camera, width, height, pixels: isDepth ? new Uint16Array(rest.buffer) : rest };
};

/** Distances in m, as a camera tells them, in millimetres; what is not finite is 0. */
export const inMillimetres = (metres: ArrayLike<number>): Uint16Array =>
  Uint16Array.from(metres, (distance) =>
    Number.isFinite(distance) && distance > 0 ? Math.min(65_535, Math.round(distance * 1000)) : 0,
  );
