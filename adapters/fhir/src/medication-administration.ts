import type { Resource } from "@sakiyomi/core";
import {
  countingEvents,
  type DoseEvent,
  type DoseState,
  foldEvents,
  type Handed,
  type Lot,
  type MedicationOrder,
  type Outcome,
  type ScheduledDose,
} from "@sakiyomi/medication";
import { actorOf, fhirId, patientOf } from "./detected-issue.ts";
import { conceptOfDrug, conceptOfRoute, quantityOf } from "./medication-codes.ts";
import type { Extension } from "./medication-extension.ts";

const FUNCTION = "http://terminology.hl7.org/CodeSystem/med-admin-perform-function";
/** HL7's list has four reasons; the others have ours alone. */
const NOT_GIVEN = "http://terminology.hl7.org/CodeSystem/reason-medication-not-given";
const notGiven: Readonly<Partial<Record<Outcome, string>>> = { away: "b", asleep: "c", vomited: "d" };
const OUTCOME = "urn:sakiyomi:outcome";

const iso = (at: number): string => new Date(at).toISOString();

/**
 * What happened to one dose, as MedicationAdministrations (R4): one for each time it was handed over, or one that says why
 * it was not. Handed over and not seen taken is `in-progress`; what was struck out is `entered-in-error`.
 * @param events all that was said of the dose
 * @param due when it was due; null: as needed
 */
export function administrationsOf(
  order: MedicationOrder,
  due: ScheduledDose | null,
  events: readonly DoseEvent[],
): readonly Resource[] {
  const counting = countingEvents(events);
  const handed = counting.filter((event) => event.type === "handed");
  const counted = new Set(counting.map(({ id }) => id));
  const mistaken = events.filter((event) => event.type === "handed").filter(({ id }) => !counted.has(id));
  return [
    ...mistaken.map((event) => resourceOf(order, due, event, null, "entered-in-error")),
    ...(handed.length === 0
      ? notGivenOf(order, due, counting)
      : handed.map((event, i) => handedOf(order, due, event, spanOf(counting, event, handed[i + 1])))),
  ];
}

/** What was said from one handing over until the next. */
function spanOf(events: readonly DoseEvent[], from: Handed, until: Handed | undefined): readonly DoseEvent[] {
  const end = until ? events.indexOf(until) : events.length;
  return events.slice(events.indexOf(from), end);
}

const stateOf = (events: readonly DoseEvent[]): DoseState | null => [...foldEvents(events).values()][0] ?? null;

const handedOf = (
  order: MedicationOrder,
  due: ScheduledDose | null,
  event: Handed,
  span: readonly DoseEvent[],
): Resource => {
  const state = stateOf(span);
  return resourceOf(order, due, event, state, statusOf(state));
};

function notGivenOf(
  order: MedicationOrder,
  due: ScheduledDose | null,
  events: readonly DoseEvent[],
): readonly Resource[] {
  const state = stateOf(events);
  return state?.notTaken ? [resourceOf(order, due, null, state, "not-done")] : [];
}

type Status = "in-progress" | "completed" | "stopped" | "not-done" | "entered-in-error";
const statuses: Readonly<Record<DoseState["state"], Status>> = {
  "not-given": "in-progress",
  handed: "in-progress",
  taken: "completed",
  // Given whole, and it came up again: the note says so.
  vomited: "completed",
  partly: "stopped",
  "spat-out": "stopped",
  refused: "not-done",
  held: "not-done",
  missing: "not-done",
  asleep: "not-done",
  away: "not-done",
};
const statusOf = (state: DoseState | null): Status => statuses[state?.state ?? "handed"];

function resourceOf(
  order: MedicationOrder,
  due: ScheduledDose | null,
  handed: Handed | null,
  state: DoseState | null,
  status: Status,
): Resource {
  const at = handed?.at ?? state?.at ?? order.at;
  const reason = state?.notTaken && status !== "completed" ? [reasonOf(state.notTaken.outcome)] : [];
  const notes = notesOf(handed, state);
  const extension = extensionsOf(due, handed);
  const dosage = dosageOf(order, handed, state, status);
  return {
    resourceType: "MedicationAdministration",
    id: fhirId(handed?.id ?? state?.dose ?? order.id),
    ...(extension.length > 0 && { extension }),
    identifier: [{ system: "urn:sakiyomi:dose", value: handed?.dose ?? state?.dose ?? order.id }],
    status,
    ...(reason.length > 0 && { statusReason: reason }),
    medicationCodeableConcept: conceptOfDrug(order.drug),
    subject: patientOf(order.person),
    effectiveDateTime: iso(at),
    performer: performersOf(handed, state),
    request: { reference: `MedicationRequest/${order.id}` },
    ...(handed &&
      handed.device !== "" && { device: [{ identifier: { system: "urn:sakiyomi:device", value: handed.device } }] }),
    ...(notes.length > 0 && { note: notes.map((text) => ({ text })) }),
    ...(dosage && { dosage }),
  };
}

const reasonOf = (outcome: Outcome) => ({
  coding: [
    ...(notGiven[outcome] ? [{ system: NOT_GIVEN, code: notGiven[outcome] }] : []),
    { system: OUTCOME, code: outcome },
  ],
  text: outcome,
});

/** Who gave it, who signed as the second, and who or what saw it taken. */
function performersOf(handed: Handed | null, state: DoseState | null) {
  const as = (code: "performer" | "verifier" | "witness", actor: string) => ({
    function: { coding: [{ system: FUNCTION, code }] },
    actor: actorOf(actor),
  });
  if (handed === null) return [as("performer", state?.by ?? "system")];
  return [
    as("performer", handed.by),
    ...(handed.witness === null ? [] : [as("verifier", handed.witness)]),
    ...(state?.taken ? [as("witness", state.taken.by)] : []),
  ];
}

/**
 * What came into the person, as far as it is known: of a tablet that was half spat out, the half that was not. null where
 * there is no amount: FHIR wants a dosage to have one (mad-1).
 */
function dosageOf({ dose, route }: MedicationOrder, handed: Handed | null, state: DoseState | null, status: Status) {
  const amount = handed?.amount ?? dose;
  if (amount === null || status === "not-done") return null;
  const value = Number((amount.value * (state?.share ?? 1)).toFixed(6));
  return { route: conceptOfRoute(handed?.route ?? route), dose: { ...quantityOf(amount), value } };
}

function notesOf(handed: Handed | null, state: DoseState | null): readonly string[] {
  const { notTaken, taken, effect } = state ?? {};
  return [
    ...(handed?.override
      ? [`Given although: ${handed.override.checks.join(", ")}. Reason: ${handed.override.reason}`]
      : []),
    ...(handed?.offline ? ["Recorded without a network, and merged later"] : []),
    ...(taken ? [`Taking confirmed: ${taken.confirmed}`] : []),
    ...(notTaken ? [[notTaken.outcome, notTaken.reason, notTaken.next].filter(Boolean).join(": ")] : []),
    ...(effect ? [["Effect", effect.effect, effect.note].filter(Boolean).join(": ")] : []),
  ];
}

/** When it was due, how the person was known, and what was on the packages. */
function extensionsOf(due: ScheduledDose | null, handed: Handed | null): readonly Extension[] {
  return [
    ...(due ? [{ url: "urn:sakiyomi:due", valueInstant: iso(due.at) }] : []),
    ...(handed?.identified ?? []).map((how) => ({ url: "urn:sakiyomi:identified", valueCode: how })),
    ...(handed?.lots ?? []).map(lotOf),
  ];
}

const lotOf = (lot: Lot): Extension => ({
  url: "urn:sakiyomi:package",
  extension: Object.entries(lot)
    .filter(([, value]) => value !== null)
    .map(([url, value]) => ({ url, valueString: value })),
});
