import { HOUR, type Instant, type Kind, MINUTE, type Quality, type Signal, type SubjectId } from "@sakiyomi/core";

/** A day of this skill: what nurse and monitor say of one person. Small and scripted; people live in adapters/simulator. */
export const ann = "person:ann" as SubjectId;
export const NOON: Instant = Date.parse("2026-01-01T12:00:00Z");

export interface Said {
  readonly at?: Instant;
  readonly source?: string;
  readonly quality?: Quality;
  readonly sequence?: number;
}

export const said = (
  kind: Kind,
  value: unknown,
  { at = NOON, source = "staff:tanaka", quality = "good", sequence = 0 }: Said = {},
): Signal => ({ subject: ann, kind, at, receivedAt: at, sequence, value, quality, source }) as Signal;

export interface Observation {
  readonly rate?: number;
  readonly spo2?: number;
  readonly oxygen?: "air" | "oxygen";
  readonly systolic?: number;
  readonly pulse?: number;
  readonly consciousness?: string;
  readonly temperature?: number;
}

/** Somebody well: it scores 0. */
export const well: Required<Observation> = {
  rate: 16,
  spo2: 97,
  oxygen: "air",
  systolic: 120,
  pulse: 70,
  consciousness: "alert",
  temperature: 37,
};

/** A whole set of observations, charted at once; a parameter that is undefined is left out. */
export function observed(
  given: { readonly [K in keyof Observation]: Observation[K] | undefined } = {},
  about: Said = {},
): readonly Signal[] {
  const set = { ...well, ...given };
  const rows: readonly (readonly [Kind, unknown])[] = [
    ["respiration-rate", set.rate],
    ["spo2", set.spo2],
    ["supplemental-oxygen", set.oxygen],
    ["systolic", set.systolic],
    ["pulse-rate", set.pulse],
    ["consciousness", set.consciousness],
    ["body-temperature", set.temperature],
  ];
  return rows.flatMap(([kind, value]) => (value === undefined ? [] : [said(kind, value, about)]));
}

/** Somebody whose breath quickens by two an hour and whose oxygen falls by one, for four hours up to noon. */
export function worsening(): readonly Signal[] {
  const signals: Signal[] = [...observed({}, { at: NOON - 4 * HOUR })];
  for (let at = NOON - 4 * HOUR; at <= NOON; at += 10 * MINUTE) {
    const hours = (at - NOON) / HOUR + 4;
    const about = { at, source: "device:monitor-1" };
    const ripple = Math.round(at / (10 * MINUTE)) % 2 === 0 ? 0.1 : -0.1;
    signals.push(said("respiration-rate", Number((12 + 2 * hours + ripple).toFixed(1)), about));
    signals.push(said("spo2", 99 - hours + ripple, about), said("pulse-rate", 70 + ripple, about));
  }
  return signals;
}
