import { blockedConv, isBlockable } from "./blocked.ts";
import { emitOne } from "./graph.ts";
import { slice, transpose } from "./move.ts";
import type { Value } from "./value.ts";

/** How a kernel moves over an image. */
export interface Geometry {
  readonly stride: number;
  /** Zeros around the image. */
  readonly pad: number;
}

/** Kernels that are asked for at once: weights [out, in, height, width], the rectifier's slope (1: none). */
interface Layer extends Geometry {
  readonly leaky: number;
}

export type Image = readonly [frames: number, channels: number, height: number, width: number];
export const imageOf = ({ shape }: Value): Image => shape as unknown as Image;

const activated = (y: Value, leaky: number): Value =>
  leaky === 1 ? y : emitOne("LeakyRelu", [y], y.shape, { attributes: { alpha: { float: leaky } } });

const around = (pad: number): readonly number[] => [pad, pad, pad, pad];

/** The kernel turned by 180°, in and out exchanged: convolution becomes transposed convolution. */
const turned = (w: Value): Value =>
  slice(
    transpose(w, [1, 0, 2, 3]),
    { axis: 2, start: -1, end: -1 - (w.shape[2] as number), step: -1 },
    { axis: 3, start: -1, end: -1 - (w.shape[3] as number), step: -1 },
  );

/**
 * From so few result channels a product of all taps at once, added up afterwards, beats the convolution: its matrix
 * product has taps × channels rows instead of a handful (measured with 1.30: 32 → 5 channels, twice as fast).
 */
const fewResults = 6;
const enoughInputs = 16;

const scatters = (w: Value, { stride, pad }: Geometry): boolean => {
  const [out, input, height, width] = imageOf(w);
  return stride === 1 && out <= fewResults && input >= enoughInputs && pad < Math.min(height, width);
};

/** Correlation of x [frames, in, …] with w [out, in, …]: what every library calls convolution. */
export const convolved = (x: Value, w: Value, b: Value | null, layer: Layer): Value => {
  const [frames, , height, width] = imageOf(x);
  const [out, , kernelHeight, kernelWidth] = imageOf(w);
  const { stride, pad, leaky } = layer;
  const size = (length: number, kernel: number): number => Math.floor((length + 2 * pad - kernel) / stride) + 1;
  const shape = [frames, out, size(height, kernelHeight), size(width, kernelWidth)];
  if (scatters(w, layer)) return scattered(x, w, b, shape, layer);
  if (isBlockable(x, w)) return blockedConv(x, w, b, shape, { stride, pads: around(pad), leaky });
  const y = emitOne("Conv", [x, w, ...(b ? [b] : [])], shape, {
    attributes: { kernel_shape: [kernelHeight, kernelWidth], strides: [stride, stride], pads: around(pad) },
  });
  return activated(y, leaky);
};

/** The same as a transposed convolution by the turned kernel. */
const scattered = (x: Value, w: Value, b: Value | null, shape: readonly number[], { pad, leaky }: Layer): Value => {
  const kernel = w.shape.slice(2) as [number, number];
  const [down, across] = kernel.map((size) => size - 1 - pad) as [number, number];
  const y = emitOne("ConvTranspose", [x, turned(w), ...(b ? [b] : [])], shape, {
    attributes: { kernel_shape: kernel, strides: [1, 1], pads: [down, across, down, across] },
  });
  return activated(y, leaky);
};

/** Transposed convolution of x [frames, in, …] with w [in, out, …]: the gradient of `convolved` with respect to its image. */
export const spread = (x: Value, w: Value, b: Value | null, shape: readonly number[], layer: Layer): Value => {
  const { stride, pad, leaky } = layer;
  const kernel = w.shape.slice(2) as [number, number];
  const [input, out] = imageOf(w);
  const isFew = out <= fewResults && input >= enoughInputs;
  // A convolution has no negative padding, and pads by the same amount on both sides here.
  const isSquare = kernel[0] === kernel[1] && pad < kernel[0];
  if (stride === 1 && isSquare && !isFew)
    return convolved(x, turned(w), b, { stride, pad: kernel[0] - 1 - pad, leaky });
  const extra = kernel.map((size, i) => {
    const covered = ((x.shape[i + 2] as number) - 1) * stride + size - 2 * pad;
    return (shape[i + 2] as number) - covered;
  });
  const y = emitOne("ConvTranspose", [x, w, ...(b ? [b] : [])], shape, {
    attributes: { kernel_shape: kernel, strides: [stride, stride], pads: around(pad), output_padding: extra },
  });
  return activated(y, leaky);
};
