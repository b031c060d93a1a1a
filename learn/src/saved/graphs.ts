import { LearnFault } from "../fault.ts";
import type { OnnxGraph, OnnxInitializer, OnnxModel, OnnxNode } from "../onnx/types.ts";
import { isSameShape, shown, type Tensor } from "../tensor.ts";

export type Renames = ReadonlyMap<string, string>;

const renamedNode = (node: OnnxNode, names: Renames): OnnxNode => ({
  ...node,
  inputs: node.inputs.map((name) => names.get(name) ?? name),
  outputs: node.outputs.map((name) => names.get(name) ?? name),
  attributes: Object.fromEntries(
    Object.entries(node.attributes).map(([key, value]) => [
      key,
      typeof value === "object" && "graph" in value ? { graph: renamed(value.graph, names) } : value,
    ]),
  ),
});

const renamedAll = <T extends { readonly name: string }>(values: readonly T[], names: Renames): readonly T[] =>
  values.map((value) => ({ ...value, name: names.get(value.name) ?? value.name }));

/** Other names for values, in bodies too: names in our graphs are given once. */
export const renamed = (graph: OnnxGraph, names: Renames): OnnxGraph => ({
  ...graph,
  nodes: graph.nodes.map((node) => renamedNode(node, names)),
  inputs: renamedAll(graph.inputs, names),
  outputs: renamedAll(graph.outputs, names),
  initializers: renamedAll(graph.initializers, names),
});

/**
 * Weights that were baked into a graph become inputs of their own names: so they lie in the file once. What the graph
 * does not use (of two equal constants, one) is left to the weights alone.
 */
export const withoutWeights = (model: OnnxModel, weights: Readonly<Record<string, Tensor>>): OnnxModel => {
  const nameOf = new Map(Object.entries(weights).map(([name, { data }]) => [data, name] as const));
  const taken = model.graph.initializers.flatMap(({ name, data }) => {
    const weight = nameOf.get(data as Float32Array);
    return weight === undefined ? [] : [[name, weight] as const];
  });
  const names = new Map(taken);
  const isTaken = ({ name }: OnnxInitializer): boolean => names.has(name);
  const inputs = model.graph.initializers.filter(isTaken).map(({ name, type, shape }) => ({ name, type, shape }));
  const initializers = model.graph.initializers.filter((one) => !isTaken(one));
  const graph = { ...model.graph, initializers, inputs: [...model.graph.inputs, ...inputs] };
  return { ...model, graph: renamed(graph, names) };
};

/**
 * The inverse: inputs that have a weight's name become constants, which the runtime lays out as it likes best.
 * @throws {LearnFault} "weights" when one has another shape.
 */
export const withWeights = (model: OnnxModel, weights: Readonly<Record<string, Tensor>>): OnnxModel => {
  const { graph } = model;
  const initializers = graph.inputs.flatMap(({ name, type, shape }) => {
    const weight = Object.hasOwn(weights, name) ? weights[name] : undefined;
    if (!weight) return [];
    if (weight.type !== type || !isSameShape(weight.shape, shape))
      throw new LearnFault(
        "weights",
        `The graph wants "${name}" as ${type} ${shown(shape)}, the weights have ${weight.type} ${shown(weight.shape)}.`,
        "Save the model again.",
      );
    return [{ name, type, shape, data: weight.data }];
  });
  const inputs = graph.inputs.filter(({ name }) => !Object.hasOwn(weights, name));
  return { ...model, graph: { ...graph, inputs, initializers: [...graph.initializers, ...initializers] } };
};
