import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodeModel } from "../onnx/encode.ts";
import * as r from "../reference/index.ts";
import { portableKernels } from "../runtime/backend.ts";
import { nodeBackend } from "../runtime/node.ts";
import { floats } from "../tensor.ts";
import * as g from "./index.ts";

/** The same computation twice: as the graph describes it and as double precision does it. */
interface Both {
  readonly graph: g.Value;
  readonly plain: (inputs: readonly r.Doubles[]) => r.Doubles;
}

const unaries: readonly (readonly [(x: g.Value) => g.Value, (x: r.Doubles) => r.Doubles])[] = [
  [g.tanh, r.tanh],
  [g.sigmoid, r.sigmoid],
  [g.softplus, r.softplus],
  [g.square, r.square],
  [g.softmax, r.softmax],
  [(x) => g.exp(g.neg(g.square(x))), (x) => r.exp(r.neg(r.square(x)))],
  [(x) => g.sum(x, [0], true), (x) => r.sum(x, [0], true)],
  [(x) => g.mean(x, [1], true), (x) => r.mean(x, [1], true)],
  [(x) => g.concat([x, x], 1), (x) => r.concat([x, x], 1)],
  [(x) => g.slice(x, { axis: 1, start: 0, end: 1 }), (x) => r.slice(x, 1, 0, 1)],
  [(x) => g.mul(x, 0.5), (x) => r.scale(x, 0.5)],
];
const binaries = [
  [g.add, r.add],
  [g.sub, r.sub],
  [g.mul, r.mul],
] as const;

/** A program of steps; each takes earlier values by number, so that values are used once, often, or never. */
const programs = fc.array(
  fc.record({ isBinary: fc.boolean(), operator: fc.nat(), a: fc.nat(), b: fc.nat(), isLooped: fc.nat(4) }),
  { minLength: 1, maxLength: 12 },
);
const shapes = [
  [2, 3],
  [1, 3],
  [2, 1],
] as const;

const fits = (a: g.Value, b: g.Value): boolean =>
  a.shape.every((size, axis) => size === b.shape[axis] || size === 1 || b.shape[axis] === 1);
const at = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;

/** Three steps of a recurrence that begins at `one` and captures `other`; in the graph a Scan. */
const looped = (one: Both, other: Both, inputs: readonly g.Value[]): Both => {
  const over = g.stack([0, 1, 2].map((step) => g.mul(inputs[0] as g.Value, step)));
  const first = g.add(one.graph, g.mul(inputs[0] as g.Value, 0));
  const { carry } = g.scan({ carry: [first], over: [over] }, ([s], [now]) => ({
    carry: [g.tanh(g.add(g.mul(s as g.Value, other.graph), now as g.Value))],
    each: [],
  }));
  const plain = (given: readonly r.Doubles[]): r.Doubles => {
    const [captured, x] = [other.plain(given), given[0] as r.Doubles];
    let s = r.add(one.plain(given), r.scale(x, 0));
    for (let step = 0; step < 3; step++) s = r.tanh(r.add(r.mul(s, captured), r.scale(x, step)));
    return s;
  };
  return { graph: carry[0] as g.Value, plain };
};

const written = (program: typeof programs extends fc.Arbitrary<infer P> ? P : never, inputs: readonly g.Value[]) => {
  const values: Both[] = inputs.map((graph, i) => ({ graph, plain: (given) => given[i] as r.Doubles }));
  for (const { isBinary, operator, a, b, isLooped } of program) {
    const [one, other] = [at(values, a), at(values, b)];
    const canLoop = [one, other].every(({ graph }) => fits(graph, inputs[0] as g.Value));
    if (isLooped === 0 && canLoop) values.push(looped(one, other, inputs));
    else if (isBinary && fits(one.graph, other.graph)) {
      const [ofGraph, ofPlain] = at(binaries, operator);
      values.push({ graph: ofGraph(one.graph, other.graph), plain: (x) => ofPlain(one.plain(x), other.plain(x)) });
    } else if ((one.graph.shape[1] ?? 0) <= 6) {
      const [ofGraph, ofPlain] = at(unaries, operator);
      values.push({ graph: ofGraph(one.graph), plain: (x) => ofPlain(one.plain(x)) });
    }
  }
  return values.at(-1) as Both;
};

test("the gradient of whatever is written with the operators is that of finite differences", async () => {
  const backend = nodeBackend({ threads: 1 });
  const kernels = [backend.kernels, { ...portableKernels, scan: false }];
  const numbers = shapes.map((shape, which) => ({
    shape,
    data: r.full(shape).data.map((_, i) => Math.fround(Math.sin(1.3 * i + which + 0.5))),
  }));
  await fc.assert(
    fc.asyncProperty(programs, fc.constantFrom(...kernels), async (program, allowed) => {
      const graph = new g.Graph({ kernels: allowed });
      const inputs = shapes.map((shape, i) => graph.input(`x${i}`, shape, "float32", true));
      const { graph: last, plain } = written(program, inputs);
      // Every input is in the loss, so that the runtime knows it.
      const loss = inputs.reduce((total, x) => g.add(total, g.sum(g.mul(x, 0.1))), g.sum(g.square(last)));
      const plainLoss = (given: readonly r.Doubles[]): number =>
        (r.sum(r.square(plain(given))).data[0] ?? 0) +
        given.reduce((total, { data }) => total + 0.1 * data.reduce((a, b) => a + b, 0), 0);
      const flown = g.gradients(graph, loss, inputs);
      const outputs = Object.fromEntries(flown.map((value, i) => [`d${i}`, value]));
      const session = await backend.load(encodeModel(g.buildModel(graph, { loss, ...outputs })));
      const feeds = numbers.map(({ shape, data }, i) => [`x${i}`, floats(Float32Array.from(data), shape)] as const);
      const found = await session.run(Object.fromEntries(feeds)).finally(() => session.close());
      const wanted = r.finiteDifferences(plainLoss, numbers);
      const scale = Math.max(1, ...wanted.flatMap(({ data }) => [...data].map(Math.abs)), plainLoss(numbers));
      for (const [i, { data }] of wanted.entries())
        for (const [k, value] of data.entries())
          assert.ok(Math.abs(Number(found[`d${i}`]?.data[k]) - value) <= 1e-4 * scale, `input ${i}, number ${k}`);
    }),
    { seed: 9, numRuns: 200 },
  );
});
