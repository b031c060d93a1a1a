import type { Feature } from "../episodes/episode.ts";
import type { Model } from "../model/model.ts";
import { outputName, stateInput, stateOutput } from "../model/step-graph.ts";
import type { OnnxModel } from "../onnx/types.ts";
import { sizeOf } from "../tensor.ts";
import type { Signals } from "../train/scaling.ts";
import { type SavedDescription, type SavedInput, type SavedOutput, trailing } from "./description.ts";

type Meaning = Pick<SavedInput, "scaling" | "kind" | "units" | "names">;

/** What is known of each element: an entry an element, or none at all. */
const ofElements = (
  features: readonly Feature[],
  of: (feature: Feature) => readonly string[] | undefined,
): readonly string[] | undefined => {
  const lists = features.map((feature) => of(feature));
  return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
};

const unitsOf = ({ unit, shape }: Feature): readonly string[] | undefined =>
  unit === undefined ? undefined : Array<string>(sizeOf(shape)).fill(unit);

const meaningOf = (features: readonly Feature[], scaling: SavedInput["scaling"]): Meaning => {
  const isImage = features[0]?.kind === "image";
  const units = isImage ? undefined : ofElements(features, unitsOf);
  const names = isImage ? undefined : ofElements(features, (feature) => feature.names);
  return {
    ...(scaling === undefined ? {} : { scaling }),
    ...(features[0] === undefined ? {} : { kind: features[0].kind }),
    ...(units === undefined ? {} : { units }),
    ...(names === undefined ? {} : { names }),
  };
};

/** "noise" is drawn, everything else is observed. */
const inputOf = (name: string, shape: readonly number[], signals: Signals): SavedInput => {
  const signal = Object.hasOwn(signals, name) ? signals[name] : undefined;
  const from = name === "noise" && !signal ? "noise" : "signal";
  if (!signal) return { name, shape, onnx: name, from };
  const features = signal.features.map((feature) => feature.name);
  return { name, shape, onnx: name, from, features, ...meaningOf(signal.features, signal.scaling) };
};

/** An output is in the scale of the observation that it predicts, where its shape allows. */
const outputOf = (name: string, shape: readonly number[], like: SavedInput | undefined): SavedOutput => {
  const plain = { name, shape, onnx: outputName(name) };
  if (!like) return plain;
  const { scaling, kind, units, names } = like;
  if (scaling && trailing(shape, scaling.factor.length) === null) return plain;
  const hasElements = sizeOf(shape) === sizeOf(like.shape);
  return {
    ...plain,
    ...(scaling === undefined ? {} : { scaling }),
    ...(kind === undefined || !hasElements ? {} : { kind }),
    ...(units === undefined || !hasElements ? {} : { units }),
    ...(names === undefined || !hasElements ? {} : { names }),
  };
};

interface Given {
  readonly signals?: Signals;
  readonly outputsLike?: Readonly<Record<string, string>>;
}

/** What goes in and comes out of the step of a model, with units and scales as far as they are known. */
export const describedSignals = (
  model: Model,
  step: OnnxModel,
  { signals = {}, outputsLike = {} }: Given,
): Pick<SavedDescription, "inputs" | "outputs" | "state"> => {
  const inputs = Object.entries(model.observation).map(([name, shape]) => inputOf(name, shape, signals));
  const states = Object.entries(model.state);
  const nexts = new Set(states.map(([name]) => stateOutput(name)));
  const prefix = outputName("").length;
  const outputs = step.graph.outputs
    .filter(({ name }) => !nexts.has(name))
    .map(({ name, shape }) => {
      const plain = name.slice(prefix);
      const like = outputsLike[plain] ?? plain;
      return outputOf(
        plain,
        shape,
        inputs.find((input) => input.name === like),
      );
    });
  const state = states.map(([name, shape]) => ({ name, shape, onnx: stateInput(name), next: stateOutput(name) }));
  return { inputs, outputs, state };
};
