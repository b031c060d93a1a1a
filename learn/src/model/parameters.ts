import { LearnFault } from "../fault.ts";
import type { Graph } from "../graph/graph.ts";
import { split } from "../graph/move.ts";
import type { Value } from "../graph/value.ts";
import { type Random, randomFor } from "../random.ts";
import { floats, isSameShape, shown, sizeOf, type Tensor } from "../tensor.ts";
import type { Initial, Model, ParameterSpec, Values } from "./model.ts";

/** All parameters lie one after the other in one vector: one input, one update, one output. */
export const flatSize = (specs: readonly ParameterSpec[]): number =>
  specs.reduce((total, { shape }) => total + sizeOf(shape), 0);

/** Cuts the vector into the parameters: the leaves of differentiation. */
export const bindParameters = (graph: Graph, flat: Value, specs: readonly ParameterSpec[]): Values => {
  const parts = split(
    flat,
    specs.map(({ shape }) => sizeOf(shape)),
    0,
  );
  return Object.fromEntries(
    specs.map(({ name, shape }, i) => [
      name,
      graph.leaf({ op: "Reshape", inputs: [parts[i] as Value, graph.integers(shape)], shapes: [shape] }),
    ]),
  );
};

/** Parameters that do not change: for the graphs that run. */
export const bakedParameters = (
  graph: Graph,
  parameters: Readonly<Record<string, Tensor>>,
  specs: readonly ParameterSpec[],
): Values =>
  Object.fromEntries(
    specs.map(({ name, shape }) => [name, graph.constant(wanted(parameters, name, shape), shape, "float32")]),
  );

const wanted = (parameters: Readonly<Record<string, Tensor>>, name: string, shape: readonly number[]): Float32Array => {
  const tensor = parameters[name];
  if (!tensor) throw new LearnFault("weights", `Parameter "${name}" is missing.`, "Take weights of the same model.");
  if (!isSameShape(tensor.shape, shape) || !(tensor.data instanceof Float32Array))
    throw new LearnFault(
      "weights",
      `Parameter "${name}" is ${tensor.type} ${shown(tensor.shape)}, not float32 ${shown(shape)}.`,
      "Take weights of a model with the same settings.",
    );
  return tensor.data;
};

export const flattened = (
  parameters: Readonly<Record<string, Tensor>>,
  specs: readonly ParameterSpec[],
): Float32Array => {
  const flat = new Float32Array(flatSize(specs));
  let at = 0;
  for (const { name, shape } of specs) {
    flat.set(wanted(parameters, name, shape), at);
    at += sizeOf(shape);
  }
  return flat;
};

/** The named parameters of a vector; each has an array of its own. */
export const unflattened = (
  flat: Float32Array,
  specs: readonly ParameterSpec[],
): Readonly<Record<string, Tensor<"float32">>> => {
  let at = 0;
  return Object.fromEntries(
    specs.map(({ name, shape }) => {
      const size = sizeOf(shape);
      at += size;
      return [name, floats(flat.slice(at - size, at), shape)];
    }),
  );
};

/** First weights of a model: the same seed gives the same on every machine. */
export const initialParameters = (
  model: Pick<Model, "parameters">,
  seed: number,
): Readonly<Record<string, Tensor<"float32">>> => {
  const draw = randomFor(seed, 1);
  return Object.fromEntries(
    model.parameters.map(({ name, shape, initial }) => [name, floats(drawn(shape, initial, draw), shape)]),
  );
};

const drawn = (shape: readonly number[], initial: Initial, draw: Random): Float32Array => {
  const values = new Float32Array(sizeOf(shape));
  switch (initial.kind) {
    case "zeros":
      return values;
    case "ones":
      return values.fill(1);
    case "constant":
      return values.fill(initial.value);
    case "uniform":
      return values.map(() => (2 * draw.uniform() - 1) * initial.bound);
    case "normal":
      return values.map(() => draw.normal() * initial.deviation);
    case "orthogonal":
      return orthogonal(values, shape, draw);
  }
};

/** Rows (or columns, of which there are fewer) orthonormal, by Gram and Schmidt over normal draws. */
const orthogonal = (values: Float32Array, shape: readonly number[], draw: Random): Float32Array => {
  const [rows, columns] = [shape[0] as number, sizeOf(shape.slice(1))];
  const [count, length] = rows <= columns ? [rows, columns] : [columns, rows];
  const basis: Float64Array[] = [];
  while (basis.length < count) basis.push(nextDirection(basis, length, draw));
  for (const [i, one] of basis.entries())
    for (const [j, x] of one.entries()) values[rows <= columns ? i * columns + j : j * columns + i] = x;
  return values;
};

const nextDirection = (basis: readonly Float64Array[], length: number, draw: Random): Float64Array => {
  const next = Float64Array.from({ length }, () => draw.normal());
  for (const one of basis) {
    const along = next.reduce((sum, x, i) => sum + x * (one[i] as number), 0);
    for (const [i, x] of one.entries()) next[i] = (next[i] as number) - along * x;
  }
  const norm = Math.hypot(...next);
  return next.map((x) => x / norm);
};
