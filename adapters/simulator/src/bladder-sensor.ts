import { type Instant, MINUTE, type Quality, SECOND, type SourceId } from "@sakiyomi/core";
import { type Chance, chanceOf } from "./chance.ts";
import { type Delivery, deliver } from "./delivery.ts";
import type { Profile, SensorProfile } from "./profile.ts";
import type { Posture, Routine } from "./routine.ts";

interface Span {
  readonly from: number;
  readonly until: number;
}

/** A slip shifts every reading until somebody puts the sensor right. */
interface Slip extends Span {
  readonly shiftMl: number;
}

/** No contact: what was read is lost, or comes later all at once. */
interface Gap extends Span {
  readonly comesLater: boolean;
}

const DAY_MIN = 1440;

/** What the ultrasound says of a day's volumes: gain, offset, noise, posture, wild readings, gaps, slips. */
export function bladderReadings(
  seed: number | string,
  day: number,
  profile: Profile,
  routine: Routine,
  volume: Float64Array,
  midnight: Instant,
  source: SourceId,
): readonly Delivery[] {
  const { sensor } = profile;
  const c = chanceOf(seed, "bladder-readings", day);
  const gaps = gapsOf(c, sensor);
  const slips = slipsOf(c, sensor);
  const shift = postureShift(seed, sensor);
  const readings: Delivery[] = [];
  let wander = 0;
  const memory = Math.exp(-sensor.everyS / (WANDER_MIN * 60));
  for (let s = 0; s < DAY_MIN * 60; s += sensor.everyS) {
    const minute = Math.floor(s / 60);
    wander = wander * memory + c.normal(0, sensor.wanderMl * Math.sqrt(1 - memory ** 2));
    const posture = routine.posture[minute] ?? "sitting";
    const shiftMl = wander + shift[posture] + (slips.find((span) => isIn(span, minute))?.shiftMl ?? 0);
    const reading = readingOf(c, sensor, posture, volume[minute] ?? 0, shiftMl);
    const gap = gaps.find((span) => isIn(span, minute));
    if (reading === null || gap?.comesLater === false) continue;
    const at = midnight + s * SECOND;
    const deliveredAt = gap === undefined ? at : midnight + gap.until * MINUTE;
    readings.push(deliver({ kind: "bladder-volume", at, source, deliveredAt, ...reading }));
  }
  return readings;
}

interface Reading {
  readonly value: number;
  readonly quality: Quality;
}

/** Null where nothing could be read. */
function readingOf(
  c: Chance,
  sensor: SensorProfile,
  posture: Posture,
  volumeMl: number,
  shiftMl: number,
): Reading | null {
  const isWalking = posture === "walking";
  if (isWalking && c.happens(LOST_WALKING)) return null;
  const value = sensor.gain * volumeMl + sensor.offsetMl + shiftMl + noiseOf(c, sensor, posture);
  return {
    value: Math.round(Math.min(1500, Math.max(0, value)) * 10) / 10,
    quality: isWalking && c.happens(0.5) ? "questionable" : "good",
  };
}

/** Own choices: how long the wandering noise stays, and what walking does to a reading. */
const WANDER_MIN = 8;
const LOST_WALKING = 0.6;
const NOISIER_WALKING = 4;

const isIn = ({ from, until }: Span, minute: number): boolean => minute >= from && minute < until;

function noiseOf(c: Chance, { noiseMl, spikes }: SensorProfile, posture: Posture): number {
  const spike = c.happens(spikes) ? c.between(40, 150) * c.oneOf([-1, 1]) : 0;
  return c.normal(0, noiseMl * (posture === "walking" ? NOISIER_WALKING : 1)) + spike;
}

/** The same for a person's whole life: the bladder lies otherwise under the sensor in each posture. */
function postureShift(seed: number | string, { postureMl }: SensorProfile): Readonly<Record<Posture, number>> {
  const c = chanceOf(seed, "posture-shift");
  const shift = () => c.normal(0, postureMl);
  return { supine: shift(), left: shift(), right: shift(), sitting: shift(), standing: shift(), walking: shift() };
}

function gapsOf(c: Chance, { gapsPerDay }: SensorProfile): readonly Gap[] {
  return startsOf(c, gapsPerDay).map((from) => ({
    from,
    until: from + Math.round(Math.min(120, c.lognormal(12, 0.8))),
    comesLater: c.happens(0.25),
  }));
}

function slipsOf(c: Chance, { slipsPerDay }: SensorProfile): readonly Slip[] {
  return startsOf(c, slipsPerDay).map((from) => ({
    from,
    until: from + Math.round(c.between(60, 360)),
    shiftMl: c.between(25, 80) * c.oneOf([-1, 1]),
  }));
}

/** So many a day on average, at any minute (Poisson). */
function startsOf(c: Chance, perDay: number): readonly number[] {
  const starts: number[] = [];
  if (perDay <= 0) return starts;
  for (let minute = 0; minute < DAY_MIN; ) {
    minute += Math.ceil((-Math.log(1 - c.next()) * DAY_MIN) / perDay);
    if (minute < DAY_MIN) starts.push(minute);
  }
  return starts;
}
