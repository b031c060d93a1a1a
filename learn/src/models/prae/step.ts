import type { LstmState } from "../../graph/cells.ts";
import { add, clip, exp, mul, sub } from "../../graph/elementwise.ts";
import { split } from "../../graph/move.ts";
import { reshape } from "../../graph/shape.ts";
import type { Value } from "../../graph/value.ts";
import type { Values } from "../../model/model.ts";
import { named } from "../../model/named.ts";
import type { Shape } from "../../tensor.ts";
import { firstStates, madeStep, meaningOf, planOf, runningMean, watchedStep } from "./behaviour.ts";
import { sentenceMeaning, told } from "./language.ts";
import type { PraeSettings } from "./settings.ts";

export const praeState = ({ hidden, layers, joints, features }: PraeSettings): Readonly<Record<string, Shape>> => ({
  ...Object.fromEntries(
    [...Array(layers).keys()].flatMap((level) =>
      ["seen", "made"].flatMap((side) => [
        [`${side}.${level}.hidden`, [1, hidden]],
        [`${side}.${level}.cell`, [1, hidden]],
      ]),
    ),
  ),
  average: [1, hidden],
  averageView: [1, features],
  firstView: [1, features],
  firstBody: [1, joints],
  count: [1, 1],
});

const statesOf = (state: Values, side: string, layers: number): readonly LstmState[] =>
  [...Array(layers).keys()].map((level) => ({
    hidden: named(state, `${side}.${level}.hidden`),
    cell: named(state, `${side}.${level}.cell`),
  }));

const listed = (states: readonly LstmState[], side: string): Values =>
  Object.fromEntries(
    states.flatMap(({ hidden, cell }, level) => [
      [`${side}.${level}.hidden`, hidden],
      [`${side}.${level}.cell`, cell],
    ]),
  );

/** `begun` [1, 1] is 0 at the first step: there `fresh` is taken, later what was carried. */
const onceBegun = (begun: Value, carried: Value, fresh: Value): Value => add(fresh, mul(sub(carried, fresh), begun));

/**
 * Both directions at once. `sentence`: how probable each word is for the motion seen so far. `joints`: the motion that the
 * sentence asks for, from what was seen at the first step; the true joints do not steer it.
 */
export const praeStep = (settings: PraeSettings, p: Values, seen: Values, state: Values) => {
  const { joints, features, layers, words, symbols } = settings;
  const body = reshape(named(seen, "joints"), [1, joints]);
  const view = reshape(named(seen, "features"), [1, features]);
  const count = add(named(state, "count"), 1);
  const begun = clip(named(state, "count"), 0, 1);
  const watched = watchedStep(settings, p, body, statesOf(state, "seen", layers));
  const last = watched.at(-1)?.hidden as Value;
  const average = runningMean(named(state, "average"), last, count);
  const averageView = runningMean(named(state, "averageView"), view, count);
  const firstView = onceBegun(begun, named(state, "firstView"), view);
  const firstBody = onceBegun(begun, named(state, "firstBody"), body);
  const logs = told(settings, p, meaningOf(p, { last, average, firstView, averageView }));
  const asked = sentenceMeaning(p, reshape(named(seen, "sentence"), [words, 1, symbols]));
  const plan = planOf(p, asked, firstBody, firstView);
  const fresh = firstStates(settings, p, plan);
  const before = statesOf(state, "made", layers).map(({ hidden, cell }, level) => ({
    hidden: onceBegun(begun, hidden, (fresh[level] as LstmState).hidden),
    cell: onceBegun(begun, cell, (fresh[level] as LstmState).cell),
  }));
  const made = madeStep(settings, p, plan, before);
  const [next, image] = split(reshape(made.frame, [joints + features]), [joints, features], 0) as [Value, Value];
  return {
    outputs: { sentence: reshape(exp(logs), [words, symbols]), joints: next, features: image },
    state: {
      ...listed(watched, "seen"),
      ...listed(made.states, "made"),
      average,
      averageView,
      firstView,
      firstBody,
      count,
    },
  };
};
