import type { SavedInput } from "./description.ts";

type Scaling = NonNullable<SavedInput["scaling"]>;

/** From the unit of the episodes to the model's. */
export const scaled = (values: Float32Array, scaling: Scaling | undefined): Float32Array => {
  if (!scaling) return values;
  const { factor, offset } = scaling;
  const size = factor.length;
  return values.map((value, i) => value * (factor[i % size] ?? 1) + (offset[i % size] ?? 0));
};

/** And back. */
export const unscaled = (values: Float32Array, scaling: Scaling | undefined): Float32Array => {
  if (!scaling) return values;
  const { factor, offset } = scaling;
  const size = factor.length;
  return values.map((value, i) => (value - (offset[i % size] ?? 0)) / (factor[i % size] ?? 1));
};
