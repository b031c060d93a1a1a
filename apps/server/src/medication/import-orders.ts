import { accept, type Read, type SubjectId } from "@sakiyomi/core";
import { type MedicationOrder, withChanges } from "@sakiyomi/medication";
import type { Actor } from "../ward/port.ts";
import { keptOrder } from "./kept.ts";
import { keep, type Room } from "./room.ts";

/** What became of orders that were brought in. */
export interface ImportedOrders {
  readonly kept: number;
  /** Were here already: said again, nothing changes. */
  readonly repeated: number;
  /** Of people who are not and were not here. */
  readonly unknownPeople: ReadonlyMap<string, number>;
}

/**
 * Brings orders from elsewhere in, each person's in one commit. What was ended there is history here; what leaves something
 * open is a draft, and asks for nothing until somebody has confirmed it.
 */
export async function importOrders(
  room: Room,
  orders: readonly MedicationOrder[],
  by: Actor,
): Promise<Read<ImportedOrders>> {
  const unknownPeople = new Map<string, number>();
  const count = { kept: 0, repeated: 0 };
  for (const [said, theirs] of Map.groupBy(orders, ({ person }) => person)) {
    const person = said as SubjectId;
    if (!room.ward.roster.people.has(person)) {
      unknownPeople.set(person, theirs.length);
      continue;
    }
    const imported = await room.inLine(person, () => importTheirs(room, person, theirs, by));
    if (!imported.ok) return imported;
    count.kept += imported.value;
    count.repeated += theirs.length - imported.value;
  }
  return accept({ ...count, unknownPeople });
}

async function importTheirs(
  room: Room,
  person: SubjectId,
  theirs: readonly MedicationOrder[],
  by: Actor,
): Promise<Read<number>> {
  const fresh = theirs.filter(({ id }) => room.book.order(person, id) === null);
  if (fresh.length === 0) return accept(0);
  const isFresh = ({ id }: MedicationOrder) => room.book.order(person, id) === null;
  const entered = withChanges([...replacedBy(room, person, fresh), ...fresh]).filter(
    (order) => room.book.order(person, order.id) !== order,
  );
  const kept = await keep(room, {
    person,
    by,
    puts: entered.map((order) => ({ resource: keptOrder(order), ...(isFresh(order) && { ifMatch: 0 }) })),
    lines: [{ type: "medication.imported", content: { count: fresh.length } }],
    entered: entered.map((order) => ({ type: "order", order })),
  });
  if (!kept.ok) return kept;
  const live = entered.filter(({ status }) => status === "active");
  await room.signals.orders(live, room.rules.policy).catch(room.trouble);
  return accept(fresh.length);
}

/** Orders here that those from elsewhere take the place of: they end where those begin, or both would be asked for. */
const replacedBy = (room: Room, person: SubjectId, fresh: readonly MedicationOrder[]): readonly MedicationOrder[] =>
  fresh.flatMap(({ replaces }) => (replaces === null ? [] : (room.book.order(person, replaces) ?? [])));
