import { Fault } from "@sakiyomi/core";

/** One signal of a record, as its line of the header says (WFDB, header(5)). */
export interface SignalLine {
  readonly file: string;
  readonly format: number;
  readonly samplesPerFrame: number;
  /** Frames by which the file runs ahead of the other signals. */
  readonly skew: number;
  /** Bytes before the first sample. */
  readonly byteOffset: number;
  /** Units of the converter per physical unit. */
  readonly gain: number;
  /** The converter's value that means 0. */
  readonly baseline: number;
  /** Millivolts where a gain stands without a unit, as header(5) defines; "" of an uncalibrated signal. */
  readonly unit: string;
  readonly initialValue: number | null;
  /** Sum of all samples in 16 bits, with sign. */
  readonly checksum: number | null;
  readonly description: string;
}

export interface SegmentLine {
  /** "~" where nothing was recorded. */
  readonly name: string;
  readonly frames: number;
}

export interface Header {
  readonly name: string;
  /** Frames a second. */
  readonly frequency: number;
  /** null where the header leaves it to the length of the files. */
  readonly frames: number | null;
  /** `2009-12-10T12:44:02`; WFDB times have no zone. */
  readonly localStart: string | null;
  readonly signals: readonly SignalLine[];
  /** null of a record in one piece. */
  readonly segments: readonly SegmentLine[] | null;
  readonly comments: readonly string[];
}

/** Without a gain in the header, 200 units a physical unit are meant (header(5), WFDB_DEFGAIN). */
const DEFAULT_GAIN = 200;
const DEFAULT_FREQUENCY = 250;

/**
 * Reads the text of a .hea file. Units are often Latin-1 (`°`, `µ`), so that bytes that are not UTF-8 are read as Latin-1.
 * @throws Fault FILE_FORM naming the file and the line.
 */
export function parseHeader(bytes: Uint8Array, file: string): Header {
  const lines = decodeText(bytes).split(/\r?\n/);
  const comments: string[] = [];
  const content: Line[] = [];
  lines.forEach((line, i) => {
    if (line.startsWith("#")) comments.push(line.slice(1).trim());
    else if (line.trim() !== "") content.push({ text: line.trim(), at: `${file}, line ${i + 1}` });
  });
  const [first, ...rest] = content;
  if (!first) throw new Fault("FILE_FORM", `${file} has no record line.`);
  return { ...readRecordLine(first, rest), comments };
}

interface Line {
  readonly text: string;
  readonly at: string;
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}

const recordLine =
  /^(?<name>[\w.-]+)(?:\/(?<segments>\d+))?\s+(?<signals>\d+)(?:\s+(?<frequency>[\d.eE+-]+)(?:\/\S+)?(?:\s+(?<frames>\d+)(?:\s+(?<time>\d{1,2}:\S+)(?:\s+(?<date>\d{1,2}\/\d{1,2}\/\d{4}))?)?)?)?\s*$/;

function readRecordLine({ text, at }: Line, rest: readonly Line[]): Omit<Header, "comments"> {
  const fields = recordLine.exec(text)?.groups;
  if (!fields) throw new Fault("FILE_FORM", `${at}: "${text.slice(0, 60)}" is not the first line of a WFDB header.`);
  const frequency = fields.frequency === undefined ? DEFAULT_FREQUENCY : Number(fields.frequency);
  if (!(frequency > 0)) throw new Fault("FILE_FORM", `${at}: the frequency ${fields.frequency} is not above 0.`);
  const count = Number(fields.segments ?? fields.signals);
  if (rest.length < count)
    throw new Fault("FILE_FORM", `${at} announces ${count} lines, and ${rest.length} follow: the header is cut off.`);
  const lines = rest.slice(0, count);
  return {
    name: fields.name as string,
    frequency,
    frames: fields.frames === undefined || Number(fields.frames) === 0 ? null : Number(fields.frames),
    localStart: localStart(fields.time, fields.date, at),
    signals: fields.segments === undefined ? lines.map(readSignalLine) : [],
    segments: fields.segments === undefined ? null : lines.map(readSegmentLine),
  };
}

/** A time without a date is no beginning. */
function localStart(time: string | undefined, date: string | undefined, at: string): string | null {
  if (time === undefined || date === undefined) return null;
  const [day, month, year] = date.split("/").map((part) => part.padStart(2, "0"));
  const [clock, fraction] = time.split(".");
  const parts = (clock as string).split(":").map((part) => part.padStart(2, "0"));
  const local = `${year}-${month}-${day}T${[...parts, "00", "00"].slice(0, 3).join(":")}${fraction ? `.${fraction}` : ""}`;
  if (Number.isNaN(Date.parse(`${local}Z`))) throw new Fault("FILE_FORM", `${at}: ${time} ${date} is no date.`);
  return local;
}

function readSegmentLine({ text, at }: Line): SegmentLine {
  const fields = /^(\S+)\s+(\d+)\s*$/.exec(text);
  if (!fields) throw new Fault("FILE_FORM", `${at}: "${text.slice(0, 60)}" is not a segment and its length.`);
  return { name: fields[1] as string, frames: Number(fields[2]) };
}

const formatField = /^(?<format>\d+)(?:x(?<perFrame>\d+))?(?::(?<skew>\d+))?(?:\+(?<offset>\d+))?$/;
const gainField = /^(?<gain>[-+]?[\d.]+(?:[eE][-+]?\d+)?)(?:\((?<baseline>[-+]?\d+)\))?(?:\/(?<unit>\S+))?$/;

function readSignalLine({ text, at }: Line): SignalLine {
  const [file, format, ...fields] = text.split(/\s+/);
  const how = formatField.exec(format ?? "")?.groups;
  if (!file || !how) throw new Fault("FILE_FORM", `${at}: "${text.slice(0, 60)}" does not name a file and a format.`);
  const gain = fields[0] === undefined ? { gain: "0" } : gainField.exec(fields[0])?.groups;
  if (!gain) throw new Fault("FILE_FORM", `${at}: "${fields[0]}" is not a gain.`);
  const [, , zero, initial, checksum] = fields.map(wholeNumber);
  return {
    file,
    ...placeOf(how),
    ...scaleOf(gain, zero ?? 0),
    initialValue: initial ?? zero ?? null,
    checksum: checksum ?? null,
    description: fields.slice(6).join(" "),
  };
}

type Fields = Readonly<Record<string, string | undefined>>;

const placeOf = ({ format, perFrame, skew, offset }: Fields) => ({
  format: Number(format),
  samplesPerFrame: Number(perFrame ?? 1) || 1,
  skew: Number(skew ?? 0),
  byteOffset: Number(offset ?? 0),
});

const scaleOf = ({ gain, baseline, unit }: Fields, zero: number) => ({
  gain: Number(gain) || DEFAULT_GAIN,
  baseline: Number(baseline ?? zero),
  unit: unit ?? (Number(gain) === 0 ? "" : "mV"),
});

const wholeNumber = (field: string): number | null => (/^[-+]?\d+$/.test(field) ? Number(field) : null);
