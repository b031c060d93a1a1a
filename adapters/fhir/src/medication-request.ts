import { accept, DAY, type Instant, type Read, type Resource, refuse } from "@sakiyomi/core";
import {
  dayAt,
  type Hold,
  localDay,
  type MedicationOrder,
  medicationPolicy,
  newOrder,
  type Quantity,
  type Timing,
} from "@sakiyomi/medication";
import { amountOf, type Concept, drugOf, routeByName, routeOf } from "./medication-codes.ts";
import { DAYS, type Extension, type Fields, fieldsOf, ORDER } from "./medication-extension.ts";
import { type Dosage, type MedicationRequest, medicationRequest } from "./medication-shape.ts";
import { doseOf, type House, type ReadTiming, startOf, timingOf, type Unsaid } from "./medication-timing.ts";
import { JAMI_SUPPLEMENT } from "./medication-usage.ts";
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
  const from = fromOf(request, house);
  if (from === null)
    return refuse(
      "MED_ORDER",
      `${place}, MedicationRequest.authoredOn`,
      null,
      "when it was ordered, or from when it holds",
    );
  const parts = partsOf(request, house, from);
  const orders: ReadOrder[] = [];
  for (const [i, part] of parts.entries()) {
    const made = orderFrom(request, shared, part, from, house);
    const id = i === 0 ? made.id : `${made.id.slice(0, 60)}-${i + 1}`;
    const read = newOrder({ ...made, id });
    if (!read.ok) return { ok: false, refusal: { ...read.refusal, field: `${place}, order.${read.refusal.field}` } };
    orders.push({ order: read.value, unsaid: part.unsaid });
  }
  return accept(orders);
}

const oursOf = ({ extension }: MedicationRequest): Fields | null => fieldsOf(extension, ORDER);

/** What differs between the orders of one request. */
interface Part extends ReadTiming {
  readonly dose: Quantity | null;
  readonly dosages: readonly Dosage[];
}

function partsOf(request: MedicationRequest, house: House, from: Instant): readonly Part[] {
  const ours = oursOf(request);
  const dosages = request.dosageInstruction ?? [];
  const groups = groupsOf(dosages);
  const partOf = (group: readonly Dosage[]): Part => {
    const dose = doseOf(group);
    const read = timingOf(group, { ...house, from, ours, isStat: request.priority === "stat", dose });
    return { dosages: group, dose, timing: read.timing, unsaid: unsaidOf(group, dose, read.unsaid) };
  };
  const parts = groups.length === 0 ? [partOf([])] : groups.map(partOf);
  const taper = taperOf(groups, parts, ours);
  return taper ? [taper] : parts;
}

function unsaidOf(group: readonly Dosage[], dose: Quantity | null, open: readonly Unsaid[]): readonly Unsaid[] {
  const [first] = group;
  const isAsNeeded = first?.asNeededBoolean === true || first?.asNeededCodeableConcept !== undefined;
  const isLimited = group.some(
    (one) => "maxDosePerAdministration" in one || "maxDosePerLifetime" in one || (!isAsNeeded && one.maxDosePerPeriod),
  );
  const isRouted = routeOf(first?.route, first?.method) !== null;
  return [
    ...new Set<Unsaid>([
      ...(dose === null ? (["dose"] as const) : []),
      ...(isRouted ? [] : (["route"] as const)),
      ...(isLimited ? (["limits"] as const) : []),
      ...open,
      ...(group.length === 0 ? (["timing"] as const) : []),
    ]),
  ];
}

/** Instructions that belong together: around meals and, at the same time, at bedtime. */
function groupsOf(dosages: readonly Dosage[]): readonly (readonly Dosage[])[] {
  const groups: Dosage[][] = [];
  for (const dosage of dosages) {
    const last = groups.at(-1);
    if (last?.length === 1 && last[0] && isBedtimeOf(last[0], dosage)) last.push(dosage);
    else groups.push([dosage]);
  }
  return groups;
}

function isBedtimeOf(around: Dosage, bedtime: Dosage): boolean {
  const [when, hs] = [around.timing?.repeat?.when ?? [], bedtime.timing?.repeat?.when ?? []];
  const doses = [doseOf([around]), doseOf([bedtime])];
  const isSame = around.sequence !== undefined && around.sequence === bedtime.sequence;
  const isOneDose = doses[0]?.value === doses[1]?.value && doses[0]?.unit === doses[1]?.unit;
  return isSame && isOneDose && when.length > 0 && !when.includes("HS") && hs.length === 1 && hs[0] === "HS";
}

type TaperStep = Extract<Timing, { type: "taper" }>["steps"][number];

/** Instructions one after another, each for so many days. null: they are not. */
function taperOf(groups: readonly (readonly Dosage[])[], parts: readonly Part[], ours: Fields | null): Part | null {
  const [start] = groups.flat();
  const first = start && startOf(start);
  const sequences = groups.map(([one], i) => one?.sequence === i + 1);
  const isTaper = ours?.isTrue("taper") || (groups.length > 1 && sequences.every(Boolean));
  const steps = parts.map(stepOf).filter((step) => step !== null);
  const [one] = steps;
  if (!isTaper || !first || one === undefined || steps.length !== parts.length) return null;
  const unsaid = [...new Set(parts.flatMap((part) => part.unsaid))];
  return { dosages: groups.flat(), dose: one.dose, timing: { type: "taper", first, steps }, unsaid };
}

function stepOf({ timing, dose, dosages }: Part): TaperStep | null {
  const days = daysLong(dosages[0]);
  const isDaily = timing?.type === "clock" && timing.days.type === "daily";
  return isDaily && dose && days !== null ? { days, dose, within: timing.within } : null;
}

function daysLong(dosage: Dosage | undefined): number | null {
  const { value = 0, code } = dosage?.timing?.repeat?.boundsDuration ?? {};
  const days = code === "d" ? value : code === "wk" ? value * 7 : 0;
  return Number.isInteger(days) && days > 0 ? days : null;
}

/** A moment, or the first one of a day, month or year of the house's calendar. */
function momentOf(said: string, { zone }: House): Instant {
  if (said.includes("T")) return Date.parse(said);
  return localDay(
    zone,
    Date.parse(`${said}${"-01-01".slice(said.length === 4 ? 0 : said.length === 7 ? 3 : 6)}T00:00:00Z`) / DAY,
  ).start;
}

/** The end of a period includes what it names: the whole day, where it names a day. */
function endOf(said: string, house: House): Instant {
  if (said.includes("T")) return Date.parse(said) + 1;
  const first = dayAt(house.zone, momentOf(said, house));
  return said.length === 10 ? localDay(house.zone, first.number + 1).start : first.start;
}

/**
 * The standard's own words go before our extension: whoever knows only those may have changed them, and has then left ours
 * as it was.
 */
function fromOf(request: MedicationRequest, house: House): Instant | null {
  const [dosage] = request.dosageInstruction ?? [];
  const bounds = dosage?.timing?.repeat?.boundsPeriod?.start;
  if (bounds) return momentOf(bounds, house);
  const said = (dosage && startOf(dosage)) ?? request.authoredOn;
  return oursOf(request)?.instant("from") ?? (said ? momentOf(said, house) : null);
}

function untilOf(request: MedicationRequest, { dosages, timing }: Part, from: Instant, house: House): Instant | null {
  const { boundsPeriod } = dosages[0]?.timing?.repeat ?? {};
  if (boundsPeriod) return boundsPeriod.end ? endOf(boundsPeriod.end, house) : null;
  const ours = oursOf(request);
  if (ours) return ours.instant("until");
  const days = timing?.type === "taper" ? null : daysLong(dosages[0]);
  if (days !== null) return localDay(house.zone, dayAt(house.zone, from).number + days).start;
  return request.status === "cancelled" ? from : null;
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

function orderFrom(
  request: MedicationRequest,
  { person, drug }: Shared,
  part: Part,
  from: Instant,
  house: House,
): MedicationOrder {
  const ours = oursOf(request);
  const by = request.requester?.display ?? request.requester?.identifier?.value ?? request.requester?.reference ?? "";
  const status = statuses[request.status];
  const [dosage] = part.dosages;
  return {
    id: request.id,
    person,
    drug,
    route: routeOf(dosage?.route, dosage?.method) ?? routeByName(drug) ?? "other",
    dose: part.dose,
    timing: part.timing,
    from,
    until: untilOf(request, part, from, house),
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

/** What is written by hand; of an order from elsewhere also its words, so that nothing that was said is lost. */
function noteOf(request: MedicationRequest, { dosages, unsaid }: Part): string {
  const notes = (request.note ?? []).map(({ text }) => text);
  const isOurs = oursOf(request) !== null;
  const added = dosages.flatMap((dosage) => [
    ...(unsaid.length > 0 && !isOurs ? figuresOf(dosage) : []),
    ...(isOurs ? [] : [dosage.text ?? ""]),
    ...wordsOf(dosage),
  ]);
  return [...new Set([...notes, ...added].map((line) => line.trim()))].filter(Boolean).join("; ").slice(0, 500);
}

function wordsOf({ patientInstruction, additionalInstruction = [], site }: Dosage): readonly string[] {
  const instructions = additionalInstruction
    .filter(({ coding = [] }) => !coding.some(({ system }) => system === JAMI_SUPPLEMENT))
    .map(nameOf);
  return [...instructions, patientInstruction ?? "", site ? nameOf(site) : ""];
}

const nameOf = ({ text, coding = [] }: Concept): string => text ?? coding[0]?.display ?? "";

/** An amount without a unit, and how often without hours: for whoever completes the order. */
function figuresOf({ timing, doseAndRate = [] }: Dosage): readonly string[] {
  const { frequency, period, periodUnit } = timing?.repeat ?? {};
  const rate =
    frequency && period && periodUnit ? `${frequency} / ${period === 1 ? "" : `${period} `}${periodUnit}` : "";
  const amounts = doseAndRate.map(({ doseQuantity: said = {} }) =>
    amountOf(said) || said.value === undefined ? "" : `${said.value} ${said.unit ?? said.code ?? ""}`,
  );
  return [...amounts, rate];
}
