import type { Doubles } from "./doubles.ts";

/** Near the best for central differences of doubles: cube root of their precision. */
const usualStep = 6e-6;

/**
 * The gradient of a scalar function with respect to each of its inputs, by central differences: (f(x+h) − f(x−h)) / 2h.
 * Right to about 1e-9 of the function's size where it is smooth within `step`; two evaluations a number.
 */
export const finiteDifferences = (
  f: (inputs: readonly Doubles[]) => number,
  inputs: readonly Doubles[],
  step = usualStep,
): readonly Doubles[] => {
  const moved = inputs.map(({ shape, data }) => ({ shape, data: data.slice() }));
  return moved.map(({ shape, data }) => ({
    shape,
    data: data.map((value, i) => {
      data[i] = value + step;
      const above = f(moved);
      data[i] = value - step;
      const below = f(moved);
      data[i] = value;
      return (above - below) / (2 * step);
    }),
  }));
};
