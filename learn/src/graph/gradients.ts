import { LearnFault } from "../fault.ts";
import { isSameShape, shown } from "../tensor.ts";
import { emitOne, type Graph, type Node } from "./graph.ts";
import type { Value } from "./value.ts";

/** Gradients as they arrive: several of one value are added up when it is its turn. */
export class Arrived {
  readonly #of = new Map<Value, Value[]>();

  add(value: Value, gradient: Value | null | undefined): void {
    if (!gradient || !value.differentiable) return;
    if (!isSameShape(value.shape, gradient.shape))
      throw new LearnFault(
        "gradient",
        `The gradient of ${value.name} (${value.node?.op ?? "input"}) is ${shown(gradient.shape)} instead of ${shown(value.shape)}.`,
        "This is a fault of the operator that made it; please report it.",
      );
    const before = this.#of.get(value);
    if (before) before.push(gradient);
    else this.#of.set(value, [gradient]);
  }

  take(value: Value): Value | null {
    const parts = this.#of.get(value);
    if (!parts) return null;
    const [first, ...rest] = parts as [Value, ...Value[]];
    const total = rest.reduce((sum, part) => emitOne("Add", [sum, part], value.shape), first);
    this.#of.set(value, [total]);
    return total;
  }

  /** Every value that a gradient has reached. */
  values(): readonly Value[] {
    return [...this.#of.keys()];
  }
}

/** Walks the nodes of one graph backwards and leaves each value's gradient in `arrived`. Leaves are not walked through. */
export const flowBack = (nodes: readonly Node[], arrived: Arrived, leaves: ReadonlySet<Value> = new Set()): void => {
  for (const node of nodes.toReversed())
    if (!node.outputs.some((output) => leaves.has(output))) flowThrough(node, arrived);
};

const flowThrough = (node: Node, arrived: Arrived): void => {
  const gradients = node.backward ? node.outputs.map((output) => arrived.take(output)) : [];
  if (!node.backward || gradients.every((gradient) => gradient === null)) return;
  const flown = node.backward(gradients);
  for (const [i, input] of node.inputs.entries()) if (input) arrived.add(input, flown[i]);
  // A Scan also gives the gradients of what its body captured.
  for (const { of, gradient } of capturedGradients.get(node) ?? []) arrived.add(of, gradient);
};

interface CapturedGradient {
  readonly of: Value;
  readonly gradient: Value;
}

/** Filled by the backward rule of an operator with a body. */
const capturedGradients = new WeakMap<Node, readonly CapturedGradient[]>();
export const flowToCaptured = (node: Node, gradients: readonly CapturedGradient[]): void => {
  capturedGradients.set(node, gradients);
};

/**
 * The gradient of a scalar with respect to each leaf, of the leaf's shape; zeros where nothing flows.
 * Reverse mode: https://arxiv.org/abs/1502.05767.
 */
export const gradients = (graph: Graph, loss: Value, leaves: readonly Value[]): readonly Value[] => {
  if (loss.shape.length > 0)
    throw new LearnFault("shape", `The loss is ${shown(loss.shape)}, not a scalar.`, "Take its mean or sum.");
  const arrived = new Arrived();
  arrived.add(loss, graph.scalar(1));
  flowBack([...graph.nodes], arrived, new Set(leaves));
  return leaves.map((leaf) => arrived.take(leaf) ?? graph.zeros(leaf.shape));
};
