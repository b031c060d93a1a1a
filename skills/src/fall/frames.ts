import { FRAME_FIELDS } from "./stream.ts";

/** A direction or an acceleration in the sensor's own axes. */
export type Vector = readonly [number, number, number];
export type Frames = readonly number[];

export const framesIn = (frames: Frames): number => frames.length / FRAME_FIELDS;

/** The frame so many frames before the last one. */
export const sizeAt = (frames: Frames, back: number): number => {
  const i = frames.length - (back + 1) * FRAME_FIELDS;
  return Math.hypot(frames[i] ?? 0, frames[i + 1] ?? 0, frames[i + 2] ?? 0) / 1000;
};
export const highAt = (frames: Frames, back: number): number =>
  (frames[frames.length - (back + 1) * FRAME_FIELDS + 3] ?? 0) / 1000;
export const lowAt = (frames: Frames, back: number): number =>
  (frames[frames.length - (back + 1) * FRAME_FIELDS + 4] ?? 0) / 1000;

/** The mean from so many frames back (counted from the last, included) over `count` frames further back; null where too few are there. */
export function meanOf(frames: Frames, back: number, count: number): Vector | null {
  const last = frames.length - (back + 1) * FRAME_FIELDS;
  const first = Math.max(0, last - (count - 1) * FRAME_FIELDS);
  if (last < 0) return null;
  let [x, y, z, n] = [0, 0, 0, 0];
  for (let i = first; i <= last; i += FRAME_FIELDS) {
    x += frames[i] as number;
    y += frames[i + 1] as number;
    z += frames[i + 2] as number;
    n += 1;
  }
  return [x / n / 1000, y / n / 1000, z / n / 1000];
}

/** How far the size of the acceleration moved in the last frames, g. */
export function swingOf(frames: Frames, count: number): number {
  let [high, low] = [0, Number.POSITIVE_INFINITY];
  for (let back = 0; back < Math.min(count, framesIn(frames)); back++) {
    high = Math.max(high, highAt(frames, back));
    low = Math.min(low, lowAt(frames, back));
  }
  return high - low;
}

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const sizeOf = (a: Vector): number => Math.sqrt(dot(a, a));
export const plus = (a: Vector, b: Vector, by = 1): Vector => [a[0] + by * b[0], a[1] + by * b[1], a[2] + by * b[2]];

/** A direction to four digits, so that states are short; null of nothing. */
export function directionOf(a: Vector): Vector | null {
  const size = sizeOf(a);
  if (size < 1e-6) return null;
  const round = (value: number) => Math.round((value / size) * 10_000) / 10_000;
  return [round(a[0]), round(a[1]), round(a[2])];
}

/** Degrees between two vectors. */
export function angleBetween(a: Vector, b: Vector): number {
  const size = sizeOf(a) * sizeOf(b);
  if (size === 0) return 90;
  return (Math.acos(Math.max(-1, Math.min(1, dot(a, b) / size))) * 180) / Math.PI;
}

/** What is left of `a` across `axis` (a direction). */
export const across = (a: Vector, axis: Vector): Vector => plus(a, axis, -dot(a, axis));
