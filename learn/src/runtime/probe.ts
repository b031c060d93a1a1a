import { buildModel } from "../graph/build.ts";
import { conv2d, convTranspose2d } from "../graph/conv.ts";
import { mul } from "../graph/elementwise.ts";
import { gradients } from "../graph/gradients.ts";
import { Graph } from "../graph/graph.ts";
import { sum } from "../graph/shape.ts";
import type { Value } from "../graph/value.ts";
import { encodeModel } from "../onnx/encode.ts";
import { floats, type Shape, sizeOf, type Tensor } from "../tensor.ts";
import { type Backend, type Kernels, portableKernels } from "./backend.ts";

/** Widths of a vector register in float32 that the runtime's blocked layout may have: AVX-512, AVX2. */
const blocks = [16, 8] as const;

/** A small network that meets each kernel: few channels read as they lie, whole blocks, a stride, a rectifier. */
const shapes: Readonly<Record<string, Shape>> = {
  image: [2, 3, 11, 10],
  w1: [16, 3, 3, 3],
  b1: [16],
  w2: [32, 16, 3, 3],
  b2: [32],
  w3: [32, 32, 3, 3],
  w4: [32, 16, 3, 3],
  w5: [16, 3, 3, 3],
};

const network = (p: Readonly<Record<string, Value>>): Value => {
  const of = (name: string): Value => p[name] as Value;
  const first = conv2d(of("image"), of("w1"), of("b1"), { leaky: 0.3 });
  const second = conv2d(first, of("w2"), of("b2"), { leaky: 0.3 });
  const strided = conv2d(second, of("w3"), null, { stride: 2, pad: 1, leaky: 0.3 });
  const wide = convTranspose2d(strided, of("w4"), null, { leaky: 0.3 });
  return convTranspose2d(wide, of("w5"), null);
};

const numbersOf = (shape: Shape, which: number): Tensor =>
  floats(
    Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(1.7 * i + which) / 2),
    shape,
  );

/** What the network and all its gradients come to. */
const computed = async (backend: Backend, kernels: Kernels): Promise<readonly Tensor[]> => {
  const graph = new Graph({ kernels });
  const leaves = Object.entries(shapes).map(([name, shape]) => graph.input(name, shape, "float32", true));
  const result = network(Object.fromEntries(leaves.map((leaf) => [leaf.name, leaf])));
  const flown = gradients(graph, sum(mul(result, result)), leaves);
  const outputs = Object.fromEntries(flown.map((value, i) => [`gradient_${i}`, value]));
  const session = await backend.load(encodeModel(buildModel(graph, { result, ...outputs })));
  const feeds = Object.entries(shapes).map(([name, shape], i) => [name, numbersOf(shape, i)] as const);
  try {
    const found = await session.run(Object.fromEntries(feeds));
    return ["result", ...Object.keys(outputs)].map((name) => found[name] as Tensor);
  } finally {
    await session.close();
  }
};

const largest = (numbers: ArrayLike<number>): number =>
  Array.from(numbers).reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);

/** Rounding differs between kernels; a layout that is read wrongly is off by more than its own size. */
const agrees = (a: Tensor, b: Tensor): boolean => {
  const [x, y] = [a.data as Float32Array, b.data as Float32Array];
  return largest(x.map((value, i) => value - (y[i] ?? Number.NaN))) <= 1e-4 * largest(y) && x.every(Number.isFinite);
};

/**
 * What the backend's kernels allow, with the blocked layout where this machine and this version of the runtime compute
 * the same network and gradients with it as with standard operators. The layout's width is that of the processor's
 * registers and cannot be asked for: it is tried.
 */
export const probedKernels = async (backend: Backend): Promise<Kernels> => {
  const expected = await computed(backend, { ...portableKernels, scan: backend.kernels.scan });
  for (const blockedChannels of blocks) {
    const kernels: Kernels = { ...backend.kernels, blockedChannels };
    const found = await computed(backend, kernels).catch(() => null);
    if (found?.every((tensor, i) => agrees(tensor, expected[i] as Tensor))) return kernels;
  }
  return { ...backend.kernels, blockedChannels: 0 };
};
