import type { InferenceSession, Tensor as OrtTensor, TensorConstructor } from "onnxruntime-web";
import { LearnFault } from "../fault.ts";
import { isSameShape, shown, type Tensor } from "../tensor.ts";
import type { LoadOptions, Session } from "./backend.ts";

interface Opened {
  readonly session: InferenceSession;
  readonly Tensor: TensorConstructor;
}

/**
 * A session whose carried outputs are fed to the next run as the runtime gave them. onnxruntime-web does not write into
 * an output that was allocated before (it returns the old numbers: lib/wasm/wasm-core-impl.ts, 1.30), so it makes new
 * ones; on WebGPU they stay in the card's memory.
 */
export const heldSession = ({ session, Tensor: Ort }: Opened, { carry = {}, initial = {} }: LoadOptions): Session => {
  const fed = (value: Tensor): OrtTensor => new Ort(value.type, value.data.slice() as never, value.shape) as OrtTensor;
  const held = new Map<string, OrtTensor>();
  for (const input of Object.values(carry)) {
    const first = initial[input];
    if (!first) throw new LearnFault("input", `Carried input "${input}" has no first value.`, "Give it in `initial`.");
    held.set(input, fed(first));
  }
  const heldAs = (input: string): OrtTensor => {
    const value = held.get(input);
    if (!value)
      throw new LearnFault("input", `"${input}" is not carried.`, `Carried are ${[...held.keys()].join(", ")}.`);
    return value;
  };
  const replace = (input: string, value: OrtTensor): void => {
    const before = heldAs(input);
    if (before.location === "gpu-buffer") before.dispose();
    held.set(input, value);
  };
  return {
    run: async (feeds) => {
      const given = Object.entries(feeds).map(([name, { type, data, shape }]) => [
        name,
        new Ort(type, data as never, shape) as OrtTensor,
      ]);
      const results = await ran(session, { ...Object.fromEntries(given), ...Object.fromEntries(held) });
      for (const [output, input] of Object.entries(carry)) replace(input, results[output] as OrtTensor);
      const free = session.outputNames.filter((name) => !(name in carry));
      return Object.fromEntries(
        await Promise.all(free.map(async (name) => [name, await taken(results[name] as OrtTensor)])),
      );
    },
    read: async (input) => {
      const value = await taken(heldAs(input));
      return { ...value, data: value.data.slice() } as Tensor;
    },
    write: async (input, next) => {
      const { dims } = heldAs(input);
      if (!isSameShape(dims, next.shape))
        throw new LearnFault("shape", `"${input}" is ${shown(dims)}, not ${shown(next.shape)}.`, "Keep its shape.");
      replace(input, fed(next));
    },
    close: () => session.release(),
  };
};

const ran = async (session: InferenceSession, feeds: Record<string, OrtTensor>) => {
  try {
    return await session.run(feeds);
  } catch (error) {
    throw new LearnFault(
      "run",
      `The runtime failed: ${error instanceof Error ? error.message : String(error)}`,
      "Check that every input has the shape that the graph was built for.",
      { cause: error },
    );
  }
};

const taken = async (tensor: OrtTensor): Promise<Tensor> => {
  const data = tensor.location === "gpu-buffer" ? await tensor.getData() : tensor.data;
  return { type: tensor.type, shape: tensor.dims, data } as Tensor;
};
