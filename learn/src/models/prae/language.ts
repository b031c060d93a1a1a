import { lstm, lstmCell } from "../../graph/cells.ts";
import { tanh } from "../../graph/elementwise.ts";
import { graphOf } from "../../graph/graph.ts";
import { concat, split } from "../../graph/move.ts";
import { logSoftmax, softmax } from "../../graph/normalise.ts";
import { scan } from "../../graph/scan.ts";
import { expand } from "../../graph/shape.ts";
import type { Value } from "../../graph/value.ts";
import { layer, recurrentLayer } from "../../model/initial.ts";
import type { ParameterSpec, Values } from "../../model/model.ts";
import { cellOf, dense } from "../../model/named.ts";
import type { PraeSettings } from "./settings.ts";

export const languageParameters = ({ symbols, hidden, shared }: PraeSettings): readonly ParameterSpec[] => [
  ...recurrentLayer("language.encoder", 4, symbols, hidden),
  ...layer("language.bottleneck", [shared, 2 * hidden], shared),
  ...layer("language.start", [2 * hidden, shared], 2 * hidden),
  ...recurrentLayer("language.decoder", 4, symbols + shared, hidden),
  ...layer("language.word", [symbols, hidden], symbols),
];

/** From one-hot words [words, batch, symbols] to what is shared [batch, shared]. */
export const sentenceMeaning = (p: Values, words: Value): Value => {
  const { last } = lstm(words, cellOf(p, "language.encoder"));
  return tanh(dense(concat([last.hidden, last.cell], 1), p, "language.bottleneck"));
};

/**
 * Log probabilities of each word [words, batch, symbols], from what is shared. Each word is told in the light of how
 * probable the words before it were, in training as later: it never leans on a true word that it will not have.
 */
export const told = ({ words, symbols, hidden }: PraeSettings, p: Values, meaning: Value): Value => {
  const batch = meaning.shape[0] as number;
  const [h, c] = split(dense(meaning, p, "language.start"), [hidden, hidden], 1) as [Value, Value];
  const silence = graphOf(meaning).zeros([batch, symbols]);
  const meanings = expand(meaning, [words, ...meaning.shape]);
  const { each } = scan({ carry: [tanh(h), c, silence], over: [meanings] }, ([before, cell, word], [now]) => {
    const state = { hidden: before as Value, cell: cell as Value };
    const next = lstmCell(concat([word as Value, now as Value], 1), state, cellOf(p, "language.decoder"));
    const scores = dense(next.hidden, p, "language.word");
    return { carry: [next.hidden, next.cell, softmax(scores)], each: [logSoftmax(scores)] };
  });
  return each[0] as Value;
};
