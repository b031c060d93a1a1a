import { DAY, type Instant, type Language, type Resource, type SubjectId } from "@sakiyomi/core";
import { administrationsOf, allergyIntoleranceOf, detectedIssueOf, dispensesOf, requestOf } from "@sakiyomi/fhir";
import {
  type DoseEvent,
  expand,
  type MedicationChart,
  type MedicationOrder,
  type ScheduledDose,
} from "@sakiyomi/medication";
import type { KeptEvent } from "./kept.ts";
import { now, type Room } from "./room.ts";

export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * Everything about one person's medicines as a FHIR R4 Bundle: every order; packs, administrations and near misses of that
 * time; allergies. Whose it is and who did it stand there: it is for whoever treats the person next.
 */
export async function personBundle(
  room: Room,
  chart: MedicationChart,
  { from, until }: Span,
  language: Language,
): Promise<object> {
  const person = chart.person as SubjectId;
  const kept = await room.ward.records.search<KeptEvent>("DoseEvent", { person });
  const events = kept.map(({ resource }) => resource.said.event).filter(({ at }) => from <= at && at < until);
  const writing = { now: now(room), zone: room.ward.zone, language };
  const resources: readonly Resource[] = [
    ...chart.orders.map((order) => requestOf(order, writing)),
    ...[...Map.groupBy(events, ({ dose }) => dose).values()].flatMap((theirs) => doseResources(room, chart, theirs)),
    ...packResources(chart, events, { from, until }),
    ...chart.allergies.map((allergy) => allergyIntoleranceOf(allergy, person)),
    ...room.near
      .ofPerson(person)
      .filter(({ at }) => from <= at && at < until)
      .map((miss) => detectedIssueOf(miss, room.shelf.formulary)),
  ];
  return { resourceType: "Bundle", type: "collection", entry: resources.map((resource) => ({ resource })) };
}

function doseResources(room: Room, { orders }: MedicationChart, events: readonly DoseEvent[]): readonly Resource[] {
  const [first] = events;
  const order = orders.find(({ id }) => id === first?.order);
  return first && order ? administrationsOf(order, dueOf(room, order, first), events) : [];
}

/** When it was due; null: as needed, or further from what happened than any window. */
function dueOf({ ward, rules }: Room, order: MedicationOrder, { at, dose }: DoseEvent): ScheduledDose | null {
  const range = { from: at - 2 * DAY, until: at + 2 * DAY, zone: ward.zone, policy: rules.policy };
  return expand(order, range).find(({ id }) => id === dose) ?? null;
}

const packResources = (chart: MedicationChart, events: readonly DoseEvent[], { from, until }: Span) =>
  chart.packs
    .filter(({ preparedAt }) => from <= preparedAt && preparedAt < until)
    .flatMap((pack) => {
      const handed = events.find((event) => event.type === "handed" && event.lots.some((lot) => lot.pack === pack.id));
      return dispensesOf(pack, chart.orders, handed?.at ?? null);
    });
