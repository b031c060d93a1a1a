/** Runs one skill, away from everything else. Started by worker-host.ts. */
import { parentPort, workerData } from "node:worker_threads";
import { type Skill, type TurnRequest, takeTurn } from "@sakiyomi/core";
import type { Answer } from "./worker-host.ts";

const { module, id, place } = workerData as {
  readonly module: string;
  readonly id: string;
  /** Of the turn that is being taken: whoever waits too long reads here which one it is. */
  readonly place: Int32Array;
};
const exported = Object.values((await import(module)) as Readonly<Record<string, unknown>>).flat();
const skill = exported.find((one): one is Skill => (one as Partial<Skill> | null)?.id === id);
if (!skill) throw new Error(`${module} has no skill ${id}`);

// Time and chance are arguments of a skill (ARCHITECTURE.md): a skill that reads a clock could not be replayed.
const forbid = (what: string) => () => {
  throw new Error(`${what} is not for skills: time and chance are inputs`);
};
Date.now = forbid("Date.now");
Math.random = forbid("Math.random");

/** CPU time of this thread so far, ms; 0 where Node (before 23.9) cannot say. */
function cpuNow(): number {
  const { user, system } = (process as Partial<typeof process>).threadCpuUsage?.() ?? { user: 0, system: 0 };
  return (user + system) / 1000;
}

const say = (results: Answer["results"]): void =>
  parentPort?.postMessage({ results, cpuMs: cpuNow() } satisfies Answer);

parentPort?.on("message", (requests: readonly TurnRequest[]) => {
  const results = requests.map((request, i) => {
    Atomics.store(place, 0, i);
    return takeTurn(skill, request);
  });
  say(results);
});
say(null);
