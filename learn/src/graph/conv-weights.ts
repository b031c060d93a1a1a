import { type Geometry, imageOf } from "./conv-kernels.ts";
import { graphOf } from "./graph.ts";
import { matmul } from "./matmul.ts";
import { concat, pad, slice, transpose } from "./move.ts";
import { reshape, sum } from "./shape.ts";
import type { Value } from "./value.ts";

/**
 * The gradient of a convolution's weights: the product of the result's gradient `dy` with the image moved to each tap of
 * the kernel. The moved copies are laid one after the other, so that one matrix product has all taps × channels as rows.
 * The runtime has no kernel for it, and a convolution of image with gradient is three to six times slower.
 */
export const ofWeights = (x: Value, dy: Value, kernel: readonly [number, number], at: Geometry): Value => {
  const image = pad(x, [0, 0, at.pad, at.pad], [0, 0, at.pad, at.pad]);
  const [frames, channels] = imageOf(x);
  const [, out, height, width] = imageOf(dy);
  if (at.stride > 1 || (frames > 1 && height * width < smallImage)) return fromTaps(image, dy, kernel, at.stride);
  const used = slice(image, { axis: 2, start: 0, end: height + kernel[0] - 1 });
  return out * 10 <= channels * 9 + out ? movingGradient(used, dy, kernel) : movingImage(used, dy, kernel);
};

/** Pixels below which one product over all frames pays more than one a frame. */
const smallImage = 256;

const tapsOf = ([height, width]: readonly [number, number]): readonly (readonly [number, number])[] =>
  Array.from({ length: height * width }, (_, i) => [Math.floor(i / width), i % width] as const);

/** How far each tap moves an image of `width` pixels a row that lies flat. */
const shiftsOf = (kernel: readonly [number, number], width: number): readonly number[] =>
  tapsOf(kernel).map(([down, across]) => down * width + across);

const total = (products: Value): Value =>
  products.shape[0] === 1 ? reshape(products, products.shape.slice(1)) : sum(products, [0]);

/** Copies of `flat` [frames, channels, pixels] with zeros between: [frames, channels · copies, pixels a copy]. */
const copies = (flat: Value, gaps: readonly number[], length: number): Value => {
  const [frames, channels] = flat.shape as [number, number];
  const graph = graphOf(flat);
  const nothing = (size: number): readonly Value[] => (size > 0 ? [graph.zeros([frames, channels, size])] : []);
  const [first = 0, ...after] = gaps;
  const parts = [...nothing(first), ...after.flatMap((gap) => [flat, ...nothing(gap)])];
  return reshape(concat(parts, 2), [frames, channels * after.length, length]);
};

/**
 * Rows of the image, moved left tap by tap, times the gradient: whole rows, so that a move is an offset in memory.
 * The gradient has zeros where a row of the image goes on beyond it, and one row of zeros more for the gaps.
 */
const movingImage = (x: Value, dy: Value, kernel: readonly [number, number]): Value => {
  const [frames, channels, height, width] = imageOf(x);
  const [, out, resultHeight, resultWidth] = imageOf(dy);
  const length = (height + 1) * width;
  const shifts = shiftsOf(kernel, width);
  const gap = (i: number): number => length - height * width - ((shifts[i + 1] ?? 0) - (shifts[i] ?? 0));
  const moved = copies(reshape(x, [frames, channels, height * width]), [0, ...shifts.map((_, i) => gap(i))], length);
  const wide = pad(dy, [0, 0, 0, 0], [0, 0, height + 1 - resultHeight, width - resultWidth]);
  const products = total(matmul(moved, reshape(wide, [frames, out, length]), { transposeB: true }));
  return transpose(reshape(products, [channels, kernel[0], kernel[1], out]), [3, 0, 1, 2]);
};

/** The gradient, moved right tap by tap, times rows of the image: where the result has fewer channels. */
const movingGradient = (x: Value, dy: Value, kernel: readonly [number, number]): Value => {
  const [frames, channels, height, width] = imageOf(x);
  const [, out, resultHeight, resultWidth] = imageOf(dy);
  const length = height * width;
  const shifts = shiftsOf(kernel, width).toReversed();
  const gap = (i: number): number => length - resultHeight * width - (shifts[i] ?? 0) + (shifts[i + 1] ?? 0);
  const wide = pad(dy, [0, 0, 0, 0], [0, 0, 0, width - resultWidth]);
  const flat = reshape(wide, [frames, out, resultHeight * width]);
  const moved = copies(flat, [shifts[0] ?? 0, ...shifts.map((_, i) => gap(i))], length);
  const products = total(matmul(moved, reshape(x, [frames, channels, length]), { transposeB: true }));
  const taps = reshape(products, [out, kernel[0], kernel[1], channels]);
  return transpose(turnedBack(taps), [0, 3, 1, 2]);
};

/** The taps came in descending order. */
const turnedBack = (taps: Value): Value =>
  slice(
    taps,
    { axis: 1, start: -1, end: -1 - (taps.shape[1] as number), step: -1 },
    { axis: 2, start: -1, end: -1 - (taps.shape[2] as number), step: -1 },
  );

/** Strided, or small images: the pixels under each tap cut out, all frames in one product. */
const fromTaps = (x: Value, dy: Value, kernel: readonly [number, number], stride: number): Value => {
  const channels = x.shape[1] as number;
  const [frames, out, height, width] = imageOf(dy);
  const pixels = frames * height * width;
  const apart = transpose(x, [1, 0, 2, 3]);
  const cut = (axis: number, start: number, count: number) => {
    const end = start + (count - 1) * stride + 1;
    return { axis, start, end, step: stride };
  };
  const taps = tapsOf(kernel).map(([down, across]) => slice(apart, cut(2, down, height), cut(3, across, width)));
  const rows = reshape(concat(taps, 0), [taps.length * channels, pixels]);
  const products = matmul(rows, reshape(transpose(dy, [1, 0, 2, 3]), [out, pixels]), { transposeB: true });
  return transpose(reshape(products, [kernel[0], kernel[1], channels, out]), [3, 2, 0, 1]);
};
