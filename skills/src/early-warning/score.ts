import { HOUR, type Instant, kinds, MINUTE } from "@sakiyomi/core";
import {
  consciousnessPoints,
  type Measured,
  oxygenPoints,
  type Parameter,
  type Points,
  parameters,
  pointsOn,
  type SpO2Context,
  scaleOf,
} from "./news2.ts";
import type { Sample, Samples } from "./samples.ts";
import type { Settings } from "./settings.ts";

/** What one parameter gives: points, or since when there is nothing fresh (null: never). */
export type Part =
  | {
      readonly known: true;
      readonly parameter: Parameter;
      readonly points: Points;
      readonly sample: Sample;
      readonly validUntil: Instant;
    }
  | { readonly known: false; readonly parameter: Parameter; readonly since: Instant | null };

export interface Score {
  readonly parts: readonly Part[];
  readonly missing: readonly Extract<Part, { known: false }>[];
  /** The aggregate score where nothing is missing; else what the present parts add up to: the score is at least that. */
  readonly total: number;
  readonly hasThree: boolean;
  readonly spo2: SpO2Context;
}

const slow: ReadonlySet<Parameter> = new Set(["oxygen", "systolic", "consciousness", "temperature"]);

/** How long a reading counts: what a hand charted, what changes slowly, or what the table of kinds says of the sensor. */
export function validFor(parameter: Parameter, sample: Sample, settings: Settings): number {
  if (slow.has(parameter)) return settings.slowValidH * HOUR;
  if (sample.source.startsWith("staff:")) return settings.chartedValidMin * MINUTE;
  const row = kinds[sample.kind];
  return "staleAfterMs" in row ? row.staleAfterMs : 0;
}

export function scoreOf(samples: Samples, settings: Settings, now: Instant): Score {
  const oxygen = samples.oxygen.at(-1);
  const isFresh = oxygen !== undefined && now < oxygen.at + validFor("oxygen", oxygen, settings);
  // Oxygen unknown: read as air, so that the sum stays a lower bound; the score is incomplete all the same.
  const spo2 = { scale2: settings.spo2Scale2, onOxygen: isFresh && isOnOxygen(oxygen) };
  const parts = parameters.map((parameter) => partOf(parameter, samples, settings, spo2, now));
  const known = parts.filter((part) => part.known);
  return {
    parts,
    missing: parts.filter((part) => !part.known),
    total: known.reduce((sum, { points }) => sum + points, 0),
    hasThree: known.some(({ points }) => points === 3),
    spo2,
  };
}

function partOf(parameter: Parameter, samples: Samples, settings: Settings, spo2: SpO2Context, now: Instant): Part {
  const sample = samples[parameter].at(-1);
  if (sample === undefined) return { known: false, parameter, since: null };
  const validUntil = sample.at + validFor(parameter, sample, settings);
  if (now >= validUntil) return { known: false, parameter, since: sample.at };
  return { known: true, parameter, points: pointsOf(parameter, sample, spo2), sample, validUntil };
}

const isOnOxygen = (sample: Sample | undefined): boolean =>
  typeof sample?.value === "number" ? sample.value > 0 : sample?.value === "oxygen";

function pointsOf(parameter: Parameter, sample: Sample, spo2: SpO2Context): Points {
  if (parameter === "oxygen") return oxygenPoints(isOnOxygen(sample));
  if (parameter === "consciousness") return consciousnessPoints(String(sample.value));
  return pointsOn(scaleOf(parameter as Measured, spo2), Number(sample.value));
}
