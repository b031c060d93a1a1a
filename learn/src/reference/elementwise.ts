import { at, broadcastShape, type Doubles, fromIndex } from "./doubles.ts";

const two =
  (of: (a: number, b: number) => number) =>
  (a: Doubles, b: Doubles): Doubles =>
    fromIndex(broadcastShape(a.shape, b.shape), (index) => of(at(a, index), at(b, index)));

const one =
  (of: (x: number) => number) =>
  ({ shape, data }: Doubles): Doubles => ({ shape, data: data.map(of) });

export const add = two((a, b) => a + b);
export const sub = two((a, b) => a - b);
export const mul = two((a, b) => a * b);
export const div = two((a, b) => a / b);
export const maximum = two(Math.max);

export const neg = one((x) => -x);
export const exp = one(Math.exp);
export const log = one(Math.log);
export const sqrt = one(Math.sqrt);
export const square = one((x) => x * x);
export const abs = one(Math.abs);
export const sigmoid = one((x) => 1 / (1 + Math.exp(-x)));
export const tanh = one(Math.tanh);
export const softplus = one((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
export const relu = one((x) => Math.max(x, 0));
export const leakyRelu = (x: Doubles, slope: number): Doubles => one((v) => (v > 0 ? v : slope * v))(x);
export const clip = (x: Doubles, low: number, high: number): Doubles => one((v) => Math.min(Math.max(v, low), high))(x);
export const scale = (x: Doubles, by: number): Doubles => one((v) => v * by)(x);
