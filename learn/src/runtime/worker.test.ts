import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { buildModel, Graph, matmul, mean, scan, tanh, type Value } from "../graph/index.ts";
import { encodeModel } from "../onnx/encode.ts";
import { floats, zerosOf } from "../tensor.ts";
import { workerBackend } from "./worker.ts";
import { nodeWorkerBackend } from "./worker-node.ts";
import { nodePort } from "./worker-port.ts";

/** A recurrence that keeps one thread busy. */
const long = (steps: number, size: number): Uint8Array => {
  const g = new Graph();
  const x = g.input("x", [size, size]);
  const w = g.input("w", [size, size]);
  const { carry } = scan({ carry: [x], over: [g.zeros([steps, 1])] }, ([now]) => ({
    carry: [tanh(matmul(now as Value, w))],
    each: [],
  }));
  return encodeModel(buildModel(g, { out: mean(carry[0] as Value) }));
};

const counting = (): Uint8Array => {
  const g = new Graph();
  const count = g.input("count", [1]);
  const by = g.input("by", [2]);
  return encodeModel(buildModel(g, { count_out: tanh(count), shown: tanh(by) }));
};

test("while a worker runs for long, a 5 ms timer of this thread keeps firing", async () => {
  const backend = await nodeWorkerBackend({ threads: 1 });
  const session = await backend.load(long(400, 256));
  const feeds = { x: zerosOf([256, 256]), w: zerosOf([256, 256]) };
  await session.run(feeds);
  let fired = 0;
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    fired += 1;
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const before = performance.now();
  await session.run(feeds);
  clearInterval(timer);
  const took = performance.now() - before;
  await backend.close();
  assert.ok(took > 100, `the run took only ${took} ms`);
  // A quarter of what a quiet machine gives: others may be at work here.
  assert.ok(fired > took / 20, `${fired} firings in ${took} ms`);
  assert.ok(longest < took / 2, `silent for ${longest} of ${took} ms`);
});

test("feeds stay the caller's, a view is not sent with its whole buffer, and carried values are read and written", async () => {
  const backend = await nodeWorkerBackend({ threads: 1 });
  const session = await backend.load(counting(), { carry: { count_out: "count" }, initial: { count: zerosOf([1]) } });
  const whole = Float32Array.of(9, 1, 2, 9);
  const by = floats(whole.subarray(1, 3), [2]);
  await session.write("count", floats(Float32Array.of(1), [1]));
  const { shown } = await session.run({ by });
  assert.deepEqual([...whole], [9, 1, 2, 9]);
  assert.ok(Math.abs(Number(shown?.data[1]) - Math.tanh(2)) < 1e-6);
  assert.equal(shown?.data.buffer.byteLength, 8);
  const { data } = await session.read("count");
  assert.ok(Math.abs(Number(data[0]) - Math.tanh(1)) < 1e-6);
  await session.close();
  await assert.rejects(session.run({ by }), { code: "worker", message: /is closed/ });
  await backend.close();
});

test("a fault in the worker arrives with its code, words and remedy", async () => {
  const backend = await nodeWorkerBackend({ threads: 1 });
  await assert.rejects(backend.load(Uint8Array.of(1, 2, 3)), {
    name: "LearnFault",
    code: "graph",
    remedy: "Report it with the model.",
    message: /^The runtime refuses the model: .*Report it with the model\.$/s,
  });
  await backend.close();
});

test("runs that wait when the worker dies are rejected, and so is everything after", async () => {
  const script = `
    const { parentPort } = require("node:worker_threads");
    parentPort.on("message", ({ id, ask }) => {
      if (ask === "open") parentPort.postMessage({ id, answer: { name: "fake", kernels: {} } });
      else if (ask === "load") parentPort.postMessage({ id, answer: 1 });
      else throw new Error("out of memory");
    });`;
  const backend = await workerBackend(() => nodePort(new Worker(script, { eval: true, execArgv: [] })));
  const session = await backend.load(new Uint8Array(1));
  await assert.rejects(session.run({}), { code: "worker", message: /The worker died: out of memory\./ });
  await assert.rejects(session.run({}), { code: "worker" });
  await backend.close();
});

test("closing rejects what is under way", async () => {
  const backend = await nodeWorkerBackend({ threads: 1 });
  const session = await backend.load(counting(), { carry: { count_out: "count" }, initial: { count: zerosOf([1]) } });
  const pending = assert.rejects(session.run({ by: zerosOf([2]) }), { code: "worker", message: /closed/ });
  await backend.close();
  await pending;
});
