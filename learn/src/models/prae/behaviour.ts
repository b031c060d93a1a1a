import { type LstmState, lstm, lstmCell } from "../../graph/cells.ts";
import { add, clip, div, mul, sigmoid, sub, tanh } from "../../graph/elementwise.ts";
import { graphOf } from "../../graph/graph.ts";
import { concat, slice, split } from "../../graph/move.ts";
import { expand, reshape, sum } from "../../graph/shape.ts";
import type { Value } from "../../graph/value.ts";
import { layer, recurrentLayer } from "../../model/initial.ts";
import type { ParameterSpec, Values } from "../../model/model.ts";
import { cellOf, dense } from "../../model/named.ts";
import type { PraeSettings } from "./settings.ts";

const encoder = (level: number): string => `behaviour.encoder.${level}`;
const decoder = (level: number): string => `behaviour.decoder.${level}`;
const levels = ({ layers }: PraeSettings): readonly number[] => [...Array(layers).keys()];

/** Numbers of one frame: joints, then image features. */
export const frameSize = ({ joints, features }: PraeSettings): number => joints + features;

export const behaviourParameters = (settings: PraeSettings): readonly ParameterSpec[] => {
  const { joints, features, hidden, shared, layers } = settings;
  const frame = frameSize(settings);
  const starts = 2 * hidden * layers;
  return [
    ...levels(settings).flatMap((level) => recurrentLayer(encoder(level), 4, level === 0 ? joints : hidden, hidden)),
    ...layer("behaviour.moved", [hidden, 2 * hidden], hidden),
    ...layer("behaviour.gate", [hidden, hidden], hidden),
    ...layer("behaviour.view", [hidden, 2 * features], hidden),
    ...layer("behaviour.bottleneck", [shared, 2 * hidden], shared),
    ...layer("plan.gate", [hidden, shared], hidden),
    ...layer("plan.view", [hidden, features], hidden),
    ...layer("plan.both", [hidden, shared + hidden + joints], hidden),
    ...layer("behaviour.start", [starts, hidden], starts),
    ...levels(settings).flatMap((level) => recurrentLayer(decoder(level), 4, hidden, hidden)),
    ...layer("behaviour.frame", [frame, hidden], frame),
  ];
};

/** What a motion comes to, each [batch, …]. */
export interface Motion {
  /** The recurrent layers' last state, and the mean of all. */
  readonly last: Value;
  readonly average: Value;
  /** Image features of the first frame, and the mean of all frames. */
  readonly firstView: Value;
  readonly averageView: Value;
}

/**
 * From a motion to what is shared. The motion says which part of what was seen counts, by multiplication: a colour is told
 * by the picture and the arm together, by neither alone, and a sum of both only learns the pairs by heart.
 */
export const meaningOf = (p: Values, { last, average, firstView, averageView }: Motion): Value => {
  const moved = tanh(dense(concat([last, average], 1), p, "behaviour.moved"));
  const view = dense(concat([firstView, averageView], 1), p, "behaviour.view");
  const looked = mul(sigmoid(dense(moved, p, "behaviour.gate")), view);
  return tanh(dense(concat([moved, looked], 1), p, "behaviour.bottleneck"));
};

/** What is meant in what is seen, the same way round: from what is shared and the first frame to what drives the decoder. */
export const planOf = (p: Values, meaning: Value, joints: Value, view: Value): Value => {
  const looked = mul(sigmoid(dense(meaning, p, "plan.gate")), dense(view, p, "plan.view"));
  return tanh(dense(concat([meaning, looked, joints], 1), p, "plan.both"));
};

export interface Frames {
  /** [time, batch, joints] */
  readonly joints: Value;
  /** [time, batch, features] */
  readonly features: Value;
}

/** The first of a sequence [time, batch, …] as [batch, …]. */
export const firstOf = (x: Value): Value => reshape(slice(x, { axis: 0, start: 0, end: 1 }), x.shape.slice(1));

/** From a motion to what is shared [batch, shared]; `mask` [time, batch] leaves padding out. */
export const motionMeaning = (settings: PraeSettings, p: Values, { joints, features }: Frames, mask: Value): Value => {
  const states = levels(settings).reduce((x, level) => lstm(x, cellOf(p, encoder(level))).hidden, joints);
  const [time, batch] = mask.shape as [number, number];
  const over = (x: Value, weights: Value): Value => sum(mul(x, reshape(weights, [time, batch, 1])), [0]);
  // A row that is not there at all has no steps to divide by.
  const shares = div(mask, clip(sum(mask, [0], true), 1, time));
  return meaningOf(p, {
    last: over(states, isLast(mask)),
    average: over(states, shares),
    firstView: firstOf(features),
    averageView: over(features, shares),
  });
};

/** 1 at the last step that exists, 0 elsewhere. */
const isLast = (mask: Value): Value => {
  const [time, batch] = mask.shape as [number, number];
  if (time === 1) return mask;
  const after = slice(mask, { axis: 0, start: 1, end: time });
  return sub(mask, concat([after, graphOf(mask).zeros([1, batch])], 0));
};

/** First states of the decoder, from the plan. */
export const firstStates = (settings: PraeSettings, p: Values, plan: Value): readonly LstmState[] => {
  const { hidden, layers } = settings;
  const parts = split(dense(plan, p, "behaviour.start"), Array<number>(2 * layers).fill(hidden), 1);
  return levels(settings).map((level) => ({
    hidden: tanh(parts[2 * level] as Value),
    cell: parts[2 * level + 1] as Value,
  }));
};

/** A motion [time, batch, frame] from its plan [batch, hidden]. */
export const motionOf = (settings: PraeSettings, p: Values, plan: Value, time: number): Value => {
  const states = firstStates(settings, p, plan);
  const driven = expand(plan, [time, ...plan.shape]);
  const top = levels(settings).reduce((x, level) => lstm(x, cellOf(p, decoder(level)), states[level]).hidden, driven);
  return dense(top, p, "behaviour.frame");
};

/** One step more into the encoder. */
export const watchedStep = (
  settings: PraeSettings,
  p: Values,
  joints: Value,
  states: readonly LstmState[],
): readonly LstmState[] => stepped(settings, p, joints, states, encoder);

/** One step more out of the decoder. */
export const madeStep = (
  settings: PraeSettings,
  p: Values,
  plan: Value,
  states: readonly LstmState[],
): { readonly frame: Value; readonly states: readonly LstmState[] } => {
  const next = stepped(settings, p, plan, states, decoder);
  return { frame: dense(next.at(-1)?.hidden as Value, p, "behaviour.frame"), states: next };
};

const stepped = (
  settings: PraeSettings,
  p: Values,
  input: Value,
  states: readonly LstmState[],
  name: (level: number) => string,
): readonly LstmState[] => {
  const next: LstmState[] = [];
  for (const level of levels(settings))
    next.push(lstmCell(next.at(-1)?.hidden ?? input, states[level] as LstmState, cellOf(p, name(level))));
  return next;
};

/** A mean that takes one more: (mean · (count − 1) + x) / count, `count` [1, 1] with x in it. */
export const runningMean = (mean: Value, x: Value, count: Value): Value => add(mean, div(sub(x, mean), count));
