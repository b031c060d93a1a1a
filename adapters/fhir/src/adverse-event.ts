import type { Resource } from "@sakiyomi/core";
import type { Formulary, HarmLevel, Incident, Mishap } from "@sakiyomi/medication";
import { actorOf, fhirId, MISHAP, medicationOf, patientOf, placeOf } from "./detected-issue.ts";

const CATEGORY = "http://terminology.hl7.org/CodeSystem/adverse-event-category";
const SERIOUSNESS = "http://terminology.hl7.org/CodeSystem/adverse-event-seriousness";
const OUTCOME = "http://terminology.hl7.org/CodeSystem/adverse-event-outcome";
/** A to I of the index of NCC MERP (2001). */
const NCC_MERP = "urn:sakiyomi:ncc-merp";

/** Beside product-use-error, which every error of medication is. */
const categories: Readonly<Partial<Record<Mishap, string>>> = {
  "wrong-dose": "wrong-dose",
  double: "wrong-dose",
  "wrong-route": "wrong-route-of-administration",
  "wrong-time": "wrong-time",
  expired: "expired-drug",
};

interface Meaning {
  readonly actuality: "actual" | "potential";
  /** As ICH E2A (1994) counts; null: it did not reach the person. */
  readonly seriousness: string | null;
  /** null: nothing came of it, for it did not reach the person. */
  readonly outcome: string | null;
}

const potential: Meaning = { actuality: "potential", seriousness: null, outcome: null };
const actual = (seriousness: string, outcome: string): Meaning => ({ actuality: "actual", seriousness, outcome });

/**
 * What each level of the NCC MERP index says in the codes of FHIR R4. The index tells how bad it was, not how it went on: of H,
 * where a life had to be saved, nobody knows from it what came then. A clinician has to approve this table before use.
 */
export const harmMeanings: Readonly<Record<HarmLevel, Meaning>> = {
  A: potential,
  B: potential,
  /** No harm. */
  C: actual("Non-serious", "resolved"),
  D: actual("Non-serious", "resolved"),
  /** Temporary harm, by the definition of the level. */
  E: actual("Non-serious", "resolved"),
  F: actual("SeriousResultsInHospitalization", "resolved"),
  /** Permanent harm. */
  G: actual("SeriousResultsInDisability", "resolvedWithSequelae"),
  H: actual("SeriousIsLifeThreatening", "unknown"),
  I: actual("SeriousResultsInDeath", "fatal"),
};

const coded = (system: string, code: string) => ({ coding: [{ system, code }] });

/**
 * An incident as an AdverseEvent (R4). Of one that was told without a name nobody is its recorder, and only the day of its
 * report is handed out. An incident of nobody in particular has a subject without a reference: R4 demands one.
 */
export function adverseEventOf(incident: Incident, formulary: Formulary | null = null): Resource {
  const { id, at, person, place, mishap, harm, what, by } = incident;
  const { actuality, seriousness, outcome } = harmMeanings[harm];
  return {
    resourceType: "AdverseEvent",
    id: fhirId(id),
    identifier: { system: "urn:sakiyomi:incident", value: id },
    actuality,
    category: ["product-use-error", categories[mishap]].flatMap((code) => (code ? [coded(CATEGORY, code)] : [])),
    event: {
      coding: [
        { system: MISHAP, code: mishap },
        { system: NCC_MERP, code: harm },
      ],
      text: what,
    },
    subject: person === null ? { display: "not told" } : patientOf(person),
    date: new Date(at).toISOString(),
    recordedDate: recorded(incident),
    ...(place === "" ? {} : { location: placeOf(place) }),
    ...(seriousness !== null && { seriousness: coded(SERIOUSNESS, seriousness) }),
    ...(outcome !== null && { outcome: coded(OUTCOME, outcome) }),
    ...(by !== null && { recorder: actorOf(by) }),
    ...suspects(incident, formulary),
  };
}

const recorded = ({ by, reportedAt }: Incident): string => {
  const at = new Date(reportedAt).toISOString();
  return by === null ? at.slice(0, 10) : at;
};

/** What was given; where that is not told, what should have been. */
function suspects({ given, wanted }: Incident, formulary: Formulary | null) {
  const code = given ?? wanted;
  return code === null ? {} : { suspectEntity: [{ instance: medicationOf(code, formulary) }] };
}
