import { type Chance, chanceOf } from "./chance.ts";
import type { Profile } from "./profile.ts";
import { isAsleep, isLying, type Posture, type Routine } from "./routine.ts";

/** The vital signs of a day, one of each a minute. */
export interface VitalsDay {
  readonly heartRate: Float64Array;
  readonly respirationRate: Float64Array;
  readonly spo2: Float64Array;
  readonly temperature: Float64Array;
  readonly systolic: Float64Array;
  readonly diastolic: Float64Array;
  /** Since midnight. */
  readonly steps: Float64Array;
}

/** How far a deterioration has come, 0 to 1, at a minute of the day; what 1 means is in `ill`. */
export type Strain = (minute: number) => number;

const DAY_MIN = 1440;

/** Beats a minute that an activity adds. Own choices, as everything in this file. */
const heartOf: Readonly<Record<Posture, number>> = {
  supine: 0,
  left: 0,
  right: 0,
  sitting: 4,
  standing: 9,
  walking: 20,
};
const breathOf: Readonly<Record<Posture, number>> = {
  supine: 0,
  left: 0,
  right: 0,
  sitting: 0.5,
  standing: 1,
  walking: 3.5,
};

/** A full strain looks like sepsis of the chest: fast heart and breath, low oxygen and pressure, fever. */
const ill = { heartRate: 48, respirationRate: 12, spo2: -9, temperature: 2.2, systolic: -42, diastolic: -22 } as const;

export function vitalsDay(
  seed: number | string,
  day: number,
  profile: Profile,
  routine: Routine,
  strain: Strain,
): VitalsDay {
  const c = chanceOf(seed, "vitals", day);
  const fresh = () => new Float64Array(DAY_MIN);
  const vitals = {
    heartRate: fresh(),
    respirationRate: fresh(),
    spo2: fresh(),
    temperature: fresh(),
    systolic: fresh(),
    diastolic: fresh(),
    steps: fresh(),
  };
  let body: Body = { effort: 0, breath: 0, steps: 0, heart: 0, lungs: 0, oxygen: 0, pressure: 0 };
  for (let minute = 0; minute < DAY_MIN; minute += 1) {
    const posture = routine.posture[minute] ?? "supine";
    body = moved(c, body, posture);
    const asleep = isLying(posture) && isAsleep(routine, minute) ? 1 : 0;
    const clock = Math.cos((2 * Math.PI * (minute / 60 - 17)) / 24);
    const s = strain(minute);
    const { effort, breath, heart, lungs, oxygen, pressure } = body;
    vitals.heartRate[minute] = profile.restingHeartRate + effort + 2 * clock - 6 * asleep + heart + s * ill.heartRate;
    vitals.respirationRate[minute] = profile.respirationRate + breath - asleep + lungs + s * ill.respirationRate;
    vitals.spo2[minute] = Math.min(100, profile.spo2 - 0.4 * asleep + oxygen + s * ill.spo2);
    vitals.temperature[minute] = profile.temperature + 0.2 * clock + s * ill.temperature;
    vitals.systolic[minute] = profile.systolic + 5 * clock + 0.4 * effort - 8 * asleep + pressure + s * ill.systolic;
    vitals.diastolic[minute] = profile.diastolic + 3 * clock - 5 * asleep + 0.6 * pressure + s * ill.diastolic;
    vitals.steps[minute] = body.steps;
  }
  return vitals;
}

/** What goes on from minute to minute: the effort of moving, and slow wandering around the usual. */
interface Body {
  readonly effort: number;
  readonly breath: number;
  readonly steps: number;
  readonly heart: number;
  readonly lungs: number;
  readonly oxygen: number;
  readonly pressure: number;
}

const moved = (c: Chance, before: Body, posture: Posture): Body => ({
  effort: before.effort + (heartOf[posture] - before.effort) * 0.3,
  breath: before.breath + (breathOf[posture] - before.breath) * 0.3,
  steps: before.steps + (posture === "walking" ? Math.round(c.between(40, 80)) : 0),
  heart: before.heart * 0.95 + c.normal(0, 0.6),
  lungs: before.lungs * 0.93 + c.normal(0, 0.2),
  oxygen: before.oxygen * 0.95 + c.normal(0, 0.12),
  pressure: before.pressure * 0.98 + c.normal(0, 0.8),
});
