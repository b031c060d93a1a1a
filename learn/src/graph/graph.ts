import { LearnFault } from "../fault.ts";
import type { OnnxAttribute } from "../onnx/types.ts";
import type { Kernels } from "../runtime/backend.ts";
import { portableKernels } from "../runtime/backend.ts";
import type { ElementArrays, ElementType, Shape } from "../tensor.ts";
import { shown, sizeOf } from "../tensor.ts";
import type { Value } from "./value.ts";

/** From the gradients of a node's outputs (null: none came) to those of its inputs (null: none flows). */
export type Backward = (gradients: readonly (Value | null)[]) => readonly (Value | null)[];

/** The body of a Scan: what goes in and comes out at each step. */
export interface Body {
  readonly graph: Graph;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

export interface Node {
  /** null: nothing to compute, only a rule for the gradient (`withGradient`). */
  readonly op: string | null;
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly (Value | null)[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  readonly body: Body | null;
  readonly backward: Backward | null;
}

export interface Emission {
  readonly op: string;
  readonly inputs: readonly (Value | null)[];
  /** Shapes of the outputs; of the first input's type unless `types` says otherwise. */
  readonly shapes: readonly Shape[];
  readonly types?: readonly ElementType[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  readonly domain?: string;
  readonly body?: Body;
  /** Left out: the gradient stops here. */
  readonly backward?: Backward;
}

/** A product whose gradient is worked out once for the whole sequence, outside the recurrence. */
export interface Gathered {
  readonly of: Value;
  readonly from: readonly Value[];
  /** From the stacked values [time, ...] to the gradient. */
  readonly combine: (stacked: readonly Value[]) => Value;
}

interface Made {
  readonly graph: Graph;
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  node: Node | null;
  readonly differentiable: boolean;
}

/** Values that stand for others: what `withGradient` and a recomputed loss give out. */
const stands = new WeakMap<Value, Value>();

/** The value that is really computed. */
export const resolved = (value: Value): Value => {
  let real = value;
  for (let next = stands.get(real); next; next = stands.get(real)) real = next;
  return real;
};
export const standFor = (value: Value, real: Value): void => {
  stands.set(value, real);
};

export class Graph {
  readonly kernels: Kernels;
  readonly parent: Graph | null;
  readonly depth: number;
  readonly nodes: Node[] = [];
  readonly inputs: Value[] = [];
  readonly constants: { readonly value: Value; readonly data: ElementArrays[ElementType] }[] = [];
  /** Where matrix products of a recurrence leave what is gathered outside; null: gradients are made on the spot. */
  gathered: Gathered[] | null = null;
  readonly #known = new Map<string, readonly Value[]>();
  #names = 0;

  constructor(options: { readonly kernels?: Kernels; readonly parent?: Graph } = {}) {
    this.parent = options.parent ?? null;
    this.kernels = options.kernels ?? options.parent?.kernels ?? portableKernels;
    this.depth = this.parent ? this.parent.depth + 1 : 0;
  }

  get root(): Graph {
    return this.parent ? this.parent.root : this;
  }

  fresh(prefix: string): string {
    const { root } = this;
    root.#names += 1;
    return `${prefix}_${root.#names}`;
  }

  isWithin(other: Graph): boolean {
    return this === other || (this.parent?.isWithin(other) ?? false);
  }

  input(name: string, shape: Shape, type: ElementType = "float32", differentiable = false): Value {
    const value: Made = { graph: this, name, type, shape, node: null, differentiable };
    this.inputs.push(value);
    return value;
  }

  /** An input with a name of its own, for the body of a Scan. */
  argument(shape: Shape, type: ElementType, differentiable: boolean): Value {
    return this.input(this.fresh("a"), shape, type, differentiable);
  }

  /** Constants live at the root, where every body sees them; equal small ones are one. */
  constant<T extends ElementType>(data: ElementArrays[T], shape: Shape, type: T): Value {
    if (data.length !== sizeOf(shape))
      throw new LearnFault("shape", `A constant of ${shown(shape)} has ${data.length} elements.`, "Give all of them.");
    const { root } = this;
    const key = data.length <= 64 ? `${type}${shown(shape)}${data.join()}` : undefined;
    const known = key === undefined ? undefined : root.#known.get(key)?.[0];
    if (known) return known;
    const value: Made = { graph: root, name: root.fresh("c"), type, shape, node: null, differentiable: false };
    root.constants.push({ value, data });
    if (key !== undefined) root.#known.set(key, [value]);
    return value;
  }

  scalar(value: number): Value {
    return this.constant(Float32Array.of(value), [], "float32");
  }

  integers(values: readonly number[]): Value {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length], "int64");
  }

  zeros(shape: Shape): Value {
    const [zeros] = this.root.emit({
      op: "ConstantOfShape",
      inputs: [this.integers(shape)],
      shapes: [shape],
      types: ["float32"],
    });
    return zeros as Value;
  }

  /** Adds a node here; the same operator on the same inputs is added once. */
  emit(emission: Emission): readonly Value[] {
    const key = keyOf(emission);
    const known = key === undefined ? undefined : this.#known.get(key);
    if (known) return known;
    const outputs = this.#add(emission, emission.op);
    if (key !== undefined) this.#known.set(key, outputs);
    return outputs;
  }

  /** A leaf of differentiation that is computed: a parameter cut out of the flat vector. */
  leaf(emission: Emission): Value {
    const [output] = this.#add(emission, emission.op, true);
    return output as Value;
  }

  /** Gives `outputs` out with another rule for the gradient: fused or hand-derived operators. */
  withGradient(inputs: readonly (Value | null)[], outputs: readonly Value[], backward: Backward): readonly Value[] {
    const key = `gradient|${inputs.map((input) => input?.name ?? "")}|${outputs.map(({ name }) => name)}`;
    const known = this.#known.get(key);
    if (known) return known;
    const shapes = outputs.map(({ shape }) => shape);
    const types = outputs.map(({ type }) => type);
    const given = this.#add({ op: "", inputs, shapes, types, backward }, null);
    for (const [i, value] of given.entries()) standFor(value, outputs[i] as Value);
    this.#known.set(key, given);
    return given;
  }

  #add(emission: Emission, op: string | null, isLeaf = false): readonly Value[] {
    const { inputs, shapes, types, attributes = {}, domain = "", body = null, backward = null } = emission;
    const captured = body ? capturedBy(body) : [];
    const flows =
      backward !== null &&
      (inputs.some((input) => input?.differentiable) || captured.some((one) => one.differentiable));
    const outputs: Made[] = shapes.map((shape, i) => ({
      graph: this,
      name: this.fresh((op ?? "g").slice(0, 3).toLowerCase()),
      type: types?.[i] ?? inputs[0]?.type ?? "float32",
      shape,
      node: null,
      differentiable: flows || isLeaf,
    }));
    const rule = flows ? backward : null;
    const node: Node = {
      op,
      domain,
      name: this.fresh(op ?? "rule"),
      inputs,
      outputs,
      attributes,
      body,
      backward: rule,
    };
    for (const output of outputs) output.node = node;
    this.nodes.push(node);
    return outputs;
  }
}

/** A node without a rule for the gradient is not the same as one with it. */
const keyOf = ({ op, inputs, attributes, domain, body, backward }: Emission): string | undefined =>
  body
    ? undefined
    : `${domain ?? ""}:${op}${backward ? "'" : ""}|${inputs.map((input) => input?.name ?? "")}|${JSON.stringify(attributes)}`;

const capturedSoFar = new WeakMap<Body, { readonly outputs: number; readonly values: readonly Value[] }>();

/** What the outputs of a body rest on in the graphs around it. */
export const capturedBy = (body: Body): readonly Value[] => {
  const known = capturedSoFar.get(body);
  if (known?.outputs === body.outputs.length) return known.values;
  const values = [...lookOutside(body)];
  capturedSoFar.set(body, { outputs: body.outputs.length, values });
  return values;
};

const lookOutside = ({ graph, inputs, outputs }: Body): ReadonlySet<Value> => {
  const own = new Set(inputs.map(({ name }) => name));
  const captured = new Set<Value>();
  const seen = new Set<Node>();
  const open = [...outputs];
  for (let value = open.pop(); value; value = open.pop()) {
    const real = resolved(value);
    if (own.has(real.name)) continue;
    // As it was named, not resolved: a value with a gradient rule of its own keeps it.
    if (real.graph.isWithin(graph)) open.push(...usedBy(value.node, seen), ...usedBy(real.node, seen));
    else captured.add(value);
  }
  return captured;
};

const usedBy = (node: Node | null, seen: Set<Node>): readonly Value[] => {
  if (!node || seen.has(node)) return [];
  seen.add(node);
  return [...node.inputs.filter((input) => input !== null), ...(node.body ? capturedBy(node.body) : [])];
};

/** The innermost graph of the operands: there the operator belongs. */
export const graphOf = (...values: readonly (Value | null)[]): Graph => {
  const graphs = values.flatMap((value) => (value ? [value.graph] : []));
  const deepest = graphs.reduce((a, b) => (b.depth > a.depth ? b : a));
  if (!graphs.every((graph) => deepest.isWithin(graph)))
    throw new LearnFault("scope", "A value is used outside the body that made it.", "Return it from the body instead.");
  return deepest;
};

/** One node with one output, in the graph that its operands call for. */
export const emitOne = (
  op: string,
  inputs: readonly (Value | null)[],
  shape: Shape,
  options: Omit<Emission, "op" | "inputs" | "shapes"> = {},
): Value => emitAll(op, inputs, [shape], options)[0] as Value;

export const emitAll = (
  op: string,
  inputs: readonly (Value | null)[],
  shapes: readonly Shape[],
  options: Omit<Emission, "op" | "inputs" | "shapes"> = {},
): readonly Value[] => graphOf(...inputs).emit({ op, inputs, shapes, ...options });
