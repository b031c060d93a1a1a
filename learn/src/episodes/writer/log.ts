import { sizeOf } from "../../tensor.ts";
import { crc32 } from "../crc32.ts";
import type { Feature } from "../episode.ts";
import { joined } from "../target.ts";

/**
 * The log of one episode while it is recorded: records one after the other, each
 * [length u32][checksum u32][kind u8][payload], little-endian. A record counts only when it is whole and its checksum
 * (CRC-32 over kind and payload) fits, so that a log may end anywhere.
 */
export const HEAD = 9;
export const kinds = { frame: 1, task: 2 } as const;

/** One moment of an episode. */
export interface Frame {
  /** Seconds since the episode began; each later than the one before. */
  readonly at: number;
  /** By feature: as many numbers as its shape holds. Images are [channels, height, width], 0..255. */
  readonly values: Readonly<Record<string, ArrayLike<number>>>;
  /** It came later than its rate allows; kept, and marked. */
  readonly isLate?: boolean;
}

export const LATE = 1;

/** Bytes of a frame's payload: time, marks, then the features one after the other. */
export const frameSize = (features: readonly Feature[]): number =>
  features.reduce((bytes, { shape, kind }) => bytes + sizeOf(shape) * (kind === "image" ? 1 : 4), 9);

/** Copies the frame: its arrays may be used again at once. */
export function frameRecord(features: readonly Feature[], { at, values, isLate = false }: Frame): Uint8Array {
  const record = new Uint8Array(HEAD + frameSize(features));
  const view = new DataView(record.buffer);
  view.setFloat64(HEAD, at, true);
  record[HEAD + 8] = isLate ? LATE : 0;
  let next = HEAD + 9;
  for (const { name, shape, kind } of features) {
    const given = values[name] as ArrayLike<number>;
    const size = sizeOf(shape);
    if (kind === "image") record.set(given, next);
    else for (let i = 0; i < size; i++) view.setFloat32(next + i * 4, given[i] as number, true);
    next += size * (kind === "image" ? 1 : 4);
  }
  return sealed(record, kinds.frame);
}

export const taskRecord = (task: string): Uint8Array =>
  sealed(joined([new Uint8Array(HEAD), new TextEncoder().encode(task)]), kinds.task);

function sealed(record: Uint8Array, kind: number): Uint8Array {
  record[8] = kind;
  const view = new DataView(record.buffer);
  view.setUint32(0, record.length, true);
  view.setUint32(4, crc32(record.subarray(8)), true);
  return record;
}

/** Whether the bytes are one whole record. */
export function isWhole(record: Uint8Array): boolean {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  return (
    record.length >= HEAD &&
    view.getUint32(0, true) === record.length &&
    view.getUint32(4, true) === crc32(record.subarray(8))
  );
}
