import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { skills } from "@sakiyomi/skills";
import { openRecords, openSignalStore, type SqliteRecords } from "@sakiyomi/sqlite";
import { openWard, type RunningWard } from "./ward.ts";
import { workerHost } from "./worker-host.ts";

export interface HouseFolder {
  /** Signals, records and keys. */
  readonly dataDir: string;
  /** Outside the data folder: the journal's anchor and key, the list of erasures. */
  readonly stateDir: string;
  readonly mode: "demo" | "real";
  /** IANA zone of the house. */
  readonly zone: string;
  readonly onTrouble?: (error: unknown) => void;
}

/** A ward on the embedded store, with each skill in a worker of its own. Closing it leaves everything durable. */
export async function openHouse({
  dataDir,
  stateDir,
  mode,
  zone,
  onTrouble,
}: HouseFolder): Promise<{ ward: RunningWard; records: SqliteRecords }> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const records = await openRecords({ dir: dataDir, stateDir });
  const store = await openSignalStore({ dir: join(dataDir, "signals") });
  const host = workerHost({ skills, module: import.meta.resolve("@sakiyomi/skills") });
  const ward = await openWard({ mode, zone, store, records, skills, host, ...(onTrouble ? { onTrouble } : {}) });
  return { ward, records };
}
