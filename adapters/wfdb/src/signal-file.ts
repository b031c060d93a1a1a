import { type FileHandle, open } from "node:fs/promises";
import { Fault } from "@sakiyomi/core";
import { FlacStream } from "./flac-stream.ts";
import { bytesFor, type Format, flacBits, formats } from "./formats.ts";
import type { SignalLine } from "./header.ts";

/** A signal file while it is read: all signals that lie in it, frame after frame. */
export interface SignalFile {
  /** Raw samples of the next frames, one array a signal. Every call but the last asks for a multiple of 6 frames. */
  next(frames: number): Promise<readonly Int32Array[]>;
  close(): Promise<void>;
}

/** So many frames end at a whole group of samples in every format. */
export const FRAME_STEP = 6;

/** @throws Fault FILE_FORM where the file is missing, shorter than the header says, or of an unknown format. */
export async function openSignalFile(
  path: string,
  signals: readonly SignalLine[],
  frames: number,
): Promise<SignalFile> {
  const [{ format }] = signals as readonly [SignalLine];
  if (signals.some((signal) => signal.format !== format))
    throw new Fault("FILE_FORM", `${path} is announced with more than one format.`);
  const handle = await openOrFault(path);
  try {
    return await openAs(handle, path, signals, frames);
  } catch (trouble) {
    await handle.close();
    throw trouble;
  }
}

async function openAs(
  handle: FileHandle,
  path: string,
  signals: readonly SignalLine[],
  frames: number,
): Promise<SignalFile> {
  const { format } = signals[0] as SignalLine;
  if (flacBits[format] !== undefined) return FlacStream.open(handle, path, signals);
  const how = formats[format];
  if (!how) throw new Fault("FILE_FORM", `${path}: format ${format} is not one of WFDB.`);
  const { size } = await handle.stat();
  const { byteOffset } = signals[0] as SignalLine;
  const needed = byteOffset + bytesFor(how, frames * perFrame(signals));
  if (size < needed)
    throw new Fault(
      "FILE_FORM",
      `${path} is cut off: it ends at byte ${size}, and its header announces ${needed} bytes.`,
    );
  return packedFile(handle, path, how, signals);
}

export async function openOrFault(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (cause) {
    throw new Fault("FILE_FORM", `${path} cannot be opened (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  }
}

const perFrame = (signals: readonly SignalLine[]): number =>
  signals.reduce((sum, signal) => sum + signal.samplesPerFrame, 0);

/** Frames that a file of so many bytes holds, for headers that leave the length out. */
export async function framesIn(path: string, signals: readonly SignalLine[]): Promise<number> {
  const { format, byteOffset } = signals[0] as SignalLine;
  const how = formats[format];
  if (!how) throw new Fault("FILE_FORM", `The header of ${path} does not say how many samples there are.`);
  const handle = await openOrFault(path);
  try {
    const { size } = await handle.stat();
    const samples = Math.floor((Math.max(0, size - byteOffset) * how.group.samples) / how.group.bytes);
    return Math.floor(samples / perFrame(signals));
  } finally {
    await handle.close();
  }
}

function packedFile(handle: FileHandle, path: string, format: Format, signals: readonly SignalLine[]): SignalFile {
  const frameSamples = perFrame(signals);
  const sums = signals.map(({ initialValue }) => initialValue ?? 0);
  let at = signals[0]?.byteOffset ?? 0;
  return {
    async next(frames) {
      const samples = new Int32Array(frames * frameSamples);
      const bytes = new Uint8Array(bytesFor(format, samples.length));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, at);
      if (bytesRead < bytes.length)
        throw new Fault("FILE_FORM", `${path} was cut off at byte ${at + bytesRead} while it was read.`);
      at += bytes.length;
      format.unpack(bytes, samples);
      const parts = separate(samples, signals, frames);
      if (signals[0]?.format === 8) for (const [i, part] of parts.entries()) sums[i] = addUp(part, sums[i] as number);
      return parts;
    },
    close: () => handle.close(),
  };
}

/** Samples of a frame follow each other, signal by signal. */
function separate(samples: Int32Array, signals: readonly SignalLine[], frames: number): Int32Array[] {
  const frameSamples = samples.length / frames;
  let first = 0;
  return signals.map(({ samplesPerFrame }) => {
    const part = new Int32Array(frames * samplesPerFrame);
    for (let frame = 0, to = 0; frame < frames; frame++)
      for (let k = 0; k < samplesPerFrame; k++) part[to++] = samples[frame * frameSamples + first + k] as number;
    first += samplesPerFrame;
    return part;
  });
}

function addUp(differences: Int32Array, from: number): number {
  let sum = from;
  for (let i = 0; i < differences.length; i++) {
    sum += differences[i] as number;
    differences[i] = sum;
  }
  return sum;
}
