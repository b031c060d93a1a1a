import { LearnFault } from "../../fault.ts";
import { type Random, type RandomState, random } from "../../random.ts";
import type { Backend, Session } from "../../runtime/backend.ts";
import { floats, type Shape, sizeOf, type Tensor, zerosOf } from "../../tensor.ts";
import { type RegressionShape, regressionAdam, regressionModel } from "./regression-graph.ts";
import { latentSize, layerName } from "./settings.ts";

type Floats = Tensor<"float32">;

/** What changes from run to run of a window's graph. Row-major, in the order time, batch, unit. */
export interface WindowState {
  /** A^μ and A^σ side by side, with Adam's moments of them: [window, batch, 2 · latent units]. */
  readonly posterior: Floats;
  readonly first: Floats;
  readonly second: Floats;
  /** [window, batch, dimensions]; NaN where nothing is known. */
  readonly observation: Floats;
  /** States before the window, of each layer: [batch, units]. */
  readonly before: readonly Floats[];
  /** Steps that are there, from 1 to the window's. */
  readonly count: number;
  /** Number of the first step in the sequence: 0 has the prior N(0, 1). */
  readonly from: number;
  /** Updates that Adam has made of this posterior. */
  readonly updates: number;
}

export interface WindowRun {
  readonly rate: number;
  /** w of each layer. */
  readonly metaPrior: readonly number[];
  /** Standard deviation of the noise of the posterior while it is improved, and of what is shown and imagined then. */
  readonly noise: readonly [number, number];
}

/** Free energy and what it is made of. Sums over units are divided by the units, as in training. */
export interface FreeEnergy {
  /** What is minimised: summed over the steps and the batch, complexity weighted by w. */
  readonly total: number;
  /** Of each step, mean over the batch: how far the output is from what was observed (0 where nothing was). */
  readonly accuracy: Float32Array;
  /** Of each layer and step, mean over the batch, unweighted: KL of the posterior from the prior. */
  readonly complexity: readonly Float32Array[];
}

export type WindowOutputs = Readonly<Record<string, Tensor>>;

export const emptyWindow = ({ settings, window, batch }: RegressionShape): WindowState => {
  const sides = [window, batch, 2 * latentSize(settings)];
  const nothing = floats(new Float32Array(window * batch * settings.dimensions).fill(Number.NaN), [
    window,
    batch,
    settings.dimensions,
  ]);
  return {
    posterior: zerosOf(sides),
    first: zerosOf(sides),
    second: zerosOf(sides),
    observation: nothing,
    before: settings.layers.map(({ units }) => zerosOf([batch, units])),
    count: 0,
    from: 0,
    updates: 0,
  };
};

/** The loaded graph of one window, and the chance that it draws. */
export interface LoadedWindow {
  readonly shape: RegressionShape;
  run(state: WindowState, run: WindowRun): Promise<WindowOutputs>;
  chance(): RandomState;
  setChance(state: RandomState): void;
  close(): Promise<void>;
}

/** @throws {LearnFault} "setting" for windows and iterations that are none, "weights" for parameters that do not fit. */
export const loadWindow = async (shape: RegressionShape, backend: Backend, seed: number): Promise<LoadedWindow> => {
  const counts = [shape.window, shape.batch, shape.iterations, shape.horizon];
  if (counts.some((count) => !Number.isInteger(count) || count < 1))
    throw new LearnFault("setting", "Window, batch, iterations and horizon are whole numbers above 0.", "Check them.");
  const session = await backend.load(regressionModel(shape, backend.kernels));
  let draw = random(seed);
  return {
    shape,
    run: (state, run) => session.run(feeds(shape, state, run, draw)),
    chance: () => draw.state(),
    setChance: (state) => {
      draw = random(state);
    },
    close: () => closed(session),
  };
};

const closed = (session: Session): Promise<void> => session.close();

const drawn = (shape: Shape, deviation: number, draw: Random): Float32Array => {
  const values = new Float32Array(sizeOf(shape));
  return deviation === 0 ? values : values.map(() => draw.normal() * deviation);
};

const flags = (count: number, isSet: (i: number) => boolean): Floats =>
  floats(
    Float32Array.from({ length: count }, (_, i) => Number(isSet(i))),
    [count, 1, 1],
  );

const feeds = (shape: RegressionShape, state: WindowState, { rate, metaPrior, noise }: WindowRun, draw: Random) => {
  const { settings, window, batch, iterations, horizon } = shape;
  const inside = [window, batch, latentSize(settings)];
  const future = [horizon, batch, latentSize(settings)];
  const isKnown = state.observation.data.map((value, i) =>
    Number(rowOf(i, state) < state.count && !Number.isNaN(value)),
  );
  const all = new Float32Array((iterations + 1) * sizeOf(inside));
  all.set(drawn([iterations, ...inside], noise[0], draw));
  all.set(drawn(inside, noise[1], draw), iterations * sizeOf(inside));
  return {
    posterior: state.posterior,
    first: state.first,
    second: state.second,
    observation: floats(
      state.observation.data.map((value, i) => (isKnown[i] ? value : 0)),
      state.observation.shape,
    ),
    is_observed: floats(isKnown, state.observation.shape),
    counts: flags(window, (t) => t < state.count),
    later: flags(window, (t) => state.from + t > 0),
    w: floats(Float32Array.from(metaPrior)),
    ...Object.fromEntries(state.before.map((h, layer) => [layerName(layer), h])),
    noise: floats(all, [iterations + 1, ...inside]),
    numbers: adamNumbers(iterations, state.updates, rate),
    end: { type: "int64", shape: [1], data: BigInt64Array.of(BigInt(state.count - 1)) } satisfies Tensor,
    future_noise: floats(drawn(future, noise[1], draw), future),
    future_later: flags(horizon, () => true),
  };
};

const rowOf = (element: number, { observation: { shape } }: WindowState): number =>
  Math.floor(element / sizeOf(shape.slice(1)));

/** [iterations, 2]: rate / (1 − β1^t) and 1 / (1 − β2^t), for the updates after `done`. */
const adamNumbers = (iterations: number, done: number, rate: number): Floats => {
  const { beta1, beta2 } = regressionAdam;
  const numbers = Array.from({ length: iterations }, (_, i) => done + i + 1).flatMap((t) => [
    rate / (1 - beta1 ** t),
    1 / (1 - beta2 ** t),
  ]);
  return floats(Float32Array.from(numbers), [iterations, 2]);
};

export const output = (outputs: WindowOutputs, name: string): Floats => {
  const tensor = outputs[name];
  if (tensor?.type !== "float32") throw new LearnFault("graph", `The window gave no "${name}".`, "Please report it.");
  return tensor as Floats;
};

/** The rows of the steps that are there. */
export const rows = ({ data, shape }: Floats, count: number): Floats =>
  floats(data.slice(0, count * sizeOf(shape.slice(1))), [count, ...shape.slice(1)]);

/** Free energy of the `count` steps of a window. */
export const freeEnergyOf = (
  outputs: WindowOutputs,
  { batch, settings }: RegressionShape,
  count: number,
): FreeEnergy => {
  const errors = output(outputs, "errors");
  const complexity = output(outputs, "complexity");
  const layers = settings.layers.length;
  const meanOver = (of: (t: number, b: number) => number): Float32Array =>
    Float32Array.from({ length: count }, (_, t) => {
      let total = 0;
      for (let b = 0; b < batch; b += 1) total += of(t, b);
      return total / batch;
    });
  return {
    total: Number(outputs.energy?.data[0] ?? Number.NaN),
    accuracy: meanOver((t, b) => errors.data[t * batch + b] as number),
    complexity: settings.layers.map((_, layer) =>
      meanOver((t, b) => complexity.data[(t * batch + b) * layers + layer] as number),
    ),
  };
};
