import { LearnFault } from "../../fault.ts";
import type { Backend } from "../../runtime/backend.ts";
import { floats, type Tensor } from "../../tensor.ts";
import type { PvrnnSettings } from "./settings.ts";
import {
  emptyWindow,
  type FreeEnergy,
  freeEnergyOf,
  type LoadedWindow,
  loadWindow,
  output,
  type WindowState,
} from "./window.ts";

export interface PlannerOptions {
  readonly settings: PvrnnSettings;
  readonly parameters: Readonly<Record<string, Tensor>>;
  readonly backend: Backend;
  /** Steps of the plan. */
  readonly steps: number;
  /** Updates in one run of the graph; a plan takes several runs. */
  readonly iterations?: number;
  readonly rate?: number;
  readonly seed: number;
}

/** What is known of one step; NaN where a number is free. */
export interface Waypoint {
  readonly at: number;
  readonly values: readonly number[];
}

export interface Plan {
  /** [steps, dimensions] */
  readonly path: Tensor<"float32">;
  readonly freeEnergy: FreeEnergy;
  /** Free energy before each update, as sampled. */
  readonly descent: Float32Array;
}

/** Goal-directed planning: error regression over the whole plan, where only start and goal are "observed". */
export interface Planner {
  /** `waypoints`: start and goal, and what else is known. `updates` is rounded up to whole runs. */
  plan(
    waypoints: readonly Waypoint[],
    options?: { readonly updates?: number; readonly metaPrior?: readonly number[] },
  ): Promise<Plan>;
  close(): Promise<void>;
}

/** @throws {LearnFault} "setting", "weights" */
export const createPlanner = async (options: PlannerOptions): Promise<Planner> => {
  const { settings, parameters, backend, steps, iterations = 50, seed } = options;
  const shape = { settings, parameters, window: steps, batch: 1, iterations, horizon: 1 };
  const loaded = await loadWindow(shape, backend, seed);
  return {
    plan: (waypoints, { updates = 500, metaPrior } = {}) =>
      planned(loaded, options, waypoints, {
        runs: Math.ceil(updates / iterations),
        metaPrior: metaPrior ?? settings.layers.map((layer) => layer.metaPrior),
      }),
    close: () => loaded.close(),
  };
};

interface Effort {
  readonly runs: number;
  readonly metaPrior: readonly number[];
}

const planned = async (
  loaded: LoadedWindow,
  { settings, steps, rate = 0.1 }: PlannerOptions,
  waypoints: readonly Waypoint[],
  { runs, metaPrior }: Effort,
): Promise<Plan> => {
  const { shape } = loaded;
  let state: WindowState = { ...emptyWindow(shape), observation: marked(settings, steps, waypoints), count: steps };
  const descent = new Float32Array(runs * shape.iterations);
  for (let i = 0; ; i += 1) {
    const outputs = await loaded.run(state, { rate, metaPrior, noise: [1, 0] });
    descent.set(output(outputs, "free_energy").data, i * shape.iterations);
    const path = floats(output(outputs, "reconstruction").data, [steps, settings.dimensions]);
    if (i + 1 >= runs) return { path, freeEnergy: freeEnergyOf(outputs, shape, steps), descent };
    state = {
      ...state,
      posterior: output(outputs, "next_posterior"),
      first: output(outputs, "next_first"),
      second: output(outputs, "next_second"),
      updates: state.updates + shape.iterations,
    };
  }
};

const marked = ({ dimensions }: PvrnnSettings, steps: number, waypoints: readonly Waypoint[]): Tensor<"float32"> => {
  const all = new Float32Array(steps * dimensions).fill(Number.NaN);
  for (const { at, values } of waypoints) {
    if (!Number.isInteger(at) || at < 0 || at >= steps || values.length !== dimensions)
      throw new LearnFault(
        "waypoint",
        `A waypoint of ${values.length} numbers at step ${at}.`,
        `Steps are 0 to ${steps - 1}, numbers ${dimensions}.`,
      );
    all.set(values, at * dimensions);
  }
  return floats(all, [steps, 1, dimensions]);
};
