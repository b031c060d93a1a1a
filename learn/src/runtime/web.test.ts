import assert from "node:assert/strict";
import { after, test } from "node:test";
import {
  add,
  buildModel,
  concat,
  Graph,
  gradients,
  lstm,
  matmul,
  mean,
  mul,
  split,
  sub,
  type Value,
} from "../graph/index.ts";
import { encodeModel } from "../onnx/encode.ts";
import { floats, sizeOf, type Tensor } from "../tensor.ts";
import type { Backend } from "./backend.ts";
import { nodeBackend } from "./node.ts";
import { webBackend } from "./web.ts";

const wasm = webBackend({ device: "wasm", threads: 1 });
after(() => wasm.close());

/** p ← p − rate · mean-gradient, with p carried. */
const descent = (backend: Backend): Uint8Array => {
  const g = new Graph({ kernels: backend.kernels });
  const p = g.input("p", [2, 3], "float32", true);
  const x = g.input("x", [4, 2], "float32");
  const loss = mean(mul(matmul(x, p), matmul(x, p)));
  const [d] = gradients(g, loss, [p]) as [Value];
  return encodeModel(buildModel(g, { p_out: sub(p, mul(d, 0.5)), loss }));
};
const first = floats(Float32Array.of(1, -2, 3, 0.5, 2, -1), [2, 3]);
const x = floats(Float32Array.of(1, 0, 0, 1, 1, 1, -1, 2), [4, 2]);

test("what is carried goes from run to run in WASM as it does in the native runtime", async () => {
  const told: number[][] = [];
  for (const backend of [wasm, nodeBackend({ threads: 1 })]) {
    const session = await backend.load(descent(backend), { carry: { p_out: "p" }, initial: { p: first } });
    const losses: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      const { loss, ...rest } = await session.run({ x });
      losses.push(Number(loss?.data[0]));
      assert.deepEqual(Object.keys(rest), [], "a carried output is not returned");
    }
    told.push([...losses, ...((await session.read("p")).data as Float32Array)]);
    assert.ok((losses[3] as number) < (losses[0] as number) / 2);
    await session.close();
  }
  const [web, node] = told as [number[], number[]];
  for (const [i, value] of web.entries()) assert.ok(Math.abs(value - (node[i] as number)) < 1e-5, `${i}: ${value}`);
});

test("a carried input can be read and replaced, and refuses another shape", async () => {
  const session = await wasm.load(descent(wasm), { carry: { p_out: "p" }, initial: { p: first } });
  await session.run({ x });
  await session.write("p", first);
  const read = await session.read("p");
  assert.deepEqual(read, first);
  (read.data as Float32Array).fill(9);
  assert.deepEqual(await session.read("p"), first, "a copy is given");
  await assert.rejects(session.write("p", floats(new Float32Array(2))), { code: "shape" });
  await assert.rejects(session.read("x"), { code: "input" });
  await session.close();
});

test("a recurrence with Scan and its gradients are the same in WASM", async () => {
  const values = (shape: readonly number[], from: number) =>
    floats(
      Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i * 1.7 + from)),
      shape,
    );
  const shapes = { x: [6, 2, 3], input: [16, 3], hidden: [16, 4], bias: [16] };
  const results: Readonly<Record<string, Tensor>>[] = [];
  for (const backend of [wasm, nodeBackend({ threads: 1 })]) {
    const g = new Graph({ kernels: backend.kernels });
    const [xs, input, hidden, bias] = Object.entries(shapes).map(([name, shape]) =>
      g.input(name, shape, "float32", true),
    ) as [Value, Value, Value, Value];
    const states = lstm(xs, { input, hidden, inputBias: bias, hiddenBias: add(bias, 0) }).hidden;
    const ds = gradients(g, mean(mul(states, states)), [xs, input, hidden, bias]);
    const session = await backend.load(
      encodeModel(buildModel(g, Object.fromEntries(ds.map((d, i) => [`d${i}`, d as Value])))),
    );
    results.push(
      await session.run(Object.fromEntries(Object.entries(shapes).map(([name, shape], i) => [name, values(shape, i)]))),
    );
    await session.close();
  }
  const [web = {}, node = {}] = results;
  for (const [name, { data }] of Object.entries(web))
    for (const [i, value] of (data as Float32Array).entries())
      assert.ok(Math.abs(value - Number(node[name]?.data[i])) < 1e-6, `${name}[${i}]`);
});

test("a backend of few operands joins and cuts in rounds, to the same numbers and gradients", async () => {
  const sizes = Array.from({ length: 60 }, (_, i) => 1 + (i % 3));
  const total = sizes.reduce((a, b) => a + b, 0);
  const results: Readonly<Record<string, Tensor>>[] = [];
  for (const operands of [7, 1000]) {
    const g = new Graph({ kernels: { ...wasm.kernels, operands } });
    const whole = g.input("whole", [total], "float32", true);
    const parts = split(whole, sizes, 0).map((part, i) => mul(part, i + 1));
    const joined = concat(parts, 0);
    const [d] = gradients(g, mean(mul(joined, joined)), [whole]) as [Value];
    const model = buildModel(g, { joined, d });
    const most = model.graph.nodes.map(({ op, inputs, outputs }) => (op === "Split" ? outputs : inputs).length);
    assert.equal(Math.max(...most) <= 7, operands === 7);
    const session = await wasm.load(encodeModel(model));
    results.push(await session.run({ whole: floats(Float32Array.from({ length: total }, (_, i) => i / 9)) }));
    await session.close();
  }
  assert.deepEqual(results[0], results[1]);
});

test("a file that is no model is refused with the runtime's words", async () => {
  await assert.rejects(wasm.load(Uint8Array.of(1, 2, 3)), {
    code: "graph",
    message: /The runtime refuses the model: ./,
  });
});
