import type { RunningWard } from "@sakiyomi/server";
import { madeFor, type Places } from "./places.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Opens a ward for one piece of work, without letting its time run, and closes it. @throws Fault STORE_LOCKED while a
 * server has it
 */
export async function withWard<T>(
  places: Places,
  terminal: Terminal,
  work: (ward: RunningWard) => Promise<T>,
): Promise<T> {
  const { openEmbeddedWard } = await import("@sakiyomi/server");
  const { stateDirOf } = await import("@sakiyomi/sqlite");
  const { ward } = await openEmbeddedWard({
    dataDir: madeFor(places),
    stateDir: stateDirOf(madeFor(places), terminal.env),
    mode: places.mode,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ticks: false,
    onTrouble: (error) => terminal.note(error instanceof Error ? error.message : String(error)),
  });
  try {
    return await work(ward);
  } finally {
    await ward.close();
  }
}
