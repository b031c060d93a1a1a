import { LearnFault } from "../../fault.ts";
import type { ParameterSpec } from "../../model/model.ts";

export interface PvrnnLayer {
  /** Deterministic units d. */
  readonly units: number;
  /** Stochastic units z. */
  readonly latent: number;
  /** Time constant of the deterministic units, in steps; larger is slower. */
  readonly tau: number;
  /** w: how much the posterior is held to the prior. Large: the network has to predict; small: it may look things up. */
  readonly metaPrior: number;
}

/**
 * softmax: each dimension is a distribution over `units` values, evenly from `low` to `high`, whose weights fall as
 * exp(−distance² / spread). linear: the number itself.
 */
export type PvrnnCode =
  | {
      readonly kind: "softmax";
      readonly units: number;
      readonly low: number;
      readonly high: number;
      readonly spread: number;
    }
  | { readonly kind: "linear" };

export interface PvrnnSettings {
  /** Which observation of an episode it predicts: "joints". */
  readonly observation: string;
  /** Numbers in one observation, normalised to 0 … 1 when they are coded by softmax. */
  readonly dimensions: number;
  /** From the bottom (fast, gives the prediction) to the top (slow). */
  readonly layers: readonly PvrnnLayer[];
  /** w of the first step, where the prior is N(0, 1). */
  readonly firstMetaPrior: number;
  readonly code: PvrnnCode;
  /** Training sequences: each has a posterior of its own. */
  readonly sequences: number;
  /** Steps of the longest one. */
  readonly steps: number;
}

/** Stochastic units of all layers. */
export const latentSize = ({ layers }: Pick<PvrnnSettings, "layers">): number =>
  layers.reduce((total, { latent }) => total + latent, 0);

/** Units of the output, for one dimension and for all. */
export const codeUnits = ({ code }: Pick<PvrnnSettings, "code">): number => (code.kind === "softmax" ? code.units : 1);
export const outputSize = (settings: Pick<PvrnnSettings, "code" | "dimensions">): number =>
  codeUnits(settings) * settings.dimensions;

/** Prior, recurrence and output: what stays fixed at run time. The posterior is left out. */
export const networkParameters = (settings: PvrnnSettings): readonly ParameterSpec[] => {
  check(settings);
  const [bottom] = settings.layers as readonly [PvrnnLayer];
  const layers = settings.layers.flatMap(({ units, latent }, l) => {
    const above = settings.layers[l + 1]?.units;
    const name = layerName(l);
    return [
      weight(`${name}.recurrent.weight`, units, units),
      weight(`${name}.latent.weight`, units, latent),
      ...(above === undefined ? [] : [weight(`${name}.above.weight`, units, above)]),
      zeros(`${name}.bias`, [units]),
      weight(`${name}.prior_mean.weight`, latent, units),
      zeros(`${name}.prior_mean.bias`, [latent]),
      weight(`${name}.prior_deviation.weight`, latent, units),
      zeros(`${name}.prior_deviation.bias`, [latent]),
    ];
  });
  const output = outputSize(settings);
  return [...layers, weight("output.weight", output, bottom.units), zeros("output.bias", [output])];
};

/** A^μ and A^σ of each training sequence and step: [sequences, steps, latent units of all layers, bottom first]. */
export const posteriorParameters = (settings: PvrnnSettings): readonly ParameterSpec[] => {
  const shape = [settings.sequences, settings.steps, latentSize(settings)];
  return [zeros("posterior.mean", shape), zeros("posterior.deviation", shape)];
};

export const layerName = (layer: number): string => `layers.${layer}`;

const zeros = (name: string, shape: readonly number[]): ParameterSpec => ({ name, shape, initial: { kind: "zeros" } });

/** N(0, 1 / (in + out)), as LibPvrnn draws them. */
const weight = (name: string, out: number, into: number): ParameterSpec => ({
  name,
  shape: [out, into],
  initial: { kind: "normal", deviation: Math.sqrt(1 / (into + out)) },
});

const check = ({ layers, dimensions, code, sequences, steps }: PvrnnSettings): void => {
  const counts = [dimensions, sequences, steps, ...layers.flatMap(({ units, latent }) => [units, latent])];
  if (layers.length === 0 || counts.some((count) => !Number.isInteger(count) || count < 1))
    throw new LearnFault("setting", "pvrnn: layers, units and steps are whole numbers above 0.", "Check the sizes.");
  const odd = layers.find(({ tau, metaPrior }) => !(tau >= 1) || !(metaPrior >= 0));
  if (odd)
    throw new LearnFault("setting", `pvrnn: tau ${odd.tau}, w ${odd.metaPrior}.`, "tau is at least 1, w at least 0.");
  if (code.kind === "softmax" && !(code.units >= 2 && code.high > code.low && code.spread > 0))
    throw new LearnFault("setting", "pvrnn: the output code has no width.", "Give low < high, 2 units, spread > 0.");
};

/** The network of T-GLean's two-dimensional agent (github.com/oist-cnru/T-GLean), for 25 sequences of 70 steps. */
export const tGleanAgent: PvrnnSettings = {
  observation: "agent",
  dimensions: 5,
  layers: [
    { units: 60, latent: 6, tau: 2, metaPrior: 1e-4 },
    { units: 40, latent: 4, tau: 4, metaPrior: 5e-4 },
    { units: 20, latent: 2, tau: 8, metaPrior: 1e-3 },
  ],
  firstMetaPrior: 1,
  code: { kind: "softmax", units: 10, low: -0.1, high: 1.1, spread: 0.05 },
  sequences: 25,
  steps: 70,
};
