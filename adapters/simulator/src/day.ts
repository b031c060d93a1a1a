import { type Instant, MINUTE, type SourceId } from "@sakiyomi/core";
import { type BladderState, bladderDay, type TrueVoid } from "./bladder.ts";
import { bladderReadings } from "./bladder-sensor.ts";
import { chanceOf } from "./chance.ts";
import { chartedDay } from "./charting.ts";
import { type Calendar, type Delivery, deliver, startOfDay } from "./delivery.ts";
import type { Profile } from "./profile.ts";
import { isAsleep, isLying, type Routine, routineOf } from "./routine.ts";
import { isDead, type Scene, strainAt, type Worn } from "./script.ts";
import { type VitalsDay, vitalsDay } from "./vitals.ts";

/** Everything of one person on one day. */
export interface Day {
  readonly midnight: Instant;
  readonly routine: Routine;
  readonly vitals: VitalsDay;
  readonly volume: Float64Array;
  readonly usual: Float64Array;
  readonly voids: readonly TrueVoid[];
  /** Beats and breaths since midnight, at the beginning of each minute. */
  readonly beats: Float64Array;
  readonly breaths: Float64Array;
  /** All that comes less often than a second or two, in order of delivery. */
  readonly deliveries: readonly Delivery[];
  readonly bladderAfter: BladderState;
}

export type Sources = Readonly<Record<Worn | "staff", SourceId>>;

export interface Life {
  readonly seed: number | string;
  readonly profile: Profile;
  readonly script: readonly Scene[];
  readonly calendar: Calendar;
  readonly sources: Sources;
}

export function dayAfter(life: Life, day: number, before: BladderState): Day {
  const { seed, profile, script } = life;
  const midnight = startOfDay(day, life.calendar);
  const routine = withFalls(routineOf(seed, day, profile), script, midnight);
  const vitals = vitalsDay(seed, day, profile, routine, (minute) => strainAt(script, midnight + minute * MINUTE));
  const { volume, voids, usual, after } = bladderDay(seed, day, profile, routine, before);
  const deliveries = [
    ...alive(life, "bladder", bladderReadings(seed, day, profile, routine, volume, midnight, life.sources.bladder)),
    ...chartedDay(seed, day, profile, routine, voids, midnight, life.sources.staff),
    ...statesOf(life, routine, vitals, midnight),
    ...roundsOf(life, day, vitals, midnight),
    ...fallsOf(life, midnight),
  ].sort((a, b) => a.deliveredAt - b.deliveredAt || a.signal.at - b.signal.at);
  const [beats, breaths] = [sumOf(vitals.heartRate), sumOf(vitals.respirationRate)];
  return { midnight, routine, vitals, volume, usual, voids, beats, breaths, deliveries, bladderAfter: after };
}

const alive = ({ script }: Life, worn: Worn, deliveries: readonly Delivery[]): readonly Delivery[] =>
  script.length === 0 ? deliveries : deliveries.filter(({ deliveredAt }) => !isDead(script, worn, deliveredAt));

function sumOf(perMinute: Float64Array): Float64Array {
  let sum = 0;
  return perMinute.map((value) => {
    const before = sum;
    sum += value;
    return before;
  });
}

/** Who has fallen lies for ten minutes. */
function withFalls(routine: Routine, script: readonly Scene[], midnight: Instant): Routine {
  const falls = script.filter(({ type }) => type === "fall").map(({ at }) => (at - midnight) / MINUTE);
  if (falls.length === 0) return routine;
  const posture = routine.posture.map((was, minute) =>
    falls.some((at) => minute >= at && minute < at + 10) ? "right" : was,
  );
  return { ...routine, posture };
}

const DAY_MIN = 1440;
const SAID_EVERY_MIN = 5;
const STEPS_EVERY_MIN = 10;

/** Posture, bed, sleep and steps: at once when they change, and every few minutes. */
function statesOf(life: Life, routine: Routine, vitals: VitalsDay, midnight: Instant): readonly Delivery[] {
  const minutes = [...routine.posture.keys()].filter((minute) => {
    const changes = routine.posture[minute] !== routine.posture[minute - 1];
    return changes || minute % SAID_EVERY_MIN === 0;
  });
  const [bed, motion]: [Delivery[], Delivery[]] = [[], []];
  for (const minute of minutes) {
    const at = midnight + minute * MINUTE;
    const posture = routine.posture[minute] ?? "supine";
    const value = isAsleep(routine, minute) ? "asleep" : "awake";
    motion.push(deliver({ kind: "posture", at, value: posture, source: life.sources.motion }));
    bed.push(
      deliver({ kind: "bed-occupancy", at, value: isLying(posture) ? "in-bed" : "out", source: life.sources.bed }),
    );
    bed.push(deliver({ kind: "sleep-stage", at, value, source: life.sources.bed }));
    if (minute % STEPS_EVERY_MIN === 0)
      motion.push(deliver({ kind: "steps", at, value: vitals.steps[minute] ?? 0, source: life.sources.motion }));
  }
  return [...alive(life, "motion", motion), ...alive(life, "bed", bed)];
}

/** Staff come five times a day with cuff and thermometer, every hour to who is ill. */
function roundsOf(life: Life, day: number, vitals: VitalsDay, midnight: Instant): readonly Delivery[] {
  const c = chanceOf(life.seed, "rounds", day);
  const usual = new Set([2, 6, 10, 14, 18, 22]);
  const out: Delivery[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    const minute = Math.min(DAY_MIN - 1, Math.max(0, Math.round(hour * 60 + c.normal(8, 5))));
    const at = midnight + minute * MINUTE;
    const strain = strainAt(life.script, at);
    if (!usual.has(hour) && strain < 0.3) continue;
    out.push(...measuredBy(life, vitals, minute, at), ...lookedAt(life, at, strain));
  }
  return out;
}

function measuredBy(life: Life, vitals: VitalsDay, minute: number, at: Instant): readonly Delivery[] {
  const source = life.sources.cuff;
  const value = (of: Float64Array, digits: number) => Number((of[minute] ?? 0).toFixed(digits));
  return alive(life, "cuff", [
    deliver({ kind: "systolic", at, value: value(vitals.systolic, 0), source }),
    deliver({ kind: "diastolic", at, value: value(vitals.diastolic, 0), source }),
    deliver({ kind: "body-temperature", at, value: value(vitals.temperature, 1), source }),
  ]);
}

const CONFUSED_FROM = 0.75;

const lookedAt = ({ sources }: Life, at: Instant, strain: number): readonly Delivery[] => [
  deliver({ kind: "consciousness", at, value: strain >= CONFUSED_FROM ? "confused" : "alert", source: sources.staff }),
  deliver({ kind: "supplemental-oxygen", at, value: "air", source: sources.staff }),
];

const fallsOf = ({ script, sources }: Life, midnight: Instant): readonly Delivery[] =>
  script
    .filter(({ type, at }) => type === "fall" && at >= midnight && at < midnight + DAY_MIN * MINUTE)
    .map(({ at }) => deliver({ kind: "fall", at, value: {}, source: sources.motion, deliveredAt: at + 2000 }));
