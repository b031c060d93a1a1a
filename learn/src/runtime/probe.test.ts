import assert from "node:assert/strict";
import { test } from "node:test";
import type { Tensor } from "../tensor.ts";
import type { Backend, Session } from "./backend.ts";
import { nodeBackend } from "./node.ts";
import { probedKernels } from "./probe.ts";

const internalDomain = Buffer.from("com.microsoft.nchwc");

const usesBlocks = (model: Uint8Array): boolean => Buffer.from(model).includes(internalDomain);

/** The real runtime, except for graphs in the blocked layout. */
const backendWith = (ofBlocks: (model: Uint8Array, real: Backend) => Promise<Session>): Backend => {
  const real = nodeBackend({ threads: 1 });
  return { ...real, load: (model, options) => (usesBlocks(model) ? ofBlocks(model, real) : real.load(model, options)) };
};

test("a runtime without the internal layout is used without it", async () => {
  const kernels = await probedKernels(backendWith(() => Promise.reject(new Error("no such domain"))));
  assert.equal(kernels.blockedChannels, 0);
  assert.equal(kernels.fusedMatMul, true);
});

test("a layout whose gradients are wrong is not used", async () => {
  const spoilt = (found: Readonly<Record<string, Tensor>>): Record<string, Tensor> => {
    const gradient = found.gradient_3 as Tensor;
    const data = (gradient.data as Float32Array).map((value, i) => (i === 7 ? value * 1.01 + 1 : value));
    return { ...found, gradient_3: { type: "float32", shape: gradient.shape, data } };
  };
  const backend = backendWith(async (model, real) => {
    const session = await real.load(model);
    return { ...session, run: async (feeds) => spoilt(await session.run(feeds)) };
  });
  assert.equal((await probedKernels(backend)).blockedChannels, 0);
});

test("a layout that gives no numbers is not used", async () => {
  const backend = backendWith(async (model, real) => {
    const session = await real.load(model);
    const emptied = (tensor: Tensor): Tensor => ({ ...tensor, data: (tensor.data as Float32Array).fill(Number.NaN) });
    return {
      ...session,
      run: async (feeds) =>
        Object.fromEntries(Object.entries(await session.run(feeds)).map(([name, one]) => [name, emptied(one)])),
    };
  });
  assert.equal((await probedKernels(backend)).blockedChannels, 0);
});
