import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { Fault } from "@sakiyomi/core";
import { type Answer, crossed } from "./crossing.ts";

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** A worker that is asked and answers. Answer 0 is its first word: that it is ready, or why not. */
export class Thread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  #isOver = false;

  constructor(url: URL, workerData: unknown) {
    this.#worker = new Worker(url, { workerData });
    this.#worker.on("message", (answer: Answer) => this.#take(answer));
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Fault("STORE_CLOSED", "The thread of the records has ended.")));
  }

  ready(): Promise<unknown> {
    return this.#answer(0);
  }

  ask(name: string, ...args: readonly unknown[]): Promise<unknown> {
    if (this.#isOver) return Promise.reject(new Fault("STORE_CLOSED", "The records are closed."));
    const ask = ++this.#asked;
    const answer = this.#answer(ask);
    try {
      this.#worker.postMessage({ ask, name, args });
    } catch (error) {
      this.#take({ ask, failed: { code: null, what: "", error } });
    }
    return answer;
  }

  /** Resolves when the thread has gone; what is still waiting then is refused. */
  async end(): Promise<void> {
    if (!this.#isOver) {
      const gone = once(this.#worker, "exit");
      void this.#worker.terminate();
      await gone;
    }
  }

  #answer(ask: number): Promise<unknown> {
    return new Promise((resolve, reject) => this.#waiting.set(ask, { resolve, reject }));
  }

  #take(answer: Answer): void {
    const waiting = this.#waiting.get(answer.ask);
    this.#waiting.delete(answer.ask);
    if ("failed" in answer) waiting?.reject(crossed(answer.failed));
    else waiting?.resolve(answer.value);
  }

  #fail(error: unknown): void {
    this.#isOver = true;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
