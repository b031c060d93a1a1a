import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { Fault, GAP, type RecordedBlock, type RecordedChannel, type Recording } from "@sakiyomi/core";
import { parseAnnotations, type WfdbAnnotation } from "./annotations.ts";
import { flacBits, formats } from "./formats.ts";
import { type Header, parseHeader, type SignalLine } from "./header.ts";
import { FRAME_STEP, framesIn, openSignalFile, type SignalFile } from "./signal-file.ts";

/** A recording, and what only WFDB says. */
export interface WfdbRecording extends Recording {
  readonly header: Header;
  annotations(): Promise<readonly WfdbAnnotation[]>;
}

/** Samples of about so long are handed out at once. */
const BLOCK_SECONDS = 10;

/** A stretch with its own header and files. */
interface Piece {
  readonly header: Header;
  readonly frames: number;
  readonly firstFrame: number;
  /** For each of its signals, the channel of the recording. */
  readonly channels: readonly number[];
}

/**
 * Opens a WFDB record by its header (`data/100` or `data/100.hea`). Nothing is held in memory but the headers.
 * @throws Fault FILE_FORM naming the file and the place: missing, cut off, of an unknown format, of a wrong checksum.
 */
export async function openRecord(path: string): Promise<WfdbRecording> {
  const stem = extname(path) === ".hea" ? path.slice(0, -4) : path;
  const folder = dirname(stem);
  const header = await readHeader(stem);
  const pieces = await piecesOf(header, folder);
  const layout = header.segments ? (pieces[0]?.header ?? header) : header;
  const channels = layout.signals.map((signal, i): RecordedChannel => channelOf(signal, i, header.frequency));
  const frames = header.frames ?? pieces.reduce((last, piece) => Math.max(last, piece.firstFrame + piece.frames), 0);
  return {
    title: header.name,
    start: null,
    localStart: header.localStart,
    durationMs: (frames * 1000) / header.frequency,
    channels,
    comments: [...new Set([...header.comments, ...pieces.flatMap((piece) => piece.header.comments)])],
    header,
    annotations: () => readAnnotations(stem, header),
    blocks: () => readBlocks(pieces, folder, header.frequency),
  };
}

async function readHeader(stem: string): Promise<Header> {
  const file = `${stem}.hea`;
  return parseHeader(await bytesOf(file), file);
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new Fault("FILE_FORM", `${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  }
}

const channelOf = (signal: SignalLine, i: number, frequency: number): RecordedChannel => ({
  name: signal.description || `signal ${i}`,
  unit: signal.unit,
  rate: frequency * signal.samplesPerFrame,
});

async function piecesOf(header: Header, folder: string): Promise<readonly Piece[]> {
  if (!header.segments) {
    const frames = header.frames ?? (await framesOf(header, folder));
    return [{ header, frames, firstFrame: 0, channels: header.signals.map((_, i) => i) }];
  }
  const pieces: Piece[] = [];
  let firstFrame = 0;
  for (const { name, frames } of header.segments) {
    if (name !== "~") {
      const own = await readHeader(join(folder, localName(name)));
      if (own.segments) throw new Fault("FILE_FORM", `${name}.hea is a segment and has segments itself.`);
      const layout = pieces[0]?.header ?? own;
      pieces.push({
        header: own,
        frames,
        firstFrame,
        channels: own.signals.map((signal, i) => channelIn(layout, signal, i)),
      });
    }
    firstFrame += frames;
  }
  return pieces;
}

/** In a variable layout a signal finds its channel by its description, in a fixed one by its place. */
function channelIn(layout: Header, { description }: SignalLine, i: number): number {
  const named = layout.signals.findIndex((signal) => signal.description === description);
  if (named < 0 && i >= layout.signals.length)
    throw new Fault("FILE_FORM", `"${description}" is not in the record's layout.`);
  return named < 0 ? i : named;
}

/** A header names files beside it, never elsewhere. */
function localName(name: string): string {
  if (basename(name) !== name || name === "..")
    throw new Fault("FILE_FORM", `"${name}" is not the name of a file beside the header.`);
  return name;
}

async function framesOf(header: Header, folder: string): Promise<number> {
  const [signals] = filesOf(header).values();
  return signals ? framesIn(join(folder, localName((signals[0] as SignalLine).file)), signals) : 0;
}

/** The signals of each file, in their order; a layout has signals without a file. */
function filesOf(header: Header): ReadonlyMap<string, readonly SignalLine[]> {
  return Map.groupBy(
    header.signals.filter(({ file }) => file !== "~"),
    ({ file }) => file,
  );
}

async function readAnnotations(stem: string, header: Header): Promise<readonly WfdbAnnotation[]> {
  const file = `${basename(stem)}.atr`;
  if (!(await readdir(dirname(stem))).includes(file)) return [];
  const path = `${stem}.atr`;
  return parseAnnotations(await bytesOf(path), header.frequency, path);
}

async function* readBlocks(pieces: readonly Piece[], folder: string, frequency: number): AsyncGenerator<RecordedBlock> {
  for (const piece of pieces) if (piece.frames > 0) yield* readPiece(piece, folder, frequency);
}

async function* readPiece(piece: Piece, folder: string, frequency: number): AsyncGenerator<RecordedBlock> {
  const files = [...filesOf(piece.header)];
  const open: SignalFile[] = [];
  const sums = new Map<SignalLine, number>();
  try {
    for (const [file, signals] of files)
      open.push(await openSignalFile(join(folder, localName(file)), signals, piece.frames));
    const step = Math.ceil((BLOCK_SECONDS * frequency) / FRAME_STEP) * FRAME_STEP;
    for (let frame = 0; frame < piece.frames; frame += step)
      for (const [i, [, signals]] of files.entries()) {
        const parts = await (open[i] as SignalFile).next(Math.min(step, piece.frames - frame));
        for (const [k, signal] of signals.entries()) {
          const samples = parts[k] as Int32Array;
          sums.set(signal, (sums.get(signal) ?? 0) + sumOf(samples));
          yield* blockOf(piece, signal, samples, frame, frequency);
        }
      }
    for (const [signal, sum] of sums) checkSum(piece, signal, sum);
  } finally {
    for (const file of open) await file.close();
  }
}

function sumOf(samples: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum = (sum + (samples[i] as number)) | 0;
  return sum;
}

function checkSum({ header }: Piece, { file, description, checksum }: SignalLine, sum: number): void {
  const found = (sum << 16) >> 16;
  if (checksum !== null && found !== (checksum << 16) >> 16)
    throw new Fault(
      "FILE_FORM",
      `${file} of record ${header.name}: the samples of "${description}" add up to ${found}, and the header says ${checksum}.`,
    );
}

function* blockOf(
  piece: Piece,
  signal: SignalLine,
  raw: Int32Array,
  frame: number,
  frequency: number,
): Generator<RecordedBlock> {
  const { samplesPerFrame, skew, gain, baseline, format } = signal;
  const first = (frame - skew) * samplesPerFrame;
  const samples = first < 0 ? raw.subarray(-first) : raw;
  if (samples.length === 0) return;
  const rate = frequency * samplesPerFrame;
  const missing = formats[format]?.missing ?? missingOfFlac(format);
  if (missing !== null) for (let i = 0; i < samples.length; i++) if (samples[i] === missing) samples[i] = GAP;
  const atMs = ((piece.firstFrame * samplesPerFrame + Math.max(0, first)) * 1000) / rate;
  const channel = piece.channels[piece.header.signals.indexOf(signal)] as number;
  yield { channel, atMs, block: { rate, scale: 1 / gain, offset: 0 - baseline / gain, samples } };
}

const missingOfFlac = (format: number): number | null => {
  const bits = flacBits[format];
  return bits === undefined ? null : -(2 ** (bits - 1));
};
