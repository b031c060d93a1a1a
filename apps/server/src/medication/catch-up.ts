import { canonicalJson, HOUR, MINUTE, type SubjectId } from "@sakiyomi/core";
import type { DoseEvent } from "@sakiyomi/medication";
import { now, type Room } from "./room.ts";

/** Lines of the journal that an order or an event leaves. */
const orderTypes = ["ordered", "confirmed", "changed", "held", "resumed", "stopped"].map(
  (type) => `medication.${type}`,
);
const doseTypes = ["prepared", "handed", "handed-override", "taken", "not-taken", "effect", "struck-out"].map(
  (type) => `medication.${type}`,
);
/** What was written so shortly before the end may not have reached the loop any more. */
const lastMs = 5 * MINUTE;
const mostLines = 1000;

/**
 * A record is durable before the loop hears of it. Where the house was cut off in between, it is said at the next start: an
 * order that no skill has heard of reminds nobody. Said twice it does no harm: of one id the newest order holds, and an event
 * counts once.
 */
export async function catchUp(room: Room): Promise<void> {
  const { records, store } = room.ward;
  const [newest] = await records.entries({ newestFirst: true, limit: 1 });
  const from = (newest?.at ?? 0) - lastMs;
  const recent = async (types: readonly string[]): Promise<ReadonlySet<SubjectId>> => {
    const lines = await records.entries({ types, from, newestFirst: true, limit: mostLines });
    return new Set(lines.flatMap(({ subject }) => (subject && room.signals.isHeard(subject) ? [subject] : [])));
  };
  const to = now(room) + HOUR;
  for (const person of await recent(orderTypes)) {
    const heard = await store.range({ subject: person, kind: "medication-order", from, to });
    const said = new Map(heard.map(({ value }) => [value.order.id, canonicalJson(value.order)]));
    const orders = room.book.chart(person)?.orders ?? [];
    const news = orders.filter((order) => said.get(order.id) !== canonicalJson(order));
    if (news.length > 0) await room.signals.orders(news, room.rules.policy);
  }
  for (const person of await recent(doseTypes)) await catchUpDoses(room, person);
}

async function catchUpDoses(room: Room, person: SubjectId): Promise<void> {
  const events = room.book.chart(person)?.events ?? [];
  const last = events.slice(-mostEvents);
  if (last.length === 0) return;
  const from = Math.min(...last.map(({ at }) => at));
  const range = { from, to: now(room) + HOUR };
  const heard = await room.ward.store.range({ subject: person, kind: "medication-dose", ...range });
  const known = new Set(heard.map(({ value }) => (value.event as unknown as DoseEvent).id));
  const flags = room.book.flags(person);
  for (const event of last) if (!known.has(event.id)) await room.signals.dose(event, flags.get(event.id) ?? []);
}

/** Of one person, in the minutes before the end. */
const mostEvents = 50;
