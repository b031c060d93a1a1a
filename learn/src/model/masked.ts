import { div, mul, square, sub } from "../graph/elementwise.ts";
import { reshape, sum } from "../graph/shape.ts";
import type { Value } from "../graph/value.ts";
import { sizeOf } from "../tensor.ts";

/** A mask [frames] of ones and zeros as weights that add up to 1. */
export const frameWeights = (mask: Value): Value => {
  const flat = reshape(mask, [sizeOf(mask.shape)]);
  return div(flat, sum(flat));
};

/**
 * Mean squared error of [frames, …] where each frame has its weight [frames]: with equal weights that add up to 1 it is
 * PyTorch's MSELoss, and what pads a short sequence does not count.
 */
export const weightedError = (prediction: Value, target: Value, weights: Value): Value => {
  const frames = prediction.shape[0] as number;
  const size = sizeOf(prediction.shape) / frames;
  const errors = sum(square(sub(reshape(prediction, [frames, size]), reshape(target, [frames, size]))), [1]);
  return mul(sum(mul(errors, weights)), 1 / size);
};
