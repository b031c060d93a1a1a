import type { Shape } from "../tensor.ts";
import { at, type Doubles, doubles, fromIndex } from "./doubles.ts";

export const reshape = (x: Doubles, shape: Shape): Doubles => doubles(shape, x.data);

/** Axis i of the result is axis permutation[i] of x. */
export const transpose = (x: Doubles, permutation: readonly number[]): Doubles =>
  fromIndex(
    permutation.map((axis) => x.shape[axis] ?? 1),
    (index) =>
      at(
        x,
        x.shape.map((_, axis) => index[permutation.indexOf(axis)] ?? 0),
      ),
  );

export const expand = (x: Doubles, shape: Shape): Doubles => fromIndex(shape, (index) => at(x, index));

const moved = (index: readonly number[], axis: number, by: number): readonly number[] =>
  index.map((place, i) => (i === axis ? place + by : place));

export const concat = (parts: readonly Doubles[], axis: number): Doubles => {
  const sizes = parts.map(({ shape }) => shape[axis] ?? 0);
  const whole = (parts[0]?.shape ?? []).map((size, i) => (i === axis ? sizes.reduce((a, b) => a + b) : size));
  return fromIndex(whole, (index) => {
    let place = index[axis] ?? 0;
    let part = 0;
    for (; place >= (sizes[part] ?? 0); part++) place -= sizes[part] ?? 0;
    return at(parts[part] as Doubles, moved(index, axis, place - (index[axis] ?? 0)));
  });
};

/** From `start` to, and without, `end`; negative steps go backwards. */
export const slice = (x: Doubles, axis: number, start: number, end: number, step = 1): Doubles => {
  const shape = x.shape.map((size, i) => (i === axis ? Math.ceil((end - start) / step) : size));
  return fromIndex(shape, (index) =>
    at(
      x,
      index.map((place, i) => (i === axis ? start + place * step : place)),
    ),
  );
};

export const split = (x: Doubles, sizes: readonly number[], axis: number): readonly Doubles[] => {
  let start = 0;
  return sizes.map((size) => {
    start += size;
    return slice(x, axis, start - size, start);
  });
};

export const stack = (parts: readonly Doubles[], axis = 0): Doubles =>
  concat(
    parts.map((part) => reshape(part, part.shape.toSpliced(axis, 0, 1))),
    axis,
  );

/** Zeros around. */
export const pad = (x: Doubles, before: readonly number[], after: readonly number[]): Doubles =>
  fromIndex(
    x.shape.map((size, i) => size + (before[i] ?? 0) + (after[i] ?? 0)),
    (index) => {
      const inside = index.map((place, i) => place - (before[i] ?? 0));
      return inside.every((place, i) => place >= 0 && place < (x.shape[i] ?? 0)) ? at(x, inside) : 0;
    },
  );

/** Rows of x along axis 0: [...indices.shape, ...x.shape[1..]]. */
export const gather = (x: Doubles, indices: Doubles): Doubles => {
  const rank = indices.shape.length;
  return fromIndex([...indices.shape, ...x.shape.slice(1)], (index) =>
    at(x, [at(indices, index.slice(0, rank)), ...index.slice(rank)]),
  );
};
