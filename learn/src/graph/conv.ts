import { LearnFault } from "../fault.ts";
import { shown } from "../tensor.ts";
import { inOneLayout } from "./blocked.ts";
import { convolved, type Geometry, spread } from "./conv-kernels.ts";
import { ofWeights } from "./conv-weights.ts";
import { clip, leakyGradient, mul } from "./elementwise.ts";
import { graphOf, resolved } from "./graph.ts";
import { sum } from "./shape.ts";
import type { Value } from "./value.ts";

export interface ConvOptions {
  readonly stride?: number;
  /** Zeros around the image. */
  readonly pad?: number;
  /** Slope below zero of a rectifier after it; 1 or left out: none. */
  readonly leaky?: number;
}

/** A power of two: exact. */
const steepness = 2 ** 60;

/** Gradients that can be had `steepness` times as large at no cost: their weights are multiplied instead. */
const steeper = new WeakMap<Value, () => Value>();

const spreadBack = (dy: Value, w: Value, shape: readonly number[], at: Geometry): Value => {
  const gradient = spread(dy, w, null, shape, { ...at, leaky: 1 });
  steeper.set(resolved(gradient), () => spread(dy, mul(w, steepness), null, shape, { ...at, leaky: 1 }));
  return gradient;
};

const convolvedBack = (dy: Value, w: Value, at: Geometry): Value => {
  const gradient = convolved(dy, w, null, { ...at, leaky: 1 });
  steeper.set(resolved(gradient), () => convolved(dy, mul(w, steepness), null, { ...at, leaky: 1 }));
  return gradient;
};

/**
 * Through the rectifier, in the layout in which its result was made. A steeper gradient spares one pass over the image:
 * clipping the result to a 2^60th of [slope, 1] gives the slope as it is needed.
 */
const throughRectifier = (d: Value, y: Value, leaky: number): Value => {
  if (leaky === 1) return d;
  const steep = steeper.get(resolved(d))?.();
  if (!steep)
    return inOneLayout([d, y], ([gradient, result]) => leakyGradient(gradient as Value, result as Value, leaky));
  return inOneLayout([steep, y], ([gradient, result]) => {
    const slope = clip(result as Value, leaky / steepness, 1 / steepness);
    return mul(gradient as Value, slope);
  });
};

const kernelOf = (w: Value): readonly [number, number] => [w.shape[2] as number, w.shape[3] as number];

interface Checked extends Required<ConvTransposeOptions> {
  readonly x: Value;
  readonly w: Value;
  readonly b: Value | null;
}

const refuseShape = (op: string, words: string, remedy: string): never => {
  throw new LearnFault("shape", `${op}: ${words}`, remedy);
};

const check = (op: string, channels: number, out: number, { x, w, b, ...at }: Checked): void => {
  if (x.shape.length !== 4 || w.shape.length !== 4)
    refuseShape(op, `${shown(x.shape)} with weights ${shown(w.shape)}.`, "Give [frames, channels, height, width].");
  if (x.shape[1] !== w.shape[channels])
    refuseShape(
      op,
      `weights ${shown(w.shape)} are for ${w.shape[channels]} channels, the image ${shown(x.shape)} has ${x.shape[1]}.`,
      `Axis ${channels} of the weights are the channels of the image.`,
    );
  if (b && (b.shape.length !== 1 || b.shape[0] !== w.shape[out]))
    refuseShape(op, `bias ${shown(b.shape)} for weights ${shown(w.shape)}.`, `Give [${w.shape[out]}].`);
  checkOptions(op, at);
};

const checkOptions = (op: string, { stride, pad, outputPad, leaky }: Required<ConvTransposeOptions>): void => {
  if (!Number.isInteger(stride) || stride < 1) refuseShape(op, `stride ${stride}.`, "Give 1 or more.");
  if (!Number.isInteger(pad) || pad < 0) refuseShape(op, `pad ${pad}.`, "Give whole pixels, 0 or more.");
  if (!Number.isInteger(outputPad) || outputPad < 0 || outputPad >= stride)
    refuseShape(op, `outputPad ${outputPad} at stride ${stride}.`, "Give less than the stride.");
  if (!(leaky >= 0 && leaky <= 1)) refuseShape(op, `leaky ${leaky}.`, "Give a slope of 0 to 1.");
};

const checkResult = (op: string, x: Value, w: Value, sizes: readonly number[]): void => {
  if (sizes.some((size) => size < 1))
    refuseShape(
      op,
      `nothing is left of ${shown(x.shape)} by a kernel of ${shown(w.shape.slice(2))}.`,
      "Pad the image.",
    );
};

/** Convolution of x [frames, in, height, width] with w [out, in, kernel, kernel]. */
export const conv2d = (
  x: Value,
  w: Value,
  b: Value | null,
  { stride = 1, pad = 0, leaky = 1 }: ConvOptions = {},
): Value => {
  check("conv2d", 1, 0, { x, w, b, stride, pad, leaky, outputPad: 0 });
  const at = { stride, pad };
  checkResult(
    "conv2d",
    x,
    w,
    [2, 3].map((axis) => (x.shape[axis] as number) + 2 * pad - (w.shape[axis] as number) + 1),
  );
  const y = convolved(x, w, b, { ...at, leaky });
  const [result] = graphOf(x, w).withGradient([x, w, b], [y], ([d]) => {
    if (!d) return [null, null, null];
    const dy = throughRectifier(d, y, leaky);
    return [
      x.differentiable ? spreadBack(dy, w, x.shape, at) : null,
      w.differentiable ? ofWeights(x, dy, kernelOf(w), at) : null,
      b?.differentiable ? sum(dy, [0, 2, 3]) : null,
    ];
  });
  return result as Value;
};

export interface ConvTransposeOptions extends ConvOptions {
  /** Rows and columns more at the far end. */
  readonly outputPad?: number;
}

/** Transposed convolution of x [frames, in, height, width] with w [in, out, kernel, kernel]. */
export const convTranspose2d = (
  x: Value,
  w: Value,
  b: Value | null,
  { stride = 1, pad = 0, leaky = 1, outputPad = 0 }: ConvTransposeOptions = {},
): Value => {
  check("convTranspose2d", 0, 1, { x, w, b, stride, pad, leaky, outputPad });
  const at = { stride, pad };
  const size = (axis: number): number =>
    ((x.shape[axis] as number) - 1) * stride - 2 * pad + (w.shape[axis] as number) + outputPad;
  const shape = [x.shape[0] as number, w.shape[1] as number, size(2), size(3)];
  checkResult("convTranspose2d", x, w, shape.slice(2));
  const y = spread(x, w, b, shape, { ...at, leaky });
  const [result] = graphOf(x, w).withGradient([x, w, b], [y], ([d]) => {
    if (!d) return [null, null, null];
    const dy = throughRectifier(d, y, leaky);
    return [
      x.differentiable ? convolvedBack(dy, w, at) : null,
      w.differentiable ? ofWeights(dy, x, kernelOf(w), at) : null,
      b?.differentiable ? sum(dy, [0, 2, 3]) : null,
    ];
  });
  return result as Value;
};
