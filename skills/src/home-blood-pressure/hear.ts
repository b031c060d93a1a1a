import { DAY, HOUR, type Instant, MINUTE, SECOND, type Signal } from "@sakiyomi/core";
import type { Reading, When, Where } from "./reading.ts";

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
  const heard = signals.reduce((known, signal) => take(known, signal), before);
  return forget(paired(heard, hearing), hearing, now);
}

function take(heard: Heard, signal: Signal): Heard {
  const id = idOf(signal);
  if (signal.quality === "entered-in-error") return without(heard, id);
  if (signal.quality === "bad" || heard.struck.includes(id) || isKnown(heard, id)) return heard;
  if (signal.kind === "blood-pressure")
    return { ...heard, readings: [...heard.readings, readingOf(id, signal.at, signal.value)] };
  // What somebody typed in as a vital sign is the ward's; only a cuff's own voice is a series at home.
  if (signal.source.startsWith("device:") && isHalf(signal))
    return {
      ...heard,
      halves: [...heard.halves, { id, kind: signal.kind, at: signal.at, value: signal.value, source: signal.source }],
    };
  return heard;
}

const isHalf = (signal: Signal): signal is Extract<Signal, { kind: Half["kind"] }> =>
  signal.kind === "systolic" || signal.kind === "diastolic" || signal.kind === "pulse-rate";
const isKnown = ({ readings, halves }: Heard, id: string): boolean =>
  readings.some(({ ids }) => ids.includes(id)) || halves.some((half) => half.id === id);

const without = (heard: Heard, id: string): Heard => ({
  readings: heard.readings.filter(({ ids }) => !ids.includes(id)),
  halves: heard.halves.filter((half) => half.id !== id),
  struck: [...heard.struck.filter((one) => one !== id), id].slice(-20),
});

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
  const used = new Set<string>();
  const made: Reading[] = [];
  for (const upper of heard.halves.filter(({ kind }) => kind === "systolic")) {
    const near = (kind: Half["kind"]) =>
      heard.halves.find(
        (one) =>
          one.kind === kind &&
          one.source === upper.source &&
          !used.has(one.id) &&
          Math.abs(one.at - upper.at) <= ONE_INFLATION,
      );
    const lower = near("diastolic");
    if (lower === undefined) continue;
    const pulse = near("pulse-rate");
    for (const one of [upper, lower, ...(pulse ? [pulse] : [])]) used.add(one.id);
    made.push(ofCuff(upper, lower, pulse ?? null, cuffs, utcOffsetMin));
  }
  if (made.length === 0) return heard;
  const readings = [...heard.readings];
  for (const one of made) readings.push({ ...one, series: seriesOf(one, readings) });
  return { ...heard, readings, halves: heard.halves.filter(({ id }) => !used.has(id)) };
}

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

const seriesOf = (one: Reading, all: readonly Reading[]): string =>
  all.find(
    (other) => other.series.startsWith("cuff ") && other.when === one.when && Math.abs(other.at - one.at) <= ONE_SERIES,
  )?.series ?? one.series;

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
/** Of an older morning or evening of a cuff that speaks all day: as many as may be averaged. */
const MOST_AVERAGED = 3;

/** What a cuff said outside of mornings and evenings, or more often than is averaged, matters for a day. */
function withoutOldCuffs(readings: readonly Reading[], { utcOffsetMin }: Hearing, now: Instant): readonly Reading[] {
  const counts = new Map<string, number>();
  return readings.filter(({ at, series, when }) => {
    if (!series.startsWith("cuff ") || now - at < KEEPS_CUFF) return true;
    const time = `${Math.floor((at + utcOffsetMin * MINUTE - 4 * HOUR) / DAY)} ${when}`;
    const nth = (counts.get(time) ?? 0) + 1;
    counts.set(time, nth);
    return when !== "other" && nth <= MOST_AVERAGED;
  });
}

function forget({ readings, halves, struck }: Heard, hearing: Hearing, now: Instant): Heard {
  const inTime = readings.filter(({ at }) => now - at < KEEPS && at - now < DAY).sort((a, b) => a.at - b.at);
  const kept = withoutOldCuffs(inTime, hearing, now);
  return { readings: kept.slice(-MOST), halves: halves.filter(({ at }) => Math.abs(now - at) < WAITS), struck };
}
