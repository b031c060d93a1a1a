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

/** Up, as a sensor feels it whose z points out of the chest and whose y points to the head. */
const ups: Readonly<Record<Exclude<Lies, "side">, readonly [number, number, number]>> = {
  back: [0, 0, 1],
  front: [0, 0, -1],
  left: [-1, 0, 0],
  right: [1, 0, 0],
  up: [0, 1, 0],
};

export interface Worn {
  readonly from: Instant;
  readonly until: Instant;
  readonly lies: (at: Instant) => Exclude<Lies, "side">;
  /** Breaths a minute and how far the chest tilts, in g; 0 g: none. */
  readonly breath?: (at: Instant) => number;
  readonly perMin?: number;
  readonly hears?: (at: Instant) => boolean;
  /** Puts a vector of the body into the axes of the sensor, as it is worn. */
  readonly worn?: (v: readonly [number, number, number]) => readonly [number, number, number];
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
      const [x, y, z] = ups[lies(t)];
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
