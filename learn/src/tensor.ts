/** Static sizes of a tensor, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];
export type ElementType = "float32" | "int64" | "int32" | "uint8" | "bool";

/** The array that holds the elements of each type. */
export interface ElementArrays {
  readonly float32: Float32Array;
  readonly int64: BigInt64Array;
  readonly int32: Int32Array;
  readonly uint8: Uint8Array;
  readonly bool: Uint8Array;
}

/** Numbers with a shape, row-major. */
export interface Tensor<T extends ElementType = ElementType> {
  readonly type: T;
  readonly shape: Shape;
  readonly data: ElementArrays[T];
}

export const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);
export const isSameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((size, i) => size === b[i]);
export const shown = (shape: Shape): string => `[${shape.join(", ")}]`;

/** Takes the array as it is, without a copy. */
export const floats = (data: Float32Array, shape: Shape = [data.length]): Tensor<"float32"> => ({
  type: "float32",
  shape,
  data,
});
export const zerosOf = (shape: Shape): Tensor<"float32"> => floats(new Float32Array(sizeOf(shape)), shape);
