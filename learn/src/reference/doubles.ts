import { LearnFault } from "../fault.ts";
import { type Shape, shown, sizeOf } from "../tensor.ts";

/** Numbers of double precision with a shape, row-major: what the reference computes with. */
export interface Doubles {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** @throws {LearnFault} "shape" when there are more or fewer numbers than the shape holds. */
export const doubles = (shape: Shape, data: ArrayLike<number>): Doubles => {
  if (data.length !== sizeOf(shape))
    throw new LearnFault("shape", `${data.length} numbers are not ${shown(shape)}.`, "Give all of them.");
  return { shape, data: Float64Array.from(data) };
};

export const full = (shape: Shape, value = 0): Doubles => ({
  shape,
  data: new Float64Array(sizeOf(shape)).fill(value),
});

export const fromIndex = (shape: Shape, of: (index: readonly number[]) => number): Doubles => {
  const result = full(shape);
  for (const [flat] of result.data.entries()) result.data[flat] = of(indexOf(shape, flat));
  return result;
};

/** Place of each axis at a flat position. */
export const indexOf = (shape: Shape, flat: number): readonly number[] => {
  const index = shape.map(() => 0);
  let rest = flat;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 1;
    index[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return index;
};

/** The number at an index; along axes of size 1, and missing leading ones, it is the same everywhere. */
export const at = ({ shape, data }: Doubles, index: readonly number[]): number => {
  const added = index.length - shape.length;
  let flat = 0;
  for (const [axis, size] of shape.entries()) flat = flat * size + (size === 1 ? 0 : (index[axis + added] ?? 0));
  return data[flat] ?? Number.NaN;
};

/** Shape of the result of two operands, by NumPy's broadcasting. Sizes that do not fit are the caller's fault. */
export const broadcastShape = (a: Shape, b: Shape): Shape => {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => Math.max(a[a.length - rank + i] ?? 1, b[b.length - rank + i] ?? 1));
};
