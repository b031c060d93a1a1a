import { type Geometry, imageOf } from "./conv-kernels.ts";
import { emitOne, graphOf } from "./graph.ts";
import { matmul } from "./matmul.ts";
import { concat, pad, slice, split, transpose } from "./move.ts";
import { reshape, sum } from "./shape.ts";
import type { Value } from "./value.ts";

/**
 * The gradient of a convolution's weights: the product of the result's gradient `dy` with the image moved to each tap of
 * the kernel. The moved copies are laid one after the other, so that one matrix product has all taps × channels as rows.
 * The runtime has no kernel for it, and a convolution of image with gradient is three to six times slower.
 */
export const ofWeights = (x: Value, dy: Value, kernel: Pair, at: Geometry): Value => {
  const [frames, channels] = imageOf(x);
  const [, out, height, width] = imageOf(dy);
  if (frames > 1 && height * width < smallImage) return fromTaps(x, dy, kernel, at);
  const isFewer = at.stride === 1 && out * 10 <= channels * 9 + out;
  return isFewer ? movingGradient(x, dy, kernel, at.pad) : movingImage(x, dy, kernel, at);
};

type Pair = readonly [number, number];

/** Pixels below which one product over all frames pays more than one a frame. */
const smallImage = 256;

const tapsOf = ([height, width]: Pair): readonly Pair[] =>
  Array.from({ length: height * width }, (_, i) => [Math.floor(i / width), i % width] as const);

const total = (products: Value): Value =>
  products.shape[0] === 1 ? reshape(products, products.shape.slice(1)) : sum(products, [0]);

/** The image with zeros around it, cut or filled up with zeros to `size`. */
const framed = (x: Value, padding: number, [height, width]: Pair): Value => {
  const [, , rows, columns] = imageOf(x);
  const below = height - rows - padding;
  const right = width - columns - padding;
  const cut = slice(
    x,
    { axis: 2, start: 0, end: rows + Math.min(0, below) },
    { axis: 3, start: 0, end: columns + Math.min(0, right) },
  );
  return pad(cut, [0, 0, padding, padding], [0, 0, Math.max(0, below), Math.max(0, right)]);
};

const flat = (image: Value): Value => {
  const [frames, channels, height, width] = imageOf(image);
  return reshape(image, [frames, channels, height * width]);
};

/** Images [frames, channels, pixels] one after the other, zeros between: [frames, channels · images, length]. */
const laidOut = (images: readonly Value[], gaps: readonly number[], length: number): Value => {
  const [first] = images as readonly [Value];
  const [frames, channels] = first.shape as [number, number];
  const nothing = (size = 0): readonly Value[] => (size > 0 ? [graphOf(first).zeros([frames, channels, size])] : []);
  const parts = images.flatMap((image, i) => [image, ...nothing(gaps[i + 1])]);
  return reshape(concat([...nothing(gaps[0]), ...parts], 2), [frames, channels * images.length, length]);
};

/**
 * The image, moved left tap by tap, times the gradient. Rows stay whole, so that a move is an offset in memory; the
 * gradient has zeros where a row of the image goes on beyond it, and one row of zeros more for the gaps. With a stride
 * the image is first taken apart into those of every stride-th row and column, in which a tap is such an offset too.
 */
const movingImage = (x: Value, dy: Value, kernel: Pair, { stride, pad: padding }: Geometry): Value => {
  const [frames, channels] = imageOf(x);
  const [, out, resultHeight, resultWidth] = imageOf(dy);
  const height = resultHeight + Math.floor((kernel[0] - 1) / stride);
  const width = resultWidth + Math.floor((kernel[1] - 1) / stride);
  const phases = apart(framed(x, padding, [height * stride, width * stride]), stride).map(flat);
  const taps = tapsOf(kernel);
  const images = taps.map(([down, across]) => phases[(down % stride) * stride + (across % stride)] as Value);
  const shifts = taps.map(([down, across]) => Math.floor(down / stride) * width + Math.floor(across / stride));
  const length = (height + 1) * width;
  const gaps = shifts.map((shift, i) => width + shift - (shifts[i + 1] ?? 0));
  const moved = laidOut(images, [0, ...gaps], length);
  const wide = pad(dy, [0, 0, 0, 0], [0, 0, height + 1 - resultHeight, width - resultWidth]);
  const products = total(matmul(moved, reshape(wide, [frames, out, length]), { transposeB: true }));
  return transpose(reshape(products, [channels, kernel[0], kernel[1], out]), [3, 0, 1, 2]);
};

/** The images of every stride-th row and column, by the row and column that they begin with. */
const apart = (x: Value, stride: number): readonly Value[] => {
  if (stride === 1) return [x];
  const [frames, channels, height, width] = imageOf(x);
  const count = stride * stride;
  const deep = emitOne("SpaceToDepth", [x], [frames, count * channels, height / stride, width / stride], {
    attributes: { blocksize: stride },
  });
  return split(deep, Array<number>(count).fill(channels), 1);
};

/** The gradient, moved right tap by tap, times the image: where the result has fewer channels. Stride 1. */
const movingGradient = (x: Value, dy: Value, kernel: Pair, padding: number): Value => {
  const channels = x.shape[1] as number;
  const [, out, resultHeight, resultWidth] = imageOf(dy);
  const [height, width] = [resultHeight + kernel[0] - 1, resultWidth + kernel[1] - 1];
  const length = height * width;
  const image = flat(framed(x, padding, [height, width]));
  const wide = flat(pad(dy, [0, 0, 0, 0], [0, 0, 0, width - resultWidth]));
  const taps = tapsOf(kernel).toReversed();
  const shifts = taps.map(([down, across]) => down * width + across);
  const gaps = shifts.map((shift, i) => length - resultHeight * width - shift + (shifts[i + 1] ?? 0));
  const copies = taps.map(() => wide);
  const moved = laidOut(copies, [shifts[0] ?? 0, ...gaps], length);
  const products = total(matmul(moved, image, { transposeB: true }));
  return transpose(turnedBack(reshape(products, [out, kernel[0], kernel[1], channels])), [0, 3, 1, 2]);
};

/** The taps came in descending order. */
const turnedBack = (taps: Value): Value =>
  slice(
    taps,
    { axis: 1, start: -1, end: -1 - (taps.shape[1] as number), step: -1 },
    { axis: 2, start: -1, end: -1 - (taps.shape[2] as number), step: -1 },
  );

/** Small images: the pixels under each tap cut out, all frames in one product. */
const fromTaps = (x: Value, dy: Value, kernel: Pair, { stride, pad: padding }: Geometry): Value => {
  const channels = x.shape[1] as number;
  const [frames, out, height, width] = imageOf(dy);
  const pixels = frames * height * width;
  const exchanged = transpose(pad(x, [0, 0, padding, padding], [0, 0, padding, padding]), [1, 0, 2, 3]);
  const cut = (axis: number, start: number, count: number) => {
    const end = start + (count - 1) * stride + 1;
    return { axis, start, end, step: stride };
  };
  const taps = tapsOf(kernel).map(([down, across]) => slice(exchanged, cut(2, down, height), cut(3, across, width)));
  const rows = reshape(concat(taps, 0), [taps.length * channels, pixels]);
  const products = matmul(rows, reshape(transpose(dy, [1, 0, 2, 3]), [out, pixels]), { transposeB: true });
  return transpose(reshape(products, [kernel[0], kernel[1], channels, out]), [3, 2, 0, 1]);
};
