import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { LearnFault } from "../fault.ts";
import type { ElementArrays, Tensor } from "../tensor.ts";
import type { Backend, Kernels, LoadOptions, Session } from "./backend.ts";
import { carriedSession, type OrtLike } from "./carried-session.ts";
import { probedKernels } from "./probe.ts";

export interface NodeBackendOptions {
  /** Threads of one operator; the machine's cores unless given. */
  readonly threads?: number;
  /** "cuda" needs the libraries of onnxruntime-node's CUDA build, installed by the user. Not tested by us. */
  readonly device?: "cpu" | "cuda";
  readonly kernels?: Partial<Kernels>;
}

export const cpuKernels: Kernels = { fusedMatMul: true, scan: true, blockedChannels: 0, sum: true };

const ort: OrtLike<OrtTensor> = {
  tensor: ({ type, data, shape }) => new OrtTensor(type, data as never, shape),
  dataOf: (tensor) => tensor.data as ElementArrays["float32"],
  typeOf: (tensor) => tensor.type as Tensor["type"],
  shapeOf: (tensor) => tensor.dims,
};

/** ONNX Runtime's native library, in Node. A run blocks the thread that calls it: see `workerBackend`. */
export const nodeBackend = ({ threads, device = "cpu", kernels = {} }: NodeBackendOptions = {}): Backend => ({
  name: device,
  kernels: { ...cpuKernels, ...kernels },
  load: async (model, options: LoadOptions = {}): Promise<Session> => {
    const session = await created(model, device, threads);
    return carriedSession(ort, session, options);
  },
  close: async () => {},
});

/**
 * The same with the runtime's blocked layout, where this machine passes its self-check (a tenth of a second): convolutions
 * with 16 channels and more are half as fast again.
 */
export const probedNodeBackend = async (options: NodeBackendOptions = {}): Promise<Backend> => {
  const plain = nodeBackend(options);
  if (options.device === "cuda" || options.kernels?.blockedChannels !== undefined) return plain;
  return nodeBackend({ ...options, kernels: await probedKernels(plain) });
};

const created = async (
  model: Uint8Array,
  device: "cpu" | "cuda",
  threads: number | undefined,
): Promise<InferenceSession> => {
  try {
    return await InferenceSession.create(model, {
      executionProviders: [device],
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
      interOpNumThreads: 1,
      graphOptimizationLevel: "all",
      // Planned memory doubles the peak of a training step (facts measured with 1.30).
      enableMemPattern: false,
      logSeverityLevel: 3,
      // Spinning threads starve whatever else a shared machine does.
      extra: { session: { intra_op: { allow_spinning: "0" } } },
    });
  } catch (error) {
    throw new LearnFault(
      "graph",
      `The runtime refuses the model: ${error instanceof Error ? error.message : String(error)}`,
      device === "cuda" ? "Install onnxruntime-node's CUDA libraries, or use the CPU." : "Report it with the model.",
      { cause: error },
    );
  }
};
