import type { Resource } from "@sakiyomi/core";
import type { Allergy } from "@sakiyomi/medication";
import { fhirId, patientOf } from "./detected-issue.ts";
import { conceptOfDrug } from "./medication-codes.ts";

/** Characters 1–4 or 1–7 of the price list's code: a class, or an ingredient within it. */
const PART_OF_CODE = "urn:sakiyomi:price-list-part";

const criticality = { mild: "low", severe: "high", unknown: "unable-to-assess" } as const;

/** What a person must not be given, as an AllergyIntolerance (R4). What the person reacted with is in the note, as written. */
export const allergyIntoleranceOf = (allergy: Allergy, person: string): Resource => ({
  resourceType: "AllergyIntolerance",
  id: fhirId(allergy.id),
  clinicalStatus: {
    coding: [{ system: "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", code: "active" }],
  },
  category: ["medication"],
  criticality: criticality[allergy.severity],
  code:
    "drug" in allergy.to
      ? conceptOfDrug(allergy.to.drug)
      : { coding: [{ system: PART_OF_CODE, code: allergy.to.code }], text: allergy.to.text },
  patient: patientOf(person),
  ...(allergy.note !== "" && { note: [{ text: allergy.note }] }),
});
