import { slice, transpose } from "../../graph/move.ts";
import { reshape } from "../../graph/shape.ts";
import type { Value } from "../../graph/value.ts";
import type { PraeSettings } from "./settings.ts";

/** [time, batch, words, symbols], the same at every time, as the words one after the other [words, batch, symbols]. */
export const wordsOf = ({ words, symbols }: PraeSettings, sentence: Value): Value => {
  const batch = sentence.shape[1] as number;
  const first = slice(sentence, { axis: 0, start: 0, end: 1 });
  return transpose(reshape(first, [batch, words, symbols]), [1, 0, 2]);
};
