import { exp, mul, square, sub } from "./elementwise.ts";
import { graphOf } from "./graph.ts";
import { matmul } from "./matmul.ts";
import { split } from "./move.ts";
import { softmax } from "./normalise.ts";
import { reshape } from "./shape.ts";
import type { Value } from "./value.ts";

/** 0 … 1 in `count` steps. */
const ramp = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => (count === 1 ? 0 : i / (count - 1)));

export interface Attention {
  /** [frames, channels, height · width]: where each channel looks; sums to 1. */
  readonly weights: Value;
  /** [frames, channels · 2]: x, y of each channel's point, 0 … 1. */
  readonly points: Value;
}

/**
 * Spatial softmax: each channel's map becomes the expected place of its maximum, as EIPL's SpatialSoftmax does
 * (https://github.com/ogata-lab/eipl, layer/spatial_softmax.py). `x` is [frames, channels, height, width].
 */
export const spatialSoftmax = (x: Value, temperature: number): Attention => {
  const [frames, channels, height, width] = x.shape as [number, number, number, number];
  const places = new Float32Array(height * width * 2);
  const [across, down] = [ramp(width), ramp(height)];
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1)
      places.set([across[column] as number, down[row] as number], (row * width + column) * 2);
  const grid = graphOf(x).constant(places, [height * width, 2], "float32");
  const weights = softmax(reshape(mul(x, 1 / temperature), [frames * channels, height * width]));
  const points = reshape(matmul(weights, grid), [frames, channels * 2]);
  return { weights: reshape(weights, [frames, channels, height * width]), points };
};

/**
 * The inverse: a bell around each point, exp(−‖place − point‖² / width²-like `heat`): [frames, channels, height, width].
 * It is the product of one bell across and one down, so only height + width exponentials a channel are taken.
 */
export const spatialHeat = (points: Value, height: number, width: number, heat: number): Value => {
  const graph = graphOf(points);
  const [frames, twice] = points.shape as [number, number];
  const [x, y] = split(reshape(points, [frames, twice / 2, 1, 2]), [1, 1], 3) as [Value, Value];
  const bell = (axis: Value, at: Value): Value => exp(mul(square(sub(axis, at)), -1 / heat));
  const across = bell(graph.constant(ramp(width), [1, 1, 1, width], "float32"), x);
  const down = bell(graph.constant(ramp(height), [1, 1, height, 1], "float32"), y);
  return mul(down, across);
};
