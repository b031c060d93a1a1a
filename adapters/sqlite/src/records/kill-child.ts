// Killed by kill.test.ts: commits as fast as it can, and says a number on its standard output once that is durable.
import { writeSync } from "node:fs";
import type { SubjectId } from "@sakiyomi/core";
import { openRecords } from "./open.ts";

const [dir = "", stateDir = "", first = "0"] = process.argv.slice(2);
const records = await openRecords({ dir, stateDir });
let next = Number(first);

async function writer(): Promise<void> {
  for (;;) {
    const k = next++;
    const subject = `person:p${k % 7}` as SubjectId;
    const at = 1_700_000_000_000 + k;
    await records.commit({
      by: "system",
      at,
      puts: [
        { resource: { resourceType: "Alert", id: `a${k}`, k }, subject, ifMatch: 0 },
        { resource: { resourceType: "Counter", id: `c${k % 3}`, k } },
      ],
      journal: [{ at, type: "alert", actor: "system", subject, content: { k } }],
      checkpoints: [{ skill: "s", version: "1", subject, arrival: k, at, state: { k } }],
    });
    writeSync(1, `${k}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, writer));
