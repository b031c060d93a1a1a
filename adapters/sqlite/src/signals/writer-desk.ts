import { setTimeout as after } from "node:timers";
import type { MessagePort } from "node:worker_threads";
import { Fault, type Forget, type Instant } from "@sakiyomi/core";
import { lockFolder } from "../lock.ts";
import { type AppendJob, type HeldQuery, Keeper } from "./keeper.ts";

import { newestOf } from "./newest.ts";
import { RecordWriter } from "./record.ts";
import { forget, type Move, reassign } from "./rewrite.ts";
import { Handing, type Handlers, serve, whatOf } from "./rpc.ts";
import type { Waits } from "./shelf.ts";

export interface DeskOptions {
  readonly dir: string;
  readonly maxPages?: number | undefined;
  readonly waits?: Waits | undefined;
}

/** Packing blocks may hold up acknowledgements for about so long at once. */
const SEAL_BUDGET_MS = 6;
const SEAL_EVERY_MS = 250;
/** After a full disk. */
const TRY_AGAIN_MS = 2000;

interface Waiting {
  readonly job: AppendJob;
  readonly answer: (work: () => unknown) => void;
}

/** Answers at a port for the one who writes. It alone changes files. */
export function serveWriter(port: MessagePort, options: DeskOptions): void {
  const desk = new WriterDesk(port, options);
  serve(port, desk.handlers, ({ method, params }, answer) => {
    if (method !== "append" || !desk.isOpen) return false;
    desk.enqueue({ job: params as AppendJob, answer });
    return true;
  });
}

class WriterDesk {
  readonly #port: MessagePort;
  readonly #options: DeskOptions;
  #keeper: Keeper | null = null;
  #unlock = () => {};
  #timer: NodeJS.Timeout | null = null;
  #jobs: Waiting[] = [];

  constructor(port: MessagePort, options: DeskOptions) {
    this.#port = port;
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#keeper !== null;
  }

  readonly handlers: Handlers = {
    open: () => this.#open(),
    held: (query: HeldQuery) => {
      const keeper = this.#settled();
      const records = keeper.held(query);
      const struck = keeper.struckOf(query.channels ?? []);
      return new Handing({ records, struck, periods: keeper.periods.names(), arrival: keeper.arrival }, [records]);
    },
    latest: (channels: readonly number[]) => this.#latest(channels),
    flush: () => {
      const keeper = this.#settled();
      keeper.flush();
      keeper.truncateLogs();
    },
    limit: (pages: number) => this.#settled().head.db.exec(`pragma max_page_count = ${pages}`),
    lastArrival: () => this.#settled().arrival,
    forget: (what: Forget) => forget(this.#settled(), what),
    reassign: ({ moves, from, to }: { moves: readonly Move[]; from: Instant; to: Instant }) =>
      reassign(this.#settled(), moves, from, to),
    periods: () => this.#settled().periods.names(),
    setAside: (names: readonly string[]) => {
      for (const name of names) this.#settled().setAside(name);
    },
    close: () => this.#close(),
  };

  /** All that come while a commit waits for the disk share the next one. */
  enqueue(waiting: Waiting): void {
    if (this.#jobs.length === 0) setImmediate(() => this.#commit());
    this.#jobs.push(waiting);
  }

  #open(): unknown {
    const { dir, maxPages, waits } = this.#options;
    const lock = lockFolder(dir, "signals");
    this.#unlock = () => lock.release();
    try {
      const keeper = new Keeper({ dir, maxPages, waits, now: Date.now, onTrouble: (fault) => this.#tell(fault) });
      this.#keeper = keeper;
      this.#sealIn(SEAL_EVERY_MS);
      return { channels: keeper.head.channels(), nextChannel: keeper.head.counter("channel") + 1 };
    } catch (error) {
      this.#unlock();
      throw error;
    }
  }

  #close(): void {
    const keeper = this.#settled();
    this.#keeper = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    try {
      keeper.close();
    } finally {
      this.#unlock();
    }
  }

  #commit(): void {
    const waiting = this.#jobs;
    this.#jobs = [];
    if (waiting.length === 0 || this.#keeper === null) return;
    const outcomes = this.#keeper.append(waiting.map(({ job }) => job));
    for (const [i, { answer }] of waiting.entries())
      answer(() => {
        const outcome = outcomes[i];
        if (outcome instanceof Error) throw outcome;
        return outcome;
      });
    this.#sealIn(SEAL_EVERY_MS);
  }

  /** What was asked before is done before. */
  #settled(): Keeper {
    this.#commit();
    if (this.#keeper === null) throw new Fault("STORE_CLOSED", "The store of signals is closed.");
    return this.#keeper;
  }

  #sealIn(ms: number): void {
    this.#timer ??= after(() => this.#seal(), ms);
  }

  #seal(): void {
    this.#timer = null;
    try {
      const nextInMs = this.#keeper?.sealDue(SEAL_BUDGET_MS).nextInMs ?? null;
      if (nextInMs !== null) this.#sealIn(nextInMs);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#tell(error);
      this.#sealIn(TRY_AGAIN_MS);
    }
  }

  #latest(channels: readonly number[]): Handing {
    const { shelf, periods } = this.#settled();
    const wanted = channels.map((id) => shelf.channels.get(id)).filter((channel) => channel !== undefined);
    const out = new RecordWriter();
    for (const [{ id }, newest] of newestOf(shelf, periods, wanted))
      if ("row" in newest) out.row(newest.row);
      else out.samples({ ...newest.head, channel: id }, newest.samples);
    const records = out.taken();
    return new Handing(records, [records]);
  }

  #tell(fault: Fault): void {
    this.#port.postMessage({ notice: { code: fault.code, what: whatOf(fault) } });
  }
}
