import { LearnFault } from "../fault.ts";
import { isSameShape, type Shape, shown, sizeOf } from "../tensor.ts";
import { emitOne, graphOf } from "./graph.ts";
import type { Value } from "./value.ts";

export const reshape = (x: Value, shape: Shape): Value => {
  if (isSameShape(x.shape, shape)) return x;
  if (sizeOf(x.shape) !== sizeOf(shape))
    throw new LearnFault(
      "shape",
      `reshape: ${shown(x.shape)} does not hold ${shown(shape)}.`,
      "Keep the number of elements.",
    );
  return emitOne("Reshape", [x, graphOf(x).integers(shape)], shape, {
    backward: ([d]) => [d ? reshape(d, x.shape) : null, null],
  });
};

/** Repeats along axes of size 1 until it has `shape`. */
export const expand = (x: Value, shape: Shape): Value => {
  if (isSameShape(x.shape, shape)) return x;
  return emitOne("Expand", [x, graphOf(x).integers(shape)], shape, {
    backward: ([d]) => [d ? unbroadcast(d, x.shape) : null, null],
  });
};

/** Shape of the result of two operands, by NumPy's broadcasting. */
export const broadcast = (op: string, a: Shape, b: Shape): Shape => {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [x, y] = [a[a.length - rank + i] ?? 1, b[b.length - rank + i] ?? 1];
    if (x !== y && x !== 1 && y !== 1)
      throw new LearnFault("shape", `${op}: ${shown(a)} and ${shown(b)} do not fit.`, "Sizes must be equal or 1.");
    return Math.max(x, y);
  });
};

/** Sums a gradient over the axes along which its operand was repeated. */
export const unbroadcast = (gradient: Value, shape: Shape): Value => {
  if (isSameShape(gradient.shape, shape)) return gradient;
  const added = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((size, i) => (i < added || (shape[i - added] === 1 && size !== 1) ? [i] : []));
  return reshape(sum(gradient, axes, true), shape);
};

export const allAxes = (shape: Shape): readonly number[] => shape.map((_, i) => i);

/** Sum over `axes` (all unless given); `keep` leaves them with size 1. */
export const sum = (x: Value, axes: readonly number[] = allAxes(x.shape), keep = false): Value => {
  if (axes.length === 0) return x;
  const graph = graphOf(x);
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  const shape = keep ? kept : x.shape.filter((_, i) => !axes.includes(i));
  return emitOne("ReduceSum", [x, graph.integers(axes)], shape, {
    attributes: { keepdims: keep ? 1 : 0 },
    backward: ([d]) => [d ? expand(reshape(d, kept), x.shape) : null, null],
  });
};
