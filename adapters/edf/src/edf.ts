import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { Fault, type RecordedAnnotation, type RecordedBlock, type Recording } from "@sakiyomi/core";
import { parseLists, type TimedTexts } from "./annotations.ts";
import { ANNOTATIONS, type EdfHeader, type EdfSignal, FIXED_BYTES, headerLength, parseHeader } from "./header.ts";

export interface EdfRecording extends Recording {
  readonly header: EdfHeader;
}

/** Samples of about so long are handed out at once. */
const BLOCK_SECONDS = 10;

/**
 * Opens an EDF, EDF+C or EDF+D file. Only the header is held in memory.
 * @throws Fault FILE_FORM naming the file and the byte: foreign, cut off, a header that contradicts itself
 */
export async function openEdf(path: string): Promise<EdfRecording> {
  const { header, records } = await withFile(path, (file) => readHeader(file, path));
  const waves = header.signals.filter(({ label, samplesPerRecord }) => label !== ANNOTATIONS && samplesPerRecord > 0);
  const place = { path, header, records, waves };
  return {
    title: basename(path).replace(/\.edf$/i, ""),
    start: null,
    localStart: header.localStart,
    durationMs: await durationOf(place),
    channels: waves.map((signal) => ({ name: signal.label, unit: signal.unit, rate: rateOf(signal, header) })),
    comments: [header.patient, header.recording].filter((line) => line !== ""),
    header,
    annotations: () => readAnnotations(place),
    blocks: () => readBlocks(place),
  };
}

interface Place {
  readonly path: string;
  readonly header: EdfHeader;
  readonly records: number;
  readonly waves: readonly EdfSignal[];
}

const rateOf = (signal: EdfSignal, header: EdfHeader): number => signal.samplesPerRecord / header.recordSeconds;

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await openOrFault(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

async function openOrFault(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (cause) {
    throw new Fault("FILE_FORM", `${path} cannot be opened (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  }
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  return bytes.subarray(0, bytesRead);
}

async function readHeader(file: FileHandle, path: string): Promise<{ header: EdfHeader; records: number }> {
  const length = headerLength(await readAt(file, 0, FIXED_BYTES), path);
  const header = parseHeader(await readAt(file, 0, length), path);
  const { size } = await file.stat();
  const whole = header.recordBytes === 0 ? 0 : Math.floor((size - length) / header.recordBytes);
  const records = header.records ?? whole;
  const needed = length + records * header.recordBytes;
  if (size < needed)
    throw new Fault(
      "FILE_FORM",
      `${path} is cut off: it ends at byte ${size}, and its header announces ${needed} bytes.`,
    );
  return { header, records };
}

/** Data records in batches of about ten seconds, with the time at which each begins. */
async function* readRecords({
  path,
  header,
  records,
}: Place): AsyncGenerator<{ bytes: Uint8Array; at: number; count: number }> {
  const step = header.discontinuous
    ? 1
    : Math.max(1, Math.floor(BLOCK_SECONDS / Math.max(header.recordSeconds, 0.001)));
  const file = await openOrFault(path);
  try {
    for (let record = 0; record < records; record += step) {
      const count = Math.min(step, records - record);
      const at = header.headerBytes + record * header.recordBytes;
      const bytes = await readAt(file, at, count * header.recordBytes);
      if (bytes.length < count * header.recordBytes)
        throw new Fault("FILE_FORM", `${path} was cut off at byte ${at + bytes.length} while it was read.`);
      yield { bytes, at, count };
    }
  } finally {
    await file.close();
  }
}

async function* readBlocks(place: Place): AsyncGenerator<RecordedBlock> {
  const { header, waves } = place;
  let record = 0;
  let origin: number | null = null;
  for await (const { bytes, at, count } of readRecords(place)) {
    const said = header.isPlus ? recordOnset(place, bytes, at) : record * header.recordSeconds;
    origin ??= said;
    const atMs = (header.discontinuous ? said - origin : record * header.recordSeconds) * 1000;
    for (const [channel, signal] of waves.entries()) {
      const { scale, offset } = signal;
      const samples = samplesOf(bytes, signal, count, header.recordBytes);
      yield { channel, atMs, block: { rate: rateOf(signal, header), scale, offset, samples } };
    }
    record += count;
  }
}

function samplesOf(
  bytes: Uint8Array,
  { byteOffset, samplesPerRecord }: EdfSignal,
  records: number,
  recordBytes: number,
): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const samples = new Int32Array(records * samplesPerRecord);
  for (let record = 0, to = 0; record < records; record++) {
    const from = record * recordBytes + byteOffset;
    for (let i = 0; i < samplesPerRecord; i++) samples[to++] = view.getInt16(from + i * 2, true);
  }
  return samples;
}

/** The texts of all annotation signals of one data record, which begins at byte `at` of the file. */
function listsOf({ path, header }: Place, record: Uint8Array, at: number): readonly TimedTexts[] {
  return header.signals
    .filter(({ label }) => label === ANNOTATIONS)
    .flatMap(({ byteOffset, samplesPerRecord }) =>
      parseLists(record.subarray(byteOffset, byteOffset + samplesPerRecord * 2), `${path}, byte ${at + byteOffset}`),
    );
}

/** When a data record begins: its first list has an empty first text (EDF+, section 2.2.4). Seconds. */
function recordOnset(place: Place, bytes: Uint8Array, at: number): number {
  const [first] = listsOf(place, bytes.subarray(0, place.header.recordBytes), at);
  if (!first) throw new Fault("FILE_FORM", `${place.path}, byte ${at}: a data record of EDF+ without its time.`);
  return first.onsetSeconds;
}

async function readAnnotations(place: Place): Promise<readonly RecordedAnnotation[]> {
  const { header } = place;
  if (!header.isPlus) return [];
  const found: RecordedAnnotation[] = [];
  let origin: number | null = null;
  for await (const { bytes, at, count } of readRecords(place))
    for (let record = 0; record < count; record++) {
      const from = record * header.recordBytes;
      const lists = listsOf(place, bytes.subarray(from, from + header.recordBytes), at + from);
      origin ??= lists[0]?.onsetSeconds ?? 0;
      for (const each of lists) found.push(...annotationsOf(each, origin));
    }
  return found.sort((a, b) => a.atMs - b.atMs);
}

const annotationsOf = ({ onsetSeconds, durationSeconds, texts }: TimedTexts, origin: number): RecordedAnnotation[] =>
  texts
    .filter((label) => label !== "")
    .map((label) => ({
      atMs: Math.round((onsetSeconds - origin) * 1e6) / 1e3,
      ...(durationSeconds !== null && { durationMs: Math.round(durationSeconds * 1e6) / 1e3 }),
      label,
    }));

async function durationOf(place: Place): Promise<number> {
  const { header, records, path } = place;
  if (!header.discontinuous || records === 0) return records * header.recordSeconds * 1000;
  const onset = (record: number) =>
    withFile(path, async (file) => {
      const at = header.headerBytes + record * header.recordBytes;
      return recordOnset(place, await readAt(file, at, header.recordBytes), at);
    });
  return ((await onset(records - 1)) - (await onset(0)) + header.recordSeconds) * 1000;
}
