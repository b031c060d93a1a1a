import { Worker } from "node:worker_threads";
import type { RobotFeatures } from "../contract/features.ts";
import type { Command, Observation, Policy, Robot } from "../contract/robot.ts";
import { RobotFault } from "../fault.ts";
import type { Scene } from "../worlds/simulation.ts";
import { type Calls, callsTo } from "./calls.ts";
import { withKnown } from "./fresh.ts";
import type { ThreadModule } from "./run.ts";

const file = (name: string): URL =>
  new URL(`./${name}${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

export interface Thread {
  readonly calls: Calls;
  readonly worker: Worker;
  end(): Promise<void>;
}

/** A worker that serves calls. */
export const startThread = (name: ThreadName, workerData: unknown): Thread => {
  const worker = new Worker(file(name), { workerData, name });
  const calls = callsTo(worker, name.replace("-thread", ""));
  worker.on("error", (error) => calls.lost(error instanceof Error ? error.message : String(error)));
  worker.on("exit", (code) => calls.lost(`its thread ended with ${code}`));
  return {
    calls,
    worker,
    end: async () => {
      await worker.terminate();
    },
  };
};

type ThreadName = "robot-thread" | "policy-thread" | "guard-thread";

/** ms: the guard does not wait longer for an observation; it brakes. */
const robotPatience = 50;

export interface RemoteRobot extends Robot {
  readonly scene: Scene | null;
  /** What only a simulation can answer: "state", "truth", "reset". */
  readonly ask: (what: string, given: readonly unknown[]) => Promise<unknown>;
}

interface Hello {
  readonly features: RobotFeatures;
  readonly scene: Scene | null;
}

/** A robot in a thread of its own, opened there. */
export const robotThread = async (module: ThreadModule): Promise<RemoteRobot> => {
  const { calls, worker, end } = startThread("robot-thread", { module });
  const hello = calls.ask("hello").catch(async (error: unknown) => {
    await end();
    throw error;
  });
  const { features, scene } = (await hello) as Hello;
  const known = withKnown();
  return {
    features,
    scene,
    onStopAsked: (listener) => {
      const heard = ({ stopAsked }: { readonly stopAsked?: string }): void => {
        if (stopAsked !== undefined) listener(stopAsked);
      };
      worker.on("message", heard);
      return () => worker.off("message", heard);
    },
    open: async () => {},
    observe: async () => known((await calls.ask("observe", [], robotPatience)) as Observation),
    act: async (command) => (await calls.ask("act", [command], robotPatience)) as Command,
    stop: async (reason) => {
      await calls.ask("stop", [reason], robotPatience);
    },
    close: async () => {
      await calls.ask("close", [], 2000).catch(() => {});
      await end();
    },
    ask: (what, given) => calls.ask(what, given),
  };
};

/** A policy in a thread of its own: closing it ends the thread, whatever it computes. */
export const policyThread = async (module: ThreadModule): Promise<Policy> => {
  const thread = startThread("policy-thread", { module });
  try {
    await thread.calls.ask("hello");
  } catch (error) {
    await thread.end();
    throw error;
  }
  return {
    reset: async () => {
      await thread.calls.ask("reset");
    },
    step: async (observation, now) => (await thread.calls.ask("step", [observation, now])) as Command | null,
    tell: (message) => thread.calls.tell("tell", message),
    close: () => thread.end(),
  };
};

export const faultOfModule = (module: ThreadModule, wanted: string): RobotFault =>
  new RobotFault("module", `${module.url} exports no ${wanted}.`, `Export a function ${wanted}(data).`);
