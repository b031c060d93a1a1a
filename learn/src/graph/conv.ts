import { LearnFault } from "../fault.ts";
import { shown } from "../tensor.ts";
import { leakyGradient } from "./elementwise.ts";
import { emitOne, graphOf } from "./graph.ts";
import { slice, transpose } from "./move.ts";
import { sum } from "./shape.ts";
import type { Value } from "./value.ts";

export interface ConvOptions {
  readonly stride?: number;
  /** Zeros around the image. */
  readonly pad?: number;
  /** Slope below zero of a rectifier after it; 1 or left out: none. */
  readonly leaky?: number;
}

interface Geometry {
  readonly stride: number;
  readonly pad: number;
}

const pads = (pad: number): readonly number[] => [pad, pad, pad, pad];

const forward = (x: Value, w: Value, b: Value | null, { stride, pad }: Geometry): Value => {
  const [frames, , height, width] = x.shape as [number, number, number, number];
  const [out, , kernelHeight, kernelWidth] = w.shape as [number, number, number, number];
  const size = (length: number, kernel: number): number => Math.floor((length + 2 * pad - kernel) / stride) + 1;
  const shape = [frames, out, size(height, kernelHeight), size(width, kernelWidth)];
  return emitOne("Conv", b ? [x, w, b] : [x, w], shape, {
    attributes: { kernel_shape: [kernelHeight, kernelWidth], strides: [stride, stride], pads: pads(pad) },
  });
};

/** Transposed convolution, which is the gradient of a convolution with respect to its input. w is [in, out, kernel, kernel]. */
const backward = (x: Value, w: Value, b: Value | null, shape: readonly number[], { stride, pad }: Geometry): Value => {
  const kernel = w.shape.slice(2);
  const extra = [2, 3].map((axis, i) => {
    const covered = ((x.shape[axis] as number) - 1) * stride + (kernel[i] as number) - 2 * pad;
    return (shape[axis] as number) - covered;
  });
  return emitOne("ConvTranspose", b ? [x, w, b] : [x, w], shape, {
    attributes: { kernel_shape: kernel, strides: [stride, stride], pads: pads(pad), output_padding: extra },
  });
};

/** Gradient of a convolution's weights as a convolution of the two images, batch and channels exchanged. */
const ofWeights = (x: Value, dy: Value, kernel: readonly number[], { stride, pad }: Geometry): Value => {
  const exchange = (value: Value): Value => transpose(value, [1, 0, 2, 3]);
  const sizes = [2, 3].map((axis) => (x.shape[axis] as number) + 2 * pad - ((dy.shape[axis] as number) - 1) * stride);
  const shape = [x.shape[1] as number, dy.shape[1] as number, ...sizes];
  const gradient = emitOne("Conv", [exchange(x), exchange(dy)], shape, {
    attributes: { kernel_shape: dy.shape.slice(2), dilations: [stride, stride], pads: pads(pad) },
  });
  const cut = slice(
    gradient,
    { axis: 2, start: 0, end: kernel[0] as number },
    { axis: 3, start: 0, end: kernel[1] as number },
  );
  return exchange(cut);
};

const activated = (y: Value, leaky: number): Value =>
  leaky === 1 ? y : emitOne("LeakyRelu", [y], y.shape, { attributes: { alpha: { float: leaky } } });

const check = (op: string, x: Value, channels: number | undefined, w: Value): void => {
  if (x.shape.length !== 4 || w.shape.length !== 4 || x.shape[1] !== channels)
    throw new LearnFault(
      "shape",
      `${op}: ${shown(x.shape)} and weights ${shown(w.shape)} do not fit.`,
      "Give [frames, channels, height, width].",
    );
};

/** Convolution of x [frames, in, height, width] with w [out, in, kernel, kernel]. */
export const conv2d = (
  x: Value,
  w: Value,
  b: Value | null,
  { stride = 1, pad = 0, leaky = 1 }: ConvOptions = {},
): Value => {
  check("conv2d", x, w.shape[1], w);
  const at = { stride, pad };
  const y = activated(forward(x, w, b, at), leaky);
  const [result] = graphOf(x, w).withGradient([x, w, b], [y], ([d]) => {
    if (!d) return [null, null, null];
    const dy = leaky === 1 ? d : leakyGradient(d, y, leaky);
    return [
      x.differentiable ? backward(dy, w, null, x.shape, at) : null,
      ofWeights(x, dy, w.shape.slice(2), at),
      b ? sum(dy, [0, 2, 3]) : null,
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
  check("convTranspose2d", x, w.shape[0], w);
  const at = { stride, pad };
  const size = (axis: number): number =>
    ((x.shape[axis] as number) - 1) * stride - 2 * pad + (w.shape[axis] as number) + outputPad;
  const shape = [x.shape[0] as number, w.shape[1] as number, size(2), size(3)];
  const y = activated(backward(x, w, b, shape, at), leaky);
  const [result] = graphOf(x, w).withGradient([x, w, b], [y], ([d]) => {
    if (!d) return [null, null, null];
    const dy = leaky === 1 ? d : leakyGradient(d, y, leaky);
    return [
      x.differentiable ? forward(dy, w, null, at) : null,
      ofWeights(dy, x, w.shape.slice(2), at),
      b ? sum(dy, [0, 2, 3]) : null,
    ];
  });
  return result as Value;
};
