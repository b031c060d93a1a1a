import { add, exp, mul, square, sub } from "../../graph/elementwise.ts";
import { graphOf } from "../../graph/graph.ts";
import { linear } from "../../graph/matmul.ts";
import { logSoftmax, softmax } from "../../graph/normalise.ts";
import { reshape, sum } from "../../graph/shape.ts";
import type { Value } from "../../graph/value.ts";
import { type Belief, byLayer } from "./network.ts";
import { codeUnits, type PvrnnSettings } from "./settings.ts";

/** The values that the output units of one dimension stand for. */
export const references = ({ code }: Pick<PvrnnSettings, "code">): Float32Array => {
  if (code.kind === "linear") return Float32Array.of(1);
  const { units, low, high } = code;
  return Float32Array.from({ length: units }, (_, i) => low + ((high - low) * i) / (units - 1));
};

/** Numbers [..., dimensions] as scores [..., dimensions, units], whose softmax is the code. */
const scoresOf = (settings: PvrnnSettings, x: Value): Value => {
  const values = references(settings);
  const all = graphOf(x).constant(values, [values.length], "float32");
  const spread = settings.code.kind === "softmax" ? settings.code.spread : 1;
  return mul(square(sub(reshape(x, [...x.shape, 1]), all)), -1 / spread);
};

const unitsApart = (settings: PvrnnSettings, output: Value): Value =>
  reshape(output, [...output.shape.slice(0, -1), settings.dimensions, codeUnits(settings)]);

/** From output units [..., dimensions · units] to numbers [..., dimensions]: the mean of their distribution. */
export const decoded = (settings: PvrnnSettings, output: Value): Value => {
  if (settings.code.kind === "linear") return output;
  const values = references(settings);
  const weights = graphOf(output).constant(values, [1, values.length], "float32");
  const shares = softmax(unitsApart(settings, output));
  return reshape(linear(shares, weights), [...output.shape.slice(0, -1), settings.dimensions]);
};

/**
 * How far the output is from what was observed, for each number: [..., dimensions]. softmax: KL divergence of the
 * predicted from the true code; linear: half the squared error. Already divided by the number of output units.
 */
export const surprise = (settings: PvrnnSettings, output: Value, target: Value): Value => {
  const scale = 1 / (settings.dimensions * codeUnits(settings));
  if (settings.code.kind === "linear") return mul(square(sub(output, target)), scale / 2);
  const scores = scoresOf(settings, target);
  const gap = sub(logSoftmax(scores), logSoftmax(unitsApart(settings, output)));
  return mul(sum(mul(softmax(scores), gap), [gap.shape.length - 1]), scale);
};

/** KL divergence of the posterior q from the prior p, [..., units of all layers]. */
export const divergence = (q: Belief, p: Belief): Value => {
  const apart = sub(q.logDeviation, p.logDeviation);
  const off = square(mul(sub(q.mean, p.mean), exp(mul(p.logDeviation, -1))));
  return sub(mul(add(exp(mul(apart, 2)), off), 0.5), add(apart, 0.5));
};

/** The same of each layer, divided by its units: [..., 1] from the bottom to the top. */
export const complexities = (settings: PvrnnSettings, q: Belief, p: Belief): readonly Value[] =>
  byLayer(settings, divergence(q, p)).map((part, layer) =>
    mul(sum(part, [part.shape.length - 1], true), 1 / (settings.layers[layer]?.latent ?? 1)),
  );

/** Weight of a layer's complexity at each step: `first` w at the first step of a sequence, its own later. */
export const weighted = (metaPrior: Value | number, first: number, later: Value): Value =>
  add(mul(sub(metaPrior, first), later), first);
