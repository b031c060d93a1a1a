// The thread that reads.
import { parentPort, workerData } from "node:worker_threads";
import { serveReader } from "./reader-desk.ts";
import type { DeskOptions } from "./writer-desk.ts";

if (parentPort === null) throw new Error("this is the file of a thread");
serveReader(parentPort, workerData as DeskOptions);
