import {
  add,
  type CellWeights,
  gru,
  leakyIntegrator,
  leakyRelu,
  linear,
  lossOverFrames,
  lstm,
  mapFrames,
  mean,
  mul,
  scan,
  square,
  sub,
  sum,
  tanh,
  type Value,
} from "../graph/index.ts";
import * as r from "../reference/index.ts";
import type { Shape } from "../tensor.ts";
import type { OperatorCase } from "./operator-cases.ts";

type D = r.Doubles;

const [time, batch, size, width] = [4, 2, 3, 3];
const weights = (gates: number): readonly Shape[] => [
  [gates * size, width],
  [gates * size, size],
  [gates * size],
  [gates * size],
];
const inputs = (...shapes: readonly Shape[]) => shapes.map((shape) => ({ shape, spread: 0.8 }));

const cell = <T>(all: readonly T[]) => {
  const [input, hidden, inputBias, hiddenBias] = all as readonly [T, T, T, T];
  return { input, hidden, inputBias, hiddenBias };
};
const cellOf = (all: readonly Value[]): CellWeights => cell(all);

/** A leaky integrator whose activity is fed back: every d, and the last u. */
const leaky = (x: Value, first: Value, hidden: Value, tau: Value | number, isReversed = false): readonly Value[] => {
  const { carry, each } = scan({ carry: [first], over: [x], isReversed }, ([u], [now]) => {
    const next = leakyIntegrator(u as Value, add(now as Value, linear(tanh(u as Value), hidden)), tau);
    return { carry: [next], each: [tanh(next)] };
  });
  return [each[0] as Value, carry[0] as Value];
};

const reversed = (x: D): D => r.slice(x, 0, (x.shape[0] ?? 0) - 1, -1, -1);

const cells: readonly OperatorCase[] = [
  {
    name: "lstm",
    inputs: inputs([time, batch, width], ...weights(4)),
    describe: ([x, ...w]) => {
      const { hidden, last } = lstm(x as Value, cellOf(w));
      return [hidden, last.hidden, last.cell];
    },
    expected: ([x, ...w]) => r.lstm(x as D, [r.full([batch, size]), r.full([batch, size])], cell(w)),
  },
  {
    name: "lstm, from a state, of which only the cell is used",
    inputs: inputs([time, batch, width], [batch, size], [batch, size], ...weights(4)),
    describe: ([x, h, c, ...w]) => [lstm(x as Value, cellOf(w), { hidden: h as Value, cell: c as Value }).last.cell],
    expected: ([x, h, c, ...w]) => [r.lstm(x as D, [h as D, c as D], cell(w))[2] as D],
  },
  {
    name: "gru",
    inputs: inputs([time, batch, width], [batch, size], ...weights(3)),
    describe: ([x, h, ...w]) => {
      const { hidden, last } = gru(x as Value, cellOf(w), h as Value);
      return [hidden, last];
    },
    expected: ([x, h, ...w]) => r.gru(x as D, h as D, cell(w)),
  },
  {
    name: "leaky integrators",
    inputs: inputs([time, batch, size], [batch, size], [size, size]),
    describe: ([x, first, hidden]) => leaky(x as Value, first as Value, hidden as Value, 5),
    expected: ([x, first, hidden]) => r.leakyRecurrence(x as D, first as D, hidden as D, 5),
  },
  {
    name: "leaky integrators, time constants in a tensor",
    inputs: inputs([time, batch, size], [batch, size], [size, size]),
    describe: ([x, first, hidden], graph) =>
      leaky(x as Value, first as Value, hidden as Value, graph.constant(Float32Array.of(5, 5, 5), [size], "float32")),
    expected: ([x, first, hidden]) => r.leakyRecurrence(x as D, first as D, hidden as D, 5),
  },
  {
    name: "leaky integrators, backwards in time",
    inputs: inputs([time, batch, size], [batch, size], [size, size]),
    describe: ([x, first, hidden]) => leaky(x as Value, first as Value, hidden as Value, 2, true),
    expected: ([x, first, hidden]) => {
      const [each, last] = r.leakyRecurrence(reversed(x as D), first as D, hidden as D, 2);
      return [reversed(each as D), last as D];
    },
  },
];

const product = (a: D, b: D): D => r.mul(a, b);

/** Recurrences that no cell has: what is carried, kept and captured in every mixture. */
const scans: readonly OperatorCase[] = [
  {
    name: "scan, a captured vector and a captured scalar, two sequences",
    inputs: inputs([time, size], [time, size], [size], [size], []),
    describe: ([a, b, first, gain, shift]) => {
      const { carry, each } = scan({ carry: [first as Value], over: [a as Value, b as Value] }, ([s], [x, y]) => {
        const next = tanh(add(mul(s as Value, gain as Value), sub(mul(x as Value, y as Value), shift as Value)));
        return { carry: [next], each: [mul(next, s as Value), x as Value] };
      });
      return [carry[0] as Value, each[0] as Value, each[1] as Value];
    },
    expected: ([a, b, first, gain, shift]) => {
      let s = first as D;
      const each = r.steps(a as D).map((x, t) => {
        const y = r.steps(b as D)[t] as D;
        const next = r.tanh(r.add(product(s, gain as D), r.sub(product(x, y), shift as D)));
        const kept = product(next, s);
        s = next;
        return kept;
      });
      return [s, r.stack(each), a as D];
    },
  },
  {
    name: "scan, two states of which one is handed over unchanged",
    inputs: inputs([time, size], [size], [size]),
    describe: ([x, first, second]) => {
      const { carry } = scan({ carry: [first as Value, second as Value], over: [x as Value] }, ([s, t], [now]) => ({
        carry: [mul(add(s as Value, now as Value), t as Value), t as Value],
        each: [],
      }));
      return carry;
    },
    expected: ([x, first, second]) => {
      let s = first as D;
      for (const now of r.steps(x as D)) s = product(r.add(s, now), second as D);
      return [s, second as D];
    },
  },
  {
    name: "scan, states that change places",
    inputs: inputs([3, size], [size], [size]),
    describe: ([x, first, second]) =>
      scan({ carry: [first as Value, second as Value], over: [x as Value] }, ([s, t], [now]) => ({
        carry: [t as Value, mul(s as Value, now as Value)],
        each: [],
      })).carry,
    expected: ([x, first, second]) => {
      let [s, t] = [first as D, second as D];
      for (const now of r.steps(x as D)) [s, t] = [t, product(s, now)];
      return [s, t];
    },
  },
  {
    name: "scan, one step",
    inputs: inputs([1, batch, size], [batch, size], [size, size]),
    describe: ([x, first, hidden]) => leaky(x as Value, first as Value, hidden as Value, 3),
    expected: ([x, first, hidden]) => r.leakyRecurrence(x as D, first as D, hidden as D, 3),
  },
  {
    name: "scan, one weight used twice in a step",
    inputs: inputs([time, batch, size], [batch, size], [size, size]),
    describe: ([x, first, w]) =>
      scan({ carry: [first as Value], over: [x as Value] }, ([s], [now]) => {
        const next = tanh(add(linear(s as Value, w as Value), linear(now as Value, w as Value)));
        return { carry: [next], each: [] };
      }).carry,
    expected: ([x, first, w]) => {
      const none = r.full([size]);
      let s = first as D;
      for (const now of r.steps(x as D)) s = r.tanh(r.add(r.linear(s, w as D, none), r.linear(now, w as D, none)));
      return [s];
    },
  },
];

const frames: readonly OperatorCase[] = [
  {
    name: "mapFrames",
    inputs: inputs([6, 3], [4, 3], [4]),
    describe: ([x, w, b]) =>
      mapFrames(
        ([part]) => {
          const y = leakyRelu(linear(part as Value, w as Value, b as Value), 0.2);
          return [y, square(part as Value)];
        },
        [x as Value],
        { chunk: 2 },
      ),
    expected: ([x, w, b]) => [r.leakyRelu(r.linear(x as D, w as D, b as D), 0.2), r.square(x as D)],
  },
  {
    name: "lossOverFrames",
    inputs: inputs([6, 3], [6, 4], [4, 3], [4]),
    describe: ([x, target, w, b]) => [
      lossOverFrames(
        ([part, wanted]) => sum(square(sub(linear(part as Value, w as Value, b as Value), wanted as Value))),
        [x as Value, target as Value],
        { chunk: 3 },
      ),
    ],
    expected: ([x, target, w, b]) => [r.sum(r.square(r.sub(r.linear(x as D, w as D, b as D), target as D)))],
  },
  {
    name: "a loss of frames after a recurrence over mapped frames",
    inputs: inputs([4, 3], [4, 2], [3, 3], [3, 3], [2, 3]),
    describe: ([x, target, encode, hidden, decode]) => {
      const [code] = mapFrames(([part]) => [tanh(linear(part as Value, encode as Value))], [x as Value], { chunk: 2 });
      const { each } = scan({ carry: [sum(mul(code as Value, 0), [0], true)], over: [code as Value] }, ([s], [now]) => {
        const next = tanh(add(linear(s as Value, hidden as Value), now as Value));
        return { carry: [next], each: [sum(next, [0])] };
      });
      const loss = lossOverFrames(
        ([part, wanted]) => mean(square(sub(linear(part as Value, decode as Value), wanted as Value))),
        [each[0] as Value, target as Value],
        { chunk: 2 },
      );
      return [mul(loss, 3)];
    },
    expected: ([x, target, encode, hidden, decode]) => {
      const none = r.full([1]);
      let s = r.full([1, 3]);
      const each = r.steps(r.tanh(r.linear(x as D, encode as D, none))).map((now) => {
        s = r.tanh(r.add(r.linear(s, hidden as D, none), now));
        return r.reshape(s, [3]);
      });
      const error = r.square(r.sub(r.linear(r.stack(each), decode as D, none), target as D));
      return [r.scale(r.sum(error), 3 / 4)];
    },
  },
];

export const recurrentCases: readonly OperatorCase[] = [...cells, ...scans, ...frames];
