import type { InferenceSession, Tensor as OrtTensor, TensorConstructor } from "onnxruntime-web";
import { LearnFault } from "../fault.ts";
import type { Backend, Kernels, LoadOptions, Session } from "./backend.ts";
import { heldSession } from "./web-session.ts";

export interface WebBackendOptions {
  /**
   * "webgpu" has trained an LSTM and run SARNN on a software adapter (SwiftShader in Chromium, losses equal
   * to WASM's in six digits), and never on a graphics card: untested there.
   */
  readonly device?: WebDevice;
  /**
   * Threads of one operator. More than one needs SharedArrayBuffer, which a browser gives to pages that are served with
   * COOP and COEP; without it there is one. The first session of a page or worker decides for all that follow.
   */
  readonly threads?: number;
  /** Where the runtime's own .wasm lies when a bundler has moved it: a folder with a slash at its end, or a file. */
  readonly wasmPaths?: string | { readonly wasm?: string; readonly mjs?: string };
  readonly kernels?: Partial<Kernels>;
}

export type WebDevice = "wasm" | "webgpu";

/** What each device's kernels know, of onnxruntime-web 1.30. */
export const webKernels: Readonly<Record<WebDevice, Kernels>> = {
  wasm: { fusedMatMul: true, scan: true, blockedChannels: 0, sum: true },
  // A shader may bind 8 buffers on every card that has WebGPU (maxStorageBuffersPerShaderStage): 7 and the result.
  webgpu: { fusedMatMul: false, scan: false, blockedChannels: 0, sum: false, operands: 7 },
};

interface OrtWeb {
  readonly env: {
    readonly wasm: { numThreads?: number | undefined; wasmPaths?: string | { wasm?: string; mjs?: string } };
    logLevel?: string;
  };
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: TensorConstructor & { readonly prototype: OrtTensor };
}

/** Each device has its own build of the runtime, and is fetched only when it is asked for. */
const runtimes: Readonly<Record<WebDevice, () => Promise<unknown>>> = {
  wasm: () => import("onnxruntime-web/wasm"),
  webgpu: () => import("onnxruntime-web/webgpu"),
};

/** Threads that this page or worker may use at all: 1 without cross-origin isolation. */
export const threadsAllowed = (): number => {
  const { crossOriginIsolated, navigator } = globalThis as {
    readonly crossOriginIsolated?: boolean;
    readonly navigator?: { readonly hardwareConcurrency?: number };
  };
  return crossOriginIsolated === true ? Math.max(1, Math.min(4, navigator?.hardwareConcurrency ?? 1)) : 1;
};

/**
 * ONNX Runtime compiled to WebAssembly (SIMD, threads where the page is isolated) or on WebGPU. Runs in a browser and in
 * Node. A run blocks the thread that calls it on "wasm": put it into a worker (`workerBackend`).
 */
export const webBackend = (options: WebBackendOptions = {}): Backend => {
  const { device = "wasm", kernels = {} } = options;
  const sessions = new Set<Session>();
  return {
    name: device,
    kernels: { ...webKernels[device], ...kernels },
    load: async (model, loaded: LoadOptions = {}) => {
      const ort = await runtime(device, options);
      const session = await created(ort, model, device, loaded);
      const held = heldSession({ session, Tensor: ort.Tensor }, loaded);
      sessions.add(held);
      return {
        ...held,
        close: async () => {
          if (sessions.delete(held)) await held.close();
        },
      };
    },
    close: async () => {
      const open = [...sessions];
      sessions.clear();
      for (const session of open) await session.close();
    },
  };
};

const runtime = async (device: WebDevice, { threads, wasmPaths }: WebBackendOptions): Promise<OrtWeb> => {
  const ort = (await runtimes[device]()) as OrtWeb;
  ort.env.logLevel = "error";
  ort.env.wasm.numThreads ??= Math.min(threads ?? threadsAllowed(), isolated() ? 64 : 1);
  if (wasmPaths !== undefined) ort.env.wasm.wasmPaths = wasmPaths;
  return ort;
};

/** Node shares memory always; a browser only between isolated pages. */
const isolated = (): boolean => "process" in globalThis || threadsAllowed() > 1;

const created = async (
  ort: OrtWeb,
  model: Uint8Array,
  device: WebDevice,
  { carry = {} }: LoadOptions,
): Promise<InferenceSession> => {
  // What is carried never leaves the graphics card; in WASM there is no such place.
  const onDevice = Object.fromEntries(Object.keys(carry).map((output) => [output, "gpu-buffer" as const]));
  try {
    return await ort.InferenceSession.create(model, {
      executionProviders: [device],
      graphOptimizationLevel: "all",
      enableMemPattern: false,
      logSeverityLevel: 3,
      ...(device === "webgpu" ? { preferredOutputLocation: onDevice } : {}),
    });
  } catch (error) {
    throw new LearnFault(
      "graph",
      `The runtime refuses the model: ${error instanceof Error ? error.message : String(error)}`,
      device === "webgpu" ? 'Use device "wasm", which knows every operator.' : "Report it with the model.",
      { cause: error },
    );
  }
};
