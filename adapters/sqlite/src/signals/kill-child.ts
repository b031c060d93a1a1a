// The process that is killed: appends as fast as is acknowledged, and says so on its standard output.
import { writeSync } from "node:fs";
import { batchOf } from "./kill-load.ts";
import { openSignalStore } from "./store.ts";

const [dir = "", first = "0"] = process.argv.slice(2);
/** So many batches are on their way at once. */
const IN_FLIGHT = 6;

const store = await openSignalStore({ dir, waits: { wave: 700, quantity: 1500, row: 300 } });
let tick = Number(first);
const flow = async (): Promise<never> => {
  for (;;) {
    const mine = tick++;
    await store.append(batchOf(mine));
    writeSync(1, `${mine}\n`);
  }
};
await Promise.all(Array.from({ length: IN_FLIGHT }, flow));
