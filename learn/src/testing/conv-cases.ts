import type { ConvTransposeOptions } from "../graph/conv.ts";
import type { Shape } from "../tensor.ts";

export type ConvOp = "conv2d" | "convTranspose2d";
export interface ConvCase {
  readonly why: string;
  readonly op: ConvOp;
  readonly x: Shape;
  readonly w: Shape;
  readonly options?: ConvTransposeOptions;
}

/** Shapes that meet each kernel and each way to work out the gradient of the weights. */
export const convCases: readonly ConvCase[] = [
  { why: "plain", op: "conv2d", x: [2, 3, 6, 7], w: [4, 3, 3, 3] },
  { why: "a kernel higher than wide", op: "conv2d", x: [1, 2, 9, 6], w: [3, 2, 4, 2] },
  { why: "one pixel", op: "conv2d", x: [2, 5, 4, 4], w: [3, 5, 1, 1] },
  { why: "padded", op: "conv2d", x: [2, 3, 5, 6], w: [4, 3, 3, 3], options: { pad: 1 } },
  { why: "padded beyond the kernel", op: "conv2d", x: [1, 2, 4, 5], w: [2, 2, 3, 3], options: { pad: 3 } },
  { why: "strided", op: "conv2d", x: [2, 3, 9, 7], w: [4, 3, 3, 3], options: { stride: 2 } },
  { why: "strided, the last row unused", op: "conv2d", x: [2, 3, 8, 10], w: [4, 3, 3, 3], options: { stride: 2 } },
  { why: "strided and padded", op: "conv2d", x: [2, 3, 8, 6], w: [4, 3, 3, 3], options: { stride: 2, pad: 1 } },
  {
    why: "stride 3 of a kernel of 5",
    op: "conv2d",
    x: [1, 2, 17, 14],
    w: [3, 2, 5, 5],
    options: { stride: 3, pad: 2 },
  },
  { why: "first layer of SARNN", op: "conv2d", x: [2, 3, 9, 8], w: [16, 3, 3, 3], options: { leaky: 0.3 } },
  { why: "middle layer of SARNN", op: "conv2d", x: [2, 16, 8, 9], w: [32, 16, 3, 3], options: { leaky: 0.3 } },
  { why: "few results of many channels", op: "conv2d", x: [2, 32, 7, 8], w: [5, 32, 3, 3], options: { leaky: 0.3 } },
  { why: "few results, padded", op: "conv2d", x: [1, 16, 6, 5], w: [2, 16, 3, 3], options: { pad: 2 } },
  { why: "an image of more than 256 pixels", op: "conv2d", x: [2, 4, 20, 19], w: [5, 4, 3, 3] },
  { why: "one more, fewer results than channels", op: "conv2d", x: [2, 16, 19, 20], w: [5, 16, 3, 3] },
  {
    why: "blocks, strided and padded",
    op: "conv2d",
    x: [1, 16, 8, 8],
    w: [32, 16, 3, 3],
    options: { stride: 2, pad: 1 },
  },
  { why: "a larger image, strided", op: "conv2d", x: [2, 3, 35, 34], w: [4, 3, 3, 3], options: { stride: 2, pad: 1 } },
  { why: "a larger image, stride 3", op: "conv2d", x: [1, 2, 52, 50], w: [3, 2, 5, 4], options: { stride: 3, pad: 2 } },
  {
    why: "a larger image, stride beyond the kernel",
    op: "conv2d",
    x: [1, 2, 50, 53],
    w: [3, 2, 2, 1],
    options: { stride: 3 },
  },
  { why: "channels that fill no block", op: "conv2d", x: [1, 12, 7, 7], w: [24, 12, 3, 3], options: { leaky: 0.1 } },
  { why: "plain", op: "convTranspose2d", x: [2, 3, 5, 4], w: [3, 4, 3, 3] },
  { why: "a kernel wider than high", op: "convTranspose2d", x: [1, 2, 5, 4], w: [2, 3, 2, 4] },
  { why: "padded", op: "convTranspose2d", x: [2, 3, 5, 6], w: [3, 4, 3, 3], options: { pad: 1, leaky: 0.3 } },
  {
    why: "strided",
    op: "convTranspose2d",
    x: [2, 3, 4, 3],
    w: [3, 2, 3, 3],
    options: { stride: 2, pad: 1, outputPad: 1 },
  },
  { why: "stride 3", op: "convTranspose2d", x: [1, 2, 4, 3], w: [2, 3, 5, 5], options: { stride: 3, outputPad: 2 } },
  {
    why: "first of SARNN's decoder",
    op: "convTranspose2d",
    x: [2, 5, 6, 7],
    w: [5, 32, 3, 3],
    options: { leaky: 0.3 },
  },
  {
    why: "second of SARNN's decoder",
    op: "convTranspose2d",
    x: [2, 32, 7, 6],
    w: [32, 16, 3, 3],
    options: { leaky: 0.3 },
  },
  {
    why: "last of SARNN's decoder",
    op: "convTranspose2d",
    x: [2, 16, 7, 8],
    w: [16, 3, 3, 3],
    options: { leaky: 0.3 },
  },
];

/**
 * From PyTorch (Debian's python3-torch 1.13.1, float64), same numbers: of the result and of the gradients of image,
 * weights and bias each the sum weighted by cos(0.7 i), then the first three.
 */
export const pytorchConvs: readonly {
  readonly why: string;
  readonly op: ConvOp;
  readonly of: readonly (readonly number[])[];
}[] = [
  {
    why: "strided and padded",
    op: "conv2d",
    of: [
      [-2.566524, 0.69396, 0.680966, 1.602726],
      [6.497405, 1.635837, 0.12633, -1.572405],
      [-0.125162, 3.343122, -2.219775, -4.076397],
      [-1.881576, 0.473319, -1.790427, -0.546193],
    ],
  },
  {
    why: "middle layer of SARNN",
    op: "conv2d",
    of: [
      [11.241079, 0.685749, -0.343034, 1.557763],
      [-4.410997, 0.076304, -0.38418, 0.242861],
      [7.412122, -2.371488, -1.135354, 2.664056],
      [0.91982, 3.346336, -1.666279, -0.741443],
    ],
  },
  {
    why: "strided",
    op: "convTranspose2d",
    of: [
      [-11.127146, 1.887254, 2.251905, 1.372659],
      [-2.15082, 0.383157, -0.743231, 0.786926],
      [2.041603, 0.574367, 0.775646, -2.798494],
      [-0.173709, -0.096887, -0.100442],
    ],
  },
  {
    why: "last of SARNN's decoder",
    op: "convTranspose2d",
    of: [
      [-0.426467, 0.347866, 1.704337, 1.48923],
      [2.135859, 4.569632, -3.714919, -3.525246],
      [-1.198306, -1.54994, -0.871378, 1.300073],
      [-4.389126, -3.015418, -2.154173, 1.611459],
    ],
  },
];
