import type { Instant } from "@sakiyomi/core";
import type { Formulary } from "../drugs/drug.ts";
import type { MedicationPolicy } from "../orders/policy.ts";
import type { HarmLevel, Incident, Mishap, NearMiss } from "./incident.ts";

/** One dose that was handed over: what rates are rates of. */
export interface DoseGiven {
  readonly at: Instant;
  /** null once the person was erased. */
  readonly person: string | null;
  readonly place: string;
  /** Whose hand: only counted, never shown. */
  readonly by: string;
}

export const periods = ["day", "week", "month"] as const;
export type Period = (typeof periods)[number];

/** What an analysis is made of: from ≤ at < until counts, whatever else is handed in. */
export interface AnalysisRequest {
  readonly nearMisses: readonly NearMiss[];
  readonly incidents: readonly Incident[];
  readonly doses: readonly DoseGiven[];
  readonly from: Instant;
  readonly until: Instant;
  /** IANA zone of the house. */
  readonly zone: string;
  /** For the hours of the rounds. */
  readonly policy: Pick<MedicationPolicy, "meals">;
  /** For names of drugs and which ones look alike; null: codes only. */
  readonly formulary: Formulary | null;
  /** What a point of the charts stands for. */
  readonly period: Period;
  /** The time from which the centre and limits of the charts are taken; null: all of it. */
  readonly baseline: { readonly from: Instant; readonly until: Instant } | null;
}

/**
 * Events per 1,000 doses, with the exact 95 % interval of Poisson (Garwood 1936). Without doses there is no rate: null, and
 * neither is 0.
 */
export interface Rate {
  readonly events: number;
  readonly doses: number;
  readonly perThousand: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * A part of the whole. `key`: "0" to "23" of hours; "breakfast" … "between" of rounds; the name of a place; "20-39" of load.
 * The key `togetherKey` ("together") stands for parts that were put together because each one had fewer than 5 people.
 */
export interface Part {
  readonly key: string;
  readonly nearMisses: Rate;
  readonly incidents: Rate;
}
export const togetherKey = "together";

/** A bar of a Pareto chart: the most frequent first, and how much all bars up to this one come to (0 to 1). */
export interface Bar {
  readonly key: string;
  readonly count: number;
  readonly share: number;
  readonly upTo: number;
}

/** What speaks for a special cause. Western Electric, Statistical Quality Control Handbook, 1956. */
export const specialCauses = [
  /** One point beyond 3 σ. */
  "beyond-3-sigma",
  /** Two of three in a row beyond 2 σ on the same side. */
  "two-of-three-beyond-2-sigma",
  /** Four of five in a row beyond 1 σ on the same side. */
  "four-of-five-beyond-1-sigma",
  /** Eight in a row on the same side of the centre. */
  "eight-on-one-side",
] as const;
export type SpecialCause = (typeof specialCauses)[number];

/** One point of a p-chart. p, low and high are null where n is 0: nothing was given, and nothing is known. */
export interface ChartPoint {
  readonly from: Instant;
  readonly until: Instant;
  /** Attempts. */
  readonly n: number;
  /** Of these, with an event. */
  readonly x: number;
  readonly p: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly isBaseline: boolean;
  /** What speaks for a special cause at this point; "above" is worse, "below" better than usual. */
  readonly special: readonly { readonly cause: SpecialCause; readonly side: "above" | "below" }[];
  /** Too few attempts for the limits to mean much: n·p̄ or n·(1 − p̄) below 5. */
  readonly isSmall: boolean;
}

/** p̄ ± 3 √(p̄(1 − p̄)/n), each point with its own n. `centre` null: nothing was given in the baseline. */
export interface PChart {
  readonly centre: number | null;
  readonly points: readonly ChartPoint[];
  /**
   * Laney's σz: 1 where the points vary as a binomial does; much more than 1 means that days differ by themselves and too many
   * points are marked. null: fewer than two points.
   */
  readonly sigmaZ: number | null;
}

/** Two drugs that were taken for each other: wanted and scanned (or given). Codes of the list. */
export interface DrugPair {
  readonly wanted: string;
  readonly scanned: string;
  /** From the formulary; the code where it does not know it. */
  readonly wantedName: string;
  readonly scannedName: string;
  readonly nearMisses: number;
  readonly incidents: number;
  /** 0 to 1 where the formulary calls their names alike; null where it does not, or there is none. */
  readonly likeness: number | null;
}

/** Everything that the analysis page shows and the server hands out. Names nobody: neither staff nor the people cared for. */
export interface Analysis {
  readonly from: Instant;
  readonly until: Instant;
  readonly zone: string;
  readonly period: Period;
  readonly doses: number;
  /** People who were given something. */
  readonly people: number;
  /** Averted scans; the same attempt scanned again at once counts once. */
  readonly nearMisses: Rate;
  /** Of these, given all the same with a reason. */
  readonly overridden: Rate;
  readonly incidents: Rate;
  /** Incidents that reached the person: levels C to I. */
  readonly reached: Rate;
  /** Incidents with harm: levels E to I. */
  readonly harmed: Rate;
  readonly byMishap: readonly (Part & { readonly key: Mishap })[];
  readonly byHarm: readonly { readonly harm: HarmLevel; readonly count: number }[];
  /** All 24 hours of the house's clock. */
  readonly byHour: readonly Part[];
  readonly byRound: readonly Part[];
  readonly byPlace: readonly Part[];
  /** Doses that one member of staff gave on the round of the event. */
  readonly byStaffLoad: readonly Part[];
  /** By what was wrong; near misses and incidents together. */
  readonly paretoOfMishaps: readonly Bar[];
  /** By what incidents were put down to. */
  readonly paretoOfCauses: readonly Bar[];
  readonly pairs: readonly DrugPair[];
  readonly nearMissChart: PChart;
  readonly incidentChart: PChart;
}
