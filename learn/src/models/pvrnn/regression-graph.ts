import { buildModel } from "../../graph/build.ts";
import { add, div, exp, mul, sqrt, square, sub } from "../../graph/elementwise.ts";
import { gradients } from "../../graph/gradients.ts";
import { Graph } from "../../graph/graph.ts";
import { concat, gather, slice, split } from "../../graph/move.ts";
import { scan } from "../../graph/scan.ts";
import { reshape, sum } from "../../graph/shape.ts";
import type { Value } from "../../graph/value.ts";
import { bakedParameters } from "../../model/parameters.ts";
import { encodeModel } from "../../onnx/encode.ts";
import type { Kernels } from "../../runtime/backend.ts";
import type { Tensor } from "../../tensor.ts";
import { complexities, decoded, surprise, weighted } from "./free-energy.ts";
import {
  type Activity,
  type Belief,
  delayed,
  driven,
  generated,
  type Network,
  outputOf,
  posteriorOf,
  priorOf,
  sampled,
} from "./network.ts";
import { latentSize, layerName, networkParameters, type PvrnnSettings } from "./settings.ts";

export interface RegressionShape {
  readonly settings: PvrnnSettings;
  readonly parameters: Readonly<Record<string, Tensor>>;
  /** Steps of the window. */
  readonly window: number;
  /** Sequences side by side. */
  readonly batch: number;
  /** Updates of the posterior in one run of the graph. */
  readonly iterations: number;
  /** Steps that are imagined after the window, 1 or more. */
  readonly horizon: number;
}

/** Adam's decay of the two moments, and what keeps it from dividing by nothing (LibPvrnn's). */
export const regressionAdam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-4 } as const;

/** What a window is fed with; sizes in the order time, batch, …. */
interface Inputs {
  /** A^μ and A^σ side by side, [window, batch, 2 · latent], and Adam's moments of them. */
  readonly posterior: Value;
  readonly first: Value;
  readonly second: Value;
  /** [window, batch, dimensions], and 1 where a number was observed. */
  readonly observation: Value;
  readonly isObserved: Value;
  /** [window, 1, 1]: 1 where the step counts; 0 at the first step of the sequence, 1 later. */
  readonly counts: Value;
  readonly later: Value;
  /** [layers] */
  readonly metaPrior: Value;
  /** States before the window, [batch, units]. */
  readonly before: readonly Value[];
  /** One more than the iterations: [iterations + 1, window, batch, latent]. */
  readonly noise: Value;
  /** [iterations, 2]: rate / (1 − β1^t), 1 / (1 − β2^t). */
  readonly numbers: Value;
  /** int64 [1]: the last step that is there. The future goes on from it. */
  readonly end: Value;
  /** [horizon, batch, latent] and [horizon, 1, 1]. */
  readonly futureNoise: Value;
  readonly futureLater: Value;
}

const inputsOf = (graph: Graph, { settings, window, batch, iterations, horizon }: RegressionShape): Inputs => {
  const latent = latentSize(settings);
  const sides = [window, batch, 2 * latent];
  return {
    posterior: graph.input("posterior", sides, "float32", true),
    first: graph.input("first", sides),
    second: graph.input("second", sides),
    observation: graph.input("observation", [window, batch, settings.dimensions]),
    isObserved: graph.input("is_observed", [window, batch, settings.dimensions]),
    counts: graph.input("counts", [window, 1, 1]),
    later: graph.input("later", [window, 1, 1]),
    metaPrior: graph.input("w", [settings.layers.length]),
    before: settings.layers.map(({ units }, layer) => graph.input(layerName(layer), [batch, units])),
    noise: graph.input("noise", [iterations + 1, window, batch, latent]),
    numbers: graph.input("numbers", [iterations, 2]),
    end: graph.input("end", [1], "int64"),
    futureNoise: graph.input("future_noise", [horizon, batch, latent]),
    futureLater: graph.input("future_later", [horizon, 1, 1]),
  };
};

interface Evaluated {
  readonly total: Value;
  readonly activity: Activity;
  readonly posterior: Belief;
  readonly prior: Belief;
  readonly output: Value;
  readonly errors: Value;
  readonly complexity: readonly Value[];
}

/** Free energy of the window under a posterior. */
const evaluated = (network: Network, x: Inputs, both: Value, noise: Value): Evaluated => {
  const { settings } = network;
  const latent = latentSize(settings);
  const [mean, deviation] = split(both, [latent, latent], 2) as [Value, Value];
  const posterior = posteriorOf(mean, deviation);
  const activity = driven(network, sampled(posterior, noise), x.before);
  const prior = priorOf(network, delayed(activity, x.before), x.later);
  const output = outputOf(network, activity.d[0] as Value);
  const errors = mul(surprise(settings, output, x.observation), x.isObserved);
  const complexity = complexities(settings, posterior, prior).map((kl) => mul(kl, x.counts));
  const w = split(x.metaPrior, Array(settings.layers.length).fill(1), 0);
  const total = complexity.reduce((energy, kl, layer) => {
    return add(energy, sum(mul(kl, weighted(w[layer] as Value, settings.firstMetaPrior, x.later))));
  }, sum(errors));
  return { total, activity, posterior, prior, output, errors, complexity };
};

/** One update of the posterior by Adam, against its gradient of the free energy. */
const improved = (network: Network, x: Inputs, carry: readonly Value[], noise: Value, numbers: Value) => {
  const [posterior, first, second] = carry as [Value, Value, Value];
  const { total } = evaluated(network, x, posterior, noise);
  const [gradient] = gradients(posterior.graph, total, [posterior]) as [Value];
  const { beta1, beta2, epsilon } = regressionAdam;
  const nextFirst = add(mul(first, beta1), mul(gradient, 1 - beta1));
  const nextSecond = add(mul(second, beta2), mul(square(gradient), 1 - beta2));
  const [rate, spread] = split(numbers, [1, 1], 0) as [Value, Value];
  const step = div(mul(nextFirst, rate), add(sqrt(mul(nextSecond, spread)), epsilon));
  return { carry: [sub(posterior, step), nextFirst, nextSecond], each: [total] };
};

const rowsOf = (x: Value, index: Value): Value => {
  const rows = gather(x, index);
  return reshape(rows, rows.shape.slice(1));
};

/** What a finished window shows, with the future that it leads to. */
const shown = (network: Network, x: Inputs, both: Value, noise: Value): Readonly<Record<string, Value>> => {
  const { settings } = network;
  const { total, activity, posterior, prior, output, errors, complexity } = evaluated(network, x, both, noise);
  const last = activity.h.map((all) => rowsOf(all, x.end));
  const future = generated(network, x.futureNoise, x.futureLater, last);
  const states = activity.h.flatMap((all, layer) => [
    [`after_first.${layer}`, slice(all, { axis: 0, start: 0, end: 1 })] as const,
    [`last.${layer}`, last[layer] as Value] as const,
  ]);
  return {
    reconstruction: decoded(settings, output),
    errors: sum(errors, [2]),
    energy: total,
    complexity: concat(complexity, 2),
    posterior_mean: posterior.mean,
    posterior_deviation: exp(posterior.logDeviation),
    prior_mean: prior.mean,
    prior_deviation: exp(prior.logDeviation),
    prediction: decoded(settings, future.output),
    future_mean: future.prior.mean,
    future_log_deviation: future.prior.logDeviation,
    ...Object.fromEntries(states),
  };
};

/**
 * All iterations of error regression, then the window as it is left and the future imagined from it: one graph, in which
 * the weights are constants and the posterior is what moves.
 */
export const regressionModel = (shape: RegressionShape, kernels: Kernels): Uint8Array => {
  const graph = new Graph({ kernels });
  const { settings, parameters, iterations } = shape;
  const network = { settings, p: bakedParameters(graph, parameters, networkParameters(settings)) };
  const x = inputsOf(graph, shape);
  const perIteration = slice(x.noise, { axis: 0, start: 0, end: iterations });
  const finalNoise = slice(x.noise, { axis: 0, start: iterations, end: iterations + 1 });
  const { carry, each } = scan(
    { carry: [x.posterior, x.first, x.second], over: [perIteration, x.numbers] },
    (state, [noise, numbers]) => improved(network, x, state, noise as Value, numbers as Value),
  );
  const [posterior, first, second] = carry as [Value, Value, Value];
  const outputs = {
    next_posterior: posterior,
    next_first: first,
    next_second: second,
    free_energy: each[0] as Value,
    ...shown(network, x, posterior, reshape(finalNoise, finalNoise.shape.slice(1))),
  };
  return encodeModel(buildModel(graph, outputs));
};
