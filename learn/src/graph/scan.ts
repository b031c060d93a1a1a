import { LearnFault } from "../fault.ts";
import { isSameShape, shown } from "../tensor.ts";
import { Arrived, flowBack, flowToCaptured } from "./gradients.ts";
import { type Body, capturedBy, Graph, graphOf, type Node, resolved } from "./graph.ts";
import { slice, stack } from "./move.ts";
import { reshape, sum } from "./shape.ts";
import type { Value } from "./value.ts";

export interface Over {
  /** First values of what is handed from step to step. */
  readonly carry: readonly Value[];
  /** Sequences [time, ...]; each step sees one slice. */
  readonly over: readonly Value[];
  /** From the last step to the first; results still lie in the order of time. */
  readonly isReversed?: boolean;
}

export interface Stepped {
  /** What is handed on: shapes and order of `carry`. */
  readonly carry: readonly Value[];
  /** What is kept of each step: stacked to [time, ...]. */
  readonly each: readonly Value[];
}

export type StepBody = (carry: readonly Value[], over: readonly Value[]) => Stepped;

/**
 * A recurrence: `body` is traced once and computed for each step. Differentiable with respect to the first carry, the
 * sequences and everything that the body captures. What the backward pass needs is kept of each step, and products with
 * captured weights are worked out once for the whole sequence.
 * @throws {LearnFault} "shape" when a step hands on another shape than it was given.
 */
export const scan = (over: Over, body: StepBody): Stepped => {
  const outer = graphOf(...over.carry, ...over.over);
  if (!outer.kernels.scan) return unrolled(over, body);
  const inner = new Graph({ parent: outer });
  const carry = over.carry.map(({ shape, type }) => inner.argument(shape, type, type === "float32"));
  const slices = over.over.map(({ shape, type, differentiable }) =>
    inner.argument(shape.slice(1), type, differentiable),
  );
  const stepped = body(carry, slices);
  checkCarry(over.carry, stepped.carry);
  const taken = new Set<string>();
  const outputs = [...stepped.carry, ...stepped.each].map((value) => asOutput(inner, value, taken));
  return new Recurrence({ over, outer, inner, carry, slices, stepped, outputs }).emitted();
};

const checkCarry = (before: readonly Value[], after: readonly Value[]): void => {
  if (before.length !== after.length)
    throw new LearnFault("shape", `scan: ${before.length} values are carried in, ${after.length} out.`, "Hand on all.");
  for (const [i, { shape }] of before.entries()) {
    const next = after[i] as Value;
    if (!isSameShape(shape, next.shape))
      throw new LearnFault(
        "shape",
        `scan: carry ${i} is ${shown(shape)} and becomes ${shown(next.shape)}.`,
        "Keep its shape.",
      );
  }
};

/** An output of a body has to be computed in it, and has to be no other output. */
const asOutput = (inner: Graph, value: Value, taken: Set<string>): Value => {
  const real = resolved(value);
  const output =
    real.node && real.graph === inner && !taken.has(real.name)
      ? value
      : (inner.leaf({ op: "Identity", inputs: [value], shapes: [value.shape] }) as Value);
  taken.add(resolved(output).name);
  return output;
};

const directions = (count: number, isReversed: boolean): readonly number[] =>
  Array.from({ length: count }, () => Number(isReversed));

interface Traced {
  readonly over: Over;
  readonly outer: Graph;
  readonly inner: Graph;
  readonly carry: readonly Value[];
  readonly slices: readonly Value[];
  readonly stepped: Stepped;
  readonly outputs: readonly Value[];
}

/** A traced recurrence: the forward Scan, and the backward one when it is asked for. */
class Recurrence {
  readonly #t: Traced;
  readonly #time: number;
  readonly #bodyOutputs: Value[];
  readonly #extensions = new Map<Value, Value>();
  #node: Node | undefined;

  constructor(traced: Traced) {
    this.#t = traced;
    this.#time = traced.over.over[0]?.shape[0] ?? 0;
    this.#bodyOutputs = [...traced.outputs];
    if (traced.over.over.some(({ shape }) => shape[0] !== this.#time) || this.#time === 0)
      throw new LearnFault("shape", "scan: the sequences differ in length, or there is none.", "Give one length.");
  }

  emitted(): Stepped {
    const { over, outer, inner, carry, slices, outputs } = this.#t;
    const states = carry.length;
    const body: Body = { graph: inner, inputs: [...carry, ...slices], outputs: this.#bodyOutputs };
    const shapes = outputs.map(({ shape }, i) => (i < states ? shape : [this.#time, ...shape]));
    const results = outer.emit({
      op: "Scan",
      inputs: [...over.carry, ...over.over],
      shapes,
      types: outputs.map(({ type }) => type),
      attributes: this.#attributes(slices.length, outputs.length - states, over.isReversed ?? false),
      body,
      backward: (ds) => this.#backward(ds),
    });
    this.#node = results[0]?.node ?? undefined;
    return { carry: results.slice(0, states), each: results.slice(states) };
  }

  #attributes(inputs: number, outputs: number, isReversed: boolean) {
    return {
      num_scan_inputs: inputs,
      scan_input_directions: directions(inputs, isReversed),
      scan_output_directions: directions(outputs, isReversed),
    };
  }

  #backward(ds: readonly (Value | null)[]): readonly (Value | null)[] {
    const { over, outer, inner, carry, slices, stepped } = this.#t;
    const back = new Graph({ parent: inner });
    back.gathered = [];
    const arrived = new Arrived();
    const ofCarry = carry.map(({ shape }, i) => this.#seed(arrived, back, stepped.carry[i], shape));
    const eachSeen = stepped.each.flatMap((value, i) => {
      const d = ds[carry.length + i];
      return d ? [{ d, argument: this.#seed(arrived, back, value, value.shape) }] : [];
    });
    flowBack([...inner.nodes], arrived);
    const handed = carry.map((value) => arrived.take(value) ?? outer.zeros(value.shape));
    const ofSlices = slices.map((value) => arrived.take(value));
    const captured = arrived.values().filter((value) => !value.graph.isWithin(inner));
    const wanted = [...ofSlices.filter((value) => value !== null), ...this.#perStep(arrived, captured)];
    const results = this.#emitBackward(back, {
      arguments: [...ofCarry, ...eachSeen.map(({ argument }) => argument)],
      states: ofCarry.map((argument, i) => ds[i] ?? outer.zeros(argument.shape)),
      sequences: eachSeen.map(({ d }) => d),
      handed,
      wanted,
    });
    this.#giveToCaptured(back, arrived, captured, results.of);
    const toOver = ofSlices.map((value) => (value ? results.of(value) : null));
    return [...over.carry.map((_, i) => results.states[i] ?? null), ...toOver];
  }

  /** Gradient of a step's result arrives as an argument of the backward body. */
  #seed(arrived: Arrived, back: Graph, value: Value | undefined, shape: readonly number[]): Value {
    const argument = back.argument(shape, "float32", false);
    if (value) arrived.add(value, argument);
    return argument;
  }

  #perStep(arrived: Arrived, captured: readonly Value[]): readonly Value[] {
    return captured.flatMap((value) => arrived.take(value) ?? []);
  }

  #emitBackward(back: Graph, flow: Flow) {
    const { over, inner } = this.#t;
    const gathered = (back.gathered ?? []).flatMap(({ from }) => from);
    const taken = new Set<string>();
    const handed = flow.handed.map((value) => asOutput(back, value, taken));
    const stacked = [...new Set([...flow.wanted, ...gathered])];
    const made = stacked.filter((value) => resolved(value).graph === back);
    const each = made.map((value) => asOutput(back, value, taken));
    const body: Body = { graph: back, inputs: [], outputs: [...handed, ...each] };
    const residuals = capturedBy(body).map(resolved);
    const kept = [...new Set(residuals)].filter((value) => value.graph === inner);
    const sequences = [...flow.sequences, ...kept.map((value) => this.#kept(value))];
    const withResiduals: Body = { ...body, inputs: [...flow.arguments, ...kept] };
    // Not `outer`: within another recurrence the gradients arrive in its backward body.
    const host = graphOf(...flow.states, ...sequences);
    const results = host.emit({
      op: "Scan",
      inputs: [...flow.states, ...sequences],
      shapes: [...handed.map(({ shape }) => shape), ...each.map(({ shape }) => [this.#time, ...shape])],
      types: [...handed, ...each].map(() => "float32" as const),
      attributes: this.#attributes(sequences.length, each.length, !(over.isReversed ?? false)),
      body: withResiduals,
    });
    const of = (value: Value): Value => {
      const i = made.indexOf(value);
      return i >= 0 ? (results[handed.length + i] as Value) : this.#stackedOutside(value);
    };
    return { states: results.slice(0, handed.length), of };
  }

  /** A value that the backward body does not make: kept of the forward pass, or the same at each step. */
  #stackedOutside(value: Value): Value {
    const real = resolved(value);
    if (real.graph === this.#t.inner) return this.#kept(real);
    return stack(Array.from({ length: this.#time }, () => value));
  }

  /** What the backward pass needs of each forward step becomes one more result of the forward Scan. */
  #kept(value: Value): Value {
    const { slices, over, carry } = this.#t;
    const slice = slices.indexOf(value);
    if (slice >= 0) return over.over[slice] as Value;
    const before = this.#extensions.get(value);
    if (before) return before;
    const known = this.#bodyOutputs.findIndex((output, i) => i >= carry.length && resolved(output) === value);
    const kept = known >= 0 ? (this.#node?.outputs[known] as Value) : this.#extended(value);
    this.#extensions.set(value, kept);
    return kept;
  }

  #extended(value: Value): Value {
    const { outer, inner, over } = this.#t;
    const node = this.#node as Extensible;
    const taken = new Set(this.#bodyOutputs.map((output) => resolved(output).name));
    this.#bodyOutputs.push(asOutput(inner, value, taken));
    const shape = [this.#time, ...value.shape];
    const name = outer.fresh("kept");
    const output: Value = { graph: outer, name, type: value.type, shape, node, differentiable: false };
    node.outputs.push(output);
    node.attributes.scan_output_directions.push(Number(over.isReversed ?? false));
    return output;
  }

  #giveToCaptured(back: Graph, arrived: Arrived, captured: readonly Value[], of: (value: Value) => Value): void {
    const summed = captured.flatMap((value) => {
      const gradient = arrived.take(value);
      return gradient ? [{ of: value, gradient: reshape(sum(of(gradient), [0]), value.shape) }] : [];
    });
    const gathered = (back.gathered ?? []).map(({ of: value, from, combine }) => ({
      of: value,
      gradient: combine(from.map(of)),
    }));
    if (this.#node) flowToCaptured(this.#node, [...summed, ...gathered]);
  }
}

/** A Scan that can still be given results. */
type Extensible = Node & {
  readonly outputs: Value[];
  readonly attributes: { readonly scan_output_directions: number[] };
};

interface Flow {
  readonly arguments: readonly Value[];
  readonly states: readonly Value[];
  readonly sequences: readonly Value[];
  readonly handed: readonly Value[];
  readonly wanted: readonly Value[];
}

/** Where the runtime has no Scan (WebGPU): the steps one after the other. */
const unrolled = ({ carry: first, over, isReversed = false }: Over, body: StepBody): Stepped => {
  const time = over[0]?.shape[0] ?? 0;
  const order = [...Array(time).keys()];
  let carry = first;
  const each: (readonly Value[])[] = Array(time);
  for (const t of isReversed ? order.toReversed() : order) {
    const at = over.map((x) => reshape(slice(x, { axis: 0, start: t, end: t + 1 }), x.shape.slice(1)));
    const stepped = body(carry, at);
    checkCarry(first, stepped.carry);
    carry = stepped.carry;
    each[t] = stepped.each;
  }
  return { carry, each: (each[0] ?? []).map((_, i) => stack(each.map((step) => step[i] as Value))) };
};
