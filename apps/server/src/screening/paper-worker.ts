/** Draws reports, away from the loop. Started by drawn.ts. */
import { parentPort } from "node:worker_threads";
import type { Order } from "./drawn.ts";
import { paperOf } from "./paper.ts";

parentPort?.on("message", ({ number, report, language, zone }: Order) => {
  paperOf(report, language, zone).then(
    (paper) => parentPort?.postMessage({ number, paper }),
    (error: unknown) => parentPort?.postMessage({ number, error: String(error) }),
  );
});
