import { lstm, lstmCell } from "../graph/cells.ts";
import { tanh } from "../graph/elementwise.ts";
import { reshape } from "../graph/shape.ts";
import { layer, recurrentLayer } from "../model/initial.ts";
import { frameWeights, weightedError } from "../model/masked.ts";
import type { Model } from "../model/model.ts";
import { cellOf, dense, named } from "../model/named.ts";
import { seenAndNext } from "../model/seen.ts";

export interface LstmSettings {
  /** Numbers a frame: joints, image features, forces. */
  readonly values: number;
  readonly hidden: number;
}

/** Predicts the next frame of a sequence of numbers with one LSTM: EIPL's BasicLSTM (14,918 parameters at 18 and 50). */
export const lstmModel = (settings: LstmSettings): Model<LstmSettings> => {
  const { values, hidden } = settings;
  const observation = { values: [values] };
  return {
    kind: "lstm",
    settings,
    parameters: [...recurrentLayer("rnn", 4, values, hidden), ...layer("rnn_out.0", [values, hidden], values)],
    inputs: (size) => seenAndNext(observation, size),
    loss: (p, x, { time, batch }) => {
      const states = lstm(named(x, "values"), cellOf(p, "rnn")).hidden;
      const predicted = tanh(dense(reshape(states, [time * batch, hidden]), p, "rnn_out.0"));
      const target = reshape(named(x, "values.next"), [time * batch, values]);
      const total = weightedError(predicted, target, frameWeights(named(x, "mask")));
      return { total, parts: { values: total } };
    },
    observation,
    state: { hidden: [1, hidden], cell: [1, hidden] },
    step: (p, seen, state) => {
      const before = { hidden: named(state, "hidden"), cell: named(state, "cell") };
      const next = lstmCell(reshape(named(seen, "values"), [1, values]), before, cellOf(p, "rnn"));
      const predicted = tanh(dense(next.hidden, p, "rnn_out.0"));
      return { outputs: { values: reshape(predicted, [values]) }, state: { hidden: next.hidden, cell: next.cell } };
    },
  };
};
