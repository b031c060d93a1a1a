import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LearnFault } from "../fault.ts";
import { checkPlainOnnx, operatorsOf } from "./check.ts";
import { encodeModel } from "./encode.ts";
import { ProtobufWriter } from "./protobuf.ts";
import { readOnnx } from "./read.ts";
import type { OnnxGraph, OnnxModel } from "./types.ts";

const body: OnnxGraph = {
  name: "body",
  nodes: [
    { op: "Add", domain: "", name: "sum", inputs: ["h", "w"], outputs: ["h2"], attributes: {} },
    { op: "Identity", domain: "", name: "copy", inputs: ["h2"], outputs: ["y"], attributes: {} },
  ],
  inputs: [
    { name: "h", type: "float32", shape: [2] },
    { name: "x_t", type: "float32", shape: [2] },
  ],
  outputs: [
    { name: "h2", type: "float32", shape: [2] },
    { name: "y", type: "float32", shape: [2] },
  ],
  initializers: [],
};
const model: OnnxModel = {
  irVersion: 8,
  producer: "test",
  opsets: { "": 17, "com.microsoft": 1 },
  metadata: { kind: "toy" },
  graph: {
    name: "whole",
    doc: "a scan",
    nodes: [
      {
        op: "Scan",
        domain: "",
        name: "loop",
        inputs: ["h0", "x"],
        outputs: ["last", "all"],
        attributes: { body: { graph: body }, num_scan_inputs: 1, scan_input_axes: [0], scan_output_axes: [0] },
      },
      {
        op: "LeakyRelu",
        domain: "",
        name: "bend",
        inputs: ["last"],
        outputs: ["out"],
        attributes: {
          alpha: { float: 0.25 },
          note: "text",
          values: { floats: [1.5, -2] },
          words: { strings: ["a", "ü"] },
        },
      },
    ],
    inputs: [
      { name: "h0", type: "float32", shape: [2], doc: "state, rad" },
      { name: "x", type: "float32", shape: [-0 + 3, 2] },
    ],
    outputs: [{ name: "out", type: "float32", shape: [2] }],
    initializers: [
      { name: "w", type: "float32", shape: [2], data: Float32Array.of(0.5, -1e-30) },
      { name: "i", type: "int64", shape: [3], data: BigInt64Array.of(-1n, 2n ** 60n, 0n) },
      { name: "b", type: "bool", shape: [], data: Uint8Array.of(1) },
    ],
  },
};
const bytes = encodeModel(model);
const onnxFault = (words: RegExp) => (error: unknown) =>
  error instanceof LearnFault && error.code === "onnx" && words.test(error.message);

test("what encodeModel writes, readOnnx reads back, bodies and numbers included", () => {
  assert.deepEqual(readOnnx(bytes), model);
});

test("numbers as other writers store them (packed, typed lists) are the same numbers", () => {
  // TensorProto: dims packed, data_type float, float_data packed, name; by hand after protobuf's encoding page.
  const packed = [0x0a, 1, 2, 0x10, 1, 0x22, 8, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0x42, 1, 0x77];
  const graph = [0x2a, packed.length, ...packed];
  const file = Uint8Array.of(0x08, 8, 0x3a, graph.length, ...graph, 0x42, 2, 0x10, 13);
  const [tensor] = readOnnx(file).graph.initializers;
  assert.deepEqual(tensor, { name: "w", type: "float32", shape: [2], data: Float32Array.of(1, -2) });
});

test("foreign, empty and cut files are refused with the reason and the byte", () => {
  assert.throws(() => readOnnx(new Uint8Array()), onnxFault(/no version.*byte 0/));
  assert.throws(() => readOnnx(new TextEncoder().encode("PK\u0003\u0004 an archive")), onnxFault(/byte \d+/));
  assert.throws(() => readOnnx(bytes.subarray(0, 100)), onnxFault(/does not fit into the \d+ left \(byte \d+\)/));
  assert.throws(() => readOnnx(Uint8Array.of(0x08, 8)), onnxFault(/no graph/));
  assert.throws(() => readOnnx(Uint8Array.of(0x08, 8, 0x3a, 0)), onnxFault(/no operator set/));
  const hugeLength = Uint8Array.of(0x08, 8, 0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f);
  assert.throws(() => readOnnx(hugeLength), onnxFault(/does not fit into the 0 left/));
  const endless = new Uint8Array(64).fill(0xff);
  assert.throws(() => readOnnx(endless), onnxFault(/longer than 64 bits/));
});

test("graphs nested without end are refused before the stack is", () => {
  const field = (number: number, inner: Uint8Array): Uint8Array => {
    const writer = new ProtobufWriter();
    writer.bytes(number, inner);
    return writer.finish();
  };
  // graph (6) of an attribute (5) of a node (1)
  let nested = new Uint8Array();
  for (let depth = 0; depth < 1000; depth++) nested = Uint8Array.from(field(1, field(5, field(6, nested))));
  assert.throws(() => readOnnx(Uint8Array.of(0x08, 8, ...field(7, nested))), onnxFault(/nested more than 64 deep/));
});

test("sizes without numbers, other element types and numbers in other files are refused by name", () => {
  const outside = [0x10, 1, 0x42, 1, 0x77, 0x6a, 0];
  const withGraph = (graph: readonly number[]) =>
    Uint8Array.of(0x08, 8, 0x3a, graph.length, ...graph, 0x42, 2, 0x10, 13);
  assert.throws(() => readOnnx(withGraph([0x2a, outside.length, ...outside])), onnxFault(/"w" lie in another file/));
  const double = [0x10, 11, 0x42, 1, 0x77];
  assert.throws(() => readOnnx(withGraph([0x2a, double.length, ...double])), onnxFault(/element type 11/));
  const short = [0x08, 4, 0x10, 1, 0x42, 1, 0x77, 0x4a, 2, 0, 0];
  assert.throws(() => readOnnx(withGraph([0x2a, short.length, ...short])), onnxFault(/float32 \[4\] has 2 bytes/));
});

test("however a file is cut, flipped or filled, it is read or refused with a place, and nothing else happens", () => {
  const damage = fc.record({
    cut: fc.nat(bytes.length),
    flips: fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 8 }),
    runs: fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.constantFrom(0xff, 0x7f, 0x80), fc.nat(12)), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(damage, ({ cut, flips, runs }) => {
      const broken = bytes.slice(0, cut);
      for (const [at, value] of flips) if (at < cut) broken[at] = value;
      for (const [at, value, length] of runs) broken.fill(value, at, at + length);
      try {
        readOnnx(broken);
      } catch (error) {
        assert.ok(onnxFault(/\(byte \d+\)/)(error), String(error));
      }
    }),
    { seed: 3, numRuns: 5000 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (any) => {
      assert.throws(() => readOnnx(any), onnxFault(/byte/));
    }),
    { seed: 4, numRuns: 2000 },
  );
});

test("a plain model has one domain, opset 17 or lower, and every name once and in time", () => {
  const plain = { ...model, opsets: { "": 17 } };
  const withNode = (change: object) => ({
    ...plain,
    graph: { ...plain.graph, nodes: plain.graph.nodes.map((node, i) => (i === 1 ? { ...node, ...change } : node)) },
  });
  assert.doesNotThrow(() => checkPlainOnnx(plain));
  assert.throws(() => checkPlainOnnx({ ...plain, opsets: { "": 18 } }), onnxFault(/opset 18/));
  assert.throws(() => checkPlainOnnx({ ...plain, irVersion: 10 }), onnxFault(/format 10/));
  assert.throws(
    () => checkPlainOnnx(withNode({ domain: "com.microsoft" })),
    onnxFault(/"bend" is com.microsoft.Leaky/),
  );
  assert.throws(() => checkPlainOnnx(withNode({ inputs: ["later"] })), onnxFault(/needs "later"/));
  assert.throws(() => checkPlainOnnx(withNode({ outputs: ["x"] })), onnxFault(/gives "x" a second time/));
  assert.throws(() => checkPlainOnnx(withNode({ outputs: ["other"] })), onnxFault(/Nothing makes the output "out"/));
  assert.deepEqual(operatorsOf(plain.graph), { Add: 1, Identity: 1, LeakyRelu: 1, Scan: 1 });
});
