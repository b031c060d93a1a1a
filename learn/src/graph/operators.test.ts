import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeModel } from "../onnx/encode.ts";
import { type Doubles, doubles, finiteDifferences } from "../reference/index.ts";
import { type Backend, type Kernels, portableKernels } from "../runtime/backend.ts";
import { cpuKernels, nodeBackend } from "../runtime/node.ts";
import { webBackend, webKernels } from "../runtime/web.ts";
import { floats, type Tensor } from "../tensor.ts";
import { caseNumbers, caseWeights, type OperatorCase, operatorCases } from "../testing/operator-cases.ts";
import { pytorchGoldens } from "../testing/pytorch-goldens.ts";
import { add, buildModel, Graph, gradients, mul, sum, type Value } from "./index.ts";

/** float32 has 7.2 digits; sums of some ten terms lose one, exponentials of softmax another. */
const tolerance = 1e-5;

const asTensor = ({ shape, data }: Doubles): Tensor => floats(Float32Array.from(data), shape);
const asDoubles = ({ shape, data }: Tensor): Doubles => doubles(shape, data as Float32Array);
/** What float32 makes of it: the reference starts from the same numbers as the runtime. */
const rounded = ({ shape, data }: Doubles): Doubles => ({ shape, data: Float64Array.from(data, Math.fround) });

const weighted = (results: readonly Doubles[]): number =>
  results.reduce((total, { shape, data }, i) => {
    const weights = rounded(caseWeights(shape, i));
    return total + data.reduce((subtotal, value, k) => subtotal + value * (weights.data[k] ?? 0), 0);
  }, 0);

const close = (actual: Doubles, expected: Doubles, what: string): void => {
  assert.deepEqual(actual.shape, expected.shape, `${what}: shape`);
  const scale = expected.data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  for (const [i, value] of expected.data.entries()) {
    const found = actual.data[i] ?? Number.NaN;
    assert.ok(Math.abs(found - value) <= tolerance * scale, `${what}: number ${i} is ${found}, not ${value}`);
  }
};

/** Results and gradients of one case as the runtime computes them. */
const computed = async (backend: Backend, kernels: Kernels, row: OperatorCase, inputs: readonly Doubles[]) => {
  const graph = new Graph({ kernels });
  const leaves = inputs.map(({ shape }, i) => graph.input(`input_${i}`, shape, "float32", true));
  const results = row.describe(leaves, graph);
  const terms = results.map((result, i): Value => {
    const { shape, data } = caseWeights(result.shape, i);
    return sum(mul(result, graph.constant(Float32Array.from(data), shape, "float32")));
  });
  const flown = gradients(
    graph,
    terms.reduce((total, term) => add(total, term)),
    leaves,
  );
  const named = [
    ...results.map((value, i) => [`result_${i}`, value] as const),
    ...flown.map((value, i) => [`gradient_${i}`, value] as const),
  ];
  const model = buildModel(graph, Object.fromEntries(named));
  const session = await backend.load(encodeModel(model));
  const wanted = new Set(model.graph.inputs.map(({ name }) => name));
  const feeds = inputs.map((input, i) => [`input_${i}`, asTensor(input)] as const).filter(([name]) => wanted.has(name));
  const found = await session.run(Object.fromEntries(feeds));
  await session.close();
  const pick = (name: string) => (_: unknown, i: number) => asDoubles(found[`${name}_${i}`] as Tensor);
  return { results: results.map(pick("result")), gradients: inputs.map(pick("gradient")) };
};

const checked = async (backend: Backend, kernels: Kernels, row: OperatorCase): Promise<void> => {
  const inputs = row.inputs.map((input, i) => rounded(caseNumbers(input, i)));
  const expected = row.expected(inputs);
  const found = await computed(backend, kernels, row, inputs);
  assert.equal(found.results.length, expected.length);
  for (const [i, result] of expected.entries()) close(found.results[i] as Doubles, result, `result ${i}`);
  const differences = finiteDifferences((moved) => weighted(row.expected(moved)), inputs);
  for (const [i, gradient] of differences.entries())
    close(found.gradients[i] as Doubles, gradient, `gradient of input ${i}`);
};

const fingerprint = ({ data }: Doubles): Doubles => {
  const total = data.reduce((sum, value, i) => sum + value * Math.cos(0.7 * i), 0);
  return doubles([1 + Math.min(4, data.length)], [total, ...data.slice(0, 4)]);
};

const checkedAgainstPytorch = async (backend: Backend, kernels: Kernels, name: string): Promise<void> => {
  const row = operatorCases.find((one) => one.name === name);
  const golden = pytorchGoldens[name];
  assert.ok(row && golden, "every golden row is a case");
  const found = await computed(
    backend,
    kernels,
    row,
    row.inputs.map((input, i) => rounded(caseNumbers(input, i))),
  );
  for (const key of ["results", "gradients"] as const) {
    assert.equal(found[key].length, golden[key].length);
    for (const [i, one] of golden[key].entries())
      close(fingerprint(found[key][i] as Doubles), doubles([one.length], one), `${key} ${i}`);
  }
};

interface Setting {
  readonly name: string;
  readonly backend: () => Backend;
  readonly kernels: Kernels;
}

const settings: readonly Setting[] = [
  { name: "Node, all kernels", backend: () => nodeBackend({ threads: 1 }), kernels: cpuKernels },
  { name: "Node, standard operators only", backend: () => nodeBackend({ threads: 1 }), kernels: portableKernels },
  { name: "WASM", backend: () => webBackend({ threads: 1 }), kernels: webKernels.wasm },
  { name: "WASM, standard operators only", backend: () => webBackend({ threads: 1 }), kernels: portableKernels },
  {
    name: "Node, no Scan: recurrences unrolled",
    backend: () => nodeBackend({ threads: 1 }),
    kernels: { ...portableKernels, scan: false, sum: false },
  },
];

for (const { name, backend, kernels } of settings)
  test(`every operator and its gradient are those of double precision and finite differences (${name})`, async (t) => {
    const runtime = backend();
    for (const row of operatorCases) await t.test(row.name, () => checked(runtime, kernels, row));
    await runtime.close();
  });

for (const { name, backend, kernels } of settings.filter((one) => one.kernels !== portableKernels))
  test(`operators and their gradients are PyTorch's (${name})`, async (t) => {
    const runtime = backend();
    for (const row of Object.keys(pytorchGoldens))
      await t.test(row, () => checkedAgainstPytorch(runtime, kernels, row));
    await runtime.close();
  });
