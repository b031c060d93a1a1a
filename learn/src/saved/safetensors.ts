import { LearnFault } from "../fault.ts";
import { type ElementType, floats, type Shape, shown, sizeOf, type Tensor } from "../tensor.ts";
import { brain, half } from "./half.ts";

/** Tensors by name, and what else their writer noted. */
export interface Safetensors {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const damaged = (reason: string): never => {
  throw new LearnFault("weights", `safetensors: ${reason}`, "Save or copy the file again.");
};

const sixteenBits =
  (value: (bits: number) => number) =>
  (bytes: Uint8Array, shape: Shape): Tensor =>
    floats(Float32Array.from(new Uint16Array(bytes.buffer), value), shape);

interface Row {
  readonly bytes: number;
  /** `bytes` is an array of its own. */
  readonly read: (bytes: Uint8Array, shape: Shape) => Tensor;
}

/** Element types of the format (https://github.com/huggingface/safetensors#format) that are read. */
const rows: Readonly<Record<string, Row>> = {
  F32: { bytes: 4, read: (bytes, shape) => floats(new Float32Array(bytes.buffer), shape) },
  F64: { bytes: 8, read: (bytes, shape) => floats(Float32Array.from(new Float64Array(bytes.buffer)), shape) },
  F16: { bytes: 2, read: sixteenBits(half) },
  BF16: { bytes: 2, read: sixteenBits(brain) },
  I64: { bytes: 8, read: (bytes, shape) => ({ type: "int64", shape, data: new BigInt64Array(bytes.buffer) }) },
  I32: { bytes: 4, read: (bytes, shape) => ({ type: "int32", shape, data: new Int32Array(bytes.buffer) }) },
  U8: { bytes: 1, read: (data, shape) => ({ type: "uint8", shape, data }) },
  BOOL: { bytes: 1, read: (data, shape) => ({ type: "bool", shape, data }) },
};
const codes: Readonly<Record<ElementType, string>> = {
  float32: "F32",
  int64: "I64",
  int32: "I32",
  uint8: "U8",
  bool: "BOOL",
};

interface Entry {
  readonly name: string;
  readonly row: Row;
  readonly shape: Shape;
  readonly from: number;
  readonly to: number;
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isSizes = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isSize);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const entryOf = (name: string, given: unknown): Entry => {
  const { dtype, shape, data_offsets: offsets } = isObject(given) ? given : {};
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) return damaged(`"${name}" has no shape or place.`);
  const row = typeof dtype === "string" && Object.hasOwn(rows, dtype) ? rows[dtype] : undefined;
  if (!row) return damaged(`"${name}" has elements ${String(dtype)}; read are ${Object.keys(rows).join(", ")}.`);
  const [from, to] = offsets as [number, number];
  if (to - from !== sizeOf(shape) * row.bytes) return damaged(`"${name}" ${shown(shape)} has ${to - from} bytes.`);
  return { name, row, shape, from, to };
};

/** The format wants every byte to belong to one tensor: holes could hide something, overlaps confuse. */
const checkPlaces = (entries: readonly Entry[], length: number): void => {
  let at = 0;
  for (const { name, from, to } of entries.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== at) damaged(`"${name}" begins at byte ${from} of the numbers, not at ${at}.`);
    at = to;
  }
  if (at !== length) damaged(`it should have ${at} bytes of numbers and has ${length}.`);
};

const headerOf = (bytes: Uint8Array): { readonly header: Readonly<Record<string, unknown>>; readonly end: number } => {
  if (bytes.length < 8) return damaged(`${bytes.length} bytes are too few.`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8))
    return damaged(`its header should have ${length} bytes; after byte 8 there are ${bytes.length - 8}.`);
  const end = 8 + Number(length);
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, end)));
    return isObject(header) ? { header, end } : damaged("its header is no object.");
  } catch (error) {
    if (error instanceof LearnFault) throw error;
    return damaged("its header is no JSON.");
  }
};

/**
 * Halves, brain floats and doubles become float32.
 * @throws {LearnFault} "weights" with the reason when the bytes are damaged, cut short or another format.
 */
export const readSafetensors = (bytes: Uint8Array): Safetensors => {
  const { header, end } = headerOf(bytes);
  const { __metadata__: metadata = {}, ...given } = header;
  const entries = Object.entries(given).map(([name, one]) => entryOf(name, one));
  checkPlaces(entries, bytes.length - end);
  const tensors = entries.map(({ name, row, shape, from, to }) => {
    const own = new Uint8Array(bytes.subarray(end + from, end + to));
    return [name, row.read(own, shape)] as const;
  });
  const notes = isObject(metadata) ? Object.entries(metadata).map(([key, value]) => [key, String(value)] as const) : [];
  return { tensors: Object.fromEntries(tensors), metadata: Object.fromEntries(notes) };
};

/** The bytes of a safetensors file; the numbers begin at a multiple of 8. */
export const encodeSafetensors = (
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array => {
  let at = 0;
  const entries = Object.entries(tensors).map(([name, { type, shape, data }]) => {
    at += data.byteLength;
    return [name, { dtype: codes[type], shape, data_offsets: [at - data.byteLength, at] }] as const;
  });
  const notes = Object.keys(metadata).length === 0 ? [] : [["__metadata__", metadata] as const];
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries([...notes, ...entries])));
  const start = Math.ceil((8 + text.length) / 8) * 8;
  const bytes = new Uint8Array(start + at);
  bytes.fill(0x20, 8, start);
  bytes.set(text, 8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  let to = start;
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), to);
    to += data.byteLength;
  }
  return bytes;
};
