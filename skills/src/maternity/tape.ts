import {
  endOf,
  GAP,
  type Instant,
  MINUTE,
  SECOND,
  type Signal,
  type SignalOfClass,
  type SourceId,
} from "@sakiyomi/core";
import { HZ, type Recording } from "./ctg/recording.ts";

/**
 * The recording that is being made, at most its last hour. Waves are text, a character a value, so that the state is
 * small: the child's rate twice a second in quarters of a beat (monitors say each value about twice, Wolf 2019), the toco
 * once a second in halves of a unit, the mother's pulse every five seconds.
 */
export interface Tape {
  readonly source: SourceId;
  /** When the recording began. */
  readonly begin: Instant;
  /** Time of the first value that is still kept. */
  readonly from: Instant;
  readonly fhr: string;
  readonly toco: string;
  readonly mother: string;
  /** End of the last value of the child's heart that was heard. */
  readonly heardUntil: Instant;
}

interface Track {
  readonly stepMs: number;
  readonly scale: number;
  readonly offset: number;
}
const tracks = {
  fhr: { stepMs: 500, scale: 0.25, offset: 0 },
  toco: { stepMs: SECOND, scale: 0.5, offset: -20 },
  mother: { stepMs: 5 * SECOND, scale: 0.5, offset: 0 },
} as const satisfies Readonly<Record<string, Track>>;
type TrackName = keyof typeof tracks;

export const KEPT_MS = 60 * MINUTE;
/** After so long without the child's heart the recording is over, and the next signal begins another. */
export const OVER_AFTER_MS = 15 * MINUTE;
/** Another sensor takes over when the first has been silent for so long. */
const SWITCH_AFTER_MS = MINUTE;
/** A clock that is further ahead says nothing that can be placed. */
const AHEAD_MS = MINUTE;

const NOTHING = " ";
const FIRST = 48;
/** The highest character that is written: far below those that are no characters by themselves. */
const MOST = 4000;

const charOf = ({ scale, offset }: Track, value: number): string =>
  Number.isFinite(value)
    ? String.fromCharCode(FIRST + Math.min(MOST, Math.max(0, Math.round((value - offset) / scale))))
    : NOTHING;

const valueAt = (track: string, i: number, { scale, offset }: Track): number => {
  const code = track.charCodeAt(i);
  return code >= FIRST ? (code - FIRST) * scale + offset : Number.NaN;
};

type Wave = SignalOfClass<"wave"> & { readonly kind: "fetal-heart-rate" | "uterine-activity" };
type Pulse = SignalOfClass<"quantity"> & { readonly kind: "pulse-rate" | "heart-rate" };

const isWave = (signal: Signal): signal is Wave =>
  signal.kind === "fetal-heart-rate" || signal.kind === "uterine-activity";
const isPulse = (signal: Signal): signal is Pulse => signal.kind === "pulse-rate" || signal.kind === "heart-rate";

/** The end of the last wave of the recording that was sent, heard or not; a sensor that hears nothing still sends. */
export function sentUntil(before: Instant | null, signals: readonly Signal[], now: Instant): Instant | null {
  const ends = signals
    .filter((signal) => isWave(signal) && signal.quality !== "entered-in-error" && signal.at <= now + AHEAD_MS)
    .map((signal) => Math.round(endOf(signal)));
  return ends.length === 0 ? before : Math.max(before ?? 0, ...ends);
}

/** Takes in what arrived, the child's heart first: it is what makes a recording. */
export function record(before: Tape | null, signals: readonly Signal[], now: Instant): Tape | null {
  const waves = signals.filter(isWave).filter(({ at }) => at <= now + AHEAD_MS);
  const ofChild = waves.filter(({ kind }) => kind === "fetal-heart-rate").sort((a, b) => a.at - b.at);
  let tape = ofChild.reduce(recordChild, before);
  if (tape === null) return null;
  for (const wave of waves) if (wave.kind === "uterine-activity") tape = laidOn(tape, "toco", valuesOf(wave), wave);
  for (const pulse of signals.filter(isPulse))
    if (pulse.at <= now + AHEAD_MS && pulse.value > 0)
      tape = laidOn(tape, "mother", [{ at: pulse.at, value: pulse.value }], pulse);
  return tape;
}

function recordChild(tape: Tape | null, wave: Wave): Tape | null {
  const { at, source, quality } = wave;
  const isOther = tape !== null && tape.source !== source;
  if (quality === "entered-in-error") return tape && !isOther ? laidOn(tape, "fhr", valuesOf(wave), wave) : tape;
  const values = quality === "bad" ? [] : valuesOf(wave);
  if (!values.some(({ value }) => value > 0)) return tape;
  if (tape === null || at > tape.heardUntil + OVER_AFTER_MS) return laidOn(newTape(source, at), "fhr", values, wave);
  if (isOther && at < tape.heardUntil + SWITCH_AFTER_MS) return tape;
  return laidOn(isOther ? { ...tape, source } : tape, "fhr", values, wave);
}

function newTape(source: SourceId, at: Instant): Tape {
  const begin = Math.floor(at / SECOND) * SECOND;
  return { source, begin, from: begin, fhr: "", toco: "", mother: "", heardUntil: begin };
}

interface Point {
  readonly at: number;
  readonly value: number;
}

/** The fastest that is heard is what the kind allows; slower than one in five seconds shows no change of a heart. */
function valuesOf({ at, value: { rate, scale, offset, samples } }: Wave): readonly Point[] {
  if (!(rate >= 0.2 && rate <= 100)) return [];
  const points: Point[] = [];
  for (const [i, sample] of samples.entries()) {
    const value = sample === GAP ? Number.NaN : sample * scale + offset;
    // A slow sensor's value holds until its next one.
    for (let ms = 0; ms < 1000 / rate; ms += tracks.fhr.stepMs) points.push({ at: at + (i * 1000) / rate + ms, value });
  }
  return points;
}

/** Late and repeated values fill what is still empty, and change nothing else; struck-out ones are emptied. */
function laidOn(tape: Tape, name: TrackName, points: readonly Point[], { quality }: Pick<Signal, "quality">): Tape {
  if (quality === "bad") return tape;
  const track = tracks[name];
  const { stepMs } = track;
  const isStruck = quality === "entered-in-error";
  const isUsable = (value: number) => isStruck || (Number.isFinite(value) && (name !== "fhr" || value > 0));
  const sums = placed(
    points.filter(({ value }) => isUsable(value)),
    tape.from,
    stepMs,
  );
  if (sums.size === 0) return tape;
  const last = Math.max(...sums.keys());
  const line = written(tape[name], sums, isStruck ? null : track);
  const heardUntil =
    name === "fhr" && !isStruck ? Math.max(tape.heardUntil, tape.from + (last + 1) * stepMs) : tape.heardUntil;
  return kept({ ...tape, [name]: line, heardUntil });
}

type Sums = ReadonlyMap<number, { readonly sum: number; readonly n: number }>;

function placed(points: readonly Point[], from: Instant, stepMs: number): Sums {
  const sums = new Map<number, { readonly sum: number; readonly n: number }>();
  for (const { at, value } of points) {
    const place = Math.floor((at - from) / stepMs + 1e-6);
    if (place < 0 || place >= LONGEST_MS / stepMs) continue;
    const { sum, n } = sums.get(place) ?? { sum: 0, n: 0 };
    sums.set(place, { sum: sum + value, n: n + 1 });
  }
  return sums;
}

/** The mean of what falls on one place; null empties the places that are written already. */
function written(line: string, sums: Sums, track: Track | null): string {
  const first = Math.min(...sums.keys());
  const last = Math.max(...sums.keys());
  const whole = track === null ? line : line.padEnd(last + 1, NOTHING);
  const part = [...whole.slice(first, last + 1)];
  for (const [place, { sum, n }] of sums) {
    const i = place - first;
    if (track === null && i < part.length) part[i] = NOTHING;
    if (track !== null && part[i] === NOTHING) part[i] = charOf(track, sum / n);
  }
  return whole.slice(0, first) + part.join("") + whole.slice(last + 1);
}
/** A recording is never so long before its beginning is let go. */
const LONGEST_MS = KEPT_MS + OVER_AFTER_MS + 10 * MINUTE;

/** The last hour, by whole five seconds, so that all tracks begin together. */
function kept(tape: Tape): Tape {
  const over = tape.heardUntil - tape.from - KEPT_MS;
  if (over <= 0) return tape;
  const dropMs = Math.ceil(over / (5 * SECOND)) * 5 * SECOND;
  const cut = (name: TrackName) => tape[name].slice(dropMs / tracks[name].stepMs);
  return { ...tape, from: tape.from + dropMs, fhr: cut("fhr"), toco: cut("toco"), mother: cut("mother") };
}

/** As the analysis wants it, until the last value heard. */
export function recordingOf(tape: Tape, untilMs = tape.heardUntil): Recording {
  const samples = Math.max(0, Math.floor(((untilMs - tape.from) * HZ) / 1000));
  const isEmpty = (name: TrackName) => tape[name].trim() === "";
  const wave = (name: TrackName) => read(tape[name], tracks[name], samples, 1000 / HZ);
  return {
    fhr: wave("fhr"),
    toco: isEmpty("toco") ? null : wave("toco"),
    mother: isEmpty("mother") ? null : held(wave("mother"), PULSE_HOLDS_S * HZ),
  };
}

/** The two rates once a second: enough for what is looked at in every turn. */
export function secondsOf(tape: Tape): { readonly child: Float64Array; readonly mother: Float64Array } {
  const seconds = Math.max(0, Math.floor((tape.heardUntil - tape.from) / SECOND));
  return {
    child: read(tape.fhr, tracks.fhr, seconds, SECOND),
    mother: held(read(tape.mother, tracks.mother, seconds, SECOND), PULSE_HOLDS_S),
  };
}
const PULSE_HOLDS_S = 10;

/** What stands at each of so many places. Where more than one value falls on a place, the first that was measured. */
function read(line: string, track: Track, places: number, everyMs: number): Float64Array {
  const wave = new Float64Array(places);
  const each = Math.max(1, everyMs / track.stepMs);
  for (let i = 0; i < places; i++) {
    const first = Math.floor((i * everyMs) / track.stepMs + 1e-9);
    let value = valueAt(line, first, track);
    for (let k = 1; k < each && Number.isNaN(value); k++) value = valueAt(line, first + k, track);
    wave[i] = value;
  }
  return wave;
}

/** A pulse holds for a while after it was taken. */
function held(wave: Float64Array, most: number): Float64Array {
  let [last, since] = [Number.NaN, 0];
  for (let i = 0; i < wave.length; i++) {
    const value = wave[i] as number;
    if (!Number.isNaN(value)) [last, since] = [value, 0];
    else since += 1;
    wave[i] = since <= most ? last : Number.NaN;
  }
  return wave;
}
