import type { HarmLevel, Mishap } from "@sakiyomi/medication";
import type { NewIncident } from "../shapes.ts";

/** How it came to light: one tap that says in a sentence what happened, so that nobody has to type. */
export const noticed = ["before", "scan", "after", "next-round", "person", "count"] as const;
export type Noticed = (typeof noticed)[number];

export interface Report {
  readonly mishap: Mishap | null;
  readonly noticed: Noticed | null;
  readonly harm: HarmLevel | null;
  readonly place: string;
  /** null: nobody in particular, or not to be named. */
  readonly person: string | null;
  readonly at: number;
  /** In one's own words; may stay empty. */
  readonly words: string;
  readonly causes: readonly string[];
  readonly wanted: string | null;
  readonly given: string | null;
  readonly anonymous: boolean;
}

export const emptyReport = (at: number, place: string): Report => ({
  ...{ mishap: null, noticed: null, harm: null, place, person: null, at, words: "", causes: [] },
  ...{ wanted: null, given: null, anonymous: false },
});

/** Whoever knows the person and the minute knows who was on duty: without a name, both are left out or made coarse. */
const HOUR = 3_600_000;

/** What is sent; null while what, where or how bad is missing. `sentence` is said of how it came to light. */
export function incidentOf(report: Report, sentence: (noticed: Noticed) => string): NewIncident | null {
  const { mishap, harm, place, words, anonymous } = report;
  const parts = [report.noticed === null ? "" : sentence(report.noticed), words.trim()].filter((part) => part !== "");
  if (mishap === null || harm === null || place === "" || parts.length === 0) return null;
  return {
    ...{ mishap, harm, place, anonymous, what: parts.join(" "), causes: [...report.causes] },
    ...{ wanted: report.wanted, given: report.given },
    at: anonymous ? report.at - (report.at % HOUR) : report.at,
    person: anonymous ? null : report.person,
  };
}
