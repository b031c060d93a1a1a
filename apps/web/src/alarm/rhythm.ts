import type { Level } from "@sakiyomi/core";

/**
 * How each level looks and sounds, after IEC 60601-1-8: high red, 1.4–2.8 Hz, 10 pulses every 10 s; medium yellow,
 * 0.4–0.8 Hz, 3 pulses every 25 s; low steady, every 30 s. Pulse lengths and pitches lie within the standard's ranges
 * as remembered; a clinician and an alarm specialist have to approve them before use.
 */
interface Rhythm {
  readonly flashHz: number;
  readonly everyMs: number;
  /** Beginning of each pulse in ms after the beginning of the burst. */
  readonly pulsesMs: readonly number[];
  readonly pulseMs: number;
  readonly hz: number;
}

/** x-x-x--x-x, twice: the pattern by which a high alarm is known. */
const HIGH_FIVE = [0, 250, 500, 900, 1150] as const;

export const rhythms: Readonly<Record<Level, Rhythm>> = {
  high: {
    flashHz: 2,
    everyMs: 10_000,
    pulsesMs: [...HIGH_FIVE, ...HIGH_FIVE.map((at) => at + 2000)],
    pulseMs: 150,
    hz: 740,
  },
  medium: { flashHz: 0.6, everyMs: 25_000, pulsesMs: [0, 400, 800], pulseMs: 200, hz: 523 },
  low: { flashHz: 0, everyMs: 30_000, pulsesMs: [0], pulseMs: 200, hz: 392 },
};

export const rank: Readonly<Record<Level, number>> = { high: 3, medium: 2, low: 1 };

interface Ringing {
  readonly level: Level;
  readonly state: string;
  readonly over: boolean;
}

/** The level that sounds: the highest that nobody has taken and that still holds. */
export function soundingLevel(alerts: readonly Ringing[]): Level | null {
  const open = alerts.filter(({ state, over }) => state === "open" && !over);
  return open.reduce<Level | null>((top, { level }) => (top === null || rank[level] > rank[top] ? level : top), null);
}
