// A report of two hundred laboratory values takes half a second to draw: nobody's alert waits for it.
import { Worker } from "node:worker_threads";
import type { Language } from "@sakiyomi/core";
import type { ReportRecord } from "./records.ts";

export interface Drawn {
  readonly bytes: Uint8Array;
  /** Characters that no font draws. */
  readonly missing: readonly string[];
}
export interface Order {
  readonly number: number;
  readonly report: ReportRecord;
  readonly language: Language;
  readonly zone: string;
}
type Answer = { readonly number: number; readonly paper?: Drawn; readonly error?: string };
interface Waiting {
  readonly resolve: (drawn: Drawn) => void;
  readonly reject: (error: Error) => void;
}

const waiting = new Map<number, Waiting>();
let worker: Worker | null = null;
let last = 0;

/** Started when the first report is read; while nothing is drawn it keeps no process alive. */
function started(): Worker {
  const file = new URL(import.meta.url.endsWith(".ts") ? "./paper-worker.ts" : "./paper-worker.js", import.meta.url);
  const own = new Worker(file);
  own.on("message", ({ number, paper, error }: Answer) => {
    const one = waiting.get(number);
    waiting.delete(number);
    if (waiting.size === 0) own.unref();
    if (paper === undefined) one?.reject(new Error(error ?? "nothing was drawn"));
    else one?.resolve(paper);
  });
  // Whoever waits is told, and the next one finds a new worker.
  own.on("error", (error) => {
    if (worker === own) worker = null;
    for (const { reject } of waiting.values()) reject(error instanceof Error ? error : new Error(String(error)));
    waiting.clear();
  });
  return own;
}

/** The paper of a report, drawn in a thread of its own. */
export function drawn(report: ReportRecord, language: Language, zone: string): Promise<Drawn> {
  worker ??= started();
  const to = worker;
  last += 1;
  const order: Order = { number: last, report, language, zone };
  return new Promise((resolve, reject) => {
    waiting.set(order.number, { resolve, reject });
    to.ref();
    to.postMessage(order);
  });
}
