import { existsSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "@sakiyomi/core";
import { type ChannelRow, frameEnd } from "./channel.ts";
import { Head, type HeadLane, headFile } from "./head.ts";
import type { Period } from "./period.ts";
import { Periods, setAside } from "./periods.ts";
import { RecordWriter } from "./record.ts";
import { salvage } from "./salvage.ts";
import { isDue, seal } from "./sealer.ts";
import { type Applied, Shelf, type Shelved, type Waits } from "./shelf.ts";
import { faultOf, inTransaction } from "./sqlite.ts";

export interface AppendJob {
  /** Channels that the head does not know yet. */
  readonly channels: readonly ChannelRow[];
  readonly waves: ArrayBuffer | null;
  readonly others: ArrayBuffer | null;
}

export interface Kept {
  readonly stored: number;
  readonly repeated: number;
  readonly repeats: number[];
  readonly arrival: number;
}

export interface HeldQuery {
  readonly channels: readonly number[] | null;
  /** Arrivals in (after, upTo]. */
  readonly after: number;
  readonly upTo: number;
  readonly from: number;
  readonly to: number;
}

export interface KeeperOptions {
  readonly dir: string;
  readonly maxPages?: number | undefined;
  readonly waits?: Waits | undefined;
  readonly now: () => number;
  readonly onTrouble: (fault: Fault) => void;
}

/** So many samples in memory are enough; then they go into blocks before more is acknowledged. */
const MOST_IN_MEMORY = 1 << 24;
const PRUNE_EVERY_MS = 2000;
/** So long an acknowledgement waits at most for room in memory. */
const MAKE_ROOM_MS = 40;

/** Everything that writes: head, shelf and periods. Lives in the thread of the writer; knows no messages. */
export class Keeper {
  readonly periods: Periods;
  head: Head;
  shelf: Shelf;
  arrival = 0;
  readonly #options: KeeperOptions;
  #inMemory = 0;
  #prunedAt = 0;
  #prune = false;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.periods = new Periods(options.dir, false);
    this.head = this.#openHead();
    this.#openPeriods();
    this.shelf = this.recover();
  }

  /** One transaction for all that wait. Where it fails, nothing of it was kept, and memory is what the disk says. */
  append(jobs: readonly AppendJob[]): (Kept | Error)[] {
    try {
      if (this.#inMemory > MOST_IN_MEMORY) this.#makeRoom();
      const kept = inTransaction(this.head.db, () => {
        if (this.#prune) this.#pruneHead();
        return jobs.map((job) => this.#take(job));
      });
      this.#prune = false;
      return kept;
    } catch (error) {
      this.shelf = this.recover();
      const fault = asError(faultOf(error, this.head.path));
      return jobs.map(() => fault);
    }
  }

  /** Puts what is due into blocks, for about `budgetMs`; says when there is more to do. */
  sealDue(budgetMs: number): { readonly nextInMs: number | null } {
    const now = this.#options.now();
    const due = this.#waiting((channel) => isDue(channel, now));
    const done = due.length === 0 ? 0 : this.#seal(due, within(budgetMs));
    if (now - this.#prunedAt > PRUNE_EVERY_MS) {
      this.#prune = true;
      this.#prunedAt = now;
    }
    // More comes in than is packed at this pace: then as much time goes into packing as into taking in.
    if (done < due.length) return { nextInMs: this.#inMemory > MOST_IN_MEMORY / 4 ? budgetMs : 3 * budgetMs };
    return { nextInMs: this.#inMemory > 0 ? 250 : null };
  }

  /** Everything into blocks, and out of the head. */
  flush(): void {
    this.#seal(
      this.#waiting(() => true),
      () => false,
    );
    inTransaction(this.head.db, () => this.#pruneHead());
  }

  /** What is in the write-ahead logs goes into the files. */
  truncateLogs(): void {
    for (const period of this.periods.all()) period.truncateLog();
    this.head.db.exec("pragma wal_checkpoint(truncate)");
  }

  /** What is in memory of the channels and arrivals asked for. */
  held(query: HeldQuery): ArrayBuffer {
    const out = new RecordWriter();
    const all = query.channels ?? this.shelf.channels.keys();
    for (const id of all) {
      const channel = this.shelf.channels.get(id);
      if (channel !== undefined && channel.since > 0) putHeld(out, channel, query);
    }
    return out.taken();
  }

  /** Names of frames that were struck out, of those channels that have any. */
  struckOf(channels: readonly number[]): Record<number, string[]> {
    const found: Record<number, string[]> = {};
    for (const id of channels) {
      const names = this.shelf.struck.get(this.shelf.channels.get(id)?.series ?? "");
      if (names !== undefined && names.size > 0) found[id] = [...names];
    }
    return found;
  }

  /** Memory as the disk says it is. */
  recover(): Shelf {
    const shelf = new Shelf(this.periods, this.#options.waits);
    for (const channel of this.head.channels()) shelf.define(channel);
    for (const strike of this.head.struck()) shelf.strike(strike);
    const periods = this.periods.all();
    for (const period of periods) period.forgetCaches();
    const seen = periods.map((period) => period.get<{ value: number }>("meta", "arrival")?.value ?? 0);
    this.arrival = Math.max(this.head.counter("arrival"), ...seen, 0);
    const now = this.#options.now();
    this.#inMemory = 0;
    for (const lane of ["waves", "others"] as const)
      for (const { arrival, body } of this.head.batches(lane)) {
        const applied = nothing();
        shelf.apply(body, arrival, now, applied, true);
        this.#inMemory += applied.stored;
        this.arrival = Math.max(this.arrival, arrival);
      }
    return shelf;
  }

  /** A file turned out to be damaged: it is kept under another name, and what can be read of it goes on. */
  setAside(name: string): void {
    const aside = this.periods.setAside(name);
    const saved = salvage(aside, () => this.periods.get(name));
    this.shelf.forgetLookups();
    this.#options.onTrouble(
      new Fault(
        "STORE_CORRUPT",
        `Period ${name} is damaged; the file is now ${aside}, ${saved} of its blocks were saved.`,
      ),
    );
  }

  /** What cannot be packed any more, because the disk is full, is safe in the head. */
  close(): void {
    try {
      this.flush();
    } catch (error) {
      if (!(error instanceof Fault && error.code === "STORE_FULL")) throw error;
      this.#options.onTrouble(error);
    } finally {
      this.periods.close();
      this.head.close();
    }
  }

  #take({ channels, waves, others }: AppendJob): Kept {
    for (const channel of channels) {
      this.head.define(channel);
      this.shelf.define(channel);
    }
    const applied = nothing();
    const arrival = this.arrival + 1;
    const now = this.#options.now();
    for (const [lane, body] of [
      ["waves", waves],
      ["others", others],
    ] as const)
      if (body !== null) this.#takeLane(lane, body, arrival, now, applied);
    for (const strike of applied.strikes) this.head.strike(strike);
    const isNew = applied.stored > 0;
    if (isNew) this.arrival = arrival;
    this.#inMemory += applied.stored;
    const repeats = applied.repeats.sort((a, b) => a - b);
    return { stored: applied.stored, repeated: applied.repeated, repeats, arrival: isNew ? arrival : 0 };
  }

  #takeLane(lane: HeadLane, body: ArrayBuffer, arrival: number, now: number, applied: Applied): void {
    const before = applied.stored;
    this.shelf.apply(body, arrival, now, applied);
    if (applied.stored > before) this.head.add(lane, arrival, body);
  }

  /** Those that hold something, the one that is due longest first. */
  #waiting(wanted: (channel: Shelved) => boolean): Shelved[] {
    const all = [...this.shelf.channels.values()].filter((channel) => channel.since > 0 && wanted(channel));
    return all.sort((a, b) => a.due - b.due);
  }

  #makeRoom(): void {
    this.#seal(
      this.#waiting(() => true),
      within(MAKE_ROOM_MS),
    );
  }

  #seal(channels: readonly Shelved[], enough: () => boolean): number {
    try {
      const before = channels.map((channel) => channel.pending.used + channel.rows.length);
      const done = seal(this.shelf, this.periods, channels, enough);
      for (const n of before.slice(0, done)) this.#inMemory = Math.max(0, this.#inMemory - n);
      return done;
    } catch (error) {
      this.shelf = this.recover();
      throw faultOf(error, this.periods.dir);
    }
  }

  #pruneHead(): void {
    const first = { waves: this.arrival + 1, others: this.arrival + 1 };
    for (const { lane, pending, rows } of this.shelf.channels.values()) {
      const key = lane === "wave" ? "waves" : "others";
      first[key] = Math.min(first[key], pending.firstArrival);
      first.others = Math.min(first.others, rows[0]?.arrival ?? first.others);
    }
    this.head.prune("waves", first.waves);
    this.head.prune("others", first.others);
    this.head.raise("arrival", this.arrival);
  }

  #openHead(): Head {
    const { dir, maxPages, onTrouble } = this.#options;
    const path = join(dir, headFile);
    try {
      const head = new Head(dir, { maxPages });
      if (head.db.prepare("pragma quick_check(1)").get()?.quick_check !== "ok") {
        head.close();
        throw new Fault("STORE_CORRUPT", `${path} is damaged.`);
      }
      return head;
    } catch (error) {
      if (!(error instanceof Fault && error.code === "STORE_CORRUPT") || !existsSync(path)) throw error;
      const aside = setAside(path);
      onTrouble(new Fault("STORE_CORRUPT", `The head of the store was damaged; the file is now ${aside}.`));
      return new Head(dir, { maxPages });
    }
  }

  /** Every period is opened once, so that a damaged one is found now; channels are taken over where the head lost them. */
  #openPeriods(): void {
    const known = new Set(this.head.channels().map(({ id }) => id));
    for (const name of this.periods.names())
      try {
        this.#takeOver(this.periods.get(name), known);
      } catch (error) {
        const fault = faultOf(error, name);
        if (!(fault instanceof Fault && fault.code === "STORE_CORRUPT")) throw fault;
        this.shelf = new Shelf(this.periods, this.#options.waits);
        this.setAside(name);
      }
  }

  #takeOver(period: Period, known: ReadonlySet<number>): void {
    const channels = period.db.prepare("select * from channels").all() as unknown as ChannelRow[];
    for (const channel of channels) if (!known.has(channel.id)) this.head.define(channel);
    this.head.raise("arrival", period.get<{ value: number }>("meta", "arrival")?.value ?? 0);
  }
}

function putHeld(out: RecordWriter, channel: Shelved, { after, upTo, from, to }: HeldQuery): void {
  const fits = (at: number, arrival: number) => arrival > after && arrival <= upTo && at <= to;
  for (const [head, samples] of channel.pending.frames)
    if (fits(head.at, head.arrival) && frameEnd(head.at, head.n, channel.rate) >= from)
      out.samples({ ...head, channel: channel.id }, samples);
  for (const row of channel.rows) if (fits(row.at, row.arrival) && row.at >= from) out.row(row);
}

const within = (ms: number): (() => boolean) => {
  const end = performance.now() + ms;
  return () => performance.now() > end;
};

const nothing = (): Applied => ({ stored: 0, repeated: 0, repeats: [], strikes: [] });
const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
