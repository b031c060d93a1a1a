import { z } from "zod";
import type { Extension } from "./medication-extension.ts";

/** Of a MedicationRequest what we read, checked. Everything else it may have is left alone. */
const coding = z.looseObject({
  system: z.string().optional(),
  code: z.string().optional(),
  display: z.string().optional(),
});
const concept = z.looseObject({ coding: z.array(coding).max(50).optional(), text: z.string().optional() });
const quantity = z.looseObject({
  value: z.number().optional(),
  comparator: z.string().optional(),
  unit: z.string().optional(),
  system: z.string().optional(),
  code: z.string().optional(),
});
const ratio = z.looseObject({ numerator: quantity.optional(), denominator: quantity.optional() });
const extension: z.ZodType<Extension> = z.looseObject({
  url: z.string(),
  get extension() {
    return z.array(extension).max(400).optional();
  },
}) as z.ZodType<Extension>;
const extensions = z.array(extension).max(100).optional();
/** Date, with or without month and day, with or without time; a time has a zone (FHIR R4, 2.24.0.1). */
const dateTime = z
  .string()
  .regex(/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?$/, "expected a FHIR dateTime")
  .refine((said) => !Number.isNaN(Date.parse(said)), "expected a day of the calendar");
const period = z.looseObject({ start: dateTime.optional(), end: dateTime.optional() });

const repeat = z.looseObject({
  boundsPeriod: period.optional(),
  boundsDuration: quantity.optional(),
  count: z.number().optional(),
  frequency: z.number().int().positive().optional(),
  period: z.number().positive().optional(),
  periodUnit: z.enum(["s", "min", "h", "d", "wk", "mo", "a"]).optional(),
  dayOfWeek: z
    .array(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
    .max(7)
    .optional(),
  timeOfDay: z
    .array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?$/, "expected a FHIR time"))
    .max(48)
    .optional(),
  when: z.array(z.string()).max(24).optional(),
  offset: z.number().int().min(0).optional(),
});
export type Repeat = z.infer<typeof repeat>;

const dosage = z.looseObject({
  extension: extensions,
  modifierExtension: extensions,
  sequence: z.number().int().optional(),
  text: z.string().optional(),
  additionalInstruction: z.array(concept).max(20).optional(),
  patientInstruction: z.string().optional(),
  timing: z
    .looseObject({
      event: z.array(dateTime).max(200).optional(),
      repeat: repeat.optional(),
      code: concept.optional(),
      modifierExtension: extensions,
    })
    .optional(),
  asNeededBoolean: z.boolean().optional(),
  asNeededCodeableConcept: concept.optional(),
  site: concept.optional(),
  route: concept.optional(),
  method: concept.optional(),
  doseAndRate: z
    .array(z.looseObject({ type: concept.optional(), doseQuantity: quantity.optional() }))
    .max(10)
    .optional(),
  maxDosePerPeriod: ratio.optional(),
});
export type Dosage = z.infer<typeof dosage>;

export const medicationRequest = z.looseObject({
  id: z.string(),
  extension: extensions,
  modifierExtension: extensions,
  contained: z
    .array(z.looseObject({ id: z.string().optional(), code: concept.optional() }))
    .max(50)
    .optional(),
  status: z.enum(["active", "on-hold", "cancelled", "completed", "entered-in-error", "stopped", "draft", "unknown"]),
  statusReason: concept.optional(),
  intent: z.string(),
  priority: z.string().optional(),
  doNotPerform: z.boolean().optional(),
  medicationCodeableConcept: concept.optional(),
  medicationReference: z.looseObject({ reference: z.string().optional(), display: z.string().optional() }).optional(),
  authoredOn: dateTime.optional(),
  requester: z
    .looseObject({
      reference: z.string().optional(),
      display: z.string().optional(),
      identifier: z.looseObject({ value: z.string().optional() }).optional(),
    })
    .optional(),
  priorPrescription: z.looseObject({ reference: z.string().optional() }).optional(),
  note: z
    .array(z.looseObject({ text: z.string() }))
    .max(50)
    .optional(),
  dosageInstruction: z.array(dosage).max(100).optional(),
  substitution: z.looseObject({ allowedBoolean: z.boolean().optional() }).optional(),
});
export type MedicationRequest = z.infer<typeof medicationRequest>;
