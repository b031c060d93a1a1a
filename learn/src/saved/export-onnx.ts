import { checkPlainOnnx } from "../onnx/check.ts";
import { encodeModel } from "../onnx/encode.ts";
import type { OnnxGraph, OnnxInitializer, OnnxNode, OnnxValue } from "../onnx/types.ts";
import { type SavedDescription, type SavedInput, type SavedOutput, trailing } from "./description.ts";
import { renamed, withWeights } from "./graphs.ts";
import type { SavedModel } from "./saved-model.ts";

export interface ExportOptions {
  /** "physical": in the units of the episodes, the scaling is in the graph; "scaled": in the model's own numbers. */
  readonly units?: "physical" | "scaled";
}

/** "joints; shoulder rad, elbow rad" */
const docOf = ({ name, kind, units, names, scaling }: SavedOutput, isPhysical: boolean): string => {
  const count = Math.max(units?.length ?? 0, names?.length ?? 0);
  const elements = Array.from({ length: count }, (_, i) => [names?.[i], units?.[i]].filter(Boolean).join(" "));
  const unit = isPhysical ? elements.join(", ") : "scaled as value * factor + offset";
  const what = kind === "image" && scaling && isPhysical ? "image, channels first, 0..255" : unit;
  return [name, ...(what === "" ? [] : [what])].join("; ");
};

const docs = ({ inputs, outputs, state }: SavedDescription, isPhysical: boolean): ReadonlyMap<string, string> =>
  new Map([
    ...inputs.map(
      (one) => [one.onnx, one.from === "noise" ? "standard normal noise" : docOf(one, isPhysical)] as const,
    ),
    ...outputs.map((one) => [one.onnx, docOf(one, isPhysical)] as const),
    ...state.map(({ name, onnx, next }) => [onnx, `state ${name}; zeros at the first step, then ${next}`] as const),
    ...state.map(({ name, onnx, next }) => [next, `state ${name} after the step; feed it as ${onnx}`] as const),
  ]);

const withDocs = (values: readonly OnnxValue[], texts: ReadonlyMap<string, string>): readonly OnnxValue[] =>
  values.map((value) => {
    const doc = texts.get(value.name);
    return doc === undefined ? value : { ...value, doc };
  });

interface Wrapped {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxInitializer[];
}

const inner = (onnx: string): string => `${onnx}.scaled`;

/** Two nodes with constants of their own: into = operator2(operator1(from, first), second). */
const linearNodes = (
  one: SavedOutput,
  [from, into]: readonly [string, string],
  steps: readonly (readonly [op: string, numbers: readonly number[]])[],
): Wrapped => {
  const shape = trailing(one.shape, one.scaling?.factor.length ?? 1) ?? [];
  const constants = steps.map(([op, numbers]) => ({
    name: `${one.onnx}.${op.toLowerCase()}`,
    type: "float32" as const,
    shape,
    data: Float32Array.from(numbers),
  }));
  const nodes = steps.map(([op], i): OnnxNode => {
    const before = i === 0 ? from : `${one.onnx}.between`;
    const after = i === steps.length - 1 ? into : `${one.onnx}.between`;
    const constant = constants[i]?.name ?? "";
    return { op, domain: "", name: constant, inputs: [before, constant], outputs: [after], attributes: {} };
  });
  return { nodes, initializers: constants };
};

const intoScale = (one: SavedInput): Wrapped => {
  const { factor = [], offset = [] } = one.scaling ?? {};
  return linearNodes(
    one,
    [one.onnx, inner(one.onnx)],
    [
      ["Mul", factor],
      ["Add", offset],
    ],
  );
};

const outOfScale = (one: SavedOutput): Wrapped => {
  const { factor = [], offset = [] } = one.scaling ?? {};
  return linearNodes(
    one,
    [inner(one.onnx), one.onnx],
    [
      ["Sub", offset],
      ["Div", factor],
    ],
  );
};

/** Names stay outside; what the model computes with is called `….scaled` inside. */
const withScaling = (graph: OnnxGraph, { inputs, outputs }: SavedDescription): OnnxGraph => {
  const fed = new Set(graph.inputs.map(({ name }) => name));
  const ins = inputs.filter(({ scaling, onnx }) => scaling && fed.has(onnx));
  const outs = outputs.filter(({ scaling }) => scaling);
  const names = new Map([...ins, ...outs].map(({ onnx }) => [onnx, inner(onnx)]));
  const { nodes, initializers } = renamed(graph, names);
  const [before, after] = [ins.map(intoScale), outs.map(outOfScale)];
  return {
    ...graph,
    nodes: [...before.flatMap((one) => one.nodes), ...nodes, ...after.flatMap((one) => one.nodes)],
    initializers: [...initializers, ...[...before, ...after].flatMap((one) => one.initializers)],
  };
};

/**
 * One step of the model as a plain ONNX file that any runtime runs: opset 17 or lower, standard operators only, weights
 * inside, the state as inputs and outputs, names and units in the documentation of each value, card in the metadata.
 * @throws {LearnFault} "onnx" when the step was built with operators that only some runtimes have.
 */
export const exportOnnx = (saved: SavedModel, { units = "physical" }: ExportOptions = {}): Uint8Array => {
  const { description } = saved;
  const isPhysical = units === "physical";
  const whole = withWeights(saved.step, saved.weights);
  const graph = isPhysical ? withScaling(whole.graph, description) : whole.graph;
  const texts = docs(description, isPhysical);
  const model = {
    ...whole,
    opsets: { "": whole.opsets[""] ?? 0 },
    graph: {
      ...graph,
      inputs: withDocs(graph.inputs, texts),
      outputs: withDocs(graph.outputs, texts),
      doc: `One step of ${description.card.title ?? description.kind}.`,
    },
    metadata: {
      kind: description.kind,
      settings: JSON.stringify(description.settings),
      card: JSON.stringify(description.card),
      carry: JSON.stringify(Object.fromEntries(description.state.map(({ onnx, next }) => [next, onnx]))),
    },
  };
  checkPlainOnnx(model);
  return encodeModel(model);
};
