import { add, mul } from "../../graph/elementwise.ts";
import { concat, split } from "../../graph/move.ts";
import { reshape, sum } from "../../graph/shape.ts";
import type { Value } from "../../graph/value.ts";
import { frameWeights, weightedError } from "../../model/masked.ts";
import type { BatchSize, InputSpec, Loss, Model, Values } from "../../model/model.ts";
import { named } from "../../model/named.ts";
import type { Shape } from "../../tensor.ts";
import { behaviourParameters, type Frames, firstOf, motionMeaning, motionOf, planOf } from "./behaviour.ts";
import { languageParameters, sentenceMeaning, told } from "./language.ts";
import type { PraeSettings, PraeWeights } from "./settings.ts";
import { praeState, praeStep } from "./step.ts";
import { wordsOf } from "./words.ts";

/**
 * Sentences and motions that meet in one space: two recurrent autoencoders whose middles are drawn together, so that a
 * motion is put into words and a sentence, with what is seen, into motion. After the paired recurrent autoencoder of
 * Yamada, Matsunaga and Ogata 2018, https://doi.org/10.1109/LRA.2018.2852838. Beside its losses both translations are
 * trained as such: words told from the motion's meaning, motion made from the sentence's.
 *
 * `sentence` [words, symbols] is one-hot and the same in every frame of an episode.
 */
export const prae = (settings: PraeSettings): Model<PraeSettings> => {
  const { joints, features, words, symbols } = settings;
  return {
    kind: "prae",
    settings,
    parameters: [...languageParameters(settings), ...behaviourParameters(settings)],
    inputs: (size) => praeInputs(settings, size),
    loss: (p, x, size) => praeLoss(settings, p, x, size),
    observation: { joints: [joints], features: [features], sentence: [words, symbols] },
    state: praeState(settings),
    step: (p, seen, state) => praeStep(settings, p, seen, state),
  };
};

const praeInputs = (
  { joints, features, words, symbols, shared }: PraeSettings,
  { time, batch }: BatchSize,
): Readonly<Record<string, InputSpec>> => {
  const data = (of: string, ...shape: Shape): InputSpec => ({
    from: "data",
    of,
    shape: [time, batch, ...shape],
    ahead: 0,
    isClean: true,
  });
  const noise = (...shape: Shape): InputSpec => ({ from: "noise", shape });
  return {
    joints: data("joints", joints),
    features: data("features", features),
    sentence: data("sentence", words, symbols),
    mask: { from: "mask", shape: [time, batch] },
    "noise.joints": noise(time, batch, joints),
    "noise.features": noise(time, batch, features),
    "noise.light": noise(1, batch, features),
    // Of the sentence's meaning, then of the motion's.
    "noise.shared": noise(2 * batch, shared),
  };
};

const noisyFrames = ({ noise }: PraeSettings, x: Values): Frames => {
  const light = mul(named(x, "noise.light"), noise.light);
  return {
    joints: add(named(x, "joints"), mul(named(x, "noise.joints"), noise.joints)),
    features: add(add(named(x, "features"), light), mul(named(x, "noise.features"), noise.features)),
  };
};

const praeLoss = (settings: PraeSettings, p: Values, x: Values, { time }: BatchSize): Loss => {
  const { weights, noise } = settings;
  const words = wordsOf(settings, named(x, "sentence"));
  const mask = named(x, "mask");
  const frames = noisyFrames(settings, x);
  const meant = sentenceMeaning(p, words);
  const shown = motionMeaning(settings, p, frames, mask);
  const isThere = firstOf(mask);
  const binding = weightedError(meant, shown, frameWeights(isThere));
  // One run of each decoder for both meanings: the batch twice.
  const both = concat([meant, shown], 0);
  const blurred = add(both, mul(named(x, "noise.shared"), noise.shared));
  const language = wordLoss(told(settings, p, blurred), twice(words), twice(isThere, 0));
  const plan = planOf(p, blurred, twice(firstOf(frames.joints), 0), twice(firstOf(frames.features), 0));
  const [joints, features] = split(motionOf(settings, p, plan, time), [settings.joints, settings.features], 2);
  const error = (prediction: Value | undefined, of: string): Value =>
    weightedError(rows(prediction as Value), rows(twice(named(x, of))), frameWeights(twice(mask)));
  const parts = { language, joints: error(joints, "joints"), features: error(features, "features"), binding };
  return { total: weighted(parts, weights), parts };
};

const twice = (x: Value, axis = 1): Value => concat([x, x], axis);
const rows = (x: Value): Value => reshape(x, [(x.shape[0] as number) * (x.shape[1] as number), ...x.shape.slice(2)]);

/** Mean cross entropy a word: log probabilities and one-hot words [words, batch, symbols]; `isThere` [batch]. */
const wordLoss = (logs: Value, words: Value, isThere: Value): Value => {
  const count = words.shape[0] as number;
  const each = sum(mul(logs, words), [0, 2]);
  return mul(sum(mul(each, frameWeights(isThere))), -1 / count);
};

const weighted = (parts: Readonly<Record<keyof PraeWeights, Value>>, weights: PraeWeights): Value =>
  (Object.keys(weights) as (keyof PraeWeights)[]).map((name) => mul(parts[name], weights[name])).reduce(add);
