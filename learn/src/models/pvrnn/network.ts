import { add, exp, mul, tanh } from "../../graph/elementwise.ts";
import { graphOf } from "../../graph/graph.ts";
import { linear } from "../../graph/matmul.ts";
import { concat, slice, split } from "../../graph/move.ts";
import { scan } from "../../graph/scan.ts";
import { reshape } from "../../graph/shape.ts";
import type { Value } from "../../graph/value.ts";
import type { Values } from "../../model/model.ts";
import { latentSize, layerName, type PvrnnSettings } from "./settings.ts";

/** Settings with the parameters of a graph. Lists of layers go from the bottom to the top. */
export interface Network {
  readonly settings: PvrnnSettings;
  readonly p: Values;
}

/** A Gaussian of each stochastic unit; the logarithm of the deviation is what the network gives. */
export interface Belief {
  readonly mean: Value;
  readonly logDeviation: Value;
}

const of = ({ p }: Network, layer: number, name: string): Value => p[`${layerName(layer)}.${name}`] as Value;

/** Latent values [..., all units] of each layer. */
export const byLayer = ({ layers }: Pick<PvrnnSettings, "layers">, z: Value): readonly Value[] =>
  split(
    z,
    layers.map(({ latent }) => latent),
    z.shape.length - 1,
  );

/** μq = tanh(A^μ), log σq = A^σ. */
export const posteriorOf = (mean: Value, deviation: Value): Belief => ({ mean: tanh(mean), logDeviation: deviation });

/** z = μ + σ ε. */
export const sampled = ({ mean, logDeviation }: Belief, noise: Value): Value =>
  add(mean, mul(exp(logDeviation), noise));

/**
 * What comes next by each layer's own state before: μp = tanh(Wm d + bm), log σp = Ws d + bs. `later` is 0 at the first
 * step of a sequence, where the prior is N(0, 1), and 1 elsewhere; it broadcasts against [..., units].
 */
export const priorOf = (network: Network, before: readonly Value[], later: Value): Belief => {
  const axis = (before[0] as Value).shape.length - 1;
  const all = (name: string): Value => {
    const parts = before.map((d, l) => linear(d, of(network, l, `${name}.weight`), of(network, l, `${name}.bias`)));
    return mul(concat(parts, axis), later);
  };
  return { mean: tanh(all("prior_mean")), logDeviation: all("prior_deviation") };
};

/** 1/τ times what the stochastic units, the layer above and the bias give. */
const driveOf = (network: Network, layer: number, z: Value, above: Value | undefined): Value => {
  const fromLatent = linear(z, of(network, layer, "latent.weight"), of(network, layer, "bias"));
  const drive = above ? add(fromLatent, linear(above, of(network, layer, "above.weight"))) : fromLatent;
  return mul(drive, shareOf(network, layer));
};

const shareOf = ({ settings }: Network, layer: number): number => 1 / (settings.layers[layer]?.tau ?? 1);

/** States h and activities d = tanh h, of each layer. */
export interface Activity {
  readonly h: readonly Value[];
  readonly d: readonly Value[];
}

/**
 * One layer over time. Only the leaky recurrence h' = (1 − 1/τ) h + (1/τ) (W d + …) is inside it: the layer above has run
 * through before, and the posterior does not wait for anything.
 */
const recurrence = (
  network: Network,
  layer: number,
  drive: Value,
  before: Value,
): { readonly h: Value; readonly d: Value } => {
  const share = shareOf(network, layer);
  const weights = mul(of(network, layer, "recurrent.weight"), share);
  const { each } = scan({ carry: [before, tanh(before)], over: [drive] }, ([h, d], [now]) => {
    const next = add(mul(h as Value, 1 - share), linear(d as Value, weights, now as Value));
    const active = tanh(next);
    return { carry: [next, active], each: [next, active] };
  });
  return { h: each[0] as Value, d: each[1] as Value };
};

/** All layers over a sequence of latent values [time, batch, units], from the top down. `before` are states [batch, units]. */
export const driven = (network: Network, z: Value, before: readonly Value[]): Activity => {
  const parts = byLayer(network.settings, z);
  const [h, d]: [Value[], Value[]] = [[], []];
  for (let layer = parts.length - 1; layer >= 0; layer -= 1) {
    const drive = driveOf(network, layer, parts[layer] as Value, d[0]);
    const run = recurrence(network, layer, drive, before[layer] as Value);
    h.unshift(run.h);
    d.unshift(run.d);
  }
  return { h, d };
};

/** Activities one step earlier: [time, batch, units], the first from the states before. */
export const delayed = ({ d }: Activity, before: readonly Value[]): readonly Value[] =>
  d.map((all, layer) => {
    const [time] = all.shape as [number];
    const first = tanh(before[layer] as Value);
    const start = reshape(first, [1, ...first.shape]);
    return time === 1 ? start : concat([start, slice(all, { axis: 0, start: 0, end: time - 1 })], 0);
  });

/** One step of all layers, each driven by what the layer above has just become. */
const stepped = (network: Network, z: Value, { h, d }: Activity): Activity => {
  const parts = byLayer(network.settings, z);
  const next: { h: Value[]; d: Value[] } = { h: [], d: [] };
  for (let layer = parts.length - 1; layer >= 0; layer -= 1) {
    const share = shareOf(network, layer);
    const drive = driveOf(network, layer, parts[layer] as Value, next.d[0]);
    const weights = mul(of(network, layer, "recurrent.weight"), share);
    const state = add(mul(h[layer] as Value, 1 - share), add(linear(d[layer] as Value, weights), drive));
    next.h.unshift(state);
    next.d.unshift(tanh(state));
  }
  return next;
};

/** The output units of the bottom layer's activity. */
export const outputOf = ({ p }: Network, d: Value): Value =>
  linear(d, p["output.weight"] as Value, p["output.bias"] as Value);

export interface Generated {
  /** Output units [time, batch, ...]. */
  readonly output: Value;
  readonly prior: Belief;
  /** States after the last step. */
  readonly last: readonly Value[];
}

/** One step from the prior alone. `later` as in `priorOf`. */
export const imagined = (
  network: Network,
  before: Activity,
  noise: Value,
  later: Value,
): { readonly activity: Activity; readonly prior: Belief } => {
  const prior = priorOf(network, before.d, later);
  return { activity: stepped(network, sampled(prior, noise), before), prior };
};

/** Goes on from the prior alone: `noise` [time, batch, units], `later` [time, batch, 1], states before [batch, units]. */
export const generated = (network: Network, noise: Value, later: Value, before: readonly Value[]): Generated => {
  const { length } = before;
  const carry = [...before, ...before.map(tanh)];
  const run = scan({ carry, over: [noise, later] }, (states, [now, isLater]) => {
    const start = { h: states.slice(0, length), d: states.slice(length) };
    const { activity, prior } = imagined(network, start, now as Value, isLater as Value);
    const bottom = activity.d[0] as Value;
    return { carry: [...activity.h, ...activity.d], each: [bottom, prior.mean, prior.logDeviation] };
  });
  const [bottom, mean, logDeviation] = run.each as [Value, Value, Value];
  return { output: outputOf(network, bottom), prior: { mean, logDeviation }, last: run.carry.slice(0, length) };
};

/** States at rest, [batch, units]. */
export const atRest = ({ layers }: PvrnnSettings, like: Value, batch: number): readonly Value[] =>
  layers.map(({ units }) => graphOf(like).zeros([batch, units]));

export const latentShape = (settings: PvrnnSettings, ...outer: readonly number[]): readonly number[] => [
  ...outer,
  latentSize(settings),
];
