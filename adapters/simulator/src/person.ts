import { DAY, type Instant, type Kind, MINUTE, SECOND, type SourceId, sourceId } from "@sakiyomi/core";
import { type BladderState, bladderAtBirth, type TrueVoid } from "./bladder.ts";
import { chanceOf } from "./chance.ts";
import { type Day, dayAfter, type Life, type Sources } from "./day.ts";
import { type Delivery, dayOf, deliver, type Simulated } from "./delivery.ts";
import { type Profile, profileOf } from "./profile.ts";
import { isDead, type Scene, type Worn } from "./script.ts";
import { type WaveName, wavesAt } from "./waves.ts";

export interface PersonOptions {
  /** The same seed is the same person with the same life. */
  readonly seed: number | string;
  /** Names the devices: `device:bladder-ID`. Letters, digits, dots, dashes. */
  readonly id?: string;
  readonly profile?: Partial<Profile>;
  /** The life begins at the midnight before. */
  readonly start?: Instant;
  /** Of the house's local time; Japan and Korea: 540. */
  readonly utcOffsetMin?: number;
  readonly script?: readonly Scene[];
  /** Waveforms are made only where they are asked for. */
  readonly waves?: readonly WaveName[];
  /** Heart, breath and oxygen are sent every so many seconds; 0: not at all. */
  readonly vitalsEveryS?: number;
}

export interface Device {
  readonly source: SourceId;
  readonly worn: Worn;
  readonly kinds: readonly Kind[];
}

/** A void as it really was; for comparing only, no device knows it. */
export interface VoidTruth extends Omit<TrueVoid, "minute"> {
  readonly at: Instant;
}

export interface SimulatedPerson {
  readonly id: string;
  readonly profile: Profile;
  readonly devices: readonly Device[];
  /** What is sent in [from, to), in order of sending. Any cut of the time gives the same signals. */
  signalsBetween(from: Instant, to: Instant): readonly Simulated[];
  voidsBetween(from: Instant, to: Instant): readonly VoidTruth[];
  /** mL that are really in the bladder. */
  bladderMlAt(at: Instant): number;
  /** mL at which this fill would usually end, before chance has its say (`profile.urgeSpread`); for comparing only. */
  usuallyGoesAtMl(at: Instant): number;
}

/** A simulated person: physiological days without end, from a seed. Not a model of any real person. */
export function simulatedPerson(options: PersonOptions): SimulatedPerson {
  const {
    seed,
    id = `sim-${String(seed).replace(/[^A-Za-z0-9.-]/g, "-")}`,
    utcOffsetMin = 540,
    script = [],
    waves = [],
    vitalsEveryS = 5,
  } = options;
  const life: Life = {
    seed,
    profile: profileOf(seed, options.profile),
    script,
    calendar: { utcOffsetMin },
    sources: sourcesOf(id),
  };
  const first = dayOf(options.start ?? Date.parse("2026-01-01T00:00:00Z"), life.calendar);
  const days = daysOf(life, first);
  const daysIn = (from: Instant, to: Instant): readonly Day[] =>
    numbers(Math.max(first, dayOf(from, life.calendar)), dayOf(to - 1, life.calendar)).map(days);
  const minuteIn = (at: Instant, of: (day: Day) => Float64Array): number => {
    const day = days(dayOf(at, life.calendar));
    return of(day)[minuteOf(day, at)] ?? 0;
  };
  return {
    id,
    profile: life.profile,
    devices: devicesOf(life.sources, waves),
    signalsBetween: (from, to) => {
      // What was so yesterday may be sent today.
      const slow = daysIn(from - DAY, to).flatMap(({ deliveries }) => within(deliveries, from, to));
      const fast = daysIn(from - SECOND, to).flatMap((day) => [
        ...vitalsIn(life, day, from, to, vitalsEveryS),
        ...waves.flatMap((name) => wavesIn(life, day, name, from, to)),
      ]);
      return [...slow, ...fast].sort((a, b) => a.deliveredAt - b.deliveredAt).map(({ signal }) => signal);
    },
    voidsBetween: (from, to) =>
      daysIn(from, to).flatMap(({ midnight, voids }) =>
        voids
          .map(({ minute, ...rest }) => ({ ...rest, at: midnight + minute * MINUTE }))
          .filter(({ at }) => at >= from && at < to),
      ),
    bladderMlAt: (at) => minuteIn(at, ({ volume }) => volume),
    usuallyGoesAtMl: (at) => minuteIn(at, ({ usual }) => usual),
  };
}

const within = (deliveries: readonly Delivery[], from: Instant, to: Instant): readonly Delivery[] => {
  const first = firstFrom(deliveries, from);
  return deliveries.slice(first, firstFrom(deliveries, to));
};

/** The place of the first delivery at or after `at`; they stand in order. */
function firstFrom(deliveries: readonly Delivery[], at: Instant): number {
  let [low, high] = [0, deliveries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((deliveries[middle]?.deliveredAt ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

const numbers = (first: number, last: number): readonly number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);

function sourcesOf(id: string): Sources {
  const source = (name: string) => sourceId.parse(name);
  return {
    bladder: source(`device:bladder-${id}`),
    vitals: source(`device:vitals-${id}`),
    bed: source(`device:bed-${id}`),
    motion: source(`device:motion-${id}`),
    cuff: source(`device:cuff-${id}`),
    staff: source("staff:simulated"),
  };
}

function devicesOf(sources: Sources, waves: readonly WaveName[]): readonly Device[] {
  const waveKinds = waves.filter((name) => name !== "acceleration");
  const axes = ["acceleration-x", "acceleration-y", "acceleration-z"] as const;
  return [
    { source: sources.bladder, worn: "bladder", kinds: ["bladder-volume"] },
    { source: sources.vitals, worn: "vitals", kinds: ["heart-rate", "respiration-rate", "spo2", ...waveKinds] },
    { source: sources.bed, worn: "bed", kinds: ["bed-occupancy", "sleep-stage"] },
    {
      source: sources.motion,
      worn: "motion",
      kinds: ["posture", "steps", "fall", ...(waves.includes("acceleration") ? axes : [])],
    },
    { source: sources.cuff, worn: "cuff", kinds: ["systolic", "diastolic", "body-temperature"] },
  ];
}

const KEPT_DAYS = 4;

/** Days one after another, for each needs the one before; who asks for an older one begins again. */
function daysOf(life: Life, first: number): (day: number) => Day {
  let kept = new Map<number, Day>();
  let next = first;
  let bladder: BladderState = bladderAtBirth(life.seed, life.profile);
  return (wanted) => {
    const asked = Math.max(first, wanted);
    if (asked < next && !kept.has(asked)) {
      kept = new Map();
      next = first;
      bladder = bladderAtBirth(life.seed, life.profile);
    }
    for (; next <= asked; next += 1) {
      const day = dayAfter(life, next, bladder);
      kept.set(next, day).delete(next - KEPT_DAYS);
      bladder = day.bladderAfter;
    }
    const day = kept.get(asked);
    if (day === undefined) throw new RangeError(`day ${asked} was not made`);
    return day;
  };
}

const DAY_MIN = 1440;
const minuteOf = ({ midnight }: Day, at: Instant): number =>
  Math.min(DAY_MIN - 1, Math.max(0, Math.floor((at - midnight) / MINUTE)));

/** The part of [from, to) that lies in the day, as the first and the end of whole steps. */
function* steps({ midnight }: Day, from: Instant, to: Instant, stepMs: number): Generator<Instant> {
  const begin = Math.max(from, midnight);
  const end = Math.min(to, midnight + DAY);
  for (let at = Math.ceil(begin / stepMs) * stepMs; at < end; at += stepMs) yield at;
}

function vitalsIn(life: Life, day: Day, from: Instant, to: Instant, everyS: number): readonly Delivery[] {
  const out: Delivery[] = [];
  if (everyS <= 0) return out;
  const source = life.sources.vitals;
  for (const at of steps(day, from, to, everyS * SECOND)) {
    if (isDead(life.script, "vitals", at)) continue;
    const minute = minuteOf(day, at);
    const c = chanceOf(life.seed, "reading", at);
    const value = (of: Float64Array, noise: number) => Math.round(((of[minute] ?? 0) + c.normal(0, noise)) * 10) / 10;
    out.push(
      deliver({ kind: "heart-rate", at, value: value(day.vitals.heartRate, 0.6), source }),
      deliver({ kind: "respiration-rate", at, value: value(day.vitals.respirationRate, 0.3), source }),
      deliver({ kind: "spo2", at, value: Math.min(100, Math.round(value(day.vitals.spo2, 0.2))), source }),
    );
  }
  return out;
}

/** A block is sent when its second is over. */
function wavesIn(life: Life, day: Day, name: WaveName, from: Instant, to: Instant): readonly Delivery[] {
  const worn = name === "acceleration" ? "motion" : "vitals";
  const out: Delivery[] = [];
  for (const at of steps(day, from - SECOND, to - SECOND, SECOND)) {
    if (isDead(life.script, worn, at)) continue;
    const minute = minuteOf(day, at);
    const part = ((at - day.midnight) % MINUTE) / MINUTE;
    const [heartRate, respirationRate] = [day.vitals.heartRate[minute] ?? 0, day.vitals.respirationRate[minute] ?? 0];
    const moment = {
      beats: (day.beats[minute] ?? 0) + part * heartRate,
      breaths: (day.breaths[minute] ?? 0) + part * respirationRate,
      heartRate,
      respirationRate,
      posture: day.routine.posture[minute] ?? "supine",
      sinceFall: sinceFall(life.script, at),
    } as const;
    out.push(...wavesAt(name, at, moment, life.sources[worn], life.seed));
  }
  return out;
}

function sinceFall(script: readonly Scene[], at: Instant): number | null {
  const fall = script.find((scene) => scene.type === "fall" && at >= scene.at && at < scene.at + MINUTE);
  return fall === undefined ? null : (at - fall.at) / SECOND;
}
