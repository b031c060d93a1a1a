import type { Tensor } from "../../tensor.ts";
import { layerName, type PvrnnLayer, type PvrnnSettings } from "./settings.ts";

/** States h of each layer, bottom first. */
export type NetworkState = readonly Float64Array[];

export interface FreeStep {
  readonly state: NetworkState;
  /** Output units. */
  readonly output: Float64Array;
  /** σp of all latent units, bottom layer first. */
  readonly deviation: Float64Array;
}

/** A trained network that runs on its own prior, in double precision and without a runtime: to study its dynamics. */
export interface FreeNetwork {
  readonly settings: PvrnnSettings;
  rest(): NetworkState;
  /**
   * `noise` is asked for a standard normal number for each latent unit; 0 follows the mean of the prior, which is N(0, 1)
   * at the first step of a sequence.
   */
  step(state: NetworkState, noise: () => number, isFirst?: boolean): FreeStep;
}

type Parameters = Readonly<Record<string, Tensor>>;

const numbers = (parameters: Parameters, name: string): Float64Array =>
  Float64Array.from(parameters[name]?.data as Float32Array);

/** w x + b. */
const affine = (w: Float64Array, x: Float64Array, b?: Float64Array): Float64Array => {
  const out = w.length / x.length;
  return Float64Array.from({ length: out }, (_, i) => {
    let total = b?.[i] ?? 0;
    for (let j = 0; j < x.length; j += 1) total += (w[i * x.length + j] as number) * (x[j] as number);
    return total;
  });
};

const weightsOf = (parameters: Parameters, layer: number) => {
  const of = (name: string) => numbers(parameters, `${layerName(layer)}.${name}`);
  return {
    recurrent: of("recurrent.weight"),
    latent: of("latent.weight"),
    above: parameters[`${layerName(layer)}.above.weight`] ? of("above.weight") : null,
    bias: of("bias"),
    mean: { w: of("prior_mean.weight"), b: of("prior_mean.bias") },
    deviation: { w: of("prior_deviation.weight"), b: of("prior_deviation.bias") },
  };
};

export const freeNetwork = (settings: PvrnnSettings, parameters: Parameters): FreeNetwork => {
  const layers = settings.layers.map((layer, l) => ({ layer, weights: weightsOf(parameters, l) }));
  const output = { w: numbers(parameters, "output.weight"), b: numbers(parameters, "output.bias") };
  return {
    settings,
    rest: () => settings.layers.map(({ units }) => new Float64Array(units)),
    step: (state, noise, isFirst = false) => {
      const next: Float64Array[] = [];
      const deviations: Float64Array[] = [];
      for (const [l, { layer, weights }] of [...layers.entries()].toReversed()) {
        const stepped = layerStep(
          layer,
          weights,
          state[l] as Float64Array,
          next[0],
          expected(layer, weights, state[l] as Float64Array, isFirst),
          noise,
        );
        next.unshift(stepped.state);
        deviations.unshift(stepped.deviation);
      }
      const bottom = (next[0] as Float64Array).map(Math.tanh);
      const deviation = Float64Array.from(deviations.flatMap((one) => [...one]));
      return { state: next, output: affine(output.w, bottom, output.b), deviation };
    },
  };
};

interface Expected {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

type LayerWeights = ReturnType<typeof weightsOf>;

const expected = ({ latent }: PvrnnLayer, weights: LayerWeights, before: Float64Array, isFirst: boolean): Expected => {
  if (isFirst) return { mean: new Float64Array(latent), deviation: new Float64Array(latent).fill(1) };
  const d = before.map(Math.tanh);
  return {
    mean: affine(weights.mean.w, d, weights.mean.b).map(Math.tanh),
    deviation: affine(weights.deviation.w, d, weights.deviation.b).map(Math.exp),
  };
};

const layerStep = (
  { tau }: PvrnnLayer,
  weights: LayerWeights,
  before: Float64Array,
  above: Float64Array | undefined,
  { mean, deviation }: Expected,
  noise: () => number,
) => {
  const z = mean.map((value, i) => value + (deviation[i] as number) * noise());
  const own = affine(weights.recurrent, before.map(Math.tanh), weights.bias);
  const fromLatent = affine(weights.latent, z);
  const fromAbove = above && weights.above ? affine(weights.above, above.map(Math.tanh)) : null;
  const state = before.map((h, i) => {
    const drive = (own[i] as number) + (fromLatent[i] as number) + (fromAbove?.[i] ?? 0);
    return (1 - 1 / tau) * h + drive / tau;
  });
  return { state, deviation };
};

export interface ExponentOptions {
  /** Steps before and while it is measured. */
  readonly settle: number;
  readonly steps: number;
  /** Standard normal draws, the same for both trajectories; left out, both follow the mean of the prior. */
  readonly noise?: () => number;
  /** Draws for the first 20 steps, so that it begins where the network goes by itself; `noise` unless given. */
  readonly begin?: () => number;
  readonly from?: NetworkState;
}

const separation = 1e-8;

/**
 * Largest Lyapunov exponent of the generated dynamics, in nats a step: how fast two states a distance of 1e-8 apart part
 * (above 0: chaos) or meet, brought back to that distance after each step (Benettin et al. 1980).
 */
export const largestExponent = (network: FreeNetwork, options: ExponentOptions): number => {
  const { steps, noise = () => 0 } = options;
  let state = settled(network, options);
  let other = moved(
    state,
    state.map((h) => h.map((_, i) => (i % 2 === 0 ? 1 : -1))),
  );
  let total = 0;
  for (let i = 0; i < steps; i += 1) {
    const drawn: number[] = [];
    const next = network.step(state, () => {
      const value = noise();
      drawn.push(value);
      return value;
    }).state;
    const otherNext = network.step(other, () => drawn.shift() ?? 0).state;
    const apart = next.map((h, l) => h.map((value, i2) => (otherNext[l]?.[i2] ?? 0) - value));
    total += Math.log(Math.max(norm(apart), Number.MIN_VALUE) / separation);
    state = next;
    other = moved(next, apart);
  }
  return total / steps;
};

const settled = (
  network: FreeNetwork,
  { settle, noise = () => 0, begin = noise, from }: ExponentOptions,
): NetworkState => {
  let state = from ?? network.rest();
  for (let t = 0; t < settle; t += 1)
    ({ state } = network.step(state, t < 20 ? begin : noise, t === 0 && from === undefined));
  return state;
};

const norm = (direction: NetworkState): number => Math.hypot(...direction.flatMap((part) => [...part]));

/** `state` moved by the separation along `direction`. */
const moved = (state: NetworkState, direction: NetworkState): NetworkState => {
  const length = norm(direction);
  // Two trajectories that have met exactly are parted again, along the first unit.
  const scale = length > 0 ? separation / length : 0;
  return state.map((h, l) =>
    h.map((value, i) => value + (scale > 0 ? scale * (direction[l]?.[i] ?? 0) : l + i === 0 ? separation : 0)),
  );
};
