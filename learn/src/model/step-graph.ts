import { buildModel } from "../graph/build.ts";
import { Graph } from "../graph/graph.ts";
import type { OnnxModel } from "../onnx/types.ts";
import { type Kernels, portableKernels } from "../runtime/backend.ts";
import type { Tensor } from "../tensor.ts";
import type { Model } from "./model.ts";
import { bakedParameters } from "./parameters.ts";

export interface StepGraph {
  readonly model: OnnxModel;
  /** Of the state: from the output that has it after the step to the input that takes it before: `LoadOptions.carry`. */
  readonly carry: Readonly<Record<string, string>>;
}

export const stateInput = (name: string): string => `state_${name}`;
export const stateOutput = (name: string): string => `next_${name}`;
/** What is predicted of "image" is not the "image" that was seen. */
export const outputName = (name: string): string => `output_${name}`;

/**
 * One run-time step as a graph of its own with the weights in it: inputs by the names of `model.observation` and
 * `state_…`, outputs `output_…` and `next_…`. Standard operators only, unless `kernels` allow more.
 */
export const stepGraph = (
  model: Model,
  parameters: Readonly<Record<string, Tensor>>,
  kernels: Kernels = portableKernels,
): StepGraph => {
  const graph = new Graph({ kernels });
  const seen = Object.entries(model.observation).map(([name, shape]) => [name, graph.input(name, shape)] as const);
  const state = Object.entries(model.state).map(
    ([name, shape]) => [name, graph.input(stateInput(name), shape)] as const,
  );
  const p = bakedParameters(graph, parameters, model.parameters);
  const step = model.step(p, Object.fromEntries(seen), Object.fromEntries(state));
  const next = Object.fromEntries(Object.entries(step.state).map(([name, value]) => [stateOutput(name), value]));
  const carry = Object.fromEntries(Object.keys(model.state).map((name) => [stateOutput(name), stateInput(name)]));
  const outputs = Object.fromEntries(Object.entries(step.outputs).map(([name, value]) => [outputName(name), value]));
  return { model: buildModel(graph, { ...outputs, ...next }), carry };
};
