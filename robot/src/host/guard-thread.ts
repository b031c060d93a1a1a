import { parentPort, workerData } from "node:worker_threads";
import type { TouchTask } from "../guard/regions.ts";
import { healthDefaults } from "../health/index.ts";
import { type ControlLoop, controlLoop, type LoopReport, type Turn } from "../loop/control-loop.ts";
import type { OpenPolicy } from "../loop/policy-host.ts";
import type { Arrangement } from "../worlds/codes.ts";
import { type Line, serveCalls } from "./calls.ts";
import { hostClock } from "./clock.ts";
import { onlyFresh } from "./fresh.ts";
import type { RunOptions, ThreadModule } from "./run.ts";
import { steadyRobot } from "./steady-robot.ts";
import { policyThread, type RemoteRobot, robotThread } from "./thread.ts";

const opener = (policy: ThreadModule | null): OpenPolicy | null => policy && (() => policyThread(policy));

interface Running {
  readonly robot: RemoteRobot;
  readonly loop: ControlLoop;
  readonly ended: AbortController;
  readonly report: Promise<LoopReport>;
}

const started = async (options: RunOptions, line: Line): Promise<Running> => {
  const { robot: module, policy, guard, task = null, health = healthDefaults } = options;
  const clock = hostClock();
  const robot = await steadyRobot(() => robotThread(module), clock.now);
  const ended = new AbortController();
  const fresh = onlyFresh();
  const told = (turn: Turn): Turn => ({ ...turn, observation: fresh(turn.observation) });
  const loop = controlLoop({
    robot,
    policy: opener(policy),
    guard: { ...guard, features: robot.features },
    clock,
    ...(health ? { health } : {}),
    onTurn: (turn) => line.postMessage({ turn: told(turn) }),
    onTrouble: (trouble) => line.postMessage({ trouble }),
  });
  loop.setTask(task);
  return { robot, loop, ended, report: loop.run(ended.signal) };
};

const serve = (options: RunOptions, line: Line): void => {
  const running = started(options, line);
  // Told by the first call that waits for it.
  running.catch(() => {});
  const loop = async (): Promise<ControlLoop> => (await running).loop;
  const asked = async (what: string, given: readonly unknown[] = []): Promise<unknown> =>
    (await running).robot.ask(what, given);
  serveCalls(line, {
    hello: async () => {
      const { robot } = await running;
      return { features: robot.features, scene: robot.scene };
    },
    stop: async (by: string) => (await loop()).stop(by),
    release: async (person: string) => (await loop()).release(person),
    setTask: async (task: TouchTask | null) => (await loop()).setTask(task),
    setPolicy: async (policy: ThreadModule | null) => (await loop()).setPolicy(opener(policy)),
    tell: async (message: unknown) => (await loop()).tell(message),
    state: () => asked("state"),
    truth: () => asked("truth"),
    arrange: (what: Arrangement) => asked("arrange", [what]),
    reset: async (seed: number) => {
      await asked("reset", [seed]);
      (await loop()).renew();
    },
    report: async () => (await loop()).report(),
    close: async () => {
      const { ended, report, robot } = await running;
      ended.abort();
      const last = await report;
      await robot.close();
      return last;
    },
  });
};

if (parentPort) serve(workerData as RunOptions, parentPort);
