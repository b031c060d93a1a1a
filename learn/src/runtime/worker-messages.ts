import { LearnFault } from "../fault.ts";
import type { Tensor } from "../tensor.ts";
import type { Kernels, LoadOptions } from "./backend.ts";

export type Tensors = Readonly<Record<string, Tensor>>;

/** What is asked of a worker that serves a backend, and what it answers. */
export interface Asks {
  readonly open: { readonly settings: unknown };
  readonly load: { readonly model: Uint8Array; readonly options: LoadOptions };
  readonly run: { readonly session: number; readonly feeds: Tensors };
  readonly read: { readonly session: number; readonly input: string };
  readonly write: { readonly session: number; readonly input: string; readonly value: Tensor };
  readonly release: { readonly session: number };
}
export interface Answers {
  readonly open: { readonly name: string; readonly kernels: Kernels };
  readonly load: number;
  readonly run: Tensors;
  readonly read: Tensor;
  readonly write: null;
  readonly release: null;
}
export type Ask = keyof Asks;

export interface Request<K extends Ask = Ask> {
  readonly id: number;
  readonly ask: K;
  readonly given: Asks[K];
}
export type Reply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly fault: ToldFault };

/** An error on its way between threads: those of ours keep their code and words, others their message. */
export interface ToldFault {
  readonly code: string | null;
  readonly message: string;
  readonly remedy: string;
}

export const told = (error: unknown): ToldFault => {
  if (!(error instanceof LearnFault))
    return { code: null, message: error instanceof Error ? error.message : String(error), remedy: "" };
  const { code, message, remedy } = error;
  // The constructor puts the remedy behind the message.
  return { code, message: message.slice(0, message.length - remedy.length).trimEnd(), remedy };
};

export const untold = ({ code, message, remedy }: ToldFault): Error =>
  code === null ? new Error(message) : new LearnFault(code, message, remedy);

/**
 * A tensor that may leave this thread: a copy, so that the caller keeps its own. Cloning a view would carry the whole
 * buffer under it along, which may be a data set.
 */
export const parcel = (tensor: Tensor): Tensor => ({ ...tensor, data: tensor.data.slice() }) as Tensor;
export const parcels = (tensors: Tensors): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, parcel(tensor)]));
export const buffersOf = (tensors: Tensors): readonly ArrayBuffer[] =>
  Object.values(tensors).map(({ data }) => data.buffer as ArrayBuffer);
