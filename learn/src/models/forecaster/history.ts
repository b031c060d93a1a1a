import { abs, add, clip, div, log, mul, sub } from "../../graph/elementwise.ts";
import { graphOf } from "../../graph/graph.ts";
import { concat } from "../../graph/move.ts";
import { mean } from "../../graph/reduce.ts";
import type { Value } from "../../graph/value.ts";
import type { Values } from "../../model/model.ts";
import { named } from "../../model/named.ts";
import type { Shape } from "../../tensor.ts";
import type { ForecasterSettings } from "./settings.ts";

/**
 * What is kept of the past, each [batch, 1] or [batch, spans]: the last value; whether there was one (0 or 1); steps since;
 * per span a running level and a running mean of the distance from it, both with the weight that they have gathered.
 */
export const historyShapes = ({ spans }: ForecasterSettings): Readonly<Record<string, Shape>> => {
  const one: Shape = [1, 1];
  const each: Shape = [1, spans.length];
  return { last: one, seen: one, gap: one, level: each, deviation: each, weight: each };
};

export const historyKeys = ["last", "seen", "gap", "level", "deviation", "weight"] as const;
type History = Readonly<Record<(typeof historyKeys)[number], Value>>;

export const historyOf = (state: Values): History =>
  Object.fromEntries(historyKeys.map((key) => [key, named(state, key)])) as unknown as History;

/** Weight below which a running mean is not divided: smaller than the first step gives it. */
const LEAST = 1e-6;

/** A running mean without the pull of its start, as Adam corrects its moments. */
export const corrected = (sum: Value, weight: Value): Value => div(sum, clip(weight, LEAST, 1));

/** One step on: `value` and `present` [batch, 1]; where nothing is present only the gap grows. */
export const remembered = ({ spans }: ForecasterSettings, before: History, value: Value, present: Value): History => {
  const graph = graphOf(value);
  const share = graph.constant(
    Float32Array.from(spans, (span) => 1 / span),
    [1, spans.length],
    "float32",
  );
  const moved = mul(present, share);
  const follow = (sum: Value, x: Value): Value => add(sum, mul(moved, sub(x, sum)));
  // The first value is at no distance from itself.
  const distance = mul(abs(sub(value, corrected(before.level, before.weight))), before.seen);
  return {
    last: add(before.last, mul(present, sub(value, before.last))),
    seen: add(before.seen, mul(present, sub(1, before.seen))),
    gap: mul(add(before.gap, 1), sub(1, present)),
    level: follow(before.level, value),
    deviation: follow(before.deviation, distance),
    weight: follow(before.weight, add(mul(value, 0), 1)),
  };
};

export interface Outlook {
  /** What the recurrent layer is told, [rows, …]. */
  readonly inputs: Value;
  /** Places that the future may come near to: the last value and the levels, [rows, 1 + spans]. */
  readonly anchors: Value;
  /** How far the signal usually moves of late, [rows, 1]: the unit of everything that the model says. */
  readonly unit: Value;
}

/** Weight of what is usual against what was seen of this signal. */
const PRIOR_WEIGHT = 0.05;
const FURTHEST = 5;

/** History [rows, …] as numbers near 1, whatever the signal's unit: a restless signal and a calm one look alike. */
export const outlookOf = (history: History, usual: Value, present: Value): Outlook => {
  const levels = corrected(history.level, history.weight);
  const deviations = div(add(history.deviation, mul(usual, PRIOR_WEIGHT)), add(history.weight, PRIOR_WEIGHT));
  const unit = mean(deviations, [1], true);
  const away = clip(div(sub(history.last, levels), unit), -FURTHEST, FURTHEST);
  const restless = log(add(deviations, LEAST));
  const waited = div(history.gap, add(history.gap, 10));
  const inputs = concat([away, restless, waited, present, history.weight], 1);
  return { inputs, anchors: concat([history.last, levels], 1), unit };
};
