import type { Doubles } from "./doubles.ts";
import { add, mul, scale, sigmoid, sub, tanh } from "./elementwise.ts";
import { reshape, slice, split, stack } from "./movement.ts";
import { linear } from "./products.ts";

/** Weights of one recurrent layer as PyTorch lays them out. */
export interface CellDoubles {
  /** [gates · hidden, in] */
  readonly input: Doubles;
  /** [gates · hidden, hidden] */
  readonly hidden: Doubles;
  readonly inputBias: Doubles;
  readonly hiddenBias: Doubles;
}

/** The frames of [time, ...]. */
export const steps = (x: Doubles): readonly Doubles[] =>
  Array.from({ length: x.shape[0] ?? 0 }, (_, t) => reshape(slice(x, 0, t, t + 1), x.shape.slice(1)));

/** https://pytorch.org/docs/stable/generated/torch.nn.LSTMCell.html: gates i, f, g, o. [batch, in] → h, c. */
export const lstmCell = (x: Doubles, [h, c]: readonly [Doubles, Doubles], w: CellDoubles): [Doubles, Doubles] => {
  const gates = add(linear(x, w.input, w.inputBias), linear(h, w.hidden, w.hiddenBias));
  const size = h.shape.at(-1) ?? 0;
  const [i, f, g, o] = split(gates, [size, size, size, size], 1) as [Doubles, Doubles, Doubles, Doubles];
  const cell = add(mul(sigmoid(f), c), mul(sigmoid(i), tanh(g)));
  return [mul(sigmoid(o), tanh(cell)), cell];
};

/** Over [time, batch, in]: every h, the last h, the last c. */
export const lstm = (x: Doubles, first: readonly [Doubles, Doubles], w: CellDoubles): readonly Doubles[] => {
  let state: readonly [Doubles, Doubles] = first;
  const each = steps(x).map((now) => {
    state = lstmCell(now, state, w);
    return state[0];
  });
  return [stack(each), ...state];
};

/** https://pytorch.org/docs/stable/generated/torch.nn.GRUCell.html: gates r, z, n. */
export const gruCell = (x: Doubles, h: Doubles, w: CellDoubles): Doubles => {
  const size = h.shape.at(-1) ?? 0;
  const three = (gates: Doubles) => split(gates, [size, size, size], 1) as [Doubles, Doubles, Doubles];
  const [rIn, zIn, nIn] = three(linear(x, w.input, w.inputBias));
  const [rState, zState, nState] = three(linear(h, w.hidden, w.hiddenBias));
  const update = sigmoid(add(zIn, zState));
  const candidate = tanh(add(nIn, mul(sigmoid(add(rIn, rState)), nState)));
  return add(mul(sub({ shape: [], data: Float64Array.of(1) }, update), candidate), mul(update, h));
};

/** Over [time, batch, in]: every h, the last h. */
export const gru = (x: Doubles, first: Doubles, w: CellDoubles): readonly Doubles[] => {
  let h = first;
  const each = steps(x).map((now) => {
    h = gruCell(now, h, w);
    return h;
  });
  return [stack(each), h];
};

/** u' = (1 − 1/τ) u + drive/τ. */
export const leakyIntegrator = (before: Doubles, drive: Doubles, tau: number): Doubles =>
  add(scale(before, 1 - 1 / tau), scale(drive, 1 / tau));

/** Leaky integrators with tanh over [time, batch, in]: u and d = tanh(u) fed back through `hidden`. Every d, the last u. */
export const leakyRecurrence = (x: Doubles, first: Doubles, hidden: Doubles, tau: number): readonly Doubles[] => {
  let u = first;
  const none = { shape: [], data: Float64Array.of(0) };
  const each = steps(x).map((now) => {
    u = leakyIntegrator(u, add(now, linear(tanh(u), hidden, none)), tau);
    return tanh(u);
  });
  return [stack(each), u];
};
