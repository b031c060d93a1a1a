import { LearnFault } from "../fault.ts";
import type { Model } from "../model/model.ts";
import { stepGraph } from "../model/step-graph.ts";
import { encodeModel } from "../onnx/encode.ts";
import { readOnnx } from "../onnx/read.ts";
import type { OnnxModel } from "../onnx/types.ts";
import { isSameShape, type Shape, shown, type Tensor } from "../tensor.ts";
import type { Signals } from "../train/scaling.ts";
import { encodeContainer, readContainer } from "./container.ts";
import { checkedDescription, type ModelCard, type SavedDescription } from "./description.ts";
import { withoutWeights, withWeights } from "./graphs.ts";
import { encodeSafetensors, readSafetensors } from "./safetensors.ts";
import { describedSignals } from "./signals.ts";

/** What the file's name ends in. */
export const savedModelEnding = ".sakiyomi-model";
const parts = { step: "step.onnx", weights: "weights.safetensors" } as const;
/** Of graphs beside the step. */
const graphPart = /^graphs\/(.+)\.onnx$/;

export interface SavedModelParts {
  readonly model: Model;
  readonly parameters: Readonly<Record<string, Tensor>>;
  readonly card: ModelCard;
  /** What its observations were made of, and how scaled: as the trainer had them. */
  readonly signals?: Signals;
  /** Outputs that are in the scale of an observation of another name: { quantiles: "values" }. */
  readonly outputsLike?: Readonly<Record<string, string>>;
  /** Steps a second. */
  readonly rate?: number;
  /** Beside the step, by name: what else the model can do. Constants that are parameters lie in the file once. */
  readonly graphs?: Readonly<Record<string, OnnxModel>>;
}

/** A model as it lies in its file: it runs without the code that described it, and training can go on from it. */
export interface SavedModel {
  readonly description: SavedDescription;
  /** Float32, by the model's names of its parameters. */
  readonly weights: Readonly<Record<string, Tensor<"float32">>>;
  /** One step, with the weights as inputs; standard operators of opset 17. */
  readonly step: OnnxModel;
  /** Others, with the weights as inputs: `withWeights` makes them whole. */
  readonly graphs: Readonly<Record<string, OnnxModel>>;
}

const checkFinite = (weights: Readonly<Record<string, Tensor>>): void => {
  for (const [name, { data }] of Object.entries(weights))
    for (const value of data)
      if (typeof value === "number" && !Number.isFinite(value))
        throw new LearnFault(
          "weights",
          `Parameter "${name}" holds ${value}.`,
          "Save an earlier checkpoint; training has diverged.",
        );
};

/**
 * The bytes of a model's file. Equal parts give equal bytes.
 * @throws {LearnFault} "weights" when a parameter is missing, of another shape or not finite, "saved" when the
 * description does not fit the model.
 */
export const encodeSavedModel = (given: SavedModelParts): Uint8Array => {
  const { model, card, rate } = given;
  const weights = Object.fromEntries(
    model.parameters.flatMap(({ name }) => {
      const tensor = given.parameters[name];
      return tensor ? [[name, tensor] as const] : [];
    }),
  );
  checkFinite(weights);
  const built = stepGraph(model, weights);
  const description = checkedDescription({
    kind: model.kind,
    settings: model.settings,
    ...describedSignals(model, built.model, given),
    ...(rate === undefined ? {} : { rate }),
    card,
  });
  checkNames(description, Object.keys(weights));
  const onnx = (whole: OnnxModel): Uint8Array => encodeModel(withoutWeights(whole, weights));
  const others = Object.entries(given.graphs ?? {}).map(
    ([name, graph]) => [`graphs/${name}.onnx`, onnx(graph)] as const,
  );
  return encodeContainer({
    description,
    parts: {
      [parts.step]: onnx(built.model),
      [parts.weights]: encodeSafetensors(weights),
      ...Object.fromEntries(others),
    },
  });
};

/** An input that has a weight's name would be taken for it. */
const checkNames = ({ inputs, state }: SavedDescription, weights: readonly string[]): void => {
  const taken = [...inputs, ...state].find(({ onnx }) => weights.includes(onnx));
  if (taken)
    throw new LearnFault("saved", `"${taken.onnx}" is a parameter and an input.`, "Give the parameter another name.");
};

const partOf = (found: Readonly<Record<string, Uint8Array>>, name: string): Uint8Array => {
  const part = Object.hasOwn(found, name) ? found[name] : undefined;
  if (!part) throw new LearnFault("saved", `The model's file has no "${name}".`, "Save the model again.");
  return part;
};

/**
 * @throws {LearnFault} "saved", "onnx" or "weights", with the reason, when the file is damaged, cut short, foreign, newer
 * than this library, or its parts do not fit each other.
 */
export const readSavedModel = (bytes: Uint8Array): SavedModel => {
  const container = readContainer(bytes);
  const description = checkedDescription(container.description);
  const step = readOnnx(partOf(container.parts, parts.step));
  const { tensors } = readSafetensors(partOf(container.parts, parts.weights));
  const weights = Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => {
      if (tensor.type === "float32") return [name, tensor as Tensor<"float32">] as const;
      throw new LearnFault("weights", `Parameter "${name}" is ${tensor.type}.`, "Save the model again.");
    }),
  );
  const graphs = Object.entries(container.parts).flatMap(([name, part]) => {
    const graph = graphPart.exec(name)?.[1];
    return graph === undefined ? [] : [[graph, readOnnx(part)] as const];
  });
  const saved = { description, step, weights, graphs: Object.fromEntries(graphs) };
  checkFits(saved);
  return saved;
};

/** Does the graph take and give what the description says? Else a runtime would say so in its own words. */
const checkFits = ({ description, step, weights }: SavedModel): void => {
  const { graph } = withWeights(step, weights);
  const ins = new Map(graph.inputs.map(({ name, shape }) => [name, shape]));
  const outs = new Map(graph.outputs.map(({ name, shape }) => [name, shape]));
  const { inputs, outputs, state } = description;
  for (const { onnx, shape } of [...inputs, ...state]) checkOne(onnx, shape, ins.get(onnx) ?? shape);
  for (const { onnx, shape } of outputs) checkOne(onnx, shape, outs.get(onnx));
  for (const { next, shape } of state) checkOne(next, shape, outs.get(next));
  const known = new Set([...inputs, ...state].map(({ onnx }) => onnx));
  const unknown = graph.inputs.find(({ name }) => !known.has(name));
  if (unknown)
    throw new LearnFault("saved", `The step wants "${unknown.name}", which nothing gives.`, "Save the model again.");
};

const checkOne = (name: string, shape: Shape, found: Shape | undefined): void => {
  if (found && isSameShape(found, shape)) return;
  const has = found ? `is ${shown(found)}` : "is not there";
  throw new LearnFault("saved", `"${name}" should be ${shown(shape)} and ${has}.`, "Save the model again.");
};
