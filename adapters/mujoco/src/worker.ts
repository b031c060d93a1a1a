import { hostClock } from "@sakiyomi/robot/node";
import { worldNamed } from "./named-worlds.ts";
import { type MujocoSimulation, openSimulation, type SimulationOptions } from "./simulation.ts";

/** Plain data for `openRobot`. */
export interface WorkerData {
  /** Of a world, as `worldNames` has them. */
  readonly world: string;
  readonly seed: number;
  readonly pictures?: SimulationOptions["pictures"];
  readonly truth?: boolean;
  /** Time passes by `advance` alone; left out: it runs in real time, with the clock that all threads share. */
  readonly isLockstep?: boolean;
}

/** For a thread of its own: `{ url: import.meta.resolve("@sakiyomi/mujoco/worker"), data }`. The host opens it. */
export const openRobot = async (data: unknown): Promise<MujocoSimulation> => {
  const { world, seed, pictures, truth, isLockstep = false } = data as WorkerData;
  return openSimulation({
    world: worldNamed(world),
    seed,
    ...(pictures !== undefined && { pictures }),
    ...(truth !== undefined && { truth }),
    ...(isLockstep ? {} : { clock: hostClock() }),
  });
};
