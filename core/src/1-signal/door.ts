import { z } from "zod";
import { type Instant, MINUTE, type SourceId, type SubjectId, sourceId, subjectId } from "./ids.ts";
import { type Frame, GAP, isKind, type Kind, type KindRow, rowOf, type Value, type WaveBlock } from "./kinds.ts";
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
  const value = row.class === "wave" ? checkWave(said.value as WaveBlock, row) : accept(said.value);
  if (!value.ok) return value;
  const who = readWho(said, said.at, speaker, house);
  if (!who.ok) return who;
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

function refuseShape(error: z.ZodError, raw: unknown): Read<Signal> {
  const issue = error.issues[0];
  const extra = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const field = extra ?? issue?.path.join(".") ?? "";
  const found = field === "" ? raw : (raw as Record<string, unknown> | null)?.[field];
  return refuse("SIG_SHAPE", field || "(message)", found, issue?.message ?? "a signal");
}

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
  if (isPerson && source.startsWith("device:") && owner !== subject.data)
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
      value,
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
function readWave(value: unknown, row: Extract<KindRow, { class: "wave" }>): Read<WaveBlock> {
  const read = waveWire.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0];
    const field = ["value", ...(issue?.path ?? [])].join(".");
    return refuse(
      /nan|infinity/i.test(issue?.message ?? "") ? "SIG_NUMBER" : "SIG_VALUE",
      field,
      value,
      issue?.message ?? "a block",
    );
  }
  const { rate, samples, scale, offset = 0 } = read.data;
  const step = scale ?? row.resolution;
  const toUnits = (sample: number) => (scale === undefined ? Math.round((sample - offset) / step) : sample);
  const units = Int32Array.from(samples, (sample) => (sample === null ? GAP : toUnits(sample)));
  if (scale !== undefined && samples.some((sample) => sample !== null && !Number.isInteger(sample)))
    return refuse("SIG_VALUE", "value.samples", "a fraction", "whole device units where a scale is given");
  return checkWave({ rate, scale: step, offset, samples: units }, row);
}

function checkWave(block: WaveBlock, row: Extract<KindRow, { class: "wave" }>): Read<WaveBlock> {
  const { rate, samples, scale, offset } = block;
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

function readFrame(value: unknown, encodings: readonly string[]): Read<Frame> {
  const read = frameWire.safeParse(value);
  if (!read.success) return refuse("SIG_VALUE", "value", "a frame", read.error.issues[0]?.message ?? "a frame");
  const { bytes, ...rest } = read.data;
  if (!encodings.includes(rest.encoding))
    return refuse("SIG_VALUE", "value.encoding", rest.encoding, encodings.join(" | "));
  return accept({ ...rest, bytes: typeof bytes === "string" ? fromBase64(bytes) : bytes });
}

const fromBase64 = (line: string): Uint8Array => Uint8Array.from(atob(line), (char) => char.charCodeAt(0));
