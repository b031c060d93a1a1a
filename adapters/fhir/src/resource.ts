import { accept, type Read, type Resource, refuse, type SubjectId, subjectId } from "@sakiyomi/core";
import { z } from "zod";

const id = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, "expected a FHIR id: 1 to 64 letters, digits, dots and dashes");
const reference = z.looseObject({ reference: z.string().min(1).optional() });
const coding = z.looseObject({
  system: z.string().optional(),
  code: z.string().optional(),
  display: z.string().optional(),
});
const concept = z.looseObject({ coding: z.array(coding).optional(), text: z.string().optional() });
/** Date, with or without month and day, with or without time; a time has a zone (FHIR R4, 2.24.0.1). */
const dateTime = z
  .string()
  .regex(
    /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?$/,
    "expected a FHIR dateTime, a time with its zone",
  );
const date = z.string().regex(/^\d{4}(-\d\d(-\d\d)?)?$/, "expected a FHIR date");
const period = z.looseObject({ start: dateTime.optional(), end: dateTime.optional() });
const any = z.looseObject({ id });
/** Of an Observation itself and of its components. What the value is worth is asked when its kind is known. */
const says = {
  code: concept,
  valueQuantity: z
    .looseObject({ system: z.string().optional(), code: z.string().optional(), comparator: z.string().optional() })
    .optional(),
  valueCodeableConcept: concept.optional(),
};

/** What a type has to have so that we can read it; everything else it has is kept as it is. */
const shapes = {
  Patient: any.extend({
    name: z
      .array(
        z.looseObject({
          text: z.string().optional(),
          family: z.string().optional(),
          given: z.array(z.string()).optional(),
        }),
      )
      .optional(),
    gender: z.enum(["male", "female", "other", "unknown"]).optional(),
    birthDate: date.optional(),
  }),
  Observation: any.extend({
    status: z.enum([
      "registered",
      "preliminary",
      "final",
      "amended",
      "corrected",
      "cancelled",
      "entered-in-error",
      "unknown",
    ]),
    ...says,
    component: z.array(z.looseObject(says)).optional(),
    subject: reference.optional(),
    effectiveDateTime: dateTime.optional(),
    effectivePeriod: period.optional(),
  }),
  Encounter: any.extend({
    status: z.string(),
    class: coding,
    subject: reference.optional(),
    period: period.optional(),
  }),
  Location: any.extend({ name: z.string().optional(), status: z.enum(["active", "suspended", "inactive"]).optional() }),
  MedicationRequest: any
    .extend({ status: z.string(), intent: z.string(), subject: reference, authoredOn: dateTime.optional() })
    .refine((it) => "medicationCodeableConcept" in it || "medicationReference" in it, "expected a medication"),
  Condition: any.extend({ subject: reference }),
  AllergyIntolerance: any.extend({ patient: reference }),
  Immunization: any.extend({ status: z.string(), vaccineCode: concept, patient: reference }),
  Procedure: any.extend({ status: z.string(), subject: reference }),
  CarePlan: any.extend({ status: z.string(), intent: z.string(), subject: reference }),
  DiagnosticReport: any.extend({ status: z.string(), code: concept }),
  DocumentReference: any.extend({ status: z.string() }),
  MedicationAdministration: any.extend({ status: z.string(), subject: reference }),
  MedicationDispense: any.extend({ status: z.string(), subject: reference }),
  MedicationStatement: any.extend({ status: z.string(), subject: reference }),
  Medication: any,
  FamilyMemberHistory: any.extend({ patient: reference }),
  ServiceRequest: any.extend({ status: z.string(), intent: z.string(), subject: reference }),
  RelatedPerson: any.extend({ patient: reference }),
  Device: any,
  Organization: any,
  Practitioner: any,
  PractitionerRole: any,
} as const;

/**
 * The types that may come in from outside. Types of our own (accounts, tokens, policies, consents) are never among them:
 * a bundle must not be able to give anybody rights.
 */
export type FhirType = keyof typeof shapes;
export const fhirTypes = Object.keys(shapes) as readonly FhirType[];

export interface FhirResource extends Resource {
  readonly resourceType: FhirType;
}

/** Whether a record can be handed out as FHIR as it is. */
export const isFhir = (resource: unknown): resource is FhirResource => checkResource(resource, "").ok;

/** A resource that has what its type needs, or the field that is wrong. `place` says where it stands. */
export function checkResource(raw: unknown, place: string): Read<FhirResource> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    return refuse("REC_SHAPE", place, raw, "a FHIR resource");
  const { resourceType } = raw as { resourceType?: unknown };
  if (typeof resourceType !== "string" || !Object.hasOwn(shapes, resourceType))
    return refuse("REC_SHAPE", `${place}, resourceType`, resourceType ?? null, `one of ${fhirTypes.join(", ")}`);
  const read = shapes[resourceType as FhirType].safeParse(raw);
  if (read.success) return isOfChart(raw) ? refuseChart(raw, place) : accept(raw as FhirResource);
  const [issue] = read.error.issues;
  const path = issue?.path ?? [];
  return refuse(
    "REC_SHAPE",
    `${place}, ${[resourceType, ...path].join(".")}`,
    valueAt(raw, path),
    issue?.message ?? "its shape",
  );
}

/** An Observation of FHIR has a subject and no `person`: with one it would be read as an entry of this house's own chart. */
const isOfChart = (raw: object): boolean =>
  (raw as { resourceType?: unknown }).resourceType === "Observation" && "person" in raw;
const refuseChart = (raw: object, place: string): Read<FhirResource> =>
  refuse("SIG_DESK", `${place}, Observation.person`, (raw as { person?: unknown }).person, "an Observation of FHIR");

const valueAt = (raw: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], raw) ?? null;

/** Whose record it is: of a patient, the patient; of others, whom they name. null: nobody's (an organisation). */
export function subjectOf(resource: Resource): SubjectId | null {
  const named = (resource.subject ?? resource.patient) as { reference?: unknown } | undefined;
  const patient = resource.resourceType === "Patient" ? resource.id : patientId(named?.reference);
  const read = subjectId.safeParse(`person:${patient}`);
  return patient !== null && read.success ? read.data : null;
}

const patientId = (said: unknown): string | null =>
  typeof said === "string"
    ? (/(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})(?:\/_history\/\S+)?$/.exec(said)?.[1] ?? null)
    : null;
