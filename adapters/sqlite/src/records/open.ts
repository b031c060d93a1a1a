import {
  type Change,
  type Checkpoint,
  type Committed,
  canonicalJson,
  type Entry,
  type EntryQuery,
  Fault,
  type Instant,
  type Records,
  type Resource,
  type SubjectId,
  type Version,
} from "@sakiyomi/core";
import { type Lock, lockFolder } from "../lock.ts";
import { CommitLine } from "./commit-line.ts";
import { crossed } from "./crossing.ts";
import type { PagedQuery } from "./entries.ts";
import type { BackedUp, SideTask } from "./side-worker.ts";
import { Thread } from "./thread.ts";
import type { Report } from "./verify.ts";
import type { SentOutcome, WorkerSettings } from "./worker.ts";

export interface RecordsFolder {
  /** The data folder: `records.db` and `keys.db`. */
  readonly dir: string;
  /** Outside the data folder, one a database: the journal's key and anchor, and the list of erasures. */
  readonly stateDir: string;
  readonly clock?: () => Instant;
}

export interface SqliteRecords extends Records {
  /** Of this database, for ever; made with it. */
  readonly database: string;
  /** Reads the whole journal, in a thread of its own, while everything goes on. */
  verify(): Promise<Report>;
  /** Writes `records.db`, `keys.db` and `erasures.json` as of one moment into a folder. Commits go on meanwhile. */
  backup(to: string): Promise<BackedUp>;
}

const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
const workerUrl = new URL(`./worker.${ending}`, import.meta.url);
const sideWorkerUrl = new URL(`./side-worker.${ending}`, import.meta.url);

/** Entries are read in pages, so that a long reading lets the commits of others pass. */
const PAGE = 500;

/**
 * Records on SQLite. Throws STORE_LOCKED, STORE_VERSION, STORE_CORRUPT or STORE_FULL when it cannot be opened; the same
 * codes come from its promises later. What was acknowledged is on the disk, and so is the anchor of its journal.
 */
export async function openRecords({ dir, stateDir, clock = Date.now }: RecordsFolder): Promise<SqliteRecords> {
  const lock = lockFolder(dir, "records");
  const thread = new Thread(workerUrl, { dir, stateDir, now: clock() } satisfies WorkerSettings);
  try {
    const database = String(await thread.ready());
    return new OpenRecords({ dir, stateDir, clock, lock, thread, database });
  } catch (error) {
    await thread.end();
    lock.release();
    throw error;
  }
}

interface Parts extends Required<RecordsFolder> {
  readonly lock: Lock;
  readonly thread: Thread;
  readonly database: string;
}

class OpenRecords implements SqliteRecords {
  readonly database: string;
  readonly #parts: Parts;
  readonly #line: CommitLine<string, SentOutcome>;
  readonly #readers = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(parts: Parts) {
    this.database = parts.database;
    this.#parts = parts;
    this.#line = new CommitLine((batch) => this.#ask<readonly SentOutcome[]>("commit", batch, parts.clock()));
  }

  async commit(change: Change): Promise<Committed> {
    this.#checkOpen();
    // Read at once, as text: what the caller does to its objects later changes nothing, and what JSON cannot say is
    // refused before it could spoil the batch of others.
    const outcome = await this.#line.push(canonicalJson(change));
    if ("failed" in outcome) throw crossed(outcome.failed);
    return outcome;
  }

  get<R extends Resource>(resourceType: R["resourceType"], id: string): Promise<Version<R> | null> {
    return this.#ask("get", resourceType, id);
  }

  history(resourceType: string, id: string): Promise<readonly Version[]> {
    return this.#ask("history", resourceType, id);
  }

  search<R extends Resource>(
    resourceType: R["resourceType"],
    where: Readonly<Record<string, unknown>> = {},
  ): Promise<readonly Version<R>[]> {
    return this.#ask("search", resourceType, where);
  }

  ofSubject(subject: SubjectId): Promise<readonly Version[]> {
    return this.#ask("ofSubject", subject);
  }

  async entries(query: EntryQuery): Promise<readonly Entry[]> {
    const found: Entry[] = [];
    const limit = query.limit ?? Number.POSITIVE_INFINITY;
    let next: PagedQuery = query;
    while (found.length < limit) {
      const wanted = Math.min(PAGE, limit - found.length);
      const page: readonly Entry[] = await this.#ask("entries", next, wanted);
      found.push(...page);
      const last = page.at(-1);
      if (last === undefined || page.length < wanted) break;
      next = query.newestFirst ? { ...query, before: last.n } : { ...query, after: last.n };
    }
    return found;
  }

  checkpoints(): Promise<readonly Checkpoint[]> {
    return this.#ask("checkpoints");
  }

  async erase(subject: SubjectId, by: string, at: Instant): Promise<void> {
    this.#checkOpen();
    // A reader of the whole file holds the old pages, and a copy made in the middle would hold what is being destroyed.
    while (this.#readers.size > 0) await Promise.allSettled(this.#readers);
    await this.#line.alone(() => this.#ask("erase", subject, by, at));
  }

  verify(): Promise<Report> {
    return this.#aside({ task: "verify" });
  }

  backup(to: string): Promise<BackedUp> {
    return this.#aside({ task: "backup", to });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { thread, lock } = this.#parts;
    await this.#line.alone(() => thread.ask("close"));
    await Promise.allSettled(this.#readers);
    await thread.end();
    lock.release();
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new Fault("STORE_CLOSED", "The records are closed.");
  }

  /** The answer has the type that `Asks` in worker.ts gives it: both ends are written here. */
  async #ask<T>(name: string, ...args: readonly unknown[]): Promise<T> {
    if (this.#isClosed && name !== "commit") throw new Fault("STORE_CLOSED", "The records are closed.");
    return (await this.#parts.thread.ask(name, ...args)) as T;
  }

  /** Begins when what came before is done, an erasure above all; then commits go on beside it. */
  async #aside<T>(task: SideTask): Promise<T> {
    this.#checkOpen();
    const { dir, stateDir } = this.#parts;
    let reading: Promise<unknown> = Promise.resolve();
    await this.#line.alone(async () => {
      const thread = new Thread(sideWorkerUrl, { dir, stateDir, ...task });
      reading = thread.ready().finally(() => thread.end());
      this.#readers.add(reading);
    });
    try {
      return (await reading) as T;
    } finally {
      this.#readers.delete(reading);
    }
  }
}
