import type { ElementType, Shape } from "../tensor.ts";
import type { Graph, Node } from "./graph.ts";

/** A tensor that the runtime will compute: a name, a type and a static shape in a graph. */
export interface Value {
  readonly graph: Graph;
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  /** What computes it; null for inputs and constants. */
  readonly node: Node | null;
  /** Does the gradient have to flow through it? */
  readonly differentiable: boolean;
}
