import { LearnFault } from "../fault.ts";
import { isSameShape, type Shape, shown, sizeOf } from "../tensor.ts";
import { emitAll, emitOne, graphOf } from "./graph.ts";
import { reshape } from "./shape.ts";
import type { Value } from "./value.ts";

/** Axis i of the result is axis permutation[i] of x. */
export const transpose = (x: Value, permutation: readonly number[]): Value => {
  if (permutation.every((axis, i) => axis === i)) return x;
  const inverse = permutation.map((_, axis) => permutation.indexOf(axis));
  const shape = permutation.map((axis) => x.shape[axis] as number);
  return emitOne("Transpose", [x], shape, {
    attributes: { perm: permutation },
    backward: ([d]) => [d ? transpose(d, inverse) : null],
  });
};

const withAxis = (shape: Shape, axis: number, size: number): Shape => shape.map((one, i) => (i === axis ? size : one));

/** As few groups as hold `most` each, or the fewest that can be joined in the next round. */
const groupsOf = <T>(items: readonly T[], most: number): readonly (readonly T[])[] => {
  const size = Math.max(most, Math.ceil(items.length / most));
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
};

export const concat = (parts: readonly Value[], axis: number): Value => {
  const [first] = parts;
  if (!first) throw new LearnFault("shape", "concat: nothing to join.", "Give at least one value.");
  if (parts.length === 1) return first;
  const odd = parts.find(({ shape }) => !isSameShape(withAxis(shape, axis, 0), withAxis(first.shape, axis, 0)));
  if (odd)
    throw new LearnFault(
      "shape",
      `concat: ${shown(first.shape)} and ${shown(odd.shape)} differ beside axis ${axis}.`,
      "Reshape one.",
    );
  const { operands = parts.length } = graphOf(...parts).kernels;
  if (parts.length > operands)
    return concat(
      groupsOf(parts, operands).map((group) => concat(group, axis)),
      axis,
    );
  const sizes = parts.map(({ shape }) => shape[axis] as number);
  const whole = withAxis(
    first.shape,
    axis,
    sizes.reduce((a, b) => a + b),
  );
  return emitOne("Concat", parts, whole, {
    attributes: { axis },
    backward: ([d]) => (d ? split(d, sizes, axis) : parts.map(() => null)),
  });
};

export const split = (x: Value, sizes: readonly number[], axis: number): readonly Value[] => {
  if (sizes.reduce((a, b) => a + b, 0) !== x.shape[axis])
    throw new LearnFault(
      "shape",
      `split: ${sizes.join(" + ")} is not axis ${axis} of ${shown(x.shape)}.`,
      "Let the parts add up.",
    );
  if (sizes.length === 1) return [x];
  const graph = graphOf(x);
  const { operands = sizes.length } = graph.kernels;
  if (sizes.length > operands) {
    const groups = groupsOf(sizes, operands);
    const totals = groups.map((group) => group.reduce((a, b) => a + b, 0));
    return split(x, totals, axis).flatMap((part, i) => split(part, groups[i] as readonly number[], axis));
  }
  const shapes = sizes.map((size) => withAxis(x.shape, axis, size));
  return emitAll("Split", [x, graph.integers(sizes)], shapes, {
    attributes: { axis },
    types: shapes.map(() => x.type),
    backward: (ds) => [
      concat(
        ds.map((d, i) => d ?? graph.zeros(shapes[i] as Shape)),
        axis,
      ),
      null,
    ],
  });
};

/** Joins values of one shape along a new axis. */
export const stack = (parts: readonly Value[], axis = 0): Value =>
  concat(
    parts.map((part) => reshape(part, [...part.shape.slice(0, axis), 1, ...part.shape.slice(axis)])),
    axis,
  );

export interface Cut {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  /** Negative steps go backwards from `start` down to, and without, `end`. */
  readonly step?: number;
}

/** Part of a value along one or several axes. The gradient of a cut with steps is not made. */
export const slice = (x: Value, ...cuts: readonly Cut[]): Value => {
  const graph = graphOf(x);
  const shape = x.shape.map((size, i) => {
    const cut = cuts.find(({ axis }) => axis === i);
    return cut ? Math.ceil((cut.end - cut.start) / (cut.step ?? 1)) : size;
  });
  if (isSameShape(shape, x.shape) && cuts.every(({ step }) => (step ?? 1) === 1)) return x;
  const column = (of: (cut: Cut) => number): Value => graph.integers(cuts.map(of));
  const inputs = [x, column(({ start }) => start), column(({ end }) => end), column(({ axis }) => axis)];
  return emitOne("Slice", [...inputs, column(({ step }) => step ?? 1)], shape, {
    backward: ([d]) => [d ? backIntoPlace(d, x.shape, cuts) : null, null, null, null, null],
  });
};

const backIntoPlace = (gradient: Value, shape: Shape, cuts: readonly Cut[]): Value => {
  if (cuts.some(({ step }) => (step ?? 1) !== 1))
    throw new LearnFault("gradient", "slice: a cut with steps has no gradient.", "Use gather.");
  const of = (axis: number): Cut | undefined => cuts.find((cut) => cut.axis === axis);
  return pad(
    gradient,
    shape.map((_, i) => of(i)?.start ?? 0),
    shape.map((size, i) => size - (of(i)?.end ?? size)),
  );
};

/** Zeros before and after, along each axis. */
export const pad = (x: Value, before: readonly number[], after: readonly number[]): Value => {
  if ([...before, ...after].every((size) => size === 0)) return x;
  const shape = x.shape.map((size, i) => size + (before[i] as number) + (after[i] as number));
  const cuts = x.shape.map((size, axis) => ({
    axis,
    start: before[axis] as number,
    end: (before[axis] as number) + size,
  }));
  return emitOne("Pad", [x, graphOf(x).integers([...before, ...after])], shape, {
    backward: ([d]) => [d ? slice(d, ...cuts) : null, null],
  });
};

/** Rows of `x` along axis 0 picked by int64 `indices`: shape [...indices.shape, ...x.shape[1..]]. */
export const gather = (x: Value, indices: Value): Value => {
  const shape = [...indices.shape, ...x.shape.slice(1)];
  return emitOne("Gather", [x, indices], shape, {
    attributes: { axis: 0 },
    backward: ([d]) => [d ? scattered(d, x.shape, indices) : null, null],
  });
};

/** A row that was picked twice gets both gradients. */
const scattered = (gradient: Value, shape: Shape, indices: Value): Value => {
  const graph = graphOf(gradient, indices);
  const count = sizeOf(indices.shape);
  const flatIndices = emitOne("Reshape", [indices, graph.integers([count, 1])], [count, 1], { types: ["int64"] });
  const rows = reshape(gradient, [count, ...shape.slice(1)]);
  return emitOne("ScatterND", [graph.zeros(shape), flatIndices, rows], shape, { attributes: { reduction: "add" } });
};
