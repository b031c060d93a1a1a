import { Fault } from "@sakiyomi/core";

export interface EdfSignal {
  readonly label: string;
  readonly unit: string;
  readonly samplesPerRecord: number;
  readonly scale: number;
  readonly offset: number;
  /** Bytes of a data record before this signal. */
  readonly byteOffset: number;
}

export interface EdfHeader {
  /** EDF+ with gaps: each data record says when it begins. */
  readonly discontinuous: boolean;
  readonly isPlus: boolean;
  readonly patient: string;
  readonly recording: string;
  /** By the clock on the wall; EDF times have no zone. */
  readonly localStart: string | null;
  readonly headerBytes: number;
  /** null where the writer did not live to write it. */
  readonly records: number | null;
  readonly recordSeconds: number;
  readonly recordBytes: number;
  readonly signals: readonly EdfSignal[];
}

/** The label of signals that carry text instead of samples (EDF+, section 2.2.1). */
export const ANNOTATIONS = "EDF Annotations";

/** Fields of a signal in the header, each for all signals before the next (EDF, Kemp 1992): name and bytes. */
const signalFields = [
  ["label", 16],
  ["transducer", 80],
  ["unit", 8],
  ["physicalMin", 8],
  ["physicalMax", 8],
  ["digitalMin", 8],
  ["digitalMax", 8],
  ["filter", 80],
  ["samples", 8],
  ["reserved", 32],
] as const;
type SignalField = (typeof signalFields)[number][0];

export const FIXED_BYTES = 256;
const SIGNAL_BYTES = 256;

/** How many bytes the whole header takes, from its first 256. @throws Fault FILE_FORM */
export function headerLength(fixed: Uint8Array, file: string): number {
  if (fixed.length < FIXED_BYTES)
    throw new Fault("FILE_FORM", `${file} ends at byte ${fixed.length}; an EDF header has at least ${FIXED_BYTES}.`);
  if (fixed[0] === 0xff) throw new Fault("FILE_FORM", `${file} is BDF (24 bits), which is not read.`);
  const version = ascii(fixed, 0, 8);
  if (version !== "0")
    throw new Fault("FILE_FORM", `${file}, byte 0: "${version.slice(0, 8)}" is not the version of EDF, which is "0".`);
  return FIXED_BYTES + wholeNumber(fixed, 252, 4, "number of signals", file) * SIGNAL_BYTES;
}

/** @throws Fault FILE_FORM naming the file, the byte and the field */
export function parseHeader(bytes: Uint8Array, file: string): EdfHeader {
  const length = headerLength(bytes, file);
  if (bytes.length < length)
    throw new Fault("FILE_FORM", `${file} ends at byte ${bytes.length}, in its header of ${length} bytes.`);
  const said = wholeNumber(bytes, 184, 8, "header length", file);
  if (said !== length)
    throw new Fault(
      "FILE_FORM",
      `${file}, byte 184: the header is said to have ${said} bytes, and its signals need ${length}.`,
    );
  const reserved = ascii(bytes, 192, 44);
  const records = wholeNumber(bytes, 236, 8, "number of data records", file);
  const recordSeconds = number(bytes, 244, 8, "duration of a data record", file);
  const signals = readSignals(bytes, file);
  const onlyText = signals.every(({ label }) => label === ANNOTATIONS);
  if (recordSeconds < 0 || (recordSeconds === 0 && !onlyText))
    throw new Fault("FILE_FORM", `${file}, byte 244: a data record of ${recordSeconds} s.`);
  const recording = ascii(bytes, 88, 80);
  return {
    discontinuous: reserved.startsWith("EDF+D"),
    isPlus: reserved.startsWith("EDF+"),
    patient: ascii(bytes, 8, 80),
    recording,
    localStart: localStart(ascii(bytes, 168, 8), ascii(bytes, 176, 8), recording, file),
    headerBytes: length,
    records: records < 0 ? null : records,
    recordSeconds,
    recordBytes: signals.reduce((sum, { samplesPerRecord }) => sum + samplesPerRecord * 2, 0),
    signals,
  };
}

/** Reads a field of a signal; the place of a field depends on how many signals there are. */
interface Fields {
  readonly at: (field: SignalField) => number;
  readonly text: (field: SignalField) => string;
  readonly number: (field: SignalField) => number;
}

function readSignals(bytes: Uint8Array, file: string): readonly EdfSignal[] {
  const count = Number(ascii(bytes, 252, 4));
  let byteOffset = 0;
  return Array.from({ length: count }, (_, i) => {
    const signal = readSignal(fieldsOf(bytes, count, i, file), byteOffset, `${file}, signal ${i}`);
    byteOffset += signal.samplesPerRecord * 2;
    return signal;
  });
}

function fieldsOf(bytes: Uint8Array, count: number, i: number, file: string): Fields {
  const place = (field: SignalField): [at: number, width: number] => {
    const row = signalFields.findIndex(([name]) => name === field);
    const width = signalFields[row]?.[1] ?? 0;
    const before = signalFields.slice(0, row).reduce((sum, [, bytesEach]) => sum + bytesEach, 0);
    return [FIXED_BYTES + before * count + i * width, width];
  };
  return {
    at: (field) => place(field)[0],
    text: (field) => ascii(bytes, ...place(field)),
    number: (field) => number(bytes, ...place(field), field, file),
  };
}

function readSignal(fields: Fields, byteOffset: number, place: string): EdfSignal {
  const samplesPerRecord = fields.number("samples");
  if (!Number.isInteger(samplesPerRecord) || samplesPerRecord < 0)
    throw new Fault("FILE_FORM", `${place}, byte ${fields.at("samples")}: ${samplesPerRecord} samples a data record.`);
  const signal = { label: fields.text("label"), unit: fields.text("unit"), samplesPerRecord, byteOffset };
  if (signal.label === ANNOTATIONS) return { ...signal, scale: 1, offset: 0 };
  const [digitalMin, digitalMax] = [fields.number("digitalMin"), fields.number("digitalMax")];
  const [physicalMin, physicalMax] = [fields.number("physicalMin"), fields.number("physicalMax")];
  if (digitalMax <= digitalMin || physicalMax === physicalMin) {
    const ranges = `${physicalMin} to ${physicalMax} for ${digitalMin} to ${digitalMax}`;
    throw new Fault(
      "FILE_FORM",
      `${place} ("${signal.label}"), byte ${fields.at("physicalMin")}: its range is ${ranges}.`,
    );
  }
  const scale = (physicalMax - physicalMin) / (digitalMax - digitalMin);
  return { ...signal, scale, offset: physicalMin - digitalMin * scale };
}

/** Latin-1, so that a `µ` or `°` of an old writer survives; trailing spaces and zeros do not belong to a field. */
const ascii = (bytes: Uint8Array, at: number, width: number): string =>
  new TextDecoder("latin1").decode(bytes.subarray(at, at + width)).replace(/[\s\0]+$/, "");

function number(bytes: Uint8Array, at: number, width: number, field: string, file: string): number {
  const text = ascii(bytes, at, width).trim();
  const value = Number(text.replace(",", "."));
  if (text === "" || !Number.isFinite(value))
    throw new Fault("FILE_FORM", `${file}, byte ${at} (${field}): "${text}" is not a number.`);
  return value;
}

function wholeNumber(bytes: Uint8Array, at: number, width: number, field: string, file: string): number {
  const value = number(bytes, at, width, field, file);
  if (!Number.isInteger(value))
    throw new Fault("FILE_FORM", `${file}, byte ${at} (${field}): ${value} is not a whole number.`);
  return value;
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/** The year of EDF+ has four digits; of EDF two, 85 to 84 (EDF+, section 2.1.3.2). "Startdate X" says that nobody knows. */
function localStart(date: string, time: string, recording: string, file: string): string | null {
  const day = /^(\d\d)\.(\d\d)\.(\d\d)$/.exec(date);
  const clock = /^(\d\d)[.:](\d\d)[.:](\d\d)$/.exec(time);
  if (!day || !clock || /^Startdate X\b/.test(recording)) return null;
  const plus = /^Startdate (\d\d)-([A-Z]{3})-(\d{4})/i.exec(recording);
  const short = Number(day[3]);
  const year = plus ? plus[3] : short >= 85 ? 1900 + short : 2000 + short;
  const month = plus ? String(months.indexOf((plus[2] as string).toUpperCase()) + 1).padStart(2, "0") : day[2];
  const local = `${year}-${month}-${plus ? plus[1] : day[1]}T${clock[1]}:${clock[2]}:${clock[3]}`;
  if (Number.isNaN(Date.parse(`${local}Z`)))
    throw new Fault("FILE_FORM", `${file}, byte 168: ${date} ${time} is no date.`);
  return local;
}
