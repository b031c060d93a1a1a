// The thread that owns records.db and keys.db: an fsync that takes 15 ms stops nobody but the next commit.
import { parentPort, workerData } from "node:worker_threads";
import type { Change, Committed, EntryQuery, Instant, SubjectId } from "@sakiyomi/core";
import { coded } from "../faults.ts";
import { type Answer, type Ask, type Crossing, crossing } from "./crossing.ts";
import { entriesPage, type PagedQuery } from "./entries.ts";
import { RecordsFile } from "./records-file.ts";
import { currentOf, historyOf, searched, versionsOfSubject } from "./versions.ts";

export interface WorkerSettings {
  readonly dir: string;
  readonly stateDir: string;
  readonly now: Instant;
}

export type SentOutcome = Committed | { readonly failed: Crossing };

const { dir, stateDir, now } = workerData as WorkerSettings;

function started(): RecordsFile {
  const file = new RecordsFile(dir, stateDir);
  try {
    file.settle(now);
    file.eraseAgain(now);
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

const sent = (outcome: Committed | { readonly error: unknown }): SentOutcome =>
  "error" in outcome ? { failed: crossing(outcome.error) } : outcome;

const answersOf = (file: RecordsFile) => ({
  commit: (changes: readonly string[], at: Instant): readonly SentOutcome[] =>
    file
      .commitBatch(
        changes.map((change) => JSON.parse(change) as Change),
        at,
      )
      .map(sent),
  get: (type: string, id: string) => currentOf(file.sql, type, id),
  history: (type: string, id: string) => historyOf(file.sql, type, id),
  search: (type: string, where: Readonly<Record<string, unknown>>) => searched(file.sql, type, where),
  ofSubject: (subject: SubjectId) => versionsOfSubject(file.sql, subject),
  entries: (query: PagedQuery & EntryQuery, page: number) => entriesPage(file.sql, file.keys, query, page),
  checkpoints: () => file.checkpoints(),
  erase: (subject: SubjectId, by: string, at: Instant) => file.erase(subject, by, at),
  close: () => file.close(),
});

export type Asks = ReturnType<typeof answersOf>;

function listen(): void {
  const file = started();
  const answers = answersOf(file) as Readonly<Record<string, (...args: readonly never[]) => unknown>>;
  parentPort?.on("message", ({ ask, name, args }: Ask) => {
    parentPort?.postMessage(
      answered(ask, () => coded("records.db", () => answers[name]?.(...(args as readonly never[])))),
    );
    if (name === "close") parentPort?.close();
  });
  parentPort?.postMessage({ ask: 0, value: file.database } satisfies Answer);
}

function answered(ask: number, work: () => unknown): Answer {
  try {
    return { ask, value: work() };
  } catch (error) {
    return { ask, failed: crossing(error) };
  }
}

try {
  listen();
} catch (error) {
  parentPort?.postMessage({ ask: 0, failed: crossing(error) } satisfies Answer);
}
