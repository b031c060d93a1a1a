import { buildModel } from "../../graph/build.ts";
import { exp } from "../../graph/elementwise.ts";
import { Graph } from "../../graph/graph.ts";
import { split } from "../../graph/move.ts";
import type { Value } from "../../graph/value.ts";
import type { BatchSize } from "../../model/model.ts";
import { bakedParameters } from "../../model/parameters.ts";
import type { OnnxModel } from "../../onnx/types.ts";
import { type Kernels, portableKernels } from "../../runtime/backend.ts";
import type { Tensor } from "../../tensor.ts";
import { firstOf, motionMeaning, motionOf, planOf } from "./behaviour.ts";
import { sentenceMeaning, told } from "./language.ts";
import { prae } from "./prae.ts";
import type { PraeSettings } from "./settings.ts";
import { wordsOf } from "./words.ts";

/**
 * Whole episodes translated both ways, with the weights in the graph. Inputs as in training: `joints`, `features`,
 * `sentence`, `mask`. Outputs: `words` [words, batch, symbols], the probability of each word from the motion alone;
 * `made` [time, batch, joints], the motion from the sentence and the first frame alone.
 */
export const translationGraph = (
  settings: PraeSettings,
  parameters: Readonly<Record<string, Tensor>>,
  { time, batch }: BatchSize,
  kernels: Kernels = portableKernels,
): OnnxModel => {
  const graph = new Graph({ kernels });
  const joints = graph.input("joints", [time, batch, settings.joints]);
  const features = graph.input("features", [time, batch, settings.features]);
  const sentence = graph.input("sentence", [time, batch, settings.words, settings.symbols]);
  const mask = graph.input("mask", [time, batch]);
  const p = bakedParameters(graph, parameters, prae(settings).parameters);
  const words = exp(told(settings, p, motionMeaning(settings, p, { joints, features }, mask)));
  const plan = planOf(p, sentenceMeaning(p, wordsOf(settings, sentence)), firstOf(joints), firstOf(features));
  const [made] = split(motionOf(settings, p, plan, time), [settings.joints, settings.features], 2) as [Value, Value];
  return buildModel(graph, { words, made });
};
