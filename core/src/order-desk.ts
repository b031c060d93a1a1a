import type { SubjectId } from "./1-signal/index.ts";
import { type Capability, unfit } from "./4-decide/index.ts";
import { type Body, isRunning, type Order, type OrderNews } from "./5-act/index.ts";

interface Doing {
  readonly order: string;
  readonly capability: Capability;
  readonly end: AbortController;
}

/** Gives orders to bodies: each does one thing at a time, who came first is served first, and a stop is never kept waiting. */
export class OrderDesk {
  readonly #bodies: readonly Body[];
  readonly #tell: (order: string, news: OrderNews, body: SubjectId) => Promise<void>;
  readonly #orders: () => Iterable<Order>;
  readonly #doing = new Map<SubjectId, Doing>();
  #isClosed = false;

  /** `tell` resolves when what is told is durable; only then the next thing happens. */
  constructor(
    bodies: readonly Body[],
    orders: () => Iterable<Order>,
    tell: (order: string, news: OrderNews, body: SubjectId) => Promise<void>,
  ) {
    this.#bodies = bodies;
    this.#orders = orders;
    this.#tell = tell;
  }

  get bodies(): readonly Body[] {
    return this.#bodies;
  }

  /** After every change of the orders. */
  settle(): void {
    if (this.#isClosed) return;
    const all = [...this.#orders()];
    const running = new Set(all.filter(isRunning).map(({ id }) => id));
    for (const [, { order, end }] of this.#doing) if (!running.has(order)) end.abort("cancelled");
    const waiting = all.filter(({ state }) => state === "waiting").sort((a, b) => a.placedAt - b.placedAt);
    for (const order of waiting) this.#give(order);
  }

  /** Ends whatever is done, safely. */
  close(): void {
    this.#isClosed = true;
    for (const { end } of this.#doing.values()) end.abort("the house stops");
  }

  #give(order: Order): void {
    // It waits until its beginning is durable: it is not given to a second one meanwhile.
    if ([...this.#doing.values()].some((one) => one.order === order.id)) return;
    const able = this.#bodies.filter((body) => unfit(body, order.capability, order.parameters) === null);
    const free = able.find(({ id }) => !this.#doing.has(id));
    // Also where one is free that can take the stop: another may be the one that moves.
    if (order.capability === "stop") for (const { id } of able) this.#endAt(id);
    if (free) void this.#carryOut(free, order);
  }

  /** Whatever a body does, but no stop: it is not ended by another one. */
  #endAt(body: SubjectId): void {
    const doing = this.#doing.get(body);
    if (doing?.capability !== "stop") doing?.end.abort("a stop was asked for");
  }

  async #carryOut(body: Body, order: Order): Promise<void> {
    const end = new AbortController();
    this.#doing.set(body.id, { order: order.id, capability: order.capability, end });
    const tell = (news: OrderNews): Promise<void> => this.#tell(order.id, news, body.id);
    try {
      await tell({ type: "started", body: body.id });
      // It may have been cancelled until its beginning was durable.
      end.signal.throwIfAborted();
      const news = (progress: number | null, phase: string | null): void =>
        void tell({ type: "progress", progress, phase });
      const result = await body.carryOut(order, news, end.signal);
      this.#doing.delete(body.id);
      await tell({ type: "done", result });
    } catch (error) {
      this.#doing.delete(body.id);
      const why = end.signal.aborted
        ? String(end.signal.reason)
        : String(error instanceof Error ? error.message : error);
      await tell({ type: "failed", why });
    }
    // Somebody may wait for this body, also where the order was cancelled and nobody hears of its end.
    this.settle();
  }
}
