import { LearnFault } from "../fault.ts";
import type { OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode, OnnxValue } from "../onnx/types.ts";
import { type Body, capturedBy, type Graph, type Node, resolved } from "./graph.ts";
import type { Value } from "./value.ts";

/** Standard operators of opset 17: the newest that Debian's onnx 1.12 knows, and all that is needed. */
const opset = 17;
const irVersion = 8;

const described = ({ name, type, shape }: Value, as = name): OnnxValue => ({ name: as, type, shape });

/** What a node needs of its own graph and of those around it. */
const needs = (node: Node): readonly Value[] => [
  ...node.inputs.flatMap((input) => (input ? [resolved(input)] : [])),
  ...(node.body ? capturedBy(node.body).map(resolved) : []),
];

/** The nodes of one graph that the outputs rest on, each after what it needs. */
const live = (graph: Graph, outputs: readonly Value[]): readonly Node[] => {
  const needed = new Set<Node>();
  const open = outputs.map(resolved);
  for (let value = open.pop(); value; value = open.pop()) {
    const { node } = value;
    if (!node || value.graph !== graph || needed.has(node)) continue;
    needed.add(node);
    open.push(...needs(node));
  }
  return sorted(
    graph.nodes.filter((node) => needed.has(node)),
    graph,
  );
};

/** In the order they were made, except where one needs a later one (a loss that was recomputed with its gradient). */
const sorted = (nodes: readonly Node[], graph: Graph): readonly Node[] => {
  const done = new Set<Node>();
  const order: Node[] = [];
  const path: Node[] = [];
  const visit = (first: Node): void => {
    path.push(first);
    for (let node = path.at(-1); node; node = path.at(-1)) {
      const missing = needs(node).find((value) => value.graph === graph && value.node && !done.has(value.node));
      if (missing?.node && !done.has(node)) {
        path.push(missing.node);
        continue;
      }
      path.pop();
      if (!done.has(node)) order.push(node);
      done.add(node);
    }
  };
  for (const node of nodes) if (!done.has(node)) visit(node);
  return order;
};

const attributesOf = ({ attributes, body }: Node): Readonly<Record<string, OnnxAttribute>> =>
  body ? { ...attributes, body: { graph: bodyGraph(body) } } : attributes;

const onnxNode = (node: Node): OnnxNode => ({
  op: node.op ?? "Identity",
  domain: node.domain,
  name: node.name,
  inputs: node.inputs.map((input) => (input ? resolved(input).name : "")),
  outputs: node.outputs.map(({ name }) => name),
  attributes: attributesOf(node),
});

const bodyGraph = ({ graph, inputs, outputs }: Body): OnnxGraph => ({
  name: "body",
  nodes: live(graph, outputs).map(onnxNode),
  inputs: inputs.map((input) => described(input)),
  outputs: outputs.map((output) => described(resolved(output))),
  initializers: [],
});

const domainsOf = (graph: OnnxGraph): readonly string[] =>
  graph.nodes.flatMap(({ domain, attributes }) => {
    const { body } = attributes;
    return [domain, ...(typeof body === "object" && "graph" in body ? domainsOf(body.graph) : [])];
  });

const usedNames = (graph: OnnxGraph): readonly string[] =>
  graph.nodes.flatMap(({ inputs, attributes }) => {
    const { body } = attributes;
    return [...inputs, ...(typeof body === "object" && "graph" in body ? usedNames(body.graph) : [])];
  });

/**
 * The ONNX model that computes `outputs`, and nothing that they do not rest on. The outputs have the given names.
 * @throws {LearnFault} "name" when an output has the name of an input.
 */
export const buildModel = (graph: Graph, outputs: Readonly<Record<string, Value>>): OnnxModel => {
  const taken = graph.inputs.find(({ name }) => name in outputs);
  if (taken)
    throw new LearnFault("name", `"${taken.name}" is an input and an output.`, "Give the output another name.");
  const nodes = live(graph, Object.values(outputs)).map(onnxNode);
  const named = Object.entries(outputs).map(([name, value]) => ({
    op: "Identity",
    domain: "",
    name: `output_${name}`,
    inputs: [resolved(value).name],
    outputs: [name],
    attributes: {},
  }));
  const renamed = withOutputNames(nodes, named);
  const draft = { name: "sakiyomi", nodes: renamed, inputs: [], outputs: [], initializers: [] };
  const used = new Set(usedNames(draft));
  const whole: OnnxGraph = {
    ...draft,
    inputs: graph.inputs.filter(({ name }) => used.has(name)).map((input) => described(input)),
    outputs: Object.entries(outputs).map(([name, value]) => described(value, name)),
    initializers: graph.constants
      .filter(({ value }) => used.has(value.name))
      .map(({ value: { name, type, shape }, data }) => ({ name, type, shape, data })),
  };
  const domains = [...new Set(["", ...domainsOf(whole)])];
  const opsets = Object.fromEntries(domains.map((domain) => [domain, domain === "" ? opset : 1]));
  return { irVersion, producer: "sakiyomi", opsets, graph: whole };
};

/**
 * The node that computes an output gives it its public name, where nothing else reads it: one copy less.
 * An Identity does where it is an input, a constant, or read elsewhere.
 */
const withOutputNames = (nodes: readonly OnnxNode[], named: readonly OnnxNode[]): readonly OnnxNode[] => {
  const made = new Set(nodes.flatMap(({ outputs }) => outputs));
  const read = new Set(
    nodes.flatMap((node) => usedNames({ name: "", nodes: [node], inputs: [], outputs: [], initializers: [] })),
  );
  const free = new Map<string, string>();
  const kept: OnnxNode[] = [];
  for (const one of named) {
    const [from] = one.inputs as [string];
    if (made.has(from) && !read.has(from) && !free.has(from)) free.set(from, one.outputs[0] as string);
    else kept.push(one);
  }
  const renamedKept = kept.map((one) => ({ ...one, inputs: one.inputs.map((input) => free.get(input) ?? input) }));
  return [
    ...nodes.map((node) => ({ ...node, outputs: node.outputs.map((output) => free.get(output) ?? output) })),
    ...renamedKept,
  ];
};
