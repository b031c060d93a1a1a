import { parentPort, workerData } from "node:worker_threads";
import type { Command, Robot } from "../contract/robot.ts";
import type { Arrangement } from "../worlds/codes.ts";
import type { Simulation } from "../worlds/simulation.ts";
import { serveCalls } from "./calls.ts";
import { onlyFresh } from "./fresh.ts";
import type { ThreadModule } from "./run.ts";
import { faultOfModule } from "./thread.ts";

const isSimulation = (robot: Robot): robot is Simulation => "scene" in robot && "truth" in robot;

const opened = async (module: ThreadModule): Promise<Robot> => {
  const { openRobot } = (await import(module.url)) as { openRobot?: (data: unknown) => Promise<Robot> };
  if (!openRobot) throw faultOfModule(module, "openRobot");
  const robot = await openRobot(module.data);
  await robot.open();
  return robot;
};

const serve = ({ module }: { module: ThreadModule }): void => {
  if (!parentPort) return;
  const robot = opened(module);
  // Told by the first call that waits for it.
  robot.catch(() => {});
  const line = parentPort;
  const told = (one: Robot): unknown => one.onStopAsked?.((stopAsked) => line.postMessage({ stopAsked }));
  void robot.then(told, () => {});
  const fresh = onlyFresh();
  const simulation = async (): Promise<Simulation | null> => {
    const one = await robot;
    return isSimulation(one) ? one : null;
  };
  serveCalls(parentPort, {
    hello: async () => ({ features: (await robot).features, scene: (await simulation())?.scene ?? null }),
    observe: async () => fresh(await (await robot).observe()),
    act: async (command: Command) => (await robot).act(command),
    stop: async (reason: string) => (await robot).stop(reason),
    close: async () => (await robot).close(),
    state: async () => (await simulation())?.state() ?? null,
    truth: async () => (await simulation())?.truth() ?? null,
    arrange: async (what: Arrangement) => (await simulation())?.arrange?.(what),
    reset: async (seed: number) => (await simulation())?.reset(seed),
  });
};

serve(workerData as Parameters<typeof serve>[0]);
