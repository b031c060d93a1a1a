import { LearnFault, refuse } from "../fault.ts";
import type { Shape } from "../tensor.ts";
import { sizeOf } from "../tensor.ts";

/** Element types of NumPy that are read, by their code without the byte order. */
const kinds = {
  f2: {
    bytes: 2,
    array: Float32Array,
    read: (view: DataView, at: number, le: boolean) => half(view.getUint16(at, le)),
  },
  f4: { bytes: 4, array: Float32Array, read: (view: DataView, at: number, le: boolean) => view.getFloat32(at, le) },
  f8: { bytes: 8, array: Float64Array, read: (view: DataView, at: number, le: boolean) => view.getFloat64(at, le) },
  b1: { bytes: 1, array: Uint8Array, read: (view: DataView, at: number) => view.getUint8(at) },
  u1: { bytes: 1, array: Uint8Array, read: (view: DataView, at: number) => view.getUint8(at) },
  u2: { bytes: 2, array: Uint16Array, read: (view: DataView, at: number, le: boolean) => view.getUint16(at, le) },
  u4: { bytes: 4, array: Uint32Array, read: (view: DataView, at: number, le: boolean) => view.getUint32(at, le) },
  i1: { bytes: 1, array: Int8Array, read: (view: DataView, at: number) => view.getInt8(at) },
  i2: { bytes: 2, array: Int16Array, read: (view: DataView, at: number, le: boolean) => view.getInt16(at, le) },
  i4: { bytes: 4, array: Int32Array, read: (view: DataView, at: number, le: boolean) => view.getInt32(at, le) },
  i8: { bytes: 8, array: BigInt64Array, read: (view: DataView, at: number, le: boolean) => view.getBigInt64(at, le) },
} as const;
export type NpyKind = keyof typeof kinds;
export type NpyData =
  | Float32Array
  | Float64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array;

/** What stands before the numbers of a .npy file; enough to read a part of them from a disk. */
export interface NpyHeader {
  readonly kind: NpyKind;
  readonly bytesPerElement: number;
  readonly littleEndian: boolean;
  /** The first index changes fastest. */
  readonly fortranOrder: boolean;
  readonly shape: Shape;
  /** Where the numbers begin, in bytes. */
  readonly offset: number;
  /** Length of the whole file, in bytes. */
  readonly length: number;
}

/** An array of NumPy, row-major whatever its order in the file was. `f2` becomes float32. */
export interface NpyArray {
  readonly kind: NpyKind;
  readonly shape: Shape;
  readonly data: NpyData;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const remedy = "Save it again with numpy.save or numpy.savez, as plain numbers.";
const damaged = (message: string): never => refuse("data", `npy: ${message}`, remedy);

/** IEEE 754 binary16 as a number. */
export const half = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};

const isKind = (code: string): code is NpyKind => Object.hasOwn(kinds, code);

const typeOf = (text: string): { kind: NpyKind; littleEndian: boolean } => {
  const descr = /'descr'\s*:\s*'([<>|=]?)([a-zA-Z]\d+)'/.exec(text);
  const [, order = "", code = ""] = descr ?? damaged(`the header names no plain element type: ${text.slice(0, 80)}.`);
  if (!isKind(code))
    return damaged(`elements of type "${code}" are not read; these are: ${Object.keys(kinds).join(", ")}.`);
  return { kind: code, littleEndian: order !== ">" };
};

const shapeIn = (text: string): Shape => {
  const found = /'shape'\s*:\s*\(([^)]*)\)/.exec(text) ?? damaged("the header names no shape.");
  const sizes = (found[1] ?? "").split(",").map((one) => one.trim());
  const shape = sizes.filter((one) => one !== "").map((one) => Number(one.replace(/L$/, "")));
  if (shape.some((size) => !Number.isSafeInteger(size) || size < 0)) damaged(`the shape (${found[1]}) is none.`);
  return shape;
};

const headerSpan = (bytes: Uint8Array): { from: number; to: number } => {
  if (bytes.length < 12 || magic.some((byte, i) => bytes[i] !== byte))
    damaged("the first bytes are not those of a .npy file.");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) damaged(`version ${version} of the format is not known.`);
  const from = version === 1 ? 10 : 12;
  return { from, to: from + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true)) };
};

/** Bytes of a .npy file that are enough for `readNpyHeader`, if its header is of the usual length. */
export const npyHeaderBytes = 4096;

/**
 * @param bytes the file's first bytes, at least its header.
 * @throws {LearnFault} "data" when they are not a .npy header.
 */
export const readNpyHeader = (bytes: Uint8Array): NpyHeader => {
  const { from, to } = headerSpan(bytes);
  if (to > bytes.length) damaged(`the header ends at byte ${to}, there are ${bytes.length}.`);
  const text = new TextDecoder().decode(bytes.subarray(from, to));
  const { kind, littleEndian } = typeOf(text);
  const shape = shapeIn(text);
  const fortranOrder = /'fortran_order'\s*:\s*True/.test(text);
  const bytesPerElement = kinds[kind].bytes;
  const length = to + sizeOf(shape) * bytesPerElement;
  if (!Number.isSafeInteger(length)) damaged(`the shape (${shape.join(", ")}) is too large.`);
  return { kind, bytesPerElement, littleEndian, fortranOrder, shape, offset: to, length };
};

/** Elements as numbers; a plain copy where the machine's order is the file's, one by one where it is not. */
export const npyElements = (header: Pick<NpyHeader, "kind" | "littleEndian">, bytes: Uint8Array): NpyData => {
  const { bytes: size, array, read } = kinds[header.kind];
  if (header.littleEndian && header.kind !== "f2") {
    // Not slice: Node's Buffer would share the memory, at an offset that suits no float.
    const copy = new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % size)));
    return new array(copy.buffer);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = new array(Math.floor(bytes.length / size));
  for (let i = 0; i < data.length; i++) data[i] = read(view, i * size, header.littleEndian);
  return data;
};

/** The same numbers with the last index fastest. */
const rowMajor = (data: NpyData, shape: Shape): NpyData => {
  const result = data.slice();
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  for (let to = 0; to < data.length; to++) {
    let rest = to;
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] ?? 1;
      from += (rest % size) * (strides[axis] ?? 0);
      rest = Math.floor(rest / size);
    }
    result[to] = data[from] ?? 0;
  }
  return result;
};

/**
 * A whole .npy file (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, versions 1 to 3).
 * @throws {LearnFault} "data" with the reason when it is damaged, cut short, or holds anything but plain numbers.
 */
export const readNpy = (bytes: Uint8Array): NpyArray => {
  const header = readNpyHeader(bytes);
  if (bytes.length !== header.length) damaged(`it should have ${header.length} bytes and has ${bytes.length}.`);
  const data = npyElements(header, bytes.subarray(header.offset));
  const { kind, shape } = header;
  return { kind, shape, data: header.fortranOrder && shape.length > 1 ? rowMajor(data, shape) : data };
};

const codesOut = [
  [Float32Array, "<f4"],
  [Float64Array, "<f8"],
  [Uint8Array, "|u1"],
  [Int32Array, "<i4"],
  [BigInt64Array, "<i8"],
] as const;

/** A .npy file of version 1, row-major. */
export const encodeNpy = (data: NpyData, shape: Shape): Uint8Array => {
  const code = codesOut.find(([array]) => data instanceof array)?.[1];
  if (code === undefined)
    throw new LearnFault(
      "data",
      "npy: these elements are not written.",
      "Give float32, float64, uint8, int32 or int64.",
    );
  if (sizeOf(shape) !== data.length)
    refuse("shape", `npy: ${data.length} numbers are not [${shape.join(", ")}].`, "Give the array's own shape.");
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${code}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const offset = Math.ceil((10 + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(offset + data.byteLength);
  bytes.set([...magic, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, offset - 10, true);
  bytes.set(new TextEncoder().encode(`${text.padEnd(offset - 11)}\n`), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
  return bytes;
};

/** As float32, whatever the file held. int64 beyond 2⁵³ loses digits, as every float32 does. */
export const npyFloats = ({ data }: NpyArray): Float32Array =>
  data instanceof Float32Array ? data : Float32Array.from(data as ArrayLike<number | bigint>, Number);
