import assert from "node:assert/strict";
import { before, test } from "node:test";
import { encodeModel } from "../onnx/encode.ts";
import * as r from "../reference/index.ts";
import { type Backend, type Kernels, portableKernels } from "../runtime/backend.ts";
import { cpuKernels, nodeBackend } from "../runtime/node.ts";
import { probedKernels } from "../runtime/probe.ts";
import { webBackend, webKernels } from "../runtime/web.ts";
import { floats, type Shape, sizeOf, type Tensor } from "../tensor.ts";
import { type ConvCase, convCases, pytorchConvs } from "../testing/conv-cases.ts";
import { buildModel } from "./build.ts";
import { conv2d, convTranspose2d } from "./conv.ts";
import { mul } from "./elementwise.ts";
import { lossOverFrames, mapFrames } from "./frames.ts";
import { gradients } from "./gradients.ts";
import { Graph } from "./graph.ts";
import { sum } from "./shape.ts";
import type { Value } from "./value.ts";

const numbers = (shape: Shape, which: number): r.Doubles => {
  const made = r.full(shape);
  return { shape, data: made.data.map((_, i) => Math.fround(Math.sin(1.7 * i + 0.9 * which + 0.3))) };
};

const described = ({ op, options }: ConvCase, x: Value, w: Value, b: Value): Value =>
  op === "conv2d" ? conv2d(x, w, b, options) : convTranspose2d(x, w, b, options);

const reference = ({ op, options = {} }: ConvCase, [x, w, b]: readonly [r.Doubles, r.Doubles, r.Doubles]) => {
  const { stride = 1, pad = 0, outputPad = 0, leaky = 1 } = options;
  const at = { stride, pad, outputPad };
  const isPlain = op === "conv2d";
  const straight = isPlain ? r.conv2d(x, w, b, at) : r.convTranspose2d(x, w, b, at);
  const slopes = straight.data.map((value) => (value > 0 ? 1 : leaky));
  const y = { ...straight, data: straight.data.map((value, i) => value * (slopes[i] ?? 0)) };
  const d = { ...y, data: numbers(y.shape, 3).data.map((value, i) => value * (slopes[i] ?? 0)) };
  const flown = isPlain ? r.conv2dGradients(x, w, d, at) : r.convTranspose2dGradients(x, w, d, at);
  return { y, x: flown.x, w: flown.w, b: r.sum(d, [0, 2, 3]) };
};

const close = (actual: Tensor | undefined, expected: r.Doubles, what: string): void => {
  assert.deepEqual(actual?.shape, expected.shape, `${what}: shape`);
  const scale = expected.data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  for (const [i, value] of expected.data.entries()) {
    const found = Number(actual?.data[i]);
    // Sums of some hundred products in float32.
    assert.ok(Math.abs(found - value) <= 2e-5 * scale, `${what}: number ${i} is ${found}, not ${value}`);
  }
};

const tensorOf = ({ shape, data }: r.Doubles): Tensor => floats(Float32Array.from(data), shape);

/** A loss whose gradient with respect to the result of the layer is `numbers(…, 3)`. */
const weighted = (graph: Graph, y: Value): Value =>
  sum(mul(y, graph.constant(Float32Array.from(numbers(y.shape, 3).data), y.shape, "float32")));

type Feeds = Readonly<Record<string, r.Doubles>>;

const run = async (graph: Graph, outputs: Readonly<Record<string, Value>>, feeds: Feeds, make: () => Backend) => {
  const backend = make();
  const session = await backend.load(encodeModel(buildModel(graph, outputs)));
  const found = await session.run(
    Object.fromEntries(Object.entries(feeds).map(([name, one]) => [name, tensorOf(one)])),
  );
  await session.close();
  await backend.close();
  return found;
};

const inputsOf = ({ op, x, w }: ConvCase): readonly [r.Doubles, r.Doubles, r.Doubles] => [
  numbers(x, 0),
  numbers(w, 1),
  numbers([(op === "conv2d" ? w[0] : w[1]) as number], 2),
];

const computed = async (row: ConvCase, { backend, kernels }: Setting) => {
  const graph = new Graph({ kernels: kernels() });
  const [x, w, b] = inputsOf(row);
  const leaves = [x, w, b].map(({ shape }, i) => graph.input("xwb"[i] as string, shape, "float32", true));
  const y = described(row, ...(leaves as [Value, Value, Value]));
  const [dx, dw, db] = gradients(graph, weighted(graph, y), leaves) as [Value, Value, Value];
  return run(graph, { y, dx, dw, db }, { x, w, b }, backend);
};

const checked = async (row: ConvCase, setting: Setting): Promise<void> => {
  const found = await computed(row, setting);
  const expected = reference(row, inputsOf(row));
  close(found.y, expected.y, "result");
  close(found.dx, expected.x, "gradient of the image");
  close(found.dw, expected.w, "gradient of the weights");
  close(found.db, expected.b, "gradient of the bias");
};

let blocked: Kernels = cpuKernels;
before(async () => {
  blocked = await probedKernels(nodeBackend({ threads: 1 }));
});

interface Setting {
  readonly backend: () => Backend;
  readonly kernels: () => Kernels;
}

const native = (): Backend => nodeBackend({ threads: 1 });
const settings: Readonly<Record<string, Setting>> = {
  "Node, standard operators": { backend: native, kernels: () => portableKernels },
  "Node, with the runtime's own product": { backend: native, kernels: () => cpuKernels },
  "Node, in the blocked layout": { backend: native, kernels: () => blocked },
  WASM: { backend: () => webBackend({ threads: 1 }), kernels: () => webKernels.wasm },
};

for (const [name, at] of Object.entries(settings))
  test(`convolutions and their gradients are those of double precision (${name})`, async (t) => {
    if (name.includes("blocked") && blocked.blockedChannels === 0) return t.skip("skipped: no blocked layout here");
    for (const row of convCases) await t.test(`${row.op}, ${row.why}`, () => checked(row, at));
  });

test("the reference's gradients are finite differences", () => {
  const small = ({ x, w, options }: ConvCase): boolean =>
    sizeOf(x) <= 150 && sizeOf(w) <= 125 && options?.leaky === undefined;
  assert.ok(convCases.filter(small).length >= 5);
  for (const row of convCases.filter(small)) {
    const inputs = inputsOf(row);
    const expected = reference(row, inputs);
    const loss = (moved: readonly r.Doubles[]): number => {
      const { y } = reference(row, moved as [r.Doubles, r.Doubles, r.Doubles]);
      const weights = numbers(y.shape, 3);
      return y.data.reduce((total, value, i) => total + value * (weights.data[i] ?? 0), 0);
    };
    const differences = r.finiteDifferences(loss, inputs);
    for (const [i, key] of (["x", "w", "b"] as const).entries())
      for (const [k, value] of expected[key].data.entries())
        assert.ok(Math.abs((differences[i]?.data[k] ?? Number.NaN) - value) < 1e-6, `${row.why}: ${key} ${k}`);
  }
});

const fingerprint = ({ data }: Tensor): r.Doubles => {
  const numbers = Float64Array.from(data as Float32Array);
  const total = numbers.reduce((sum, value, i) => sum + value * Math.cos(0.7 * i), 0);
  const first = [total, ...numbers.slice(0, 3)];
  return r.doubles([first.length], first);
};

for (const [name, at] of Object.entries(settings))
  test(`convolutions and their gradients are PyTorch's (${name})`, async () => {
    for (const { why, op, of } of pytorchConvs) {
      const row = convCases.find((one) => one.why === why && one.op === op) as ConvCase;
      const found = await computed(row, at);
      for (const [i, key] of (["y", "dx", "dw", "db"] as const).entries())
        close(
          floats(Float32Array.from(fingerprint(found[key] as Tensor).data)),
          r.doubles([of[i]?.length ?? 0], of[i] ?? []),
          `${why}: ${key}`,
        );
    }
  });

/** Two layers over frames, in chunks: the weights' gradients add up over the chunks. */
const stacked = async (kernels: Kernels, chunk: number) => {
  const graph = new Graph({ kernels });
  const shapes: Readonly<Record<string, Shape>> = {
    x: [6, 3, 9, 8],
    w1: [16, 3, 3, 3],
    b1: [16],
    w2: [32, 16, 3, 3],
    b2: [32],
    w3: [32, 5, 3, 3],
    b3: [5],
  };
  const leaves = Object.entries(shapes).map(([name, shape]) => graph.input(name, shape, "float32", true));
  const [x, w1, b1, w2, b2, w3, b3] = leaves as [Value, Value, Value, Value, Value, Value, Value];
  const encode = (frames: Value): Value => conv2d(conv2d(frames, w1, b1, { leaky: 0.3 }), w2, b2, { leaky: 0.3 });
  const [features] = mapFrames(([frames]) => [encode(frames as Value)], [x], { chunk }) as [Value];
  const decode = (frames: Value): Value => {
    const y = convTranspose2d(frames, w3, b3, { leaky: 0.3 });
    return sum(mul(y, y));
  };
  const loss = lossOverFrames(([frames]) => decode(frames as Value), [features], { chunk });
  const flown = gradients(graph, loss, leaves);
  const outputs = Object.fromEntries(flown.map((value, i) => [`d${Object.keys(shapes)[i]}`, value]));
  const feeds = Object.fromEntries(Object.entries(shapes).map(([name, shape], i) => [name, numbers(shape, i)]));
  return run(graph, { loss, ...outputs }, feeds, native);
};

test("layers over chunks of frames give the gradients of all frames at once", async () => {
  const whole = await stacked(portableKernels, 6);
  for (const kernels of [portableKernels, cpuKernels, blocked])
    for (const chunk of [1, 2]) {
      const parts = await stacked(kernels, chunk);
      for (const [name, one] of Object.entries(whole))
        close(parts[name], r.doubles(one.shape, one.data as Float32Array), `${name}, chunk ${chunk}`);
    }
});

test("sizes that do not fit are refused with a code", () => {
  const graph = new Graph();
  const x = graph.input("x", [1, 3, 8, 8]);
  const refused = (make: () => Value, word: RegExp): void =>
    assert.throws(make, (error: { code?: string; message?: string }) => {
      assert.equal(error.code, "shape");
      assert.match(error.message ?? "", word);
      return true;
    });
  refused(() => conv2d(x, graph.input("w", [4, 2, 3, 3]), null), /2 channels.*has 3/);
  refused(() => conv2d(graph.input("flat", [3, 8, 8]), graph.input("v", [4, 3, 3, 3]), null), /frames, channels/);
  refused(() => conv2d(x, graph.input("big", [4, 3, 9, 9]), null), /kernel/);
  refused(() => conv2d(x, graph.input("u", [4, 3, 3, 3]), graph.input("b", [3])), /bias/);
  refused(() => conv2d(x, graph.input("s", [4, 3, 3, 3]), null, { stride: 0 }), /stride/);
  refused(() => conv2d(x, graph.input("p", [4, 3, 3, 3]), null, { pad: 0.5 }), /pad/);
  refused(() => conv2d(x, graph.input("l", [4, 3, 3, 3]), null, { leaky: 2 }), /leaky/);
  refused(() => convTranspose2d(x, graph.input("t", [4, 3, 3, 3]), null), /4 channels.*has 3/);
  refused(() => convTranspose2d(x, graph.input("o", [3, 4, 3, 3]), null, { stride: 2, outputPad: 2 }), /outputPad/);
});
