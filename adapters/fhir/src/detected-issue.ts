import type { Resource } from "@sakiyomi/core";
import type { Formulary, Mishap, NearMiss } from "@sakiyomi/medication";
import { PRICE_LIST } from "./medication-codes.ts";
import { hash } from "./write.ts";

/** What was wrong, in our words: `Mishap`. */
export const MISHAP = "urn:sakiyomi:mishap";
const ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

/** Codes of HL7 (v3 ActCode, ActSuppliedItemDetectedIssueCode) that mean the same; the others have ours alone. */
const actCodes: Readonly<Partial<Record<Mishap, { readonly code: string; readonly display: string }>>> = {
  "wrong-time": { code: "TIME", display: "timing detected issue" },
  "wrong-dose": { code: "DOSE", display: "Dosage problem" },
  double: { code: "DUPTHPY", display: "Duplicate Therapy Alert" },
  allergy: { code: "ALGY", display: "Allergy Alert" },
};

/** An id that FHIR takes: the same one where it fits, else one made of it. */
export const fhirId = (id: string): string => (/^[A-Za-z0-9.-]{1,64}$/.test(id) ? id : hash(id));

/** "staff:tanaka", as somebody whom only we know; "robot:airec", "device:dispenser-2" and the system itself as a device. */
export const actorOf = (actor: string) =>
  /^(robot:|device:|system$)/.test(actor)
    ? { type: "Device", identifier: { system: "urn:sakiyomi:device", value: actor } }
    : { identifier: { system: "urn:sakiyomi:staff", value: actor } };
/** "person:ann" */
export const patientOf = (person: string) => ({ reference: `Patient/${person.slice(person.indexOf(":") + 1)}` });
/** A place by its name. */
export const placeOf = (place: string) => ({ display: place });
/** A drug that nobody ordered as a resource of its own: by its code. */
export const medicationOf = (code: string, formulary: Formulary | null) => ({
  type: "Medication",
  identifier: { system: PRICE_LIST, value: code },
  ...(formulary?.drug(code) && { display: formulary.drug(code)?.name }),
});

/**
 * A near miss as a DetectedIssue (R4): what was found, when, of whom, which drugs, and that nothing was given, or given all
 * the same. It has no severity: nobody judged what would have come of it.
 */
export function detectedIssueOf(nearMiss: NearMiss, formulary: Formulary | null = null): Resource {
  const { id, at, person, by, mishaps, wanted, scanned, overridden, place } = nearMiss;
  /** "": whoever hands it out leaves it unnamed. */
  const author = by === "" ? {} : { author: actorOf(by) };
  const drugs = [...new Set([wanted, scanned])].filter((code) => code !== null);
  return {
    resourceType: "DetectedIssue",
    id: fhirId(id),
    identifier: [{ system: "urn:sakiyomi:near-miss", value: id }],
    status: "final",
    code: { coding: mishaps.flatMap(codingsOf), text: mishaps.join(", ") },
    ...(person !== null && { patient: patientOf(person) }),
    identifiedDateTime: new Date(at).toISOString(),
    ...author,
    ...(drugs.length > 0 && { implicated: drugs.map((code) => medicationOf(code, formulary)) }),
    ...(place === "" ? {} : { detail: place }),
    mitigation: [
      {
        action: {
          coding: [{ system: "urn:sakiyomi:near-miss-action", code: overridden ? "overridden" : "not-given" }],
          text: overridden ? "Given all the same, with a reason" : "Not given",
        },
        date: new Date(at).toISOString(),
        ...author,
      },
    ],
  };
}

const codingsOf = (mishap: Mishap) => {
  const act = actCodes[mishap];
  return [...(act ? [{ system: ACT_CODE, ...act }] : []), { system: MISHAP, code: mishap }];
};
