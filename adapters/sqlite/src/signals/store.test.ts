import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "@sakiyomi/core";
import { behavesLikeStore } from "@sakiyomi/core/testing";
import { openSignalStore } from "./store.ts";

async function openTemporary(): Promise<Store> {
  const dir = mkdtempSync(join(tmpdir(), "sakiyomi-signals-"));
  const store = await openSignalStore({ dir, threads: false });
  const close = store.close.bind(store);
  store.close = async () => {
    await close();
    rmSync(dir, { recursive: true, force: true });
  };
  return store;
}

behavesLikeStore("sqlite", openTemporary);

/** The same, with everything put into blocks before each reading. */
behavesLikeStore("sqlite, from blocks", async () => {
  const store = await openTemporary();
  const flushed = store as Awaited<ReturnType<typeof openSignalStore>>;
  const append = store.append.bind(store);
  store.append = async (batch) => {
    const appended = await append(batch);
    await flushed.flush();
    return appended;
  };
  return store;
});
