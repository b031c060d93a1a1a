// The thread that writes.
import { parentPort, workerData } from "node:worker_threads";
import { type DeskOptions, serveWriter } from "./writer-desk.ts";

if (parentPort === null) throw new Error("this is the file of a thread");
serveWriter(parentPort, workerData as DeskOptions);
