import { LearnFault } from "../../fault.ts";
import { add, div, exp, mul, tanh } from "../../graph/elementwise.ts";
import { graphOf } from "../../graph/graph.ts";
import { gather, slice, transpose } from "../../graph/move.ts";
import { reshape, sum } from "../../graph/shape.ts";
import type { Value } from "../../graph/value.ts";
import type { BatchSize, InputSpec, Loss, Model, Values } from "../../model/model.ts";
import type { Shape } from "../../tensor.ts";
import { complexities, decoded, surprise, weighted } from "./free-energy.ts";
import { atRest, type Belief, delayed, driven, imagined, outputOf, posteriorOf, priorOf, sampled } from "./network.ts";
import { latentSize, layerName, networkParameters, type PvrnnSettings, posteriorParameters } from "./settings.ts";

/** The scalar input that holds a layer's w: without it, that of the settings. */
export const metaPriorName = (layer: number): string => `w.${layer}`;

/**
 * PV-RNN, the variational recurrent network of predictive coding: Ahmadi and Tani 2019, https://arxiv.org/abs/1811.01339.
 * Its posterior is a parameter of each sequence and step, so a batch names the sequences that it holds (`sequence`).
 * Minimised is the free energy, summed over time and averaged over the batch:
 * Σ_t { reconstruction / units of the output + Σ_l w_l KL_l / units of z_l }.
 */
export const pvrnn = (settings: PvrnnSettings): Model<PvrnnSettings> => ({
  kind: "pvrnn",
  settings,
  parameters: [...networkParameters(settings), ...posteriorParameters(settings)],
  inputs: (size) => inputsOf(settings, size),
  loss: (p, x, size) => lossOf(settings, p, x, size),
  observation: { noise: [latentSize(settings)] },
  state: stateOf(settings),
  step: (p, observation, state) => stepOf(settings, p, observation, state),
});

/** @throws {LearnFault} "setting" when sequences are longer than the posterior. */
const inputsOf = (settings: PvrnnSettings, { time, batch }: BatchSize): Readonly<Record<string, InputSpec>> => {
  if (time > settings.steps)
    throw new LearnFault(
      "setting",
      `pvrnn: sequences of ${time} steps, and the posterior has ${settings.steps}.`,
      `Set steps to ${time}.`,
    );
  return specsOf(settings, time, batch);
};

const specsOf = (settings: PvrnnSettings, time: number, batch: number): Readonly<Record<string, InputSpec>> => ({
  observation: {
    from: "data",
    of: settings.observation,
    ahead: 0,
    isClean: true,
    shape: [time, batch, settings.dimensions],
  },
  sequence: { from: "data", of: "sequence", ahead: 0, isClean: true, shape: [batch], type: "int64" },
  mask: { from: "mask", shape: [time, batch] },
  noise: { from: "noise", shape: [time, batch, latentSize(settings)] },
  ...Object.fromEntries(
    settings.layers.map(({ metaPrior }, layer) => [
      metaPriorName(layer),
      { from: "setting", shape: [], value: metaPrior } satisfies InputSpec,
    ]),
  ),
});

/** Posterior of the batch's sequences, [time, batch, units]. */
const posteriorIn = (p: Values, sequence: Value, time: number): Belief => {
  const picked = (name: string): Value => {
    const rows = gather(p[name] as Value, sequence);
    return transpose(slice(rows, { axis: 1, start: 0, end: time }), [1, 0, 2]);
  };
  return posteriorOf(picked("posterior.mean"), picked("posterior.deviation"));
};

/** 0 at the first step, 1 later: [time, 1, 1]. */
const laterThanFirst = (like: Value, time: number): Value =>
  graphOf(like).constant(
    Float32Array.from({ length: time }, (_, t) => Number(t > 0)),
    [time, 1, 1],
    "float32",
  );

const lossOf = (settings: PvrnnSettings, p: Values, x: Values, { time, batch }: BatchSize): Loss => {
  const network = { settings, p };
  const mask = reshape(x.mask as Value, [time, batch, 1]);
  const posterior = posteriorIn(p, x.sequence as Value, time);
  const before = atRest(settings, mask, batch);
  const activity = driven(network, sampled(posterior, x.noise as Value), before);
  const later = laterThanFirst(mask, time);
  const prior = priorOf(network, delayed(activity, before), later);
  const errors = sum(mul(surprise(settings, outputOf(network, activity.d[0] as Value), x.observation as Value), mask));
  const complexity = complexities(settings, posterior, prior).map((kl) => mul(kl, mask));
  const total = complexity.reduce((loss, kl, layer) => {
    const w = x[metaPriorName(layer)] as Value;
    return add(loss, sum(mul(kl, weighted(w, settings.firstMetaPrior, later))));
  }, errors);
  const steps = sum(mask);
  const each = complexity.map((kl, layer) => [`complexity.${layer}`, div(sum(kl), steps)] as const);
  return {
    total: mul(total, 1 / batch),
    parts: {
      reconstruction: div(errors, steps),
      ...Object.fromEntries(each),
      deviation: meanOf(exp(prior.logDeviation), mask),
    },
  };
};

/** Mean of [time, batch, units] over the steps that exist. */
const meanOf = (x: Value, mask: Value): Value => div(sum(mul(x, mask)), mul(sum(mask), x.shape.at(-1) as number));

const stateOf = ({ layers }: PvrnnSettings): Readonly<Record<string, Shape>> => ({
  ...Object.fromEntries(layers.map(({ units }, layer) => [layerName(layer), [units]])),
  /** 0 before the first step. */
  begun: [1],
});

/** Imagines one step further: what follows from the prior alone. Observations enter by error regression. */
const stepOf = (settings: PvrnnSettings, p: Values, { noise }: Values, state: Values) => {
  const network = { settings, p };
  const h = settings.layers.map(({ units }, layer) => reshape(state[layerName(layer)] as Value, [1, units]));
  const begun = state.begun as Value;
  const now = reshape(noise as Value, [1, latentSize(settings)]);
  const { activity, prior } = imagined(network, { h, d: h.map(tanh) }, now, reshape(begun, [1, 1]));
  const prediction = decoded(settings, outputOf(network, activity.d[0] as Value));
  const flat = (x: Value): Value => reshape(x, [x.shape.at(-1) as number]);
  return {
    outputs: {
      prediction: flat(prediction),
      prior_mean: flat(prior.mean),
      prior_deviation: flat(exp(prior.logDeviation)),
    },
    state: {
      ...Object.fromEntries(activity.h.map((value, layer) => [layerName(layer), flat(value)])),
      begun: graphOf(begun).constant(Float32Array.of(1), [1], "float32"),
    },
  };
};
