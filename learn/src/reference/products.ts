import { at, broadcastShape, type Doubles, fromIndex } from "./doubles.ts";
import { add } from "./elementwise.ts";
import { transpose } from "./movement.ts";

/** Swaps the last two axes. */
export const swapped = (x: Doubles): Doubles => {
  const axes = [...x.shape.keys()];
  return transpose(x, [...axes.slice(0, -2), ...axes.slice(-2).reverse()]);
};

/** Over the last two axes; the axes before them broadcast. */
export const matmul = (a: Doubles, b: Doubles): Doubles => {
  const inner = a.shape.at(-1) ?? 0;
  const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return fromIndex([...batch, a.shape.at(-2) ?? 1, b.shape.at(-1) ?? 1], (index) => {
    const [outer, row, column] = [index.slice(0, -2), index.at(-2) ?? 0, index.at(-1) ?? 0];
    let total = 0;
    for (let k = 0; k < inner; k++) total += at(a, aligned(outer, a, [row, k])) * at(b, aligned(outer, b, [k, column]));
    return total;
  });
};

/** Sizes of 1 in the matrix itself must not be taken for broadcasting of the index. */
const aligned = (outer: readonly number[], of: Doubles, place: readonly [number, number]): readonly number[] => [
  ...outer.slice(outer.length - (of.shape.length - 2)),
  ...place,
];

/** x wᵀ + b over the last axis of x; w is [out, in]. */
export const linear = (x: Doubles, w: Doubles, b: Doubles): Doubles => {
  const [out = 0, inner = 0] = w.shape;
  const product = fromIndex([...x.shape.slice(0, -1), out], (index) => {
    let total = 0;
    for (let k = 0; k < inner; k++) total += at(x, [...index.slice(0, -1), k]) * at(w, [index.at(-1) ?? 0, k]);
    return total;
  });
  return add(product, b);
};
