import { DAY, HOUR, type Instant, MINUTE, SECOND, type Signal } from "@sakiyomi/core";
import { isPlausible, type Reading, type When, type Where } from "./reading.ts";

/** One pressure of a cuff that says the two apart; it waits for the other. */
export interface Half {
  readonly id: string;
  readonly kind: "systolic" | "diastolic" | "pulse-rate";
  readonly at: Instant;
  readonly value: number;
  readonly source: string;
}

export interface Heard {
  readonly readings: readonly Reading[];
  readonly halves: readonly Half[];
  /** What was struck out before it was heard. */
  readonly struck: readonly string[];
}

export const nothingHeard: Heard = { readings: [], halves: [], struck: [] };

export interface Hearing {
  readonly utcOffsetMin: number;
  /** What a cuff that nobody wrote down counts as; null: it does not. */
  readonly cuffs: Where | null;
}

/** A month of days and the week that is measured. Averages by month are read from the store. */
const KEEPS = 35 * DAY;
const MOST = 500;
/** The two pressures of one inflation carry one time; a monitor may be a little apart. Project's choice. */
const ONE_INFLATION = 5 * SECOND;
const WAITS = 10 * MINUTE;
/** Readings of a cuff so near to each other are one series. Project's choice. */
const ONE_SERIES = 15 * MINUTE;

export const idOf = ({ source, kind, at, sequence }: Signal): string => `${source} ${kind} ${at} ${sequence}`;

export function hear(before: Heard, signals: readonly Signal[], hearing: Hearing, now: Instant): Heard {
  if (signals.length === 0) return forget(before, hearing, now);
  const ear: Ear = {
    readings: [...before.readings],
    halves: [...before.halves],
    struck: [...before.struck],
    known: new Set([...before.readings.flatMap(({ ids }) => ids), ...before.halves.map(({ id }) => id)]),
  };
  for (const signal of signals) take(ear, signal);
  const { readings, halves, struck } = ear;
  return forget(paired({ readings, halves, struck: struck.slice(-STRUCK) }, hearing), hearing, now);
}

/** One turn's: a day of a cuff that was out of reach may arrive at once. */
interface Ear {
  readings: Reading[];
  halves: Half[];
  readonly struck: string[];
  readonly known: Set<string>;
}
const STRUCK = 20;
const unheard: readonly Signal["quality"][] = ["bad", "entered-in-error"];

function take(ear: Ear, signal: Signal): void {
  const id = idOf(signal);
  if (signal.quality === "entered-in-error") strike(ear, id);
  if (unheard.includes(signal.quality) || ear.known.has(id) || ear.struck.includes(id)) return;
  if (signal.kind === "blood-pressure") ear.readings.push(readingOf(id, signal.at, signal.value));
  // What somebody typed in as a vital sign is the ward's; only a cuff's own voice is a series at home.
  else if (signal.source.startsWith("device:") && isHalf(signal))
    ear.halves.push({ id, kind: signal.kind, at: signal.at, value: signal.value, source: signal.source });
  else return;
  ear.known.add(id);
}

function strike(ear: Ear, id: string): void {
  if (ear.known.delete(id)) {
    ear.readings = ear.readings.filter(({ ids }) => !ids.includes(id));
    ear.halves = ear.halves.filter((half) => half.id !== id);
  }
  if (!ear.struck.includes(id)) ear.struck.push(id);
}

const isHalf = (signal: Signal): signal is Extract<Signal, { kind: Half["kind"] }> =>
  signal.kind === "systolic" || signal.kind === "diastolic" || signal.kind === "pulse-rate";
type Said = Extract<Signal, { kind: "blood-pressure" }>["value"];

export const readingOf = (id: string, at: Instant, said: Said): Reading => ({
  ids: [id],
  at,
  systolic: said.systolic,
  diastolic: said.diastolic,
  pulse: said.pulse ?? null,
  where: said.where,
  when: said.when,
  series: said.series,
  arm: said.arm ?? null,
  symptoms: said.symptoms ?? null,
});

/** Puts the two pressures of one inflation together; the pulse of the same cuff goes with them. */
function paired(heard: Heard, { cuffs, utcOffsetMin }: Hearing): Heard {
  if (cuffs === null) return { ...heard, halves: [] };
  const slotOf = ({ source, kind, at }: Half, beside = 0) =>
    `${source} ${kind} ${Math.floor(at / ONE_INFLATION) + beside}`;
  const slots = Map.groupBy(heard.halves, (half) => slotOf(half));
  const used = new Set<string>();
  const readings = [...heard.readings];
  const cuffReadings = new Slots(readings);
  for (const upper of heard.halves.filter(({ kind }) => kind === "systolic")) {
    const near = (kind: Half["kind"]) =>
      [-1, 0, 1]
        .flatMap((beside) => slots.get(slotOf({ ...upper, kind }, beside)) ?? [])
        .find((one) => !used.has(one.id) && Math.abs(one.at - upper.at) <= ONE_INFLATION);
    const lower = near("diastolic");
    if (lower === undefined) continue;
    const pulse = near("pulse-rate");
    for (const one of [upper, lower, ...(pulse ? [pulse] : [])]) used.add(one.id);
    const alone = ofCuff(upper, lower, pulse ?? null, cuffs, utcOffsetMin);
    const made = { ...alone, series: cuffReadings.seriesOf(alone) };
    readings.push(made);
    cuffReadings.add(made);
  }
  return used.size === 0 ? heard : { ...heard, readings, halves: heard.halves.filter(({ id }) => !used.has(id)) };
}

/** Readings of cuffs by the quarter of an hour. */
class Slots {
  readonly #slots = new Map<number, Reading[]>();

  constructor(readings: readonly Reading[]) {
    for (const one of readings) if (isOfCuff(one)) this.add(one);
  }

  add(one: Reading): void {
    const slot = Math.floor(one.at / ONE_SERIES);
    const others = this.#slots.get(slot);
    if (others) others.push(one);
    else this.#slots.set(slot, [one]);
  }

  seriesOf({ at, when, series }: Reading): string {
    for (const beside of [-1, 0, 1])
      for (const other of this.#slots.get(Math.floor(at / ONE_SERIES) + beside) ?? [])
        if (other.when === when && Math.abs(other.at - at) <= ONE_SERIES) return other.series;
    return series;
  }
}

const isOfCuff = ({ series }: Reading): boolean => series.startsWith("cuff ");

const ofCuff = (upper: Half, lower: Half, pulse: Half | null, where: Where, offsetMin: number): Reading => ({
  ids: [upper.id, lower.id, ...(pulse ? [pulse.id] : [])],
  at: upper.at,
  systolic: upper.value,
  diastolic: lower.value,
  pulse: pulse?.value ?? null,
  where,
  when: whenAt(upper.at, offsetMin),
  series: `cuff ${upper.source} ${upper.at}`,
  arm: null,
  symptoms: null,
});

export const hourAt = (at: Instant, offsetMin: number): number =>
  ((((at + offsetMin * MINUTE) % DAY) + DAY) % DAY) / HOUR;

/** Of a cuff that does not say it: within an hour of waking, and before bed, as hours that most people keep. Project's choice. */
export function whenAt(at: Instant, offsetMin: number): When {
  const hour = hourAt(at, offsetMin);
  if (hour >= 4 && hour < 11) return "morning";
  return hour >= 18 || hour < 2 ? "evening" : "other";
}

/** As long as an alarm may look back, and longer. */
const KEEPS_CUFF = DAY;
/** The newest of a cuff, for alarms; whoever is measured every five minutes has five hours of them. Project's choice. */
const NEWEST = 60;
/** Of an older morning or evening of a cuff that speaks all day: as many as may be averaged. */
const MOST_AVERAGED = 3;

/** What a cuff said outside of mornings and evenings, or more often than is averaged, matters only while it is new. */
function withoutOldCuffs(readings: readonly Reading[], { utcOffsetMin }: Hearing, now: Instant): readonly Reading[] {
  const counts = new Map<string, number>();
  let older = readings.filter(isOfCuff).length - NEWEST;
  return readings.filter((one) => {
    if (!isOfCuff(one)) return true;
    const isNew = older-- <= 0 && now - one.at < KEEPS_CUFF;
    if (one.when === "other" || !isPlausible(one)) return isNew;
    const time = `${Math.floor((one.at + utcOffsetMin * MINUTE - 4 * HOUR) / DAY)} ${one.when}`;
    const nth = (counts.get(time) ?? 0) + 1;
    counts.set(time, nth);
    return isNew || nth <= MOST_AVERAGED;
  });
}

function forget({ readings, halves, struck }: Heard, hearing: Hearing, now: Instant): Heard {
  const inTime = readings.filter(({ at }) => now - at < KEEPS && at - now < DAY).sort((a, b) => a.at - b.at);
  const kept = withoutOldCuffs(inTime, hearing, now);
  return { readings: kept.slice(-MOST), halves: halves.filter(({ at }) => Math.abs(now - at) < WAITS), struck };
}
