import { type MujocoSimulation, openSimulation } from "@sakiyomi/mujoco";
import {
  type ControlLoop,
  controlLoop,
  guardDefaults,
  lockstepClock,
  type Policy,
  type RobotFeatures,
  type Trouble,
  type Turn,
  type World,
} from "@sakiyomi/robot";
import type { RobotRun, ThreadModule } from "@sakiyomi/robot/node";

export interface LockstepRun {
  readonly run: RobotRun;
  readonly simulation: MujocoSimulation;
  /** Until `isOver`, or so many simulated seconds have passed; all who wait are heard between two turns. */
  pass(seconds: number, isOver: () => boolean): Promise<void>;
  close(): Promise<void>;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * A robot at work in a simulated room, on this thread and without a wall clock: loop and guard are the real ones, and the same
 * seed gives the same run. `policies` opens whoever is asked to decide.
 */
export const lockstepRun = async (
  world: World,
  seed: number,
  policies: (module: ThreadModule, features: RobotFeatures) => Policy,
): Promise<LockstepRun> => {
  const simulation = await openSimulation({ world, seed, pictures: null, truth: true });
  await simulation.open();
  const turns = new Set<(turn: Turn) => void>();
  const troubles = new Set<(trouble: Trouble) => void>();
  const listen = <T>(to: Set<T>, one: T): (() => void) => {
    to.add(one);
    return () => to.delete(one);
  };
  let [end, isOver]: [AbortController, () => boolean] = [new AbortController(), () => false];
  let until = Number.POSITIVE_INFINITY;
  const loop: ControlLoop = controlLoop({
    robot: simulation,
    policy: null,
    guard: { ...guardDefaults, features: simulation.features },
    clock: lockstepClock(simulation, settled),
    onTurn: (turn) => {
      for (const one of [...turns]) one(turn);
      if (isOver() || simulation.now() >= until) end.abort();
    },
    onTrouble: (trouble) => {
      for (const one of [...troubles]) one(trouble);
    },
  });
  const run = {
    features: simulation.features,
    onTurn: (one: (turn: Turn) => void) => listen(turns, one),
    onTrouble: (one: (trouble: Trouble) => void) => listen(troubles, one),
    stop: (by: string) => loop.stop(by),
    release: (person: string) => loop.release(person),
    setTask: (task: Parameters<RobotRun["setTask"]>[0]) => loop.setTask(task),
    setPolicy: (module: ThreadModule | null) =>
      loop.setPolicy(module && (async () => policies(module, simulation.features))),
    tell: (message: unknown) => loop.tell(message),
    truth: () => simulation.truth(),
  } as unknown as RobotRun;
  return {
    run,
    simulation,
    pass: async (seconds, over) => {
      [end, isOver, until] = [new AbortController(), over, simulation.now() + seconds];
      await loop.run(end.signal);
    },
    close: () => simulation.close(),
  };
};
