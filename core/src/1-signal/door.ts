import { z } from "zod";
import {
  type Instant,
  MINUTE,
  type SourceId,
  type SourceType,
  type SubjectId,
  sourceId,
  subjectId,
  typeOf,
} from "./ids.ts";
import {
  type Frame,
  GAP,
  isKind,
  isOfDesk,
  type Kind,
  type KindRow,
  rowOf,
  type Value,
  type WaveBlock,
} from "./kinds.ts";
import { accept, type Read, refuse } from "./refusal.ts";
import { type Quality, qualities, type Signal } from "./signal.ts";

/** A device whose clock runs ahead by more is set wrong: NTP keeps a ward's devices within a second. */
export const FUTURE_TOLERANCE_MS = 2 * MINUTE;

/** What the door has to ask of the house. */
export interface House {
  /** Signals are stamped with it. Never decreases. */
  readonly now: Instant;
  isHere(subject: SubjectId): boolean;
  /** Whose the source was at that time; null: nobody's. */
  ownerOf(source: SourceId, at: Instant): SubjectId | null;
  /** Whether data of the subject may be kept; places and devices need nobody's consent. */
  mayRecord(subject: SubjectId): boolean;
  readonly futureToleranceMs?: number;
}

/** What the message may leave out: the token says who speaks. */
export interface Speaker {
  readonly source: SourceId;
  /** Whether it may speak for another source, too: a gateway, or a member of staff at the page. */
  mayBe(source: SourceId): boolean;
}

const wire = z.strictObject({
  kind: z.string(),
  value: z.unknown(),
  unit: z.string().nullish(),
  at: z.union([z.string(), z.number()]),
  subject: z.string().optional(),
  source: z.string().optional(),
  sequence: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  quality: z.enum(qualities).default("good"),
});
type Wire = z.infer<typeof wire>;

/** The only way in. Whatever is not exactly right is refused with its reason, never repaired. */
export function readSignal(raw: unknown, speaker: Speaker, house: House): Read<Signal> {
  const shape = wire.safeParse(raw);
  if (!shape.success) return refuseShape(shape.error, raw);
  const { kind, sequence, quality } = shape.data;
  if (!isKind(kind)) return refuse("SIG_KIND", "kind", kind, "a kind of the table");
  const at = readTime(shape.data.at, house);
  if (!at.ok) return at;
  const value = readValue(kind, shape.data);
  if (!value.ok) return value;
  const who = readWho(shape.data, at.value, speaker, house);
  if (!who.ok) return who;
  const desk = checkDesk(kind, who.value.source);
  if (!desk.ok) return desk;
  const span = checkSpan(kind, at.value, value.value, who.value.source, house);
  if (!span.ok) return span;
  return accept({
    ...who.value,
    kind,
    at: at.value,
    receivedAt: house.now,
    sequence,
    quality,
    value: value.value,
  } as Signal);
}

/** A signal whose parts are already of their types (a decoded waveform); the same questions are asked of it. */
export function admit(
  said: {
    readonly kind: Kind;
    readonly unit: string;
    readonly at: Instant;
    readonly sequence: number;
    readonly value: Value;
    readonly quality?: Quality;
    readonly subject?: string;
    readonly source?: string;
  },
  speaker: Speaker,
  house: House,
): Read<Signal> {
  const at = checkFuture(said.at, said.at, house);
  if (!at.ok) return at;
  const row = rowOf(said.kind);
  if ("unit" in row && row.unit !== said.unit) return refuse("SIG_UNIT", "unit", said.unit, row.unit);
  const value = checkValue(said.kind, said.value);
  if (!value.ok) return value;
  const who = readWho(said, said.at, speaker, house);
  if (!who.ok) return who;
  const desk = checkDesk(said.kind, who.value.source);
  if (!desk.ok) return desk;
  const span = checkSpan(said.kind, said.at, value.value, who.value.source, house);
  if (!span.ok) return span;
  const { kind, sequence, quality = "good" } = said;
  return accept({
    ...who.value,
    kind,
    at: said.at,
    receivedAt: house.now,
    sequence,
    quality,
    value: value.value,
  } as Signal);
}

/** Whether a value that is of its type already is one that its row allows. */
export function checkValue(kind: Kind, value: unknown): Read<Value> {
  const row = rowOf(kind);
  if (row.class === "wave") return checkWave(value as WaveBlock, row);
  return readers[row.class](value, row as never) as Read<Value>;
}

/** Staff, whose page has asked for the right, and the house's own rooms, which say again what they keep: a new type of source is none. */
const atDesk: readonly string[] = ["staff", "skill"] satisfies readonly SourceType[];

const checkDesk = (kind: Kind, source: SourceId): Read<null> =>
  isOfDesk(kind) && !atDesk.includes(typeOf(source))
    ? refuse("SIG_DESK", "kind", kind, `a kind that is said by a source of the type ${typeOf(source)}`)
    : accept(null);

/** A block has an end, too: it neither lies ahead, nor goes on after the device has changed hands (H-01). */
function checkSpan(kind: Kind, at: Instant, value: Value, source: SourceId, house: House): Read<null> {
  if (rowOf(kind).class !== "wave") return accept(null);
  const { samples, rate } = value as WaveBlock;
  const end = at + ((samples.length - 1) * 1000) / rate;
  if (end > house.now + (house.futureToleranceMs ?? FUTURE_TOLERANCE_MS))
    return refuse("SIG_FUTURE", "value", `a block of ${(end - at) / 1000} s`, "a block that has ended");
  if (source.startsWith("device:") && house.ownerOf(source, at) !== house.ownerOf(source, end))
    return refuse("SIG_BINDING", "at", `a block of ${(end - at) / 1000} s`, "a block of one wearer: split it");
  return accept(null);
}

function refuseShape(error: z.ZodError, raw: unknown): Read<Signal> {
  const issue = error.issues[0];
  const extra = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const field = extra ?? issue?.path.join(".") ?? "";
  const found = field === "" ? raw : foundAt(raw, [field]);
  return refuse("SIG_SHAPE", field || "(message)", found, issue?.message ?? "a signal");
}

/** What stands at the end of a path. */
const foundAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Readonly<Record<PropertyKey, unknown>>)[key] : undefined,
    value,
  );

function readTime(at: string | number, house: House): Read<Instant> {
  if (typeof at === "number") return refuse("SIG_TIME", "at", at, "ISO 8601 with a zone");
  if (!z.iso.datetime({ offset: true }).safeParse(at).success)
    return refuse("SIG_TIME", "at", at, "ISO 8601 with a zone");
  return checkFuture(Date.parse(at), at, house);
}

function checkFuture(at: Instant, shown: unknown, house: House): Read<Instant> {
  if (!Number.isFinite(at) || at < 0) return refuse("SIG_TIME", "at", shown, "a time after 1970");
  const limit = house.now + (house.futureToleranceMs ?? FUTURE_TOLERANCE_MS);
  return at > limit ? refuse("SIG_FUTURE", "at", shown, `at most ${new Date(limit).toISOString()}`) : accept(at);
}

function readWho(
  said: { readonly subject?: string | undefined; readonly source?: string | undefined },
  at: Instant,
  speaker: Speaker,
  house: House,
): Read<{ readonly subject: SubjectId; readonly source: SourceId }> {
  const source = said.source === undefined ? accept(speaker.source) : readSource(said.source, speaker);
  if (!source.ok) return source;
  const owner = house.ownerOf(source.value, at);
  const subject = said.subject === undefined ? accept(owner) : readSubject(said.subject, owner, source.value, house);
  if (!subject.ok) return subject;
  const whose = subject.value ?? deviceItself(source.value);
  if (whose === null) return refuse("SIG_SUBJECT", "subject", said.subject ?? null, "a subject");
  if (!house.mayRecord(whose)) return refuse("SIG_CONSENT", "subject", whose, "consent to record");
  return accept({ subject: whose, source: source.value });
}

/** Until somebody wears it, what a device says is about the device. */
const deviceItself = (source: SourceId): SubjectId | null =>
  source.startsWith("device:") ? (source as unknown as SubjectId) : null;

function readSource(said: string, speaker: Speaker): Read<SourceId> {
  const source = sourceId.safeParse(said);
  if (!source.success) return refuse("SIG_SHAPE", "source", said, "type:id, for example device:cuff-3");
  const allowed = source.data === speaker.source || speaker.mayBe(source.data);
  return allowed ? accept(source.data) : refuse("SIG_SOURCE", "source", said, speaker.source);
}

/** A device may name its wearer, but only the binding makes it so. People and imports name whom they mean. */
function readSubject(said: string, owner: SubjectId | null, source: SourceId, house: House): Read<SubjectId> {
  const subject = subjectId.safeParse(said);
  if (!subject.success) return refuse("SIG_SHAPE", "subject", said, "type:id, for example person:ann");
  if (!house.isHere(subject.data)) return refuse("SIG_SUBJECT", "subject", said, "somebody who is here");
  const isPerson = subject.data.startsWith("person:");
  const isOtherDevice = subject.data.startsWith("device:") && (subject.data as string) !== source;
  if ((isPerson || isOtherDevice) && source.startsWith("device:") && owner !== subject.data)
    return refuse("SIG_BINDING", "subject", said, owner ?? "a device that is bound");
  return accept(subject.data);
}

function readValue(kind: Kind, { value, unit }: Wire): Read<Value> {
  const row = rowOf(kind);
  const wanted = "unit" in row ? row.unit : null;
  if ((unit ?? null) !== wanted) return refuse("SIG_UNIT", "unit", unit ?? null, wanted ?? "no unit");
  return readers[row.class](value, row as never) as Read<Value>;
}

const readers: {
  readonly [C in KindRow["class"]]: (value: unknown, row: Extract<KindRow, { class: C }>) => Read<unknown>;
} = {
  quantity: (value, row) => {
    if (typeof value !== "number" || !Number.isFinite(value))
      return refuse("SIG_NUMBER", "value", value, "a finite number");
    return inRange(value, row.min, row.max)
      ? accept(value)
      : refuse("SIG_RANGE", "value", value, `${row.min} to ${row.max} ${row.unit}`);
  },
  state: (value, row) =>
    row.codes.includes(value as string) ? accept(value) : refuse("SIG_VALUE", "value", value, row.codes.join(" | ")),
  event: (value, row) => {
    const read = row.schema.safeParse(value);
    if (read.success) return accept(read.data);
    const issue = read.error.issues[0];
    return refuse(
      "SIG_VALUE",
      ["value", ...(issue?.path ?? [])].join("."),
      foundAt(value, issue?.path ?? []),
      issue?.message ?? "the event's shape",
    );
  },
  wave: (value, row) => readWave(value, row),
  frame: (value, row) => readFrame(value, row.encodings),
};

const inRange = (value: number, min: number, max: number): boolean => value >= min && value <= max;

const waveWire = z.strictObject({
  rate: z.number().positive(),
  samples: z.array(z.number().nullable()).min(1).max(1_000_000),
  scale: z.number().positive().optional(),
  offset: z.number().optional(),
});

/** JSON: physical values, null for a gap; or whole device units with `scale` and `offset`. */
function readWave(value: unknown, row: WaveRow): Read<WaveBlock> {
  const read = waveWire.safeParse(value);
  if (!read.success) return refuseWave(read.error.issues[0], value);
  const { rate, samples, scale = row.resolution, offset = 0 } = read.data;
  const isInUnits = read.data.scale !== undefined;
  const units = new Int32Array(samples.length);
  for (const [i, sample] of samples.entries()) {
    const unit = sample === null ? GAP : isInUnits ? sample : Math.round((sample - offset) / scale);
    const wrong = sample === null ? null : wrongSample(sample, unit, isInUnits, row);
    if (wrong) return refuse(wrong.code, `value.samples.${i}`, sample, wrong.expected);
    units[i] = unit;
  }
  return checkWave({ rate, scale, offset, samples: units }, row);
}

type WaveRow = Extract<KindRow, { class: "wave" }>;

/** Asked before the numbers become whole ones of 32 bits: beyond that they would wrap, and look plausible again. */
function wrongSample(sample: number, unit: number, isInUnits: boolean, row: WaveRow) {
  if (!isInUnits && !inRange(sample, row.min, row.max))
    return { code: "SIG_RANGE", expected: `${row.min} to ${row.max} ${row.unit}` } as const;
  if (!Number.isInteger(unit))
    return { code: "SIG_VALUE", expected: "whole device units where a scale is given" } as const;
  if (Math.abs(unit) > 0x7fff_ffff)
    return { code: "SIG_RANGE", expected: "a sample that fits 32 bits: send a larger scale" } as const;
  return null;
}

function refuseWave(issue: z.core.$ZodIssue | undefined, value: unknown): Read<WaveBlock> {
  const path = issue?.path ?? [];
  const found = foundAt(value, path);
  const field = ["value", ...path].join(".");
  if (issue?.code === "too_big") return refuse("SIG_SIZE", field, (found as unknown[]).length, issue.message);
  const isNumber = typeof found === "number" && !Number.isFinite(found);
  return refuse(isNumber ? "SIG_NUMBER" : "SIG_VALUE", field, found, issue?.message ?? "a block");
}

function checkWave(block: WaveBlock, row: WaveRow): Read<WaveBlock> {
  const { rate, samples, scale, offset } = block;
  if (samples.length === 0) return refuse("SIG_VALUE", "value.samples", "no sample", "at least one sample");
  if (!(rate > 0 && rate <= row.maxRate)) return refuse("SIG_RANGE", "value.rate", rate, `up to ${row.maxRate} Hz`);
  if (!Number.isFinite(scale) || scale <= 0 || !Number.isFinite(offset))
    return refuse("SIG_NUMBER", "value.scale", scale, "a positive number");
  const [low, high] = [(row.min - offset) / scale, (row.max - offset) / scale];
  for (let i = 0; i < samples.length; i++) {
    const unit = samples[i] as number;
    if (unit !== GAP && (unit < low || unit > high))
      return refuse("SIG_RANGE", `value.samples.${i}`, unit * scale + offset, `${row.min} to ${row.max} ${row.unit}`);
  }
  return accept(block);
}

const frameWire = z.strictObject({
  encoding: z.string(),
  width: z.number().int().positive().max(16_384),
  height: z.number().int().positive().max(16_384),
  bytes: z.union([z.base64(), z.instanceof(Uint8Array)]),
});

/** A picture of 20 megapixels as JPEG stays well below. */
const LARGEST_FRAME = 16 * 1024 * 1024;

function readFrame(value: unknown, encodings: readonly string[]): Read<Frame> {
  const read = frameWire.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0];
    const path = issue?.path ?? [];
    return refuse("SIG_VALUE", ["value", ...path].join("."), foundAt(value, path), issue?.message ?? "a frame");
  }
  const { bytes, ...rest } = read.data;
  if (!encodings.includes(rest.encoding))
    return refuse("SIG_VALUE", "value.encoding", rest.encoding, encodings.join(" | "));
  const raw = typeof bytes === "string" ? fromBase64(bytes) : bytes;
  if (raw.length === 0) return refuse("SIG_VALUE", "value.bytes", "no bytes", "a picture");
  if (raw.length > LARGEST_FRAME)
    return refuse("SIG_SIZE", "value.bytes", raw.length, `at most ${LARGEST_FRAME} bytes`);
  return accept({ ...rest, bytes: raw });
}

const fromBase64 = (line: string): Uint8Array => Uint8Array.from(atob(line), (char) => char.charCodeAt(0));
