import type { Chance } from "./nap-chance.ts";

/**
 * A sleeping child as physics sees it, and a sensor on its shirt. Nothing here knows how a skill judges: the trunk has an angle
 * about its long axis, the chest tilts with each breath, the heart shakes it, and the sensor is mounted a little askew.
 * Ranges: breathing 20 to 45 a minute, pauses of 3 to 12 s as in periodic breathing (Am Fam Physician 71:2301, 2005); tilt of
 * the chest 3 to 9 mg, heart 0.4 to 1.2 mg at 105 to 145 a minute, noise 200 µg/√Hz, how often a child turns: assumed here,
 * no recordings of sleeping children were at hand.
 */
export interface Body {
  /** Degrees about the long axis: 0 on the back, 90 on the right side, 180 on the front. */
  roll: number;
  rollTo: number;
  /** Degrees from lying to upright. */
  pitch: number;
  pitchTo: number;
  breathsPerMin: number;
  /** Of the chest, in g. */
  depth: number;
  phase: number;
  /** No breath until this second; `isApnoea`: until somebody touches the child, at most a minute. */
  pauseUntil: number;
  pauseSince: number;
  isApnoea: boolean;
  /** Kicks, cries, is being moved. */
  restlessUntil: number;
  /** Turns by itself again then. */
  turnsAt: number;
}

export interface Sensor {
  /** Degrees by which it sits askew about the trunk's axis; changes when it slips. */
  askew: number;
  tilt: number;
  hasSlipped: boolean;
  /** How much of the chest's movement reaches it. */
  contact: number;
  silentUntil: number;
  heart: number;
  heartPerMin: number;
}

export const newBody = (chance: Chance): Body => ({
  ...{ roll: chance.normal() * 8, rollTo: 0, pitch: 0, pitchTo: 0 },
  ...{ breathsPerMin: chance.between(20, 45), depth: chance.between(0.003, 0.009), phase: chance.next() },
  ...{ pauseUntil: -1, pauseSince: -1, isApnoea: false, restlessUntil: -1, turnsAt: Number.POSITIVE_INFINITY },
});

export const newSensor = (chance: Chance): Sensor => ({
  ...{ askew: chance.normal() * 10, tilt: chance.normal() * 8, hasSlipped: false, contact: 1, silentUntil: -1 },
  ...{ heart: chance.between(0.0004, 0.0012), heartPerMin: chance.between(105, 145) },
});

/** What happens to the child in this second. */
export function live(body: Body, second: number, chance: Chance): void {
  // Whoever sits is awake and moves, until it lies down again.
  if (body.pitchTo > 0 && second >= body.restlessUntil) body.pitchTo = 0;
  if (body.isApnoea && second >= body.pauseUntil) body.isApnoea = false;
  // Whoever does not breathe neither cries nor turns.
  if (second < body.pauseUntil) return;
  if (second >= body.turnsAt) turn(body, second, 0, chance);
  else if (second >= body.restlessUntil) stir(body, second, chance);
  if (second < body.restlessUntil) return;
  if (chance.hourly(12)) pause(body, second, chance.between(3, 12), false);
  else if (chance.hourly(0.08)) pause(body, second, chance.between(30, 60), true);
}

function pause(body: Body, second: number, seconds: number, isApnoea: boolean): void {
  body.pauseSince = second;
  body.pauseUntil = second + seconds;
  body.isApnoea = isApnoea;
}

/** How often an hour, and what: a side some three times in two hours, the front once, sitting up, kicking, crying. */
const stirs: readonly { readonly hourly: number; do(body: Body, second: number, chance: Chance): void }[] = [
  { hourly: 1.5, do: (body, second, chance) => turn(body, second, chance.of([80, -80]) + chance.normal() * 8, chance) },
  {
    hourly: 0.5,
    do: (body, second, chance) => turn(body, second, chance.of([180, -180]) + chance.normal() * 12, chance),
  },
  { hourly: 0.3, do: rollOver },
  { hourly: 0.4, do: sitUp },
  { hourly: 4, do: (body, second, chance) => kick(body, second + chance.between(2, 15)) },
  { hourly: 0.4, do: (body, second, chance) => kick(body, second + chance.between(30, 120)) },
];

function kick(body: Body, until: number): void {
  body.restlessUntil = until;
}

function stir(body: Body, second: number, chance: Chance): void {
  stirs.find(({ hourly }) => chance.hourly(hourly))?.do(body, second, chance);
}

function turn(body: Body, second: number, to: number, chance: Chance): void {
  body.rollTo = to;
  body.restlessUntil = second + chance.between(2, 6);
  const staysS = Math.abs(to) < 30 ? Number.POSITIVE_INFINITY : chance.long(300, 0.9);
  body.turnsAt = second + staysS;
}

/** Onto the front and back again at once: nobody has to come for that. */
function rollOver(body: Body, second: number, chance: Chance): void {
  turn(body, second, 180, chance);
  body.turnsAt = second + chance.between(3, 6);
}

function sitUp(body: Body, second: number, chance: Chance): void {
  body.pitchTo = 85;
  body.rollTo = 0;
  body.restlessUntil = second + chance.between(20, 90);
}

/** Somebody is at the child: it breathes again, lies down, and is turned onto its back where it is to be. */
export function touch(body: Body, second: number, isTurned: boolean): void {
  body.pauseUntil = Math.min(body.pauseUntil, second);
  body.isApnoea = false;
  body.restlessUntil = second + 3;
  body.pitchTo = 0;
  if (!isTurned) return;
  body.rollTo = 0;
  body.turnsAt = Number.POSITIVE_INFINITY;
}

/** What happens to the sensor: it is silent some three times an hour, and slips or comes loose once in fifty hours each (assumed). */
export function wear(sensor: Sensor, second: number, chance: Chance): void {
  if (chance.hourly(3)) sensor.silentUntil = second + chance.long(15, 1);
  if (chance.hourly(0.02)) {
    sensor.askew += chance.of([1, -1]) * chance.between(90, 160);
    sensor.hasSlipped = true;
  }
  if (chance.hourly(0.02)) sensor.contact = chance.between(0, 0.15);
}

export function putRight(sensor: Sensor, chance: Chance): void {
  sensor.askew = chance.normal() * 10;
  sensor.hasSlipped = false;
  sensor.contact = 1;
  sensor.silentUntil = -1;
}

export const RATE = 25;
/** 200 µg/√Hz over 12.5 Hz. */
const NOISE = 0.0007;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** One second of acceleration in g: x to the left, y to the head, z out of the chest. Moves the body on by a second. */
export function measure(body: Body, sensor: Sensor, second: number, chance: Chance): readonly Float64Array[] {
  const axes = [new Float64Array(RATE), new Float64Array(RATE), new Float64Array(RATE)] as const;
  for (let i = 0; i < RATE; i++) {
    const felt = feltAt(body, sensor, second + i / RATE, chance);
    for (const [k, axis] of axes.entries()) axis[i] = felt[k] ?? 0;
  }
  return axes;
}

/** The body moves on by one sample; where it lies, its breath, its heart, what it kicks, and noise. */
function feltAt(body: Body, sensor: Sensor, t: number, chance: Chance): readonly number[] {
  follow(body);
  const isPaused = t < body.pauseUntil;
  if (!isPaused) body.phase += (body.breathsPerMin / 60 / RATE) * (1 + 0.1 * chance.normal());
  const breath = isPaused ? 0 : body.depth * sensor.contact * Math.sin(2 * Math.PI * body.phase);
  const kick = t < body.restlessUntil ? 0.06 * chance.normal() : 0;
  const heart = sensor.heart * sensor.contact * Math.sin(2 * Math.PI * (sensor.heartPerMin / 60) * t);
  const up = upOf(body, sensor, breath);
  return up.map((value, k) => value + (k === 2 ? heart : 0) + kick * (0.5 + chance.next()) + NOISE * chance.normal());
}

/** A turn takes some two seconds, sitting up three. */
function follow(body: Body): void {
  const step = (now: number, to: number, perSecond: number) =>
    now + Math.sign(to - now) * Math.min(Math.abs(to - now), perSecond / RATE);
  body.roll = step(body.roll, body.rollTo, 80);
  body.pitch = step(body.pitch, body.pitchTo, 30);
}

/** What holds the child up, in the axes of the sensor. On the right side the left of the body is up. */
function upOf(body: Body, sensor: Sensor, breath: number): readonly number[] {
  const roll = radians(body.roll + sensor.askew);
  const pitch = radians(body.pitch + sensor.tilt) + breath;
  const lying = Math.cos(pitch);
  return [lying * Math.sin(roll), Math.sin(pitch), lying * Math.cos(roll) + 0.5 * breath];
}

export type Truth = "back" | "side" | "front" | "up";
/** How the child lies: the front begins where the chest looks down, 135° from the back. */
export function truthOf({ roll, pitch }: Body): Truth {
  if (pitch > 45) return "up";
  const off = Math.abs((((roll % 360) + 540) % 360) - 180);
  if (off > 135) return "front";
  return off < 45 ? "back" : "side";
}
