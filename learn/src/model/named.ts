import { LearnFault } from "../fault.ts";
import type { CellWeights } from "../graph/cells.ts";
import { linear } from "../graph/matmul.ts";
import type { Value } from "../graph/value.ts";
import type { Values } from "./model.ts";

/** A parameter or input by its name; a model that asks for one it did not declare is wrong. */
export const named = (values: Values, name: string): Value => {
  const value = values[name];
  if (!value) throw new LearnFault("model", `The model has no "${name}".`, `It has ${Object.keys(values).join(", ")}.`);
  return value;
};

/** A dense layer by its name. */
export const dense = (x: Value, p: Values, name: string): Value =>
  linear(x, named(p, `${name}.weight`), p[`${name}.bias`] ?? null);

export const cellOf = (p: Values, name: string): CellWeights => ({
  input: named(p, `${name}.weight_ih`),
  hidden: named(p, `${name}.weight_hh`),
  inputBias: named(p, `${name}.bias_ih`),
  hiddenBias: named(p, `${name}.bias_hh`),
});
