import { sizeOf } from "../tensor.ts";
import { mul, square, sub } from "./elementwise.ts";
import { allAxes, sum } from "./shape.ts";
import type { Value } from "./value.ts";

export const mean = (x: Value, axes: readonly number[] = allAxes(x.shape), keep = false): Value =>
  mul(sum(x, axes, keep), 1 / sizeOf(axes.map((axis) => x.shape[axis] ?? 1)));

/** Mean of (a − b)² over everything; shapes are equal. */
export const meanSquaredError = (a: Value, b: Value): Value => mean(square(sub(a, b)));
