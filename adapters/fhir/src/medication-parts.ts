import type { Instant } from "@sakiyomi/core";
import { dayAt, type Quantity, type Timing } from "@sakiyomi/medication";
import { routeOf } from "./medication-codes.ts";
import { startOf } from "./medication-days.ts";
import { oursOf } from "./medication-extension.ts";
import type { House, ReadTiming, Unsaid } from "./medication-reading.ts";
import type { Dosage, MedicationRequest } from "./medication-shape.ts";
import { daysLong, fromOf } from "./medication-span.ts";
import { doseOf, timingOf } from "./medication-timing.ts";

/** What differs between the orders of one request. */
export interface Part extends ReadTiming {
  readonly dose: Quantity | null;
  readonly dosages: readonly Dosage[];
  readonly from: Instant;
}

/**
 * The orders of a request: one for each instruction that holds at the same time and differs, or a taper. Instructions that
 * follow one another, nobody says when, are all left open: given together they would be too much.
 * @returns null where nobody says from when
 */
export function partsOf(request: MedicationRequest, house: House): readonly Part[] | null {
  const groups = groupsOf(request.dosageInstruction ?? []);
  const parts = (groups.length === 0 ? [[]] : groups).map((group) => partOf(group, request, house));
  const known = parts.filter((part) => part !== null);
  if (known.length !== parts.length) return null;
  if (!isSequence(groups) && !oursOf(request)?.isTrue("taper")) return known;
  const taper = taperOf(known, house);
  return taper ? [taper] : known.map((part) => ({ ...part, unsaid: [...new Set<Unsaid>([...part.unsaid, "timing"])] }));
}

function partOf(group: readonly Dosage[], request: MedicationRequest, house: House): Part | null {
  const from = fromOf(request, group[0], house);
  if (from === null) return null;
  const dose = doseOf(group);
  const isStat = request.priority === "stat";
  const read = timingOf(group, { ...house, from, ours: oursOf(request), isStat, dose });
  return { dosages: group, dose, from, timing: read.timing, unsaid: unsaidOf(group, dose, read.unsaid) };
}

/** Numbered one after another. Without numbers, or with the same one, they hold at the same time (FHIR R4, Dosage.sequence). */
const isSequence = (groups: readonly (readonly Dosage[])[]): boolean =>
  new Set(groups.map(([first]) => first?.sequence)).size > 1;

function unsaidOf(group: readonly Dosage[], dose: Quantity | null, open: readonly Unsaid[]): readonly Unsaid[] {
  const [first] = group;
  const isAsNeeded = first?.asNeededBoolean === true || first?.asNeededCodeableConcept !== undefined;
  const isLimited = group.some(
    (one) => "maxDosePerAdministration" in one || "maxDosePerLifetime" in one || (!isAsNeeded && one.maxDosePerPeriod),
  );
  // "For two months": how long it lasts was said, and is not known.
  const isUnbound = group.some((one) => one.timing?.repeat?.boundsDuration !== undefined && daysLong(one) === null);
  const isRouted = routeOf(first?.route, first?.method) !== null;
  return [
    ...new Set<Unsaid>([
      ...(dose === null ? (["dose"] as const) : []),
      ...(isRouted ? [] : (["route"] as const)),
      ...(isLimited ? (["limits"] as const) : []),
      ...open,
      ...(group.length === 0 || isUnbound ? (["timing"] as const) : []),
    ]),
  ];
}

/** Instructions that belong together: around meals and, at the same time, at bedtime. */
function groupsOf(dosages: readonly Dosage[]): readonly (readonly Dosage[])[] {
  const groups: Dosage[][] = [];
  for (const dosage of dosages.flatMap(eachMoment)) {
    const last = groups.at(-1);
    if (last?.length === 1 && last[0] && isBedtimeOf(last[0], dosage)) last.push(dosage);
    else groups.push([dosage]);
  }
  return groups;
}

/** Three moments are three orders of one time. */
const eachMoment = (dosage: Dosage): readonly Dosage[] => {
  const { event = [] } = dosage.timing ?? {};
  return event.length < 2 ? [dosage] : event.map((at) => ({ ...dosage, timing: { ...dosage.timing, event: [at] } }));
};

function isBedtimeOf(around: Dosage, bedtime: Dosage): boolean {
  const [when, hs] = [around.timing?.repeat?.when ?? [], bedtime.timing?.repeat?.when ?? []];
  const doses = [doseOf([around]), doseOf([bedtime])];
  const isSame = around.sequence !== undefined && around.sequence === bedtime.sequence;
  const isOneDose = doses[0]?.value === doses[1]?.value && doses[0]?.unit === doses[1]?.unit;
  return isSame && isOneDose && when.length > 0 && !when.includes("HS") && hs.length === 1 && hs[0] === "HS";
}

type TaperStep = Extract<Timing, { type: "taper" }>["steps"][number];

/** Steps one after another, each for so many days. null: they are not. Without a first day that of the order is proposed. */
function taperOf(parts: readonly Part[], { zone }: House): Part | null {
  const inOrder = parts.toSorted((a, b) => (a.dosages[0]?.sequence ?? 0) - (b.dosages[0]?.sequence ?? 0));
  const steps = inOrder.map(stepOf).filter((step) => step !== null);
  const [one] = steps;
  const [begin] = inOrder;
  if (one === undefined || begin === undefined || steps.length !== parts.length) return null;
  const said = begin.dosages[0] ? startOf(begin.dosages[0]) : null;
  const unsaid = new Set<Unsaid>([
    ...parts.flatMap((part) => part.unsaid),
    ...(said === null ? (["days"] as const) : []),
  ]);
  return {
    ...begin,
    dosages: inOrder.flatMap(({ dosages }) => dosages),
    dose: one.dose,
    timing: { type: "taper", first: said ?? dayAt(zone, begin.from).date, steps },
    unsaid: [...unsaid],
  };
}

function stepOf({ timing, dose, dosages }: Part): TaperStep | null {
  const days = daysLong(dosages[0]);
  const isDaily = timing?.type === "clock" && timing.days.type === "daily";
  return isDaily && dose && days !== null ? { days, dose, within: timing.within } : null;
}
