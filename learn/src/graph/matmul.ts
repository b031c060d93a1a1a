import { LearnFault } from "../fault.ts";
import { type Shape, shown, sizeOf } from "../tensor.ts";
import { emitOne, type Graph, graphOf } from "./graph.ts";
import { transpose } from "./move.ts";
import { broadcast, reshape, sum, unbroadcast } from "./shape.ts";
import type { Value } from "./value.ts";

export interface Transposes {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

const lastTwo = ({ shape }: Value, isTransposed: boolean): readonly [number, number] => {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return isTransposed ? [columns, rows] : [rows, columns];
};

/**
 * Matrix product over the last two axes; the axes before them broadcast.
 * @throws {LearnFault} "shape"
 */
export const matmul = (
  a: Value,
  b: Value,
  { transposeA: ta = false, transposeB: tb = false }: Transposes = {},
): Value => {
  const shape = productShape(a, b, ta, tb);
  const backward = ([d]: readonly (Value | null)[]) =>
    d ? [ofLeft(d, a, b, ta, tb), ofRight(d, a, b, ta, tb)] : [null, null];
  if (!ta && !tb) return emitOne("MatMul", [a, b], shape, { backward });
  const attributes = { transA: Number(ta), transB: Number(tb) };
  if (a.shape.length === 2 && b.shape.length === 2) return emitOne("Gemm", [a, b], shape, { attributes, backward });
  if (graphOf(a, b).kernels.fusedMatMul)
    return emitOne("FusedMatMul", [a, b], shape, { attributes, domain: "com.microsoft", backward });
  return matmul(ta ? swapped(a) : a, tb ? swapped(b) : b);
};

const productShape = (a: Value, b: Value, ta: boolean, tb: boolean): Shape => {
  const [rows, inner] = lastTwo(a, ta);
  const [innerB, columns] = lastTwo(b, tb);
  if (Math.min(a.shape.length, b.shape.length) < 2 || inner !== innerB)
    throw new LearnFault(
      "shape",
      `matmul: ${shown(a.shape)}${ta ? "ᵀ" : ""} and ${shown(b.shape)}${tb ? "ᵀ" : ""} do not fit.`,
      "Inner sizes must be equal.",
    );
  return [...broadcast("matmul", a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns];
};

const swapped = (x: Value): Value => {
  const rank = x.shape.length;
  return transpose(
    x,
    [...x.shape.keys()].map((axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis)),
  );
};

const ofLeft = (d: Value, a: Value, b: Value, ta: boolean, tb: boolean): Value | null => {
  if (!a.differentiable) return null;
  const gradient = ta
    ? matmul(b, d, { transposeA: tb, transposeB: true })
    : matmul(d, b, { transposeA: false, transposeB: !tb });
  return unbroadcast(gradient, a.shape);
};

const ofRight = (d: Value, a: Value, b: Value, ta: boolean, tb: boolean): Value | null => {
  if (!b.differentiable) return null;
  if (b.shape.length === 2 && !ta) return ofWeight(d, a, b, tb);
  const gradient = tb
    ? matmul(d, a, { transposeA: true, transposeB: ta })
    : matmul(a, d, { transposeA: !ta, transposeB: false });
  return unbroadcast(gradient, b.shape);
};

const asRows = (x: Value): Value => {
  const columns = x.shape.at(-1) as number;
  return reshape(x, [sizeOf(x.shape) / columns, columns]);
};

/** One product over all rows of all batches; inside a recurrence it waits until the whole sequence is there. */
const ofWeight = (d: Value, a: Value, w: Value, isTransposed: boolean): Value | null => {
  const combine = ([rows, gradients]: readonly Value[]): Value => {
    const [x, dy] = [asRows(rows as Value), asRows(gradients as Value)];
    return isTransposed ? matmul(dy, x, { transposeA: true }) : matmul(x, dy, { transposeA: true });
  };
  const gathered = gathering(d.graph, w);
  if (!gathered) return combine([a, d]);
  gathered.push({ of: w, from: [a, d], combine });
  return null;
};

/** Is `value` outside the recurrence whose gradient is being made? Then its gradient is gathered there. */
export const gathering = (graph: Graph, value: Value): Graph["gathered"] =>
  graph.gathered && graph.parent && !value.graph.isWithin(graph.parent) ? graph.gathered : null;

/** x wᵀ + b over the last axis of x; w is [out, in] and b [out], as PyTorch's Linear. */
export const linear = (x: Value, w: Value, b: Value | null = null): Value => {
  const [out, inner] = w.shape as [number, number];
  if (x.shape.at(-1) !== inner)
    throw new LearnFault(
      "shape",
      `linear: ${shown(x.shape)} does not end in ${inner}, as weights ${shown(w.shape)} want.`,
      "Check the number of inputs.",
    );
  const rows = asRows(x);
  const shape = [rows.shape[0] as number, out];
  const y = emitOne("Gemm", b ? [rows, w, b] : [rows, w], shape, {
    attributes: { transB: 1 },
    backward: ([d]) => {
      if (!d) return [null, null, null];
      const ofX = rows.differentiable ? matmul(d, w) : null;
      return [ofX, w.differentiable ? ofWeight(d, rows, w, true) : null, b?.differentiable ? ofBias(d, b) : null];
    },
  });
  return reshape(y, [...x.shape.slice(0, -1), out]);
};

const ofBias = (d: Value, b: Value): Value | null => {
  const gathered = gathering(d.graph, b);
  if (!gathered) return unbroadcast(d, b.shape);
  gathered.push({ of: b, from: [d], combine: ([all]) => reshape(sum(asRows(all as Value), [0]), b.shape) });
  return null;
};
