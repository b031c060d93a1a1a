import { add, div, exp, log, mul, sqrt, square, sub } from "./elementwise.ts";
import { emitOne } from "./graph.ts";
import { mean } from "./reduce.ts";
import { sum } from "./shape.ts";
import type { Value } from "./value.ts";

/** Over the last axis. */
export const softmax = (x: Value): Value => {
  const axis = x.shape.length - 1;
  const y: Value = emitOne("Softmax", [x], x.shape, {
    attributes: { axis },
    backward: ([d]) => {
      if (!d) return [null];
      const weighted = mul(d, y);
      return [sub(weighted, mul(y, sum(weighted, [axis], true)))];
    },
  });
  return y;
};

/** log softmax over the last axis, without overflow. */
export const logSoftmax = (x: Value): Value => {
  const axis = x.shape.length - 1;
  const y: Value = emitOne("LogSoftmax", [x], x.shape, {
    attributes: { axis },
    backward: ([d]) => [d ? sub(d, mul(exp(y), sum(d, [axis], true))) : null],
  });
  return y;
};

/** Layer normalisation over the last axes that `gain` and `bias` have; epsilon as in PyTorch. */
export const layerNorm = (x: Value, gain: Value, bias: Value, epsilon = 1e-5): Value => {
  const rank = x.shape.length;
  const axes = gain.shape.map((_, i) => rank - gain.shape.length + i);
  const centred = sub(x, mean(x, axes, true));
  const deviation = sqrt(add(mean(square(centred), axes, true), epsilon));
  return add(mul(div(centred, deviation), gain), bias);
};

/**
 * KL divergence of Gaussians q from p, element by element:
 * log(σp/σq) + ((μp − μq)² + σq²) / (2 σp²) − ½. Deviations are given, not variances.
 */
export const gaussianKl = (q: Gaussian, p: Gaussian): Value => {
  const spread = div(add(square(sub(p.mean, q.mean)), square(q.deviation)), mul(square(p.deviation), 2));
  return sub(add(sub(log(p.deviation), log(q.deviation)), spread), 0.5);
};

export interface Gaussian {
  readonly mean: Value;
  readonly deviation: Value;
}

/** A sample by reparametrisation, from standard normal noise of the same shape. */
export const sample = ({ mean: centre, deviation }: Gaussian, noise: Value): Value =>
  add(centre, mul(deviation, noise));
