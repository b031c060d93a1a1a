import { type Shape, sizeOf } from "../tensor.ts";
import { at, type Doubles, doubles, fromIndex, full, indexOf } from "./doubles.ts";
import { add, div, exp, log, mul, scale, sqrt, square, sub } from "./elementwise.ts";

const all = (shape: Shape): readonly number[] => [...shape.keys()];

/** Sum over `axes`, all unless given; `keep` leaves them with size 1. */
export const sum = (x: Doubles, axes: readonly number[] = all(x.shape), keep = false): Doubles => {
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const strides = kept.map((_, axis) => sizeOf(kept.slice(axis + 1)));
  const total = full(kept);
  for (const [flat, value] of x.data.entries()) {
    const index = indexOf(x.shape, flat);
    const to = kept.reduce(
      (place, size, axis) => place + (size === 1 ? 0 : (index[axis] ?? 0) * (strides[axis] ?? 0)),
      0,
    );
    total.data[to] = (total.data[to] ?? 0) + value;
  }
  return keep
    ? total
    : doubles(
        x.shape.filter((_, axis) => !axes.includes(axis)),
        total.data,
      );
};

export const mean = (x: Doubles, axes: readonly number[] = all(x.shape), keep = false): Doubles =>
  scale(sum(x, axes, keep), 1 / sizeOf(axes.map((axis) => x.shape[axis] ?? 1)));

/** The largest along the last axis, kept with size 1. */
const largest = (x: Doubles): Doubles => {
  const width = x.shape.at(-1) ?? 1;
  return fromIndex([...x.shape.slice(0, -1), 1], (index) => {
    const row = Array.from({ length: width }, (_, i) => at(x, [...index.slice(0, -1), i]));
    return Math.max(...row);
  });
};

/** Over the last axis. */
export const softmax = (x: Doubles): Doubles => {
  const powers = exp(sub(x, largest(x)));
  return div(powers, sum(powers, [x.shape.length - 1], true));
};

/** log softmax over the last axis. */
export const logSoftmax = (x: Doubles): Doubles => {
  const low = sub(x, largest(x));
  return sub(low, log(sum(exp(low), [x.shape.length - 1], true)));
};

/** Over the last axes that `gain` has (https://arxiv.org/abs/1607.06450). */
export const layerNorm = (x: Doubles, gain: Doubles, bias: Doubles, epsilon = 1e-5): Doubles => {
  const axes = gain.shape.map((_, i) => x.shape.length - gain.shape.length + i);
  const centred = sub(x, mean(x, axes, true));
  const deviation = sqrt(add(mean(square(centred), axes, true), doubles([], [epsilon])));
  return add(mul(div(centred, deviation), gain), bias);
};

/** KL divergence of N(meanQ, deviationQ²) from N(meanP, deviationP²), element by element. */
export const gaussianKl = (meanQ: Doubles, deviationQ: Doubles, meanP: Doubles, deviationP: Doubles): Doubles =>
  fromIndex(meanQ.shape, (index) => {
    const [mq, sq, mp, sp] = [meanQ, deviationQ, meanP, deviationP].map((one) => at(one, index)) as [
      number,
      number,
      number,
      number,
    ];
    return Math.log(sp / sq) + ((mp - mq) ** 2 + sq ** 2) / (2 * sp ** 2) - 0.5;
  });
