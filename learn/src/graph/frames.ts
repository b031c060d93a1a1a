import { LearnFault } from "../fault.ts";
import { shown } from "../tensor.ts";
import { add, mul } from "./elementwise.ts";
import { Arrived, flowBack, flowToCaptured } from "./gradients.ts";
import { Graph, graphOf, resolved, standFor } from "./graph.ts";
import { split } from "./move.ts";
import { reshape } from "./shape.ts";
import type { Value } from "./value.ts";

export interface Chunks {
  /** Frames that are worked on at once: what is in between lies in memory for so many only. Has to divide their number. */
  readonly chunk: number;
}

/** The largest number of frames up to `wanted` that divides `frames`. */
export const chunkOf = (frames: number, wanted: number): number => {
  for (let chunk = Math.min(wanted, frames); chunk > 1; chunk -= 1) if (frames % chunk === 0) return chunk;
  return 1;
};

interface Cut {
  readonly count: number;
  readonly sequences: readonly Value[];
  readonly outer: Graph;
}

const cutInto = (frames: readonly Value[], chunk: number): Cut => {
  const total = frames[0]?.shape[0] ?? 0;
  if (total === 0 || total % chunk !== 0 || frames.some(({ shape }) => shape[0] !== total))
    throw new LearnFault(
      "shape",
      `${frames.map(({ shape }) => shown(shape)).join(", ")} are not cut into ${chunk}.`,
      "Take `chunkOf`.",
    );
  const sequences = frames.map((x) => reshape(x, [total / chunk, chunk, ...x.shape.slice(1)]));
  return { count: total / chunk, sequences, outer: graphOf(...frames) };
};

const forward = (inputs: number, outputs: number) => ({
  num_scan_inputs: inputs,
  scan_input_directions: Array<number>(inputs).fill(0),
  scan_output_directions: Array<number>(outputs).fill(0),
});

const asFrames = (x: Value): Value =>
  reshape(x, [(x.shape[0] as number) * (x.shape[1] as number), ...x.shape.slice(2)]);

/** An own node for each output: a body may give out neither what it was given nor one thing twice. */
const distinct = (inner: Graph, values: readonly Value[]): readonly Value[] => {
  const taken = new Set<Value>();
  return values.map((value) => {
    const real = resolved(value);
    const isFine = real.node !== null && real.graph === inner && !taken.has(real);
    taken.add(real);
    return isFine ? value : inner.leaf({ op: "Identity", inputs: [value], shapes: [value.shape] });
  });
};

/**
 * `fn` over frames, `chunk` at a time; the backward pass computes each chunk again, so that peak memory is a chunk's.
 * Inputs and outputs are [frames, ...]; frames do not see each other.
 */
export const mapFrames = (
  fn: (chunk: readonly Value[]) => readonly Value[],
  frames: readonly Value[],
  { chunk }: Chunks,
): readonly Value[] => {
  const { count, sequences, outer } = cutInto(frames, chunk);
  // Without Scan nothing is recomputed: all frames at once.
  if (count === 1 || !outer.kernels.scan) return fn(frames);
  const inner = new Graph({ parent: outer });
  const arguments_ = sequences.map(({ shape, type, differentiable }) =>
    inner.argument(shape.slice(1), type, differentiable),
  );
  const outputs = distinct(inner, fn(arguments_));
  const results = outer.emit({
    op: "Scan",
    inputs: sequences,
    shapes: outputs.map(({ shape }) => [count, ...shape]),
    types: outputs.map(({ type }) => type),
    attributes: forward(sequences.length, outputs.length),
    body: { graph: inner, inputs: arguments_, outputs },
    backward: (ds) => {
      const seen = ds.flatMap((d, i) => (d ? [{ d, i }] : []));
      const arriving = seen.map(({ d }) => d);
      const again = backwardOver(
        // Not `outer`: within a recurrence the gradients arrive in its backward body.
        graphOf(...sequences, ...arriving),
        sequences,
        arriving,
        (chunks, gradients) => ({
          outputs: pick(fn(chunks), seen),
          gradients,
        }),
      );
      const [first] = results;
      if (first?.node) flowToCaptured(first.node, again.captured);
      return again.ofSequences;
    },
  });
  return results.map(asFrames);
};

const pick = (outputs: readonly Value[], seen: readonly { readonly i: number }[]): readonly Value[] =>
  seen.map(({ i }) => outputs[i] as Value);

interface Traced {
  readonly outputs: readonly Value[];
  readonly gradients: readonly Value[];
}

/** One Scan over the chunks that computes `trace` again and adds up the gradients of what it captures. */
const backwardOver = (
  outer: Graph,
  sequences: readonly Value[],
  gradients: readonly Value[],
  trace: (chunks: readonly Value[], gradients: readonly Value[]) => Traced,
  losses = 0,
) => {
  const back = new Graph({ parent: outer });
  const chunks = sequences.map(({ shape, type, differentiable }) =>
    back.argument(shape.slice(1), type, differentiable),
  );
  const seeds = gradients.map(({ shape }) => back.argument(shape.slice(1), "float32", false));
  const arrived = new Arrived();
  const traced = trace(chunks, seeds);
  for (const [i, output] of traced.outputs.entries()) arrived.add(output, traced.gradients[i]);
  flowBack([...back.nodes], arrived);
  const captured = arrived.values().filter((value) => !value.graph.isWithin(back));
  const totals = [...traced.outputs.slice(0, losses), ...captured.map((value) => arrived.take(value) as Value)];
  const sums = totals.map(({ shape }) => back.argument(shape, "float32", false));
  const ofChunks = chunks.map((value) => arrived.take(value));
  const wanted = ofChunks.filter((value) => value !== null);
  const outputs = distinct(back, [...totals.map((total, i) => add(sums[i] as Value, total)), ...wanted]);
  const results = outer.emit({
    op: "Scan",
    inputs: [...sums.map(({ shape }) => outer.zeros(shape)), ...sequences, ...gradients],
    shapes: outputs.map(({ shape }, i) => (i < sums.length ? shape : [sequences[0]?.shape[0] as number, ...shape])),
    types: outputs.map(() => "float32" as const),
    attributes: forward(sequences.length + gradients.length, wanted.length),
    body: { graph: back, inputs: [...sums, ...chunks, ...seeds], outputs },
  });
  const at = (value: Value): Value => results[sums.length + wanted.indexOf(value)] as Value;
  return {
    losses: results.slice(0, losses),
    captured: captured.map((of, i) => ({ of, gradient: results[losses + i] as Value })),
    ofSequences: ofChunks.map((value) => (value ? at(value) : null)),
  };
};

const chunksOf = (frames: readonly Value[], chunk: number): readonly (readonly Value[])[] => {
  const sizes = Array<number>((frames[0]?.shape[0] as number) / chunk).fill(chunk);
  const parts = frames.map((x) => split(x, sizes, 0));
  return sizes.map((_, i) => parts.map((part) => part[i] as Value));
};

/**
 * The sum over the chunks of a scalar `fn`, a loss whose frames do not see each other. Where its gradient is asked for,
 * value and gradient come out of one pass over the chunks: nothing is kept and nothing computed twice.
 */
export const lossOverFrames = (
  fn: (chunk: readonly Value[]) => Value,
  frames: readonly Value[],
  { chunk }: Chunks,
): Value => {
  const { count, sequences, outer } = cutInto(frames, chunk);
  if (count === 1) return fn(frames);
  // Without Scan nothing is recomputed, but a mean within `fn` is still a chunk's.
  if (!outer.kernels.scan)
    return chunksOf(frames, chunk)
      .map(fn)
      .reduce((total, loss) => add(total, loss));
  const inner = new Graph({ parent: outer });
  const arguments_ = sequences.map(({ shape, type, differentiable }) =>
    inner.argument(shape.slice(1), type, differentiable),
  );
  const total = inner.argument([], "float32", false);
  const outputs = distinct(inner, [add(total, fn(arguments_))]);
  const [loss] = outer.emit({
    op: "Scan",
    inputs: [outer.zeros([]), ...sequences],
    shapes: [[]],
    types: ["float32"],
    attributes: forward(sequences.length, 0),
    body: { graph: inner, inputs: [total, ...arguments_], outputs },
    backward: ([d]) => {
      const whole = backwardOver(
        outer,
        sequences,
        [],
        (chunks) => ({ outputs: [fn(chunks)], gradients: [outer.scalar(1)] }),
        1,
      );
      standFor(loss as Value, whole.losses[0] as Value);
      const scaled = (gradient: Value): Value => mul(gradient, d as Value);
      const node = (loss as Value).node;
      if (node)
        flowToCaptured(
          node,
          whole.captured.map(({ of, gradient }) => ({ of, gradient: scaled(gradient) })),
        );
      return [null, ...whole.ofSequences.map((gradient) => (gradient ? scaled(gradient) : null))];
    },
  });
  return loss as Value;
};
