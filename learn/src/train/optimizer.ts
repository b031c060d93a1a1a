import { add, div, mul, sqrt, square, sub } from "../graph/elementwise.ts";
import type { Graph } from "../graph/graph.ts";
import { emitOne, graphOf } from "../graph/graph.ts";
import { split } from "../graph/move.ts";
import { sum } from "../graph/shape.ts";
import type { Value } from "../graph/value.ts";
import type { ParameterSpec } from "../model/model.ts";
import { sizeOf } from "../tensor.ts";

export interface ParameterGroup {
  /** Beginning of the parameters' names: "posterior." */
  readonly match: string;
  /** Times the rate of the run. */
  readonly rate?: number;
  readonly weightDecay?: number;
}

interface Common {
  /** Largest norm of the whole gradient; longer ones are shortened to it. */
  readonly clipNorm?: number;
  readonly weightDecay?: number;
  readonly groups?: readonly ParameterGroup[];
}

/** Names, defaults and formulas of PyTorch 2: torch.optim.Adam, AdamW, SGD. */
export type OptimizerSettings =
  | (Common & {
      readonly kind: "adam" | "adamw";
      readonly beta1?: number;
      readonly beta2?: number;
      readonly epsilon?: number;
    })
  | (Common & { readonly kind: "sgd"; readonly momentum?: number });

export interface Update {
  readonly parameters: Value;
  /** The optimiser's own vectors, with the names that they are carried by. */
  readonly moments: Readonly<Record<string, Value>>;
}

/** Which vectors the optimiser keeps beside the parameters. */
export const momentNames = ({ kind }: OptimizerSettings): readonly string[] =>
  kind === "sgd" ? ["velocity"] : ["first", "second"];

/** The three numbers that change from step to step: [rate, rate / (1 − β1^t), 1 / (1 − β2^t)]. */
export const stepNumbers = (optimizer: OptimizerSettings, rate: number, step: number): Float32Array => {
  if (optimizer.kind === "sgd") return Float32Array.of(rate, rate, 1);
  const { beta1 = 0.9, beta2 = 0.999 } = optimizer;
  return Float32Array.of(rate, rate / (1 - beta1 ** step), 1 / (1 - beta2 ** step));
};

/** Norm of the whole gradient, and the gradient shortened to `limit` as torch.nn.utils.clip_grad_norm_ does. */
export const clipped = (
  gradient: Value,
  limit: number | undefined,
): { readonly gradient: Value; readonly norm: Value } => {
  const norm = sqrt(sum(square(gradient)));
  if (limit === undefined) return { gradient, norm };
  const graph = graphOf(norm);
  const share = emitOne("Min", [graph.scalar(1), div(limit, add(norm, 1e-6))], []);
  return { gradient: mul(gradient, share), norm };
};

/** A number of each parameter's group for each of its elements; one number where all are the same. */
const perElement = (graph: Graph, specs: readonly ParameterSpec[], of: (name: string) => number): Value | number => {
  const numbers = specs.map(({ name }) => of(name));
  const [first = 0] = numbers;
  if (numbers.every((number) => number === first)) return first;
  const all = specs.flatMap(({ shape }, i) => Array<number>(sizeOf(shape)).fill(numbers[i] as number));
  return graph.constant(Float32Array.from(all), [all.length], "float32");
};

const groupOf = (optimizer: OptimizerSettings, name: string): ParameterGroup | undefined =>
  optimizer.groups?.find(({ match }) => name.startsWith(match));

/** One update of the flat vector in the graph. `numbers` is what `stepNumbers` gives. */
export const updated = (
  optimizer: OptimizerSettings,
  specs: readonly ParameterSpec[],
  at: {
    readonly parameters: Value;
    readonly gradient: Value;
    readonly moments: Readonly<Record<string, Value>>;
    readonly numbers: Value;
  },
): Update => {
  const graph = graphOf(at.parameters);
  const [rate, corrected, spread] = split(at.numbers, [1, 1, 1], 0) as [Value, Value, Value];
  const share = perElement(graph, specs, (name) => groupOf(optimizer, name)?.rate ?? 1);
  const decay = perElement(graph, specs, (name) => groupOf(optimizer, name)?.weightDecay ?? optimizer.weightDecay ?? 0);
  const scaled = (x: Value): Value => (share === 1 ? x : mul(x, share));
  const isDecayed = decay !== 0;
  if (optimizer.kind === "sgd") {
    const gradient = isDecayed ? add(at.gradient, mul(at.parameters, decay)) : at.gradient;
    const velocity = add(mul(at.moments.velocity as Value, optimizer.momentum ?? 0), gradient);
    return { parameters: sub(at.parameters, mul(velocity, scaled(rate))), moments: { velocity } };
  }
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, kind } = optimizer;
  const gradient = isDecayed && kind === "adam" ? add(at.gradient, mul(at.parameters, decay)) : at.gradient;
  const first = add(mul(at.moments.first as Value, beta1), mul(gradient, 1 - beta1));
  const second = add(mul(at.moments.second as Value, beta2), mul(square(gradient), 1 - beta2));
  const step = div(mul(first, scaled(corrected)), add(sqrt(mul(second, spread)), epsilon));
  const before =
    isDecayed && kind === "adamw" ? sub(at.parameters, mul(at.parameters, mul(scaled(rate), decay))) : at.parameters;
  return { parameters: sub(before, step), moments: { first, second } };
};
