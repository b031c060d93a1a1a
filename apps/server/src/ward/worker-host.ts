import { Worker } from "node:worker_threads";
import type { Skill, SkillHost, TurnRequest, TurnResult } from "@sakiyomi/core";

export interface WorkerHostOptions {
  readonly skills: readonly Skill[];
  /** What the worker of a skill imports: a module that exports that skill, under any name, or in a list. */
  readonly module: string | ((id: string) => string);
  /** So long may a skill's worker need until it is ready, ms. */
  readonly startMs?: number;
}

/** A module of skills is read and compiled: a second on a busy machine, and far more on one that starts everything at once. */
const START_MS = 30_000;

/** Beside the skill's own budget: what a busy machine may take away from a thread before its skill is blamed. */
const GRACE_MS = 300;

/**
 * Beside its budgets a young thread may compute so much: code is compiled as it runs, and the first turn after a start reads what has
 * waited. Without it a busy machine's first turn was stopped, and the skill rested for a minute.
 */
const YOUNG_MS = 500;

/** A skill remembers in its states, not in its thread: one that needs more is broken, and falls alone. */
const ROOM = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 };

/** Turns that wait are sent together: each message costs as much as a small turn. */
const MOST_AT_ONCE = 8;

/** However little it computes: after so long without an answer a skill is stopped. */
const MOST_MS = 3000;

/**
 * Each skill in a worker of its own. One that exceeds its time is stopped and started anew; the others never wait for
 * it (H-08). The budget is CPU time: when the watchdog barks, a thread that a busy machine kept waiting is not blamed.
 */
export function workerHost({ skills, module, startMs = START_MS }: WorkerHostOptions): SkillHost {
  const moduleOf = typeof module === "string" ? () => module : module;
  const rooms = new Map(skills.map((skill) => [skill.id, new SkillRoom(skill, moduleOf(skill.id), startMs)]));
  return {
    async turn(request) {
      const room = rooms.get(request.skill);
      return room ? room.turn(request) : { ok: false, code: "SKILL_THREW", why: `no skill ${request.skill}` };
    },
    async close() {
      await Promise.all([...rooms.values()].map((room) => room.close()));
    },
  };
}

/** What a worker says: first that it is ready, then the results of each message; and what its thread has computed so far, ms. */
export interface Answer {
  readonly results: readonly TurnResult[] | null;
  readonly cpuMs: number;
}

const closed = { ok: false, code: "SKILL_SLOW", why: "the house closed" } as const;

interface Waiting {
  readonly request: TurnRequest;
  readonly resolve: (result: TurnResult) => void;
}

class SkillRoom {
  readonly #skill: Skill;
  readonly #module: string;
  readonly #startMs: number;
  readonly #waiting: Waiting[] = [];
  #worker: Worker | null = null;
  #isReady = false;
  /** What the worker has been sent; empty: it is idle. */
  #running: readonly Waiting[] = [];
  /** Written by the worker: which of them it is at. */
  #place = new Int32Array(new SharedArrayBuffer(4));
  #watchdog: NodeJS.Timeout | undefined;
  /** CPU time of the worker before these turns, ms: as it said with the last ones. */
  #cpuMs = 0;
  /** The same when it was ready. */
  #bornMs = 0;
  #isClosed = false;

  constructor(skill: Skill, module: string, startMs: number) {
    this.#skill = skill;
    this.#module = module;
    this.#startMs = startMs;
  }

  turn(request: TurnRequest): Promise<TurnResult> {
    if (this.#isClosed) return Promise.resolve(closed);
    return new Promise((resolve) => {
      this.#waiting.push({ request, resolve });
      if (!this.#worker) this.#start();
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#failed(closed);
    this.#giveUp(closed);
    await this.#worker?.terminate();
  }

  #start(): void {
    const file = new URL(import.meta.url.endsWith(".ts") ? "./skill-worker.ts" : "./skill-worker.js", import.meta.url);
    this.#place = new Int32Array(new SharedArrayBuffer(4));
    const workerData = { module: this.#module, id: this.#skill.id, place: this.#place };
    const worker = new Worker(file, { workerData, resourceLimits: ROOM });
    this.#worker = worker;
    this.#isReady = false;
    worker.unref();
    const late = () => this.#neverBegan(worker, `its worker was not ready within ${this.#startMs} ms`);
    this.#watchdog = setTimeout(late, this.#startMs);
    worker.on("message", (message: Answer) => {
      if (worker !== this.#worker) return;
      this.#cpuMs = message.cpuMs;
      clearTimeout(this.#watchdog);
      if (message.results === null) this.#born(message.cpuMs);
      else this.#finish(message.results);
      this.#next();
    });
    worker.on("error", (error) => {
      this.#ended(worker, `its worker ended: ${error.message}`);
    });
    // Where a skill ends its own thread there is no error.
    worker.on("exit", (code) => this.#ended(worker, `its worker ended with ${code}`));
  }

  #born(cpuMs: number): void {
    this.#isReady = true;
    this.#bornMs = cpuMs;
  }

  #next(): void {
    const worker = this.#worker;
    if (!worker || !this.#isReady || this.#running.length > 0 || this.#isClosed) return;
    this.#running = this.#waiting.splice(0, MOST_AT_ONCE);
    if (this.#running.length === 0) return;
    this.#watch(worker, this.#running, 0);
    Atomics.store(this.#place, 0, 0);
    worker.postMessage(this.#running.map(({ request }) => request));
  }

  #watch(worker: Worker, running: readonly Waiting[], waited: number): void {
    const limit = this.#skill.budgetMs * running.length + GRACE_MS;
    this.#watchdog = setTimeout(() => void this.#judge(worker, running, waited + limit), limit);
  }

  async #judge(worker: Worker, running: readonly Waiting[], waited: number): Promise<void> {
    const before = this.#cpuMs;
    const used = (await cpuOf(worker)) - before;
    const allowed = this.#skill.budgetMs * running.length + Math.max(0, YOUNG_MS - (before - this.#bornMs));
    // The answer may have arrived meanwhile: this thread, too, may have been kept waiting.
    if (this.#running !== running || this.#worker !== worker) return;
    if (used < allowed && waited < MOST_MS) this.#watch(worker, running, waited);
    else this.#tooSlow(worker, waited);
  }

  #tooSlow(worker: Worker, waited: number): void {
    this.#worker = null;
    void worker.terminate();
    this.#failed({ ok: false, code: "SKILL_SLOW", why: `no answer within ${waited} ms` });
    this.#giveUp({ code: "SKILL_SLOW", why: "the skill was stopped by the turn before" });
  }

  #ended(worker: Worker, why: string): void {
    if (worker !== this.#worker) return;
    if (!this.#isReady) {
      this.#neverBegan(worker, why);
      return;
    }
    this.#worker = null;
    this.#failed({ ok: false, code: "SKILL_DIED", why });
    this.#giveUp({ code: "SKILL_DIED", why });
  }

  /** What does not load now does not load at once either: whoever waits is told so, and rests. */
  #neverBegan(worker: Worker, why: string): void {
    if (worker !== this.#worker) return;
    clearTimeout(this.#watchdog);
    this.#worker = null;
    void worker.terminate();
    for (const { resolve } of this.#waiting.splice(0)) resolve({ ok: false, code: "SKILL_DIED", why });
  }

  /** The turn that the worker was at has failed; the others of the same message are asked for again. */
  #failed(result: TurnResult): void {
    const [running, place] = [this.#running, Atomics.load(this.#place, 0)];
    clearTimeout(this.#watchdog);
    this.#running = [];
    for (const [i, { resolve }] of running.entries())
      resolve(i === place || result.ok ? result : { ...result, untried: true });
  }

  /** Whoever waited is not made to pay for the slow turn: his turn is asked for again, of a new worker. */
  #giveUp(why: { readonly code: "SKILL_SLOW" | "SKILL_DIED"; readonly why: string }): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve({ ok: false, ...why, untried: true });
  }

  #finish(results: readonly TurnResult[]): void {
    clearTimeout(this.#watchdog);
    const running = this.#running;
    this.#running = [];
    for (const [i, { resolve }] of running.entries())
      resolve(results[i] ?? { ok: false, code: "SKILL_THREW", why: "the worker gave no answer" });
  }
}

/** What the thread has computed so far, ms; Infinity where it cannot be asked any more. */
const cpuOf = async (worker: Worker): Promise<number> => {
  try {
    const { user, system } = await worker.cpuUsage();
    return (user + system) / 1000;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
};
