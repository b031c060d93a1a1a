import { type Shape, sizeOf } from "../tensor.ts";
import type { Initial, ParameterSpec } from "./model.ts";

/** What flows in and out of one weight matrix or kernel: PyTorch's `_calculate_fan_in_and_fan_out`. */
const fans = ([first = 1, second = 1, ...kernel]: Shape): readonly [number, number] => [
  second * sizeOf(kernel),
  first * sizeOf(kernel),
];

/** torch.nn.init.xavier_uniform_ */
export const xavierUniform = (shape: Shape): Initial => {
  const [into, out] = fans(shape);
  return { kind: "uniform", bound: Math.sqrt(6 / (into + out)) };
};

const zeros: Initial = { kind: "zeros" };

/** Weight and bias of a layer as EIPL begins: Xavier and zeros. `biasSize` null: no bias. */
export const layer = (name: string, weight: Shape, biasSize: number | null): readonly ParameterSpec[] => [
  { name: `${name}.weight`, shape: weight, initial: xavierUniform(weight) },
  ...(biasSize === null ? [] : [{ name: `${name}.bias`, shape: [biasSize], initial: zeros }]),
];

/** An LSTM or GRU cell of `gates` gates: Xavier for the input, orthogonal for the state, zeros for the biases. */
export const recurrentLayer = (
  name: string,
  gates: number,
  inputs: number,
  hidden: number,
): readonly ParameterSpec[] => [
  { name: `${name}.weight_ih`, shape: [gates * hidden, inputs], initial: xavierUniform([gates * hidden, inputs]) },
  { name: `${name}.weight_hh`, shape: [gates * hidden, hidden], initial: { kind: "orthogonal" } },
  { name: `${name}.bias_ih`, shape: [gates * hidden], initial: zeros },
  { name: `${name}.bias_hh`, shape: [gates * hidden], initial: zeros },
];
