// One long task beside the records, then it is over: reading the whole journal, or copying the files.
import { parentPort, workerData } from "node:worker_threads";
import { copyRecords } from "./copy.ts";
import { type Answer, crossing } from "./crossing.ts";
import { verifyJournal } from "./verify.ts";

export type SideTask = { readonly task: "verify" } | { readonly task: "backup"; readonly to: string };

export interface BackedUp {
  readonly database: string;
  /** The last entry of the journal that is in the copy. */
  readonly n: number;
  readonly hash: string;
}

const settings = workerData as SideTask & { readonly dir: string; readonly stateDir: string };

try {
  const value = settings.task === "verify" ? verifyJournal(settings) : copyRecords(settings);
  parentPort?.postMessage({ ask: 0, value } satisfies Answer);
} catch (error) {
  parentPort?.postMessage({ ask: 0, failed: crossing(error) } satisfies Answer);
}
