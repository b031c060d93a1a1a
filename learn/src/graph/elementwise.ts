import { emitOne, graphOf } from "./graph.ts";
import { broadcast, unbroadcast } from "./shape.ts";
import type { Value } from "./value.ts";

/** A value, or a number that is the same everywhere. */
export type Operand = Value | number;

type Rule = (gradient: Value, a: Value, b: Value) => Value;

const binary = (op: string, left: Operand, right: Operand, toA: Rule, toB: Rule): Value => {
  const graph = graphOf(typeof left === "number" ? null : left, typeof right === "number" ? null : right);
  const a = typeof left === "number" ? graph.scalar(left) : left;
  const b = typeof right === "number" ? graph.scalar(right) : right;
  return emitOne(op, [a, b], broadcast(op, a.shape, b.shape), {
    backward: ([d]) => {
      if (!d) return [null, null];
      const ofA = a.differentiable ? unbroadcast(toA(d, a, b), a.shape) : null;
      const ofB = b.differentiable ? unbroadcast(toB(d, a, b), b.shape) : null;
      return [ofA, ofB];
    },
  });
};

export const add = (a: Operand, b: Operand): Value =>
  binary(
    "Add",
    a,
    b,
    (d) => d,
    (d) => d,
  );
export const sub = (a: Operand, b: Operand): Value => binary("Sub", a, b, (d) => d, neg);
export const mul = (a: Operand, b: Operand): Value =>
  binary(
    "Mul",
    a,
    b,
    (d, _, y) => mul(d, y),
    (d, x) => mul(d, x),
  );
export const div = (a: Operand, b: Operand): Value =>
  binary(
    "Div",
    a,
    b,
    (d, _, y) => div(d, y),
    (d, x, y) => neg(div(mul(d, x), mul(y, y))),
  );

/** An operator of one operand; `rule` has the gradient, the operand and the result. */
const unary = (
  op: string,
  x: Value,
  rule: (gradient: Value, x: Value, y: Value) => Value,
  attributes: Readonly<Record<string, { readonly float: number }>> = {},
): Value => {
  const y: Value = emitOne(op, [x], x.shape, { attributes, backward: ([d]) => [d ? rule(d, x, y) : null] });
  return y;
};

export const neg = (x: Value): Value => unary("Neg", x, neg);
export const exp = (x: Value): Value => unary("Exp", x, (d, _, y) => mul(d, y));
export const log = (x: Value): Value => unary("Log", x, (d) => div(d, x));
export const sqrt = (x: Value): Value => unary("Sqrt", x, (d, _, y) => div(mul(d, 0.5), y));
export const abs = (x: Value): Value => unary("Abs", x, (d) => mul(d, emitOne("Sign", [x], x.shape)));
export const sigmoid = (x: Value): Value => unary("Sigmoid", x, (d, _, y) => mul(d, mul(y, sub(1, y))));
export const tanh = (x: Value): Value => unary("Tanh", x, (d, _, y) => mul(d, sub(1, mul(y, y))));
/** log(1 + exp x), without overflow. */
export const softplus = (x: Value): Value => unary("Softplus", x, (d) => mul(d, sigmoid(x)));
/** x². */
export const square = (x: Value): Value =>
  emitOne("Mul", [x, x], x.shape, { backward: ([d]) => [d ? mul(mul(d, 2), x) : null, null] });

/**
 * 1 where the result is above 0, `slope` elsewhere: from the result alone, so that the input need not be kept.
 * Sign and a straight line instead of Greater and Where, which the runtime does not vectorise.
 */
const slopeOf = (y: Value, slope: number): Value => {
  const graph = graphOf(y);
  // Any positive number becomes at least 1, any negative one at most `slope`; smallest normal float32 is 1.2e-38.
  const steep = emitOne("Mul", [y, graph.scalar(1e30)], y.shape);
  return emitOne("Clip", [steep, graph.scalar(slope), graph.scalar(1)], y.shape);
};

/** Gradient of a leaky rectifier from its result `y`. At exactly 0 it is `slope`, as in PyTorch. */
export const leakyGradient = (gradient: Value, y: Value, slope: number): Value => mul(gradient, slopeOf(y, slope));
export const relu = (x: Value): Value => unary("Relu", x, (d, _, y) => leakyGradient(d, y, 0));
/** x where positive, slope · x elsewhere; 0 ≤ slope ≤ 1. */
export const leakyRelu = (x: Value, slope = 0.01): Value =>
  unary("LeakyRelu", x, (d, _, y) => leakyGradient(d, y, slope), { alpha: { float: slope } });

/** Limits to [low, high]; the gradient is 0 outside. */
export const clip = (x: Value, low: number, high: number): Value => {
  const graph = graphOf(x);
  return emitOne("Clip", [x, graph.scalar(low), graph.scalar(high)], x.shape, {
    backward: ([d]) => {
      if (!d) return [null, null, null];
      const above = emitOne("Greater", [x, graph.scalar(low)], x.shape, { types: ["bool"] });
      const below = emitOne("Less", [x, graph.scalar(high)], x.shape, { types: ["bool"] });
      const inside = emitOne("And", [above, below], x.shape, { types: ["bool"] });
      return [emitOne("Where", [inside, d, graph.scalar(0)], x.shape, { types: ["float32"] }), null, null];
    },
  });
};

/** The larger of the two, element by element; where equal, both share the gradient as PyTorch does. */
export const maximum = (a: Value, b: Value): Value => add(b, relu(sub(a, b)));
