import { accept, type Instant, type Put, type Read, refuse, type SubjectId } from "@sakiyomi/core";
import {
  changeOrder,
  checkOrder,
  confirmOrder,
  type Finding,
  holdOrder,
  type MedicationChart,
  type MedicationOrder,
  newOrder,
  nextDoses,
  resumeOrder,
  stopOrder,
  withChanges,
} from "@sakiyomi/medication";
import { newId } from "../access/secret.ts";
import type { Actor } from "../ward/port.ts";
import { keptOrder } from "./kept.ts";
import { chartOf, chartOfPresent, keep, now, type Room } from "./room.ts";
import type { OrderAnswer, OrderRequest } from "./shapes.ts";

/** So many of the next doses are shown of what is being ordered. */
const mostNext = 8;

const findingsOf = ({ shelf, rules, ward }: Room, chart: MedicationChart, order: MedicationOrder): readonly Finding[] =>
  checkOrder({
    order,
    chart,
    formulary: shelf.formulary,
    policy: rules.policy,
    now: ward.now(),
    zone: ward.zone,
  });

/** What speaks against an order, and what it will ask for; nothing is kept. */
function answerOf(room: Room, chart: MedicationChart, order: MedicationOrder, kept: boolean): OrderAnswer {
  const { zone } = room.ward;
  const { policy } = room.rules;
  const from = Math.max(now(room), order.from);
  const next = order.timing === null ? [] : nextDoses(order, { from, zone, policy, most: mostNext });
  return { order, findings: findingsOf(room, chart, order), kept, next };
}

/** Something wrong is ordered only with a reason, which stays; a warning needs only to have been read. */
function reasonMissing(findings: readonly Finding[], reason: string | null): boolean {
  return reason === null && findings.some(({ result }) => result === "wrong" || result === "unknown");
}

export interface Wording {
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
}

const putOf = (order: MedicationOrder): Put => ({ resource: keptOrder(order) });
const contentOf = ({ id, drug }: MedicationOrder) => ({ drug: drug.text, orderId: id });

async function keepOrders(
  room: Room,
  orders: readonly MedicationOrder[],
  by: Actor,
  line: Wording,
): Promise<Read<null>> {
  const [first] = orders;
  if (!first) return accept(null);
  const kept = await keep(room, {
    person: first.person as SubjectId,
    by,
    puts: orders.map(putOf),
    lines: [line],
    entered: orders.map((order) => ({ type: "order", order })),
  });
  if (kept.ok) await room.signals.orders(orders, room.rules.policy).catch(room.trouble);
  return kept;
}

/** What somebody wants kept, once what speaks against it was read. */
interface Ordering {
  readonly orders: readonly MedicationOrder[];
  readonly answer: OrderAnswer;
  readonly line: Wording;
  readonly reason: string | null;
  readonly confirmed: boolean;
}

async function keepConfirmed(room: Room, ordering: Ordering, by: Actor): Promise<Read<OrderAnswer>> {
  const { orders, answer, line, reason, confirmed } = ordering;
  if (!confirmed || reasonMissing(answer.findings, reason)) return accept({ ...answer, kept: false });
  const content = { ...line.content, ...(reason ? { reason } : {}) };
  const kept = await keepOrders(room, orders, by, { ...line, content });
  return kept.ok ? accept(answer) : kept;
}

/** Orders something, or says what speaks against it. */
export function place(
  room: Room,
  person: SubjectId,
  { order: said, confirmed, reason }: OrderRequest,
  by: Actor,
): Promise<Read<OrderAnswer>> {
  return room.inLine(person, async () => {
    const chart = chartOfPresent(room, person);
    if (!chart.ok) return chart;
    const more = { status: said.status ?? "active", holds: [], by: by.id, at: now(room) };
    const order = newOrder({ ...said, id: newId("mo"), person, ...more });
    if (!order.ok) return order;
    const answer = answerOf(room, chart.value, order.value, true);
    const type = order.value.status === "draft" ? "medication.drafted" : "medication.ordered";
    const line = { type, content: contentOf(order.value) };
    return keepConfirmed(room, { orders: [order.value], answer, line, reason, confirmed }, by);
  });
}

/** A change is a new order that takes the old one's place in the instant in which it begins. */
export function change(
  room: Room,
  person: SubjectId,
  id: string,
  { order: said, confirmed, reason }: OrderRequest,
  by: Actor,
): Promise<Read<OrderAnswer>> {
  return onOrder(room, person, id, async (was, chart) => {
    const { status: _status, from, replaces: _replaces, ...wanted } = said;
    const at = now(room);
    // A page takes a moment: an order from now on begins when it arrives.
    const changed = changeOrder(was, { ...wanted, id: newId("mo"), from: Math.max(from, at) }, at, by.id);
    if (!changed.ok) return changed;
    const [ended, begun] = changed.value;
    const rest = { ...chart, orders: chart.orders.map((order) => (order.id === id ? ended : order)) };
    const answer = answerOf(room, rest, begun, true);
    const line = { type: "medication.changed", content: { ...contentOf(begun), replaces: id } };
    return keepConfirmed(room, { orders: [ended, begun], answer, line, reason, confirmed }, by);
  });
}

/** What can still be said about an order that stands. */
export type OrderWord =
  | { readonly do: "hold"; readonly from: Instant | null; readonly until: Instant | null; readonly reason: string }
  | { readonly do: "resume"; readonly reason: string }
  | { readonly do: "stop"; readonly until: Instant | null; readonly reason: string }
  | {
      readonly do: "confirm";
      readonly completed: Parameters<typeof confirmOrder>[1];
      readonly reason: string;
    };

type Words = {
  readonly [D in OrderWord["do"]]: (
    was: MedicationOrder,
    word: Extract<OrderWord, { do: D }>,
    at: Instant,
    by: Actor,
  ) => Read<MedicationOrder>;
};

const words: Words = {
  hold: (was, { from, until, reason }, at, by) =>
    holdOrder(was, { from: Math.max(from ?? at, at), until, reason, by: by.id }),
  resume: (was, _, at) => resumeOrder(was, at),
  stop: (was, { until }, at) => stopOrder(was, { at, ...(until === null ? {} : { until: Math.max(until, at) }) }),
  confirm: (was, { completed }, at, by) => confirmOrder(was, completed, at, by.id),
};

const lineTypes: Readonly<Record<OrderWord["do"], string>> = {
  hold: "medication.held",
  resume: "medication.resumed",
  stop: "medication.stopped",
  confirm: "medication.confirmed",
};

/** Holds, resumes, stops, or confirms a draft. */
export function sayOfOrder(
  room: Room,
  person: SubjectId,
  id: string,
  word: OrderWord,
  by: Actor,
): Promise<Read<OrderAnswer>> {
  return onOrder(room, person, id, async (was, chart) => {
    const say = words[word.do] as (
      was: MedicationOrder,
      word: OrderWord,
      at: Instant,
      by: Actor,
    ) => Read<MedicationOrder>;
    const is = say(was, word, now(room), by);
    if (!is.ok) return is;
    const answer = answerOf(room, chart, is.value, true);
    const until = "until" in word && word.until !== null ? { untilAt: word.until } : {};
    const line = { type: lineTypes[word.do], content: { ...contentOf(was), ...until } };
    const isNew = word.do === "confirm";
    // Only a draft begins something: what is held or stopped is never kept from it by what speaks against the order.
    const orders = isNew ? withEnds(chart, is.value) : [is.value];
    const ordering = { orders, answer, line, confirmed: true };
    return keepConfirmed(room, { ...ordering, reason: isNew ? word.reason || null : word.reason }, by);
  });
}

/** A draft may say whose place it takes: when it is confirmed, the other one ends, or both would be asked for. */
const withEnds = ({ orders }: MedicationChart, begun: MedicationOrder): readonly MedicationOrder[] =>
  withChanges([...orders.filter(({ id }) => id !== begun.id), begun]).filter((order) => !orders.includes(order));

function onOrder<T>(
  room: Room,
  person: SubjectId,
  id: string,
  work: (order: MedicationOrder, chart: MedicationChart) => Promise<Read<T>>,
): Promise<Read<T>> {
  return room.inLine(person, async () => {
    const chart = chartOf(room, person);
    if (!chart.ok) return chart;
    const order = room.book.order(person, id);
    return order ? work(order, chart.value) : refuse("REC_MISSING", "order", id, "an order of this person");
  });
}
