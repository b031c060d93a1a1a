import {
  type Instant,
  type Kind,
  MINUTE,
  type Quality,
  SECOND,
  type Signal,
  type SourceId,
  type SubjectId,
} from "@sakiyomi/core";
import type { Lies } from "./settings.ts";

/** A scripted nap, with nothing left to chance. Rooms of simulated children live in apps/cli/src/evaluate/watch. */
export const mio = "person:mio" as SubjectId;
export const NOON: Instant = Date.parse("2026-01-05T12:00:00Z");

export interface Said {
  readonly source?: string;
  readonly quality?: Quality;
  readonly sequence?: number;
  readonly arrivesAt?: Instant;
}

export const said = (kind: Kind, value: unknown, at: Instant, more: Said = {}): Signal => {
  const { source = "staff:tanaka", quality = "good", sequence = 0, arrivesAt = at } = more;
  return {
    subject: mio,
    kind,
    at,
    receivedAt: arrivesAt,
    sequence,
    value,
    quality,
    source: source as SourceId,
  } as Signal;
};

export const begins = (at = NOON): Signal => said("nap", { phase: "start" }, at);
export const ends = (at: Instant): Signal => said("nap", { phase: "end" }, at);
export const look = (at: Instant, more: object = {}, how: Said = {}): Signal =>
  said("nap-check", { posture: "back", breathing: "seen", ...more }, at, how);

type Way = Exclude<Lies, "side">;
type Axes = readonly [number, number, number];
/** Degrees about the long axis of the body, to the right, and from lying to upright. */
const turnsOf: Readonly<Record<Way, readonly [roll: number, pitch: number]>> = {
  back: [0, 0],
  front: [180, 0],
  left: [-90, 0],
  right: [90, 0],
  up: [0, 90],
};
/** No trunk turns in a moment. */
const TURN_MS = 1.5 * SECOND;
const STEPS = 15;
const degrees = (angle: number): number => (angle * Math.PI) / 180;
const wrapped = (angle: number): number => ((((angle + 180) % 360) + 360) % 360) - 180;

/** Up, as a sensor feels it whose z points out of the chest and whose y points to the head. */
function upAt(lies: (at: Instant) => Way, t: Instant): Axes {
  const [rollTo, pitchTo] = turnsOf[lies(t)];
  let [roll, pitch] = [rollTo, pitchTo];
  for (let k = 1; k <= STEPS; k++) {
    const [rollWas, pitchWas] = turnsOf[lies(t - (k * TURN_MS) / STEPS)];
    roll += wrapped(rollWas - rollTo) / STEPS;
    pitch += (pitchWas - pitchTo) / STEPS;
  }
  const [lying, upright] = [Math.cos(degrees(pitch)), Math.sin(degrees(pitch))];
  return [lying * Math.sin(degrees(roll)), upright, lying * Math.cos(degrees(roll))];
}

/** A sensor that has turned by so many degrees about the body. */
export const turnedBy = (by: number) => {
  const [cos, sin] = [Math.cos(degrees(by)), Math.sin(degrees(by))];
  return ([x, y, z]: Axes): Axes => [x * cos + z * sin, y, z * cos - x * sin];
};

export interface Worn {
  readonly from: Instant;
  readonly until: Instant;
  readonly lies: (at: Instant) => Way;
  /** Breaths a minute and how far the chest tilts, in g; 0 g: none. */
  readonly breath?: (at: Instant) => number;
  readonly perMin?: number;
  readonly hears?: (at: Instant) => boolean;
  /** Puts a vector of the body into the axes of the sensor, as it is worn. */
  readonly worn?: (v: Axes) => Axes;
  readonly source?: string;
}

const RATE = 25;

/** A chest sensor of 25 Hz, a block of each axis a second, with a regular ripple of 0.3 mg. */
export function worn({
  from,
  until,
  lies,
  breath = () => 0.006,
  perMin = 30,
  hears = () => true,
  ...more
}: Worn): readonly Signal[] {
  const { worn: turn = (v) => v, source = "device:chest-1" } = more;
  const signals: Signal[] = [];
  for (let at = from; at < until; at += SECOND) {
    if (!hears(at)) continue;
    const axes = [0, 1, 2].map(() => new Int32Array(RATE));
    for (let i = 0; i < RATE; i++) {
      const t = at + (i * SECOND) / RATE;
      const tilt = breath(t) * Math.sin((2 * Math.PI * perMin * (t - NOON)) / MINUTE);
      const [x, y, z] = upAt(lies, t);
      const felt = turn([x + tilt * y, y + tilt, z + tilt * 0.5]);
      for (let k = 0; k < 3; k++)
        (axes[k] as Int32Array)[i] = Math.round(((felt[k] ?? 0) + 0.0003 * Math.sin(2.1 * i + k)) * 1e4);
    }
    for (const [k, kind] of (["acceleration-x", "acceleration-y", "acceleration-z"] as const).entries())
      signals.push(
        said(kind, { rate: RATE, scale: 1e-4, offset: 0, samples: axes[k] }, at, { source, arrivesAt: at + SECOND }),
      );
  }
  return signals;
}
