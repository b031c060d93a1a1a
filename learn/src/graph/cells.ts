import { add, div, mul, sigmoid, sub, tanh } from "./elementwise.ts";
import { graphOf } from "./graph.ts";
import { linear } from "./matmul.ts";
import { split } from "./move.ts";
import { scan } from "./scan.ts";
import type { Value } from "./value.ts";

/** Weights of one recurrent layer, as PyTorch lays them out: `input` [gates · hidden, in], `hidden` [gates · hidden, hidden]. */
export interface CellWeights {
  readonly input: Value;
  readonly hidden: Value;
  readonly inputBias: Value;
  readonly hiddenBias: Value;
}

export interface LstmState {
  readonly hidden: Value;
  readonly cell: Value;
}

/** From the gates' inputs before their activation, [batch, 4 · hidden] in PyTorch's order i, f, g, o. */
const lstmGates = (before: Value, cell: Value): LstmState => {
  const size = cell.shape.at(-1) as number;
  const axis = before.shape.length - 1;
  const [inAndForget, candidate, out] = split(before, [2 * size, size, size], axis) as [Value, Value, Value];
  const [input, forget] = split(sigmoid(inAndForget), [size, size], axis) as [Value, Value];
  const next = add(mul(forget, cell), mul(input, tanh(candidate)));
  return { hidden: mul(sigmoid(out), tanh(next)), cell: next };
};

/** One step of PyTorch's LSTMCell. */
export const lstmCell = (x: Value, state: LstmState, w: CellWeights): LstmState =>
  lstmGates(add(linear(x, w.input, add(w.inputBias, w.hiddenBias)), linear(state.hidden, w.hidden)), state.cell);

/** An LSTM over [time, batch, in]: every hidden state [time, batch, hidden] and the last state. */
export const lstm = (
  x: Value,
  w: CellWeights,
  first?: LstmState,
): { readonly hidden: Value; readonly last: LstmState } => {
  const [, batch] = x.shape as [number, number, number];
  const size = w.hidden.shape[1] as number;
  const fromInput = linear(x, w.input, add(w.inputBias, w.hiddenBias));
  const zeros = graphOf(x).zeros([batch, size]);
  const start = first ?? { hidden: zeros, cell: zeros };
  const { carry, each } = scan({ carry: [start.hidden, start.cell], over: [fromInput] }, ([h, c], [now]) => {
    const next = lstmGates(linear(h as Value, w.hidden, now as Value), c as Value);
    return { carry: [next.hidden, next.cell], each: [next.hidden] };
  });
  return { hidden: each[0] as Value, last: { hidden: carry[0] as Value, cell: carry[1] as Value } };
};

/** PyTorch's GRU cell from what input and state give: gates r, z, n, each [batch, 3 · hidden]. */
const gruGates = (fromInput: Value, fromState: Value, hidden: Value): Value => {
  const size = hidden.shape.at(-1) as number;
  const axis = hidden.shape.length - 1;
  const [gatesIn, newIn] = split(fromInput, [2 * size, size], axis) as [Value, Value];
  const [gatesState, newState] = split(fromState, [2 * size, size], axis) as [Value, Value];
  const [reset, update] = split(sigmoid(add(gatesIn, gatesState)), [size, size], axis) as [Value, Value];
  const candidate = tanh(add(newIn, mul(reset, newState)));
  return add(candidate, mul(update, sub(hidden, candidate)));
};

/** One step of PyTorch's GRUCell. */
export const gruCell = (x: Value, hidden: Value, w: CellWeights): Value =>
  gruGates(linear(x, w.input, w.inputBias), linear(hidden, w.hidden, w.hiddenBias), hidden);

/** A GRU over [time, batch, in]: every hidden state [time, batch, hidden]; the last is the last of them. */
export const gru = (x: Value, w: CellWeights, first?: Value): { readonly hidden: Value; readonly last: Value } => {
  const start = first ?? graphOf(x).zeros([x.shape[1] as number, w.hidden.shape[1] as number]);
  const fromInput = linear(x, w.input, w.inputBias);
  const { carry, each } = scan({ carry: [start], over: [fromInput] }, ([h], [now]) => {
    const next = gruGates(now as Value, linear(h as Value, w.hidden, w.hiddenBias), h as Value);
    return { carry: [next], each: [next] };
  });
  return { hidden: each[0] as Value, last: carry[0] as Value };
};

/**
 * A leaky integrator: u' = (1 − 1/τ) u + (1/τ) · drive, `tau` the time constants of the units (a number, or a value that
 * broadcasts). The neuron of MTRNN and PV-RNN: Yamashita and Tani 2008, https://doi.org/10.1371/journal.pcbi.1000220.
 */
export const leakyIntegrator = (before: Value, drive: Value, tau: Value | number): Value =>
  typeof tau === "number"
    ? add(mul(before, 1 - 1 / tau), mul(drive, 1 / tau))
    : add(before, div(sub(drive, before), tau));
