import type { Instant, SubjectId } from "../1-signal/index.ts";
import type { BodyOffers, Capability } from "../4-decide/index.ts";
import { Draft } from "./draft.ts";
import { hashOf } from "./hash.ts";

/**
 * waiting: no body that can is free. doing: a body has it. done: it says so. failed: it could not, or was lost.
 * cancelled: whoever ordered it, or anybody who may, took it back.
 */
export type OrderState = "waiting" | "doing" | "done" | "failed" | "cancelled";

/** Something that a body is asked to do for somebody. */
export interface Order {
  readonly id: string;
  /** For whom, or about which place or body. */
  readonly subject: SubjectId;
  /** "skill:toilet-timing" or "staff:tanaka". */
  readonly by: string;
  readonly key: string;
  readonly capability: Capability;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly state: OrderState;
  /** Who does it. */
  readonly body: SubjectId | null;
  /** 0 to 1; null: nobody knows. */
  readonly progress: number | null;
  /** What it is at, in the body's words: a key of its sentences ("phase.approach"). */
  readonly phase: string | null;
  /** What came out (`{ answer: "yes" }`), or why it failed (`{ why: "..." }`). */
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly placedAt: Instant;
  readonly startedAt: Instant | null;
  readonly closedAt: Instant | null;
}

export type NewOrder = Pick<Order, "subject" | "by" | "key" | "capability" | "parameters">;

/** One matter of one who orders is one order. */
export const orderKeyOf = ({ subject, by, key }: Pick<Order, "subject" | "by" | "key">): string =>
  `${subject} ${by} ${key}`;

export const isRunning = ({ state }: Order): boolean => state === "waiting" || state === "doing";

export const placeOrder = (order: NewOrder, now: Instant, arrival: number): Order => ({
  ...order,
  id: `o-${now.toString(36)}-${arrival.toString(36)}-${hashOf(orderKeyOf(order))}`,
  state: "waiting",
  body: null,
  progress: null,
  phase: null,
  result: null,
  placedAt: now,
  startedAt: null,
  closedAt: null,
});

/** What a body, or somebody, says about an order. */
export type OrderNews =
  | { readonly type: "started"; readonly body: SubjectId }
  | { readonly type: "progress"; readonly progress: number | null; readonly phase: string | null }
  | { readonly type: "done"; readonly result: Readonly<Record<string, unknown>> }
  | { readonly type: "failed"; readonly why: string }
  | { readonly type: "cancelled"; readonly why: string };

/** null: it changes nothing, because the order is over, or was not begun. */
export const orderAfter = (order: Order, news: OrderNews, now: Instant): Order | null => {
  if (!isRunning(order)) return null;
  if (news.type === "started")
    return order.state === "waiting" ? { ...order, state: "doing", body: news.body, startedAt: now } : null;
  if (news.type === "cancelled") return { ...order, state: "cancelled", result: { why: news.why }, closedAt: now };
  if (news.type === "failed") return { ...order, state: "failed", result: { why: news.why }, closedAt: now };
  if (order.state !== "doing") return null;
  if (news.type === "done") return { ...order, state: "done", progress: 1, result: news.result, closedAt: now };
  const { progress, phase } = news;
  return progress === order.progress && phase === order.phase ? null : { ...order, progress, phase };
};

/** What a robot, a person or a device is, to whoever orders: it says what it can, and does one thing at a time. */
export interface Body extends BodyOffers {
  /**
   * Does it, tells how far it is, and what came out. Rejects with a reason in words where it cannot. When `signal` aborts
   * it ends safely and rejects.
   */
  carryOut(
    order: Order,
    tell: (progress: number | null, phase: string | null) => void,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, unknown>>>;
}

/** What happened to an order. `progress` is told and not recorded; `over`: nobody wishes it any more, it is forgotten. */
export interface OrderDeed {
  readonly type: "order";
  readonly change: "placed" | "started" | "progress" | "done" | "failed" | "cancelled" | "over";
  readonly order: Order;
}

interface OrdersAfter {
  readonly map: ReadonlyMap<string, Order>;
  readonly deeds: readonly OrderDeed[];
}

type Orders = ReadonlyMap<string, Order>;

export const deedOf = (order: Order, news: OrderNews): OrderDeed => ({ type: "order", change: news.type, order });

/**
 * What a skill orders in this turn, for one subject. The same matter is the same order, also when it is done or has
 * failed: nothing is done twice because a wish stands. What is no longer wished is cancelled, or forgotten.
 */
export const ordersWished = (
  were: Orders,
  whose: Pick<Order, "subject" | "by">,
  wished: readonly NewOrder[],
  now: Instant,
  arrival: number,
): OrdersAfter => {
  const draft = new Draft(were);
  const deeds: OrderDeed[] = [];
  const keys = new Set(wished.map(orderKeyOf));
  for (const wish of wished) {
    if (draft.get(orderKeyOf(wish))) continue;
    const order = placeOrder(wish, now, arrival);
    draft.set(orderKeyOf(wish), order);
    deeds.push({ type: "order", change: "placed", order });
  }
  for (const [key, order] of were) {
    if (order.subject !== whose.subject || order.by !== whose.by || keys.has(key)) continue;
    draft.delete(key);
    const end: OrderNews = { type: "cancelled", why: "no longer wished" };
    const ended = orderAfter(order, end, now);
    deeds.push(ended ? deedOf(ended, end) : { type: "order", change: "over", order });
  }
  return { map: draft.map, deeds };
};

/** An order of a person stays to be seen for a while after it is over, ms. */
const SHOWN_MS = 15 * 60_000;

/** Orders of people that have been over for long enough. */
export const ordersSeen = (were: Orders, now: Instant): OrdersAfter => {
  const old = [...were].filter(
    ([, { by, closedAt }]) => !by.startsWith("skill:") && closedAt !== null && now - closedAt >= SHOWN_MS,
  );
  if (old.length === 0) return { map: were, deeds: [] };
  const gone = new Set(old.map(([key]) => key));
  return {
    map: new Map([...were].filter(([key]) => !gone.has(key))),
    deeds: old.map(([, order]) => ({ type: "order", change: "over", order })),
  };
};
