import { LearnFault } from "../fault.ts";
import { floats, isSameShape, type Shape, sizeOf, type Tensor } from "../tensor.ts";
import type { RunState } from "./fit.ts";

/**
 * A checkpoint is a safetensors file (https://github.com/huggingface/safetensors: 8 bytes of length, a JSON header, the
 * numbers): weights by their names, the optimiser's vectors under "moment/", the rest of the run's state as JSON in its
 * metadata. Other tools read the weights.
 */
export function encodeCheckpoint({ learner, ...rest }: RunState): Uint8Array {
  const { parameters, moments, ...progress } = learner;
  const named = [...Object.entries(parameters), ...Object.entries(moments).map(([n, t]) => [MOMENT + n, t] as const)];
  const header: Record<string, unknown> = {
    __metadata__: { format: FORMAT, run: JSON.stringify({ progress, ...rest }) },
  };
  let end = 0;
  for (const [name, { shape }] of named) {
    const start = end;
    end += 4 * sizeOf(shape);
    header[name] = { dtype: "F32", shape, data_offsets: [start, end] };
  }
  const head = new TextEncoder().encode(JSON.stringify(header));
  const begin = 8 + Math.ceil(head.length / 8) * 8;
  const file = new Uint8Array(begin + end).fill(0x20, 8, begin);
  new DataView(file.buffer).setBigUint64(0, BigInt(begin - 8), true);
  file.set(head, 8);
  let at = begin;
  for (const [, { data }] of named) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

const MOMENT = "moment/";
const FORMAT = "sakiyomi-checkpoint-1";

interface Entry {
  readonly shape: Shape;
  readonly data_offsets: readonly [number, number];
}

/** @throws {LearnFault} "checkpoint" for a damaged or foreign file. */
export function decodeCheckpoint(file: Uint8Array, name = "The checkpoint"): RunState {
  const { header, numbers } = partsOf(file, name);
  const { __metadata__: metadata, ...entries } = header;
  const { format, run } = (metadata ?? {}) as { readonly format?: string; readonly run?: string };
  if (format !== FORMAT || run === undefined) return damaged(name, "is no checkpoint of a run");
  const tensors = Object.entries(entries as Record<string, Entry>).map(
    ([key, entry]) => [key, tensorOf(entry, numbers, name)] as const,
  );
  const { progress, ...rest } = JSON.parse(run);
  const parameters = Object.fromEntries(tensors.filter(([key]) => !key.startsWith(MOMENT)));
  const moments = Object.fromEntries(
    tensors.flatMap(([key, tensor]) => (key.startsWith(MOMENT) ? [[key.slice(MOMENT.length), tensor]] : [])),
  );
  return { ...rest, learner: { ...progress, parameters, moments } };
}

function partsOf(file: Uint8Array, name: string) {
  const length = file.length < 8 ? 0 : Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  if (length === 0 || length > file.length - 8) return damaged(name, "is cut off or no checkpoint");
  try {
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))) as Record<string, unknown>;
    return { header, numbers: file.subarray(8 + length) };
  } catch (error) {
    return damaged(name, "has a damaged header", error);
  }
}

function tensorOf({ shape, data_offsets: [start, end] }: Entry, numbers: Uint8Array, name: string): Tensor<"float32"> {
  if (end > numbers.length || end - start !== 4 * sizeOf(shape)) return damaged(name, "is cut off");
  // A copy: the numbers of a file need not be aligned.
  return floats(new Float32Array(numbers.slice(start, end).buffer), shape);
}

const damaged = (name: string, what: string, cause?: unknown): never => {
  throw new LearnFault("checkpoint", `${name} ${what}.`, "Take another checkpoint of the run.", { cause });
};

/** Whether weights fit a model, before its learner is built. */
export const isOf = (
  state: RunState,
  parameters: readonly { readonly name: string; readonly shape: Shape }[],
): boolean =>
  parameters.length === Object.keys(state.learner.parameters).length &&
  parameters.every(({ name, shape }) => isSameShape(state.learner.parameters[name]?.shape ?? [-1], shape));
