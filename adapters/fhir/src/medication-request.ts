import { accept, type Instant, type Read, type Resource, refuse } from "@sakiyomi/core";
import { type Hold, type MedicationOrder, medicationPolicy, newOrder } from "@sakiyomi/medication";
import { type Concept, drugOf, routeByName, routeOf } from "./medication-codes.ts";
import { DAYS, type Extension, type Fields, oursOf } from "./medication-extension.ts";
import { noteOf } from "./medication-note.ts";
import { type Part, partsOf } from "./medication-parts.ts";
import type { House, Unsaid } from "./medication-reading.ts";
import { type MedicationRequest, medicationRequest } from "./medication-shape.ts";
import { momentOf, untilOf } from "./medication-span.ts";
import { subjectOf } from "./resource.ts";

/** An order from elsewhere, and what it does not say. Anything unsaid makes an active order a draft. */
export interface ReadOrder {
  readonly order: MedicationOrder;
  readonly unsaid: readonly Unsaid[];
}

/** Only these ask for something to be given (FHIR R4, MedicationRequest.intent); a plan or a proposal does not. */
const orderIntents: ReadonlySet<string> = new Set([
  "order",
  "original-order",
  "reflex-order",
  "filler-order",
  "instance-order",
]);

/**
 * The orders of a MedicationRequest (R4): one, or one for each of its instructions that hold at the same time and differ.
 * Nothing is guessed: an active order that leaves open what a nurse has to know comes in as a draft, in which the house's
 * hours stand as a proposal, and asks for nothing until somebody has completed and confirmed it (`confirmOrder`).
 * @param place where the resource stands, for the refusal: "orders.ndjson, line 3"
 * @returns refusals REC_SHAPE and MED_ORDER
 */
export function orderOf(resource: Resource, place: string, house: House = atHome): Read<readonly MedicationOrder[]> {
  const read = readRequest(resource, place, house);
  return read.ok ? accept(read.value.map(({ order }) => order)) : read;
}

const atHome: House = { zone: "UTC", policy: medicationPolicy.parse({}) };

/** The same with what each order leaves open. */
export function readRequest(resource: Resource, place: string, house: House): Read<readonly ReadOrder[]> {
  const read = medicationRequest.safeParse(resource);
  if (!read.success) {
    const [issue] = read.error.issues;
    return refuse(
      "REC_SHAPE",
      `${place}, MedicationRequest.${(issue?.path ?? []).join(".")}`,
      null,
      issue?.message ?? "its shape",
    );
  }
  const known = whatItIs(read.data, resource, place);
  return known.ok ? ordersOf(read.data, known.value, place, house) : known;
}

/** What all orders of a request share. */
type Shared = Pick<MedicationOrder, "person" | "drug">;

function whatItIs(request: MedicationRequest, resource: Resource, place: string): Read<Shared> {
  const at = (field: string) => `${place}, MedicationRequest.${field}`;
  if (request.doNotPerform === true)
    return refuse("MED_ORDER", at("doNotPerform"), true, "an order to give something; this one forbids it");
  if (!orderIntents.has(request.intent))
    return refuse("MED_ORDER", at("intent"), request.intent, [...orderIntents].join(", "));
  const modifier = modifiersOf(request).find(({ url }) => url !== DAYS);
  if (modifier) return refuse("MED_ORDER", at("modifierExtension"), modifier.url, "no modifier that is not known here");
  const person = subjectOf(resource);
  if (person === null) return refuse("MED_ORDER", at("subject"), request.subject ?? null, "a reference to a Patient");
  const concept = medicationIn(request);
  const drug = concept && drugOf(concept);
  if (!drug) return refuse("MED_ORDER", at("medication"), concept, "a code or a name of a medicine");
  return accept({ person, drug });
}

const modifiersOf = ({ modifierExtension = [], dosageInstruction = [] }: MedicationRequest): readonly Extension[] => [
  ...modifierExtension,
  ...dosageInstruction.flatMap(({ modifierExtension: own = [], timing }) => [
    ...own,
    ...(timing?.modifierExtension ?? []),
  ]),
];

/** Said in the request itself, or by a Medication that it contains. */
function medicationIn({
  medicationCodeableConcept,
  medicationReference,
  contained = [],
}: MedicationRequest): Concept | null {
  if (medicationCodeableConcept) return medicationCodeableConcept;
  const { reference = "", display } = medicationReference ?? {};
  const inside = contained.find(({ id }) => id !== undefined && reference === `#${id}`);
  return inside?.code ?? (display ? { text: display } : null);
}

function ordersOf(request: MedicationRequest, shared: Shared, place: string, house: House): Read<readonly ReadOrder[]> {
  const parts = partsOf(request, house);
  if (parts === null)
    return refuse(
      "MED_ORDER",
      `${place}, MedicationRequest.authoredOn`,
      null,
      "when it was ordered, or from when it holds",
    );
  const orders: ReadOrder[] = [];
  for (const [i, part] of parts.entries()) {
    const made = orderFrom(request, shared, part, house);
    const id = i === 0 ? made.id : `${made.id.slice(0, 60)}-${i + 1}`;
    const read = newOrder({ ...made, id });
    if (!read.ok) return { ok: false, refusal: { ...read.refusal, field: `${place}, order.${read.refusal.field}` } };
    orders.push({ order: read.value, unsaid: part.unsaid });
  }
  return accept(orders);
}

const statuses = {
  active: "active",
  "on-hold": "active",
  cancelled: "stopped",
  completed: "completed",
  "entered-in-error": "entered-in-error",
  stopped: "stopped",
  draft: "draft",
  unknown: "draft",
} as const;

function orderFrom(request: MedicationRequest, { person, drug }: Shared, part: Part, house: House): MedicationOrder {
  const ours = oursOf(request);
  const by = request.requester?.display ?? request.requester?.identifier?.value ?? request.requester?.reference ?? "";
  const status = statuses[request.status];
  const [dosage] = part.dosages;
  const { from } = part;
  return {
    id: request.id,
    person,
    drug,
    route: routeOf(dosage?.route, dosage?.method) ?? routeByName(drug) ?? "other",
    dose: part.dose,
    timing: part.timing,
    from,
    until: untilOf(request, dosage, part, house),
    status: status === "active" && part.unsaid.length > 0 ? "draft" : status,
    holds: holdsOf(request, from, by),
    replaces:
      /^(?:.*\/)?MedicationRequest\/([^/]{1,64})$/.exec(request.priorPrescription?.reference ?? "")?.[1] ?? null,
    window: windowIn(ours),
    needsWitness: ours?.isTrue("needs-witness") ?? false,
    maySubstitute: request.substitution?.allowedBoolean ?? false,
    note: noteOf(request, part),
    by: by.slice(0, 120),
    at: request.authoredOn ? momentOf(request.authoredOn, house) : from,
  };
}

function holdsOf(request: MedicationRequest, from: Instant, by: string): Hold[] {
  const known = (oursOf(request)?.all("hold") ?? []).map((hold) => ({
    from: hold.instant("from") ?? from,
    until: hold.instant("until"),
    reason: hold.text("reason") ?? "on hold",
    by: hold.text("by") ?? "",
  }));
  if (request.status !== "on-hold" || known.length > 0) return known;
  // On hold, and nobody said until when: until somebody lifts it.
  const reason = request.statusReason?.text ?? request.statusReason?.coding?.[0]?.display ?? "on hold";
  return [{ from, until: null, reason: reason.slice(0, 500), by: by.slice(0, 80) }];
}

function windowIn(ours: Fields | null): MedicationOrder["window"] {
  const [window] = ours?.all("window") ?? [];
  if (window === undefined) return null;
  return {
    class: window.text("class") as NonNullable<MedicationOrder["window"]>["class"],
    earlyMin: window.number("early-min"),
    lateMin: window.number("late-min"),
    reason: window.text("reason") ?? "",
    by: window.text("by") ?? "",
  };
}
