import { parentPort, workerData } from "node:worker_threads";
import type { Observation, Policy, Seconds } from "../contract/robot.ts";
import { serveCalls } from "./calls.ts";
import type { ThreadModule } from "./run.ts";
import { faultOfModule } from "./thread.ts";

const opened = async (module: ThreadModule): Promise<Policy> => {
  const { openPolicy } = (await import(module.url)) as { openPolicy?: (data: unknown) => Promise<Policy> };
  if (!openPolicy) throw faultOfModule(module, "openPolicy");
  return openPolicy(module.data);
};

const serve = ({ module }: { module: ThreadModule }): void => {
  if (!parentPort) return;
  const policy = opened(module);
  policy.catch(() => {});
  serveCalls(parentPort, {
    hello: async () => {
      await policy;
    },
    reset: async () => (await policy).reset(),
    step: async (observation: Observation, now: Seconds) => (await policy).step(observation, now),
    tell: async (message: unknown) => (await policy).tell?.(message),
  });
};

serve(workerData as Parameters<typeof serve>[0]);
