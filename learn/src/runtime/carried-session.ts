import { LearnFault } from "../fault.ts";
import { isSameShape, type Shape, shown, type Tensor } from "../tensor.ts";
import type { LoadOptions, Session } from "./backend.ts";

/** What onnxruntime-node and onnxruntime-web have in common. */
export interface OrtLike<T> {
  readonly tensor: (tensor: Tensor) => T;
  readonly dataOf: (tensor: T) => Tensor["data"];
  readonly typeOf: (tensor: T) => Tensor["type"];
  readonly shapeOf: (tensor: T) => Shape;
}

interface OrtSession<T> {
  run(feeds: Record<string, T>, fetches: Record<string, T | null>): Promise<Readonly<Record<string, T>>>;
  release(): Promise<void>;
  readonly outputNames: readonly string[];
}

const copied = ({ type, shape, data }: Tensor): Tensor => ({ type, shape, data: data.slice() });

/** One carried value: this run reads one buffer and writes the other. */
interface Pair<T> {
  readonly value: [Tensor, Tensor];
  readonly fed: [T, T];
  now: 0 | 1;
}

/** A session whose carried outputs are written into the second of two buffers and read from there by the next run. */
export const carriedSession = <T>(
  ort: OrtLike<T>,
  session: OrtSession<T>,
  { carry = {}, initial = {} }: LoadOptions,
): Session => {
  const pairs = new Map<string, Pair<T>>();
  for (const input of Object.values(carry)) {
    const first = initial[input];
    if (!first) throw new LearnFault("input", `Carried input "${input}" has no first value.`, "Give it in `initial`.");
    const value: [Tensor, Tensor] = [copied(first), copied(first)];
    pairs.set(input, { value, fed: [ort.tensor(value[0]), ort.tensor(value[1])], now: 0 });
  }
  const free = session.outputNames.filter((name) => !(name in carry));
  const pairOf = (input: string): Pair<T> => {
    const pair = pairs.get(input);
    if (!pair)
      throw new LearnFault("input", `"${input}" is not carried.`, `Carried are ${[...pairs.keys()].join(", ")}.`);
    return pair;
  };
  return {
    run: async (feeds) => {
      const fed = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, ort.tensor(tensor)]));
      for (const [name, pair] of pairs) fed[name] = pair.fed[pair.now];
      const fetches: Record<string, T | null> = Object.fromEntries(free.map((name) => [name, null]));
      for (const [output, input] of Object.entries(carry)) {
        const pair = pairOf(input);
        fetches[output] = pair.fed[pair.now === 0 ? 1 : 0];
      }
      const results = await session.run(fed, fetches);
      for (const pair of pairs.values()) pair.now = pair.now === 0 ? 1 : 0;
      return Object.fromEntries(free.map((name) => [name, tensorOf(ort, results[name] as T)]));
    },
    read: async (input) => {
      const { value, now } = pairOf(input);
      return copied(value[now]);
    },
    write: async (input, next) => {
      const { value, now } = pairOf(input);
      if (!isSameShape(value[now].shape, next.shape))
        throw new LearnFault(
          "shape",
          `"${input}" is ${shown(value[now].shape)}, not ${shown(next.shape)}.`,
          "Keep its shape.",
        );
      (value[now].data as Float32Array).set(next.data as Float32Array);
    },
    close: () => session.release(),
  };
};

const tensorOf = <T>(ort: OrtLike<T>, tensor: T): Tensor =>
  ({ type: ort.typeOf(tensor), shape: ort.shapeOf(tensor), data: ort.dataOf(tensor) }) as Tensor;
