import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { skills } from "@sakiyomi/skills";
import { openRecords, openSignalStore, type SqliteRecords } from "@sakiyomi/sqlite";
import { openWard, type RunningWard, type WardOptions } from "./ward.ts";
import { workerHost } from "./worker-host.ts";

export interface EmbeddedOptions
  extends Pick<WardOptions, "mode" | "zone" | "wall" | "monotonic" | "ticks" | "onTrouble" | "bodies"> {
  /** Signals, records and keys. */
  readonly dataDir: string;
  /** Outside the data folder: the journal's anchor and key, the list of erasures. */
  readonly stateDir: string;
}

export interface EmbeddedWard {
  readonly ward: RunningWard;
  readonly records: SqliteRecords;
}

/** A ward on the embedded store, with each skill in a worker of its own. Closing it leaves everything durable. */
export async function openEmbeddedWard({ dataDir, stateDir, ...options }: EmbeddedOptions): Promise<EmbeddedWard> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const records = await openRecords({ dir: dataDir, stateDir });
  // A damaged half leaves the other closed again: whoever opened it would wait for its threads for ever.
  const store = await openSignalStore({ dir: join(dataDir, "signals") }).catch(async (error: unknown) => {
    await records.close();
    throw error;
  });
  // Each worker reads its own skill only: fourteen that read all of them keep a small machine busy for half a minute.
  const host = workerHost({ skills, module: (id) => import.meta.resolve(`@sakiyomi/skills/skill/${id}`) });
  return { ward: await openWard({ ...options, store, records, skills, host }), records };
}
