import { type Kind, kinds } from "@sakiyomi/core";

export const LOINC = "http://loinc.org";
export const UCUM = "http://unitsofmeasure.org";
/** ISO/IEEE 11073-10101 as a FHIR code system. */
export const MDC = "urn:iso:std:iso:11073:10101";
/** Our own kinds, for those that have no code elsewhere. */
export const KIND = "urn:sakiyomi:kind";

/**
 * Codes beside the one in core's table that mean the same quantity (LOINC 2.77). Only the same quantity of the same
 * specimen belongs here: glucose in plasma, steps in 24 hours or a fetal heart rate are others.
 * A clinician has to approve this list before use.
 */
const loincAliases: Readonly<Record<string, Kind>> = {
  "2708-6": "spo2", // Oxygen saturation in arterial blood: FHIR's vital-signs profile demands it beside 59408-5
  "8331-1": "body-temperature", // Oral temperature
  "8332-9": "body-temperature", // Rectal temperature
  "76011-6": "body-temperature", // Ear temperature
  "3141-9": "body-weight", // Body weight, measured
  "41653-7": "glucose", // Glucose in capillary blood by glucometer
};

/** Leads of the ECG in the nomenclature: I, II, V1 to V6, III, aVR, aVL, aVF (MDC_ECG_ELEC_POTL_*, 10101a). */
const ecgLeads = [131329, 131330, 131331, 131332, 131333, 131334, 131335, 131336, 131389, 131390, 131391, 131392];

const byCode: ReadonlyMap<string, Kind> = new Map([
  ...(Object.entries(loincAliases).map(([code, kind]) => [`${LOINC} ${code}`, kind]) as [string, Kind][]),
  ...(ecgLeads.map((code) => [`${MDC} ${code}`, "ecg"]) as [string, Kind][]),
  ...(Object.entries(kinds).flatMap(([kind, row]) => [
    ...("loinc" in row ? [[`${LOINC} ${row.loinc}`, kind]] : []),
    ...("mdc" in row ? [[`${MDC} ${row.mdc}`, kind]] : []),
    [`${KIND} ${kind}`, kind],
  ]) as [string, Kind][]),
]);

interface Concept {
  readonly coding?: readonly { readonly system?: string; readonly code?: string }[];
}

/** The kind that one of the codings means; null where none does. */
export function kindOf(concept: Concept | undefined): Kind | null {
  for (const { system, code } of concept?.coding ?? []) {
    const kind = byCode.get(`${system} ${code}`);
    if (kind !== undefined) return kind;
  }
  return null;
}

/** The codings of a kind, our own last. */
export function codingsOf(kind: Kind): readonly { system: string; code: string }[] {
  const row = kinds[kind];
  return [
    ...("loinc" in row ? [{ system: LOINC, code: row.loinc }] : []),
    ...("mdc" in row ? [{ system: MDC, code: String(row.mdc) }] : []),
    { system: KIND, code: kind },
  ];
}
