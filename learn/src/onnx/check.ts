import { LearnFault } from "../fault.ts";
import type { OnnxGraph, OnnxModel, OnnxNode } from "./types.ts";

/** The newest operator set of models that are taken out: what onnx 1.12 and the runtimes of its time know. */
export const newestOpset = 17;
/** The file format that came with it. */
const newestFormat = 8;

const refused = (message: string, remedy: string): never => {
  throw new LearnFault("onnx", message, remedy);
};

const bodiesOf = ({ attributes }: OnnxNode): readonly OnnxGraph[] =>
  Object.values(attributes).flatMap((value) => (typeof value === "object" && "graph" in value ? [value.graph] : []));

/** Every node, those of bodies too. */
export const nodesOf = (graph: OnnxGraph): readonly OnnxNode[] =>
  graph.nodes.flatMap((node) => [node, ...bodiesOf(node).flatMap(nodesOf)]);

/** How often each operator stands in it, bodies included: `{ Conv: 9, "com.microsoft.FusedMatMul": 2 }`. */
export const operatorsOf = (graph: OnnxGraph): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const { op, domain } of nodesOf(graph)) {
    const name = domain === "" ? op : `${domain}.${op}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** Only what any runtime has: opset 17 or lower, no domain but the standard one. */
const checkOperators = ({ opsets, irVersion, graph }: OnnxModel): void => {
  const opset = opsets[""] ?? 0;
  if (opset < 1 || opset > newestOpset)
    refused(`The model needs opset ${opset}.`, `Build it with opset ${newestOpset} or lower.`);
  if (irVersion > newestFormat)
    refused(`The model is of format ${irVersion}.`, `Write it as format ${newestFormat} or lower.`);
  const foreign = nodesOf(graph).find(({ domain }) => domain !== "");
  if (foreign)
    refused(
      `Node "${foreign.name}" is ${foreign.domain}.${foreign.op}, which only some runtimes have.`,
      "Build the graph with `portableKernels`.",
    );
};

/** The names of one graph, in the order in which they are given. */
class Names {
  readonly #known: Set<string>;

  constructor(around: ReadonlySet<string>) {
    this.#known = new Set(around);
  }

  get known(): ReadonlySet<string> {
    return this.#known;
  }

  give(name: string, by: string): void {
    if (this.#known.has(name)) refused(`${by} gives "${name}" a second time.`, "Give every value a name of its own.");
    this.#known.add(name);
  }

  missing(wanted: readonly string[]): string | undefined {
    return wanted.find((name) => name !== "" && !this.#known.has(name));
  }
}

const checkNode = (node: OnnxNode, names: Names): void => {
  const missing = names.missing(node.inputs);
  if (missing !== undefined)
    refused(`Node "${node.name}" (${node.op}) needs "${missing}" before it is made.`, "Sort the nodes.");
  for (const body of bodiesOf(node)) checkNames(body, names.known);
  for (const name of node.outputs.filter((output) => output !== "")) names.give(name, `Node "${node.name}"`);
};

/** Every name is given once, before it is used; bodies see what stands around them. */
const checkNames = (graph: OnnxGraph, around: ReadonlySet<string>): void => {
  const names = new Names(around);
  const inputs = graph.inputs.map(({ name }) => name);
  for (const name of inputs) names.give(name, "An input");
  // An initialiser may be an input's default.
  for (const { name } of graph.initializers) if (!inputs.includes(name)) names.give(name, "An initialiser");
  for (const node of graph.nodes) checkNode(node, names);
  const missing = names.missing(graph.outputs.map(({ name }) => name));
  if (missing !== undefined) refused(`Nothing makes the output "${missing}".`, "Name a value of the graph.");
};

/**
 * Is it well-formed, and may any runtime have it?
 * @throws {LearnFault} "onnx" with the first node or name that is not so.
 */
export const checkPlainOnnx = (model: OnnxModel): void => {
  checkOperators(model);
  checkNames(model.graph, new Set());
};
