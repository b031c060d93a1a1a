import { LearnFault } from "../../fault.ts";
import type { RandomState } from "../../random.ts";
import type { Backend } from "../../runtime/backend.ts";
import { floats, sizeOf, type Tensor } from "../../tensor.ts";
import type { RegressionShape } from "./regression-graph.ts";
import { latentSize, type PvrnnSettings } from "./settings.ts";
import {
  emptyWindow,
  type FreeEnergy,
  freeEnergyOf,
  type LoadedWindow,
  loadWindow,
  output,
  rows,
  type WindowOutputs,
  type WindowState,
} from "./window.ts";

type Floats = Tensor<"float32">;

export interface ErrorRegressionOptions {
  readonly settings: PvrnnSettings;
  /** Of the network; a posterior of the training may be among them and is not used. */
  readonly parameters: Readonly<Record<string, Tensor>>;
  readonly backend: Backend;
  /** Past steps that are explained anew at each observation. */
  readonly window: number;
  /** Updates of the posterior at each observation. */
  readonly iterations: number;
  /** Of Adam. 0.1 moves the posterior far enough in 15 iterations; that of the training is far too small. */
  readonly rate?: number;
  /** Steps that are imagined ahead. */
  readonly horizon: number;
  readonly seed: number;
  /** Sequences side by side; 1 unless given. */
  readonly batch?: number;
  /** Draw what is shown and imagined too, instead of showing the mean. */
  readonly isSampled?: boolean;
}

/** What one observation led to. Tensors are [time, batch, ...]. */
export interface Regressed {
  /** The window: `steps` from the step `from` of the sequence on. */
  readonly window: { readonly from: number; readonly steps: number };
  /** [steps, batch, dimensions] */
  readonly reconstruction: Floats;
  /** [horizon, batch, dimensions]: what comes next, from the prior. */
  readonly prediction: Floats;
  readonly freeEnergy: FreeEnergy;
  /** Free energy before each iteration, as sampled. */
  readonly descent: Float32Array;
  /** [steps, batch, latent units], bottom layer first. */
  readonly posterior: { readonly mean: Floats; readonly deviation: Floats };
  readonly prior: { readonly mean: Floats; readonly deviation: Floats };
}

/** Everything that the next observation rests on. */
export interface ErrorRegressionState {
  readonly window: WindowState;
  /** What the prior expects of the next step, and the states after the window's first step. */
  readonly expected: Floats | null;
  readonly afterFirst: readonly Floats[];
  readonly chance: RandomState;
}

/**
 * Error regression (Ahmadi and Tani 2019): the weights stay, and the posterior of the last steps moves until it explains
 * what was observed without leaving what the network expects. Before the window nothing changes any more.
 */
export interface ErrorRegression {
  /** `observation` is [batch · dimensions]; NaN where a number is missing. `metaPrior`: w of each layer instead of the settings'. */
  observe(observation: Float32Array, metaPrior?: readonly number[]): Promise<Regressed>;
  /** The same window again, without a new observation: with another meta-prior, say. */
  again(metaPrior?: readonly number[]): Promise<Regressed>;
  snapshot(): ErrorRegressionState;
  restore(state: ErrorRegressionState): void;
  /** Forgets the sequence. Chance goes on. */
  reset(): void;
  close(): Promise<void>;
}

/** @throws {LearnFault} "setting", "weights" */
export const createErrorRegression = async (options: ErrorRegressionOptions): Promise<ErrorRegression> => {
  const { settings, parameters, backend, window, iterations, horizon, seed, batch = 1 } = options;
  const loaded = await loadWindow({ settings, parameters, window, batch, iterations, horizon }, backend, seed);
  return new SlidingWindow(options, loaded);
};

class SlidingWindow implements ErrorRegression {
  readonly #options: ErrorRegressionOptions;
  readonly #loaded: LoadedWindow;
  #window: WindowState;
  #expected: Floats | null = null;
  #afterFirst: readonly Floats[] = [];

  constructor(options: ErrorRegressionOptions, loaded: LoadedWindow) {
    this.#options = options;
    this.#loaded = loaded;
    this.#window = emptyWindow(loaded.shape);
  }

  async observe(observation: Float32Array, metaPrior?: readonly number[]): Promise<Regressed> {
    const { shape } = this.#loaded;
    const wanted = shape.batch * shape.settings.dimensions;
    if (observation.length !== wanted)
      throw new LearnFault("observation", `${observation.length} numbers were observed, not ${wanted}.`, "Give all.");
    const slid = this.#window.count === shape.window ? shifted(this.#window, this.#afterFirst) : this.#window;
    this.#window = extended(slid, observation, startOf(shape, this.#expected));
    return this.again(metaPrior);
  }

  async again(metaPrior?: readonly number[]): Promise<Regressed> {
    const { rate = 0.1, isSampled = false, settings } = this.#options;
    if (this.#window.count === 0)
      throw new LearnFault("observation", "Nothing has been observed yet.", "Call observe first.");
    const w = metaPrior ?? settings.layers.map((layer) => layer.metaPrior);
    if (w.length !== settings.layers.length)
      throw new LearnFault(
        "setting",
        `${w.length} meta-priors for ${settings.layers.length} layers.`,
        "Give one each.",
      );
    const outputs = await this.#loaded.run(this.#window, { rate, metaPrior: w, noise: [1, Number(isSampled)] });
    this.#window = { ...this.#window, posterior: output(outputs, "next_posterior") };
    this.#expected = expectedOf(outputs, this.#loaded.shape);
    this.#afterFirst = settings.layers.map((_, layer) => {
      const { data, shape } = output(outputs, `after_first.${layer}`);
      return floats(data, shape.slice(1));
    });
    return regressed(outputs, this.#loaded.shape, this.#window);
  }

  snapshot(): ErrorRegressionState {
    return {
      window: this.#window,
      expected: this.#expected,
      afterFirst: this.#afterFirst,
      chance: this.#loaded.chance(),
    };
  }

  restore({ window, expected, afterFirst, chance }: ErrorRegressionState): void {
    this.#window = window;
    this.#expected = expected;
    this.#afterFirst = afterFirst;
    this.#loaded.setChance(chance);
  }

  reset(): void {
    this.#window = emptyWindow(this.#loaded.shape);
    this.#expected = null;
    this.#afterFirst = [];
  }

  close(): Promise<void> {
    return this.#loaded.close();
  }
}

/** One row on, and the last one free. */
const shiftedRows = ({ data, shape }: Floats): Floats => {
  const row = sizeOf(shape.slice(1));
  const next = new Float32Array(data.length);
  next.set(data.subarray(row));
  return floats(next, shape);
};

const shifted = (state: WindowState, afterFirst: readonly Floats[]): WindowState => ({
  ...state,
  posterior: shiftedRows(state.posterior),
  observation: shiftedRows(state.observation),
  before: afterFirst,
  count: state.count - 1,
  from: state.from + 1,
});

const withRow = ({ data, shape }: Floats, at: number, row: Float32Array): Floats => {
  const next = data.slice();
  next.set(row, at * row.length);
  return floats(next, shape);
};

const extended = (state: WindowState, observation: Float32Array, start: Float32Array): WindowState => ({
  ...state,
  posterior: withRow(state.posterior, state.count, start),
  observation: withRow(state.observation, state.count, observation),
  count: state.count + 1,
});

/** A new step begins where the prior expects it: A^μ = atanh μp, A^σ = log σp; zeros, N(0, 1), at the very first. */
const startOf = ({ batch, settings }: RegressionShape, expected: Floats | null): Float32Array =>
  expected?.data ?? new Float32Array(batch * 2 * latentSize(settings));

/** Keeps atanh of a mean that has reached 1 in single precision finite. */
const nearOne = 0.9999;

const expectedOf = (outputs: WindowOutputs, { batch, settings }: RegressionShape): Floats => {
  const latent = latentSize(settings);
  const mean = output(outputs, "future_mean").data;
  const deviation = output(outputs, "future_log_deviation").data;
  const both = Float32Array.from({ length: batch * 2 * latent }, (_, i) => {
    const [sequence, unit] = [Math.floor(i / (2 * latent)), i % (2 * latent)];
    if (unit >= latent) return deviation[sequence * latent + unit - latent] as number;
    return Math.atanh(Math.max(-nearOne, Math.min(nearOne, mean[sequence * latent + unit] as number)));
  });
  return floats(both, [batch, 2 * latent]);
};

const regressed = (outputs: WindowOutputs, shape: RegressionShape, { from, count }: WindowState): Regressed => {
  const cut = (name: string): Floats => rows(output(outputs, name), count);
  return {
    window: { from, steps: count },
    reconstruction: cut("reconstruction"),
    prediction: output(outputs, "prediction"),
    freeEnergy: freeEnergyOf(outputs, shape, count),
    descent: output(outputs, "free_energy").data,
    posterior: { mean: cut("posterior_mean"), deviation: cut("posterior_deviation") },
    prior: { mean: cut("prior_mean"), deviation: cut("prior_deviation") },
  };
};
