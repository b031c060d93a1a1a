import type { RandomAccess } from "../access.ts";
import type { Feature } from "../episode.ts";
import { frameSize, HEAD, isWhole, kinds } from "./log.ts";

/** What a log holds, as far as it is whole. */
export interface Scanned {
  /** Where the payload of each frame begins. */
  readonly frames: readonly number[];
  /** Frames that were marked late. */
  readonly late: readonly number[];
  readonly task?: string;
  /** Bytes that are whole records; what follows was cut or damaged. */
  readonly whole: number;
  readonly size: number;
}

/** A task is a sentence. */
const LONGEST_TASK = 1 << 16;

/** Walks the records from the begin and stops at the first that is not whole. One record is in memory at a time. */
export async function scanLog(file: RandomAccess, features: readonly Feature[]): Promise<Scanned> {
  const frames: number[] = [];
  const late: number[] = [];
  const longest = HEAD + Math.max(frameSize(features), LONGEST_TASK);
  let task: string | undefined;
  let at = 0;
  for (;;) {
    const record = await nextRecord(file, at, longest);
    if (!record) break;
    if (record[8] === kinds.task) task = new TextDecoder().decode(record.subarray(HEAD));
    if (record[8] === kinds.frame) {
      if (record[HEAD + 8]) late.push(frames.length);
      frames.push(at + HEAD);
    }
    at += record.length;
  }
  return { frames, late, whole: at, size: file.size, ...(task !== undefined && { task }) };
}

async function nextRecord(file: RandomAccess, at: number, longest: number): Promise<Uint8Array | null> {
  if (at + HEAD > file.size) return null;
  const head = await file.read(at, at + HEAD);
  const length = new DataView(head.buffer, head.byteOffset).getUint32(0, true);
  if (length < HEAD || length > longest || at + length > file.size) return null;
  const record = await file.read(at, at + length);
  return isWhole(record) ? record : null;
}
