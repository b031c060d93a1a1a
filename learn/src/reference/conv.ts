import { type Doubles, full } from "./doubles.ts";

export interface ConvGeometry {
  readonly stride: number;
  readonly pad: number;
}

/** Places in the flat arrays of image, kernel and result that are multiplied with each other. */
type Touch = (image: number, kernel: number, result: number) => void;

const lengthAfter = (length: number, kernel: number, { stride, pad }: ConvGeometry): number =>
  Math.floor((length + 2 * pad - kernel) / stride) + 1;

/** Every product of a convolution, one by one: image [n, c, h, w], kernel [o, c, p, q], result [n, o, …]. */
const everyProduct = (image: Doubles, kernel: Doubles, result: Doubles, at: ConvGeometry, touch: Touch): void => {
  const [frames, channels] = image.shape as [number, number, number, number];
  const [out] = kernel.shape as [number];
  for (let frame = 0; frame < frames; frame++)
    for (let o = 0; o < out; o++)
      for (let c = 0; c < channels; c++)
        planeProducts(image, kernel, result, at, [frame * channels + c, o * channels + c, frame * out + o], touch);
};

/** Those of one plane each; `planes` are their numbers. */
const planeProducts = (
  image: Doubles,
  kernel: Doubles,
  result: Doubles,
  at: ConvGeometry,
  planes: readonly [number, number, number],
  touch: Touch,
): void => {
  const [down = 0, across = 0] = result.shape.slice(2);
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++)
      tapProducts(image, kernel, at, [y, x], (i, k) =>
        touch(
          i + planes[0] * (image.shape[2] as number) * (image.shape[3] as number),
          k + planes[1] * (kernel.shape[2] as number) * (kernel.shape[3] as number),
          (planes[2] * down + y) * across + x,
        ),
      );
};

/** Places within the planes of image and kernel for one pixel of the result; what lies in the padding is left out. */
const tapProducts = (
  image: Doubles,
  kernel: Doubles,
  { stride, pad }: ConvGeometry,
  [y, x]: readonly [number, number],
  touch: (image: number, kernel: number) => void,
): void => {
  const [height = 0, width = 0] = image.shape.slice(2);
  const [rows = 0, columns = 0] = kernel.shape.slice(2);
  for (let p = 0; p < rows; p++)
    for (let q = 0; q < columns; q++) {
      const [row, column] = [y * stride + p - pad, x * stride + q - pad];
      if (row >= 0 && row < height && column >= 0 && column < width) touch(row * width + column, p * columns + q);
    }
};

const biased = (result: Doubles, bias: Doubles | null): Doubles => {
  const [, channels = 1, height = 1, width = 1] = result.shape;
  if (!bias) return result;
  const data = result.data.map((value, i) => value + (bias.data[Math.floor(i / (height * width)) % channels] ?? 0));
  return { shape: result.shape, data };
};

/** Adds up `from(i, k, r)` at the place that `to` picks, over all products. */
const gathered = (
  into: Doubles,
  [image, kernel, result]: readonly [Doubles, Doubles, Doubles],
  at: ConvGeometry,
  term: (image: number, kernel: number, result: number) => readonly [place: number, value: number],
): Doubles => {
  everyProduct(image, kernel, result, at, (i, k, r) => {
    const [place, value] = term(i, k, r);
    into.data[place] = (into.data[place] ?? 0) + value;
  });
  return into;
};

const number = ({ data }: Doubles, place: number): number => data[place] ?? Number.NaN;

/** x [frames, in, height, width], w [out, in, rows, columns]. */
export const conv2d = (x: Doubles, w: Doubles, b: Doubles | null, at: ConvGeometry): Doubles => {
  const size = (axis: number): number => lengthAfter(x.shape[axis] ?? 0, w.shape[axis] ?? 0, at);
  const result = full([x.shape[0] ?? 0, w.shape[0] ?? 0, size(2), size(3)]);
  const products = gathered(result, [x, w, result], at, (i, k, r) => [r, number(x, i) * number(w, k)]);
  return biased(products, b);
};

/** Gradients of `conv2d` with respect to its image and its weights from that of its result. */
export const conv2dGradients = (x: Doubles, w: Doubles, d: Doubles, at: ConvGeometry) => ({
  x: gathered(full(x.shape), [x, w, d], at, (i, k, r) => [i, number(w, k) * number(d, r)]),
  w: gathered(full(w.shape), [x, w, d], at, (i, k, r) => [k, number(x, i) * number(d, r)]),
});

/** x [frames, in, height, width], w [in, out, rows, columns]: what `conv2d` with this w would have as its image's gradient. */
export const convTranspose2d = (
  x: Doubles,
  w: Doubles,
  b: Doubles | null,
  at: ConvGeometry & { readonly outputPad: number },
): Doubles => {
  const size = (axis: number): number =>
    ((x.shape[axis] ?? 0) - 1) * at.stride - 2 * at.pad + (w.shape[axis] ?? 0) + at.outputPad;
  const image = full([x.shape[0] ?? 0, w.shape[1] ?? 0, size(2), size(3)]);
  return biased(conv2dGradients(image, w, x, at).x, b);
};

/** Gradients of `convTranspose2d`. */
export const convTranspose2dGradients = (x: Doubles, w: Doubles, d: Doubles, at: ConvGeometry) => ({
  x: conv2d(d, w, null, at),
  w: conv2dGradients(d, w, x, at).w,
});
