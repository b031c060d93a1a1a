import type { Tensor } from "../tensor.ts";

/** What a backend's kernels allow a graph to use. The portable reference is `portableKernels`. */
export interface Kernels {
  /** com.microsoft.FusedMatMul (transposes without a copy). */
  readonly fusedMatMul: boolean;
  /** Scan; without it recurrences are unrolled. */
  readonly scan: boolean;
  /** Channels a block of com.microsoft.nchwc, 0 where that internal domain is absent or has failed its self-check. */
  readonly blockedChannels: 0 | 8 | 16;
  /** Reductions and additions over more than two operands (Sum). */
  readonly sum: boolean;
  /** Most tensors that one Concat may take or one Split give; absent: any number. */
  readonly operands?: number;
}

/** Standard ONNX operators only. */
export const portableKernels: Kernels = { fusedMatMul: false, scan: true, blockedChannels: 0, sum: true };

export interface LoadOptions {
  /**
   * Outputs that stay in the runtime and are the named input of the next run (parameters, moments, recurrent state):
   * `{ p_out: "p" }`. They are not returned by `run`; `read` and `write` reach them.
   */
  readonly carry?: Readonly<Record<string, string>>;
  /** First values of the carried inputs. Copied. */
  readonly initial?: Readonly<Record<string, Tensor>>;
}

/** One loaded graph. `run` blocks the thread that computes it; `workerBackend` moves that off the caller's. */
export interface Session {
  /** Everything that is not carried goes in; every output that is not carried comes out, in arrays of its own. */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  /** A copy of a carried input as it stands now. */
  read(input: string): Promise<Tensor>;
  /** Replaces a carried input. Copied. */
  write(input: string, value: Tensor): Promise<void>;
  close(): Promise<void>;
}

/** A runtime that loads ONNX models. */
export interface Backend {
  readonly name: string;
  readonly kernels: Kernels;
  /** @throws {LearnFault} "graph" when the runtime refuses the model, with the runtime's own words. */
  load(model: Uint8Array, options?: LoadOptions): Promise<Session>;
  close(): Promise<void>;
}
