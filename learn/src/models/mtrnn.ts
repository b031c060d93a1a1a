import { leakyIntegrator } from "../graph/cells.ts";
import { add, tanh } from "../graph/elementwise.ts";
import { graphOf } from "../graph/graph.ts";
import { scan } from "../graph/scan.ts";
import { reshape } from "../graph/shape.ts";
import type { Value } from "../graph/value.ts";
import { layer } from "../model/initial.ts";
import { frameWeights, weightedError } from "../model/masked.ts";
import type { Model, Values } from "../model/model.ts";
import { dense, named } from "../model/named.ts";
import { seenAndNext } from "../model/seen.ts";

export interface MtrnnSettings {
  /** Numbers a frame. */
  readonly values: number;
  readonly fast: number;
  readonly slow: number;
  /** Time constants in frames: a large one changes slowly. */
  readonly fastTau: number;
  readonly slowTau: number;
}

interface Context {
  readonly fast: Value;
  readonly slow: Value;
  /** Before the activation. */
  readonly fastInner: Value;
  readonly slowInner: Value;
}

const stepOf = ({ fastTau, slowTau }: MtrnnSettings, p: Values, fromInput: Value, before: Context): Context => {
  const toFast = add(fromInput, add(dense(before.fast, p, "mtrnn.f2f"), dense(before.slow, p, "mtrnn.s2f")));
  const toSlow = add(dense(before.fast, p, "mtrnn.f2s"), dense(before.slow, p, "mtrnn.s2s"));
  const fastInner = leakyIntegrator(before.fastInner, toFast, fastTau);
  const slowInner = leakyIntegrator(before.slowInner, toSlow, slowTau);
  return { fast: tanh(fastInner), slow: tanh(slowInner), fastInner, slowInner };
};

const keys = ["fast", "slow", "fastInner", "slowInner"] as const;
const listed = (context: Context): readonly Value[] => keys.map((key) => context[key]);
const contextOf = ([fast, slow, fastInner, slowInner]: readonly Value[]): Context =>
  ({ fast, slow, fastInner, slowInner }) as Context;

const hiddenStates = (settings: MtrnnSettings, p: Values, values: Value): Value => {
  const batch = values.shape[1] as number;
  const fromInput = dense(values, p, "mtrnn.i2f");
  const zeros = (size: number): Value => graphOf(values).zeros([batch, size]);
  const carry = [settings.fast, settings.slow, settings.fast, settings.slow].map(zeros);
  const { each } = scan({ carry, over: [fromInput] }, (before, [now]) => {
    const next = stepOf(settings, p, now as Value, contextOf(before));
    return { carry: listed(next), each: [next.fast] };
  });
  return each[0] as Value;
};

/**
 * Multiple timescale RNN: fast units see and predict, slow ones hold what the motion is about.
 * EIPL's BasicMTRNN (6,403 parameters at 18, 60, 5); Yamashita and Tani 2008, https://doi.org/10.1371/journal.pcbi.1000220.
 */
export const mtrnn = (settings: MtrnnSettings): Model<MtrnnSettings> => {
  const { values, fast, slow } = settings;
  const observation = { values: [values] };
  return {
    kind: "mtrnn",
    settings,
    parameters: [
      ...layer("mtrnn.i2f", [fast, values], null),
      ...layer("mtrnn.f2f", [fast, fast], null),
      ...layer("mtrnn.f2s", [slow, fast], null),
      ...layer("mtrnn.s2s", [slow, slow], null),
      ...layer("mtrnn.s2f", [fast, slow], null),
      ...layer("rnn_out.0", [values, fast], values),
    ],
    inputs: (size) => seenAndNext(observation, size),
    loss: (p, x, { time, batch }) => {
      const states = hiddenStates(settings, p, named(x, "values"));
      const predicted = tanh(dense(reshape(states, [time * batch, fast]), p, "rnn_out.0"));
      const target = reshape(named(x, "values.next"), [time * batch, values]);
      const total = weightedError(predicted, target, frameWeights(named(x, "mask")));
      return { total, parts: { values: total } };
    },
    observation,
    state: { fast: [1, fast], slow: [1, slow], fastInner: [1, fast], slowInner: [1, slow] },
    step: (p, seen, state) => {
      const fromInput = dense(reshape(named(seen, "values"), [1, values]), p, "mtrnn.i2f");
      const next = stepOf(settings, p, fromInput, contextOf(keys.map((key) => named(state, key))));
      const predicted = tanh(dense(next.fast, p, "rnn_out.0"));
      return { outputs: { values: reshape(predicted, [values]) }, state: { ...next } };
    },
  };
};
