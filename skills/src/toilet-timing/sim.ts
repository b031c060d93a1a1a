import { HOUR, type Instant, type Kind, MINUTE, type Quality, type Signal, type SubjectId } from "@sakiyomi/core";

/** Scripted days of this skill, with nothing left to chance. Simulated people live in adapters/simulator. */
export const ann = "person:ann" as SubjectId;
export const MORNING: Instant = Date.parse("2026-01-01T00:00:00Z");

export interface Said {
  readonly at: Instant;
  readonly source?: string;
  readonly quality?: Quality;
  readonly arrivesAt?: Instant;
}

export const said = (
  kind: Kind,
  value: unknown,
  { at, source = "device:belly-1", quality = "good", arrivesAt = at }: Said,
): Signal => ({ subject: ann, kind, at, receivedAt: arrivesAt, sequence: 0, value, quality, source }) as Signal;

export interface Day {
  readonly hours: number;
  /** mL an hour, and the volume at which the person goes, for each fill in turn; the last one stays. */
  readonly rate?: number;
  readonly goesAt?: readonly number[];
  /** What the sensor adds at a time: a slip, a spike. NaN: no reading. */
  readonly error?: (at: Instant) => number;
  readonly charts?: boolean;
}

export interface Lived {
  readonly signals: readonly Signal[];
  readonly voids: readonly Instant[];
}

/** A bladder that fills evenly and is emptied to 20 mL, read once a minute with a small, regular ripple. */
export function lived({ hours, rate = 90, goesAt = [300], error = () => 0, charts = true }: Day): Lived {
  const signals: Signal[] = [];
  const voids: Instant[] = [];
  let volume = 40;
  for (let at = MORNING; at < MORNING + hours * HOUR; at += MINUTE) {
    volume += rate / 60;
    const wanted = goesAt[Math.min(voids.length, goesAt.length - 1)] ?? 300;
    if (volume >= wanted) {
      if (charts)
        signals.push(
          said(
            "void",
            { volumeMl: Math.round(volume - 20) },
            { at, source: "staff:tanaka", arrivesAt: at + 4 * MINUTE },
          ),
        );
      voids.push(at);
      volume = 20;
    }
    const off = error(at);
    const ripple = 5 * Math.sin(at / MINUTE);
    if (!Number.isNaN(off))
      signals.push(said("bladder-volume", Math.max(0, Number((volume + ripple + off).toFixed(1))), { at }));
  }
  return { signals, voids };
}
