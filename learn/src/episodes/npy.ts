import { damaged, type RandomAccess } from "./access.ts";

/** An array of numpy's format (NEP 1; versions 1.0, 2.0 and 3.0), read by rows: along its first axis. */
export interface NpyFile {
  readonly name: string;
  /** As numpy writes it, without the byte order: "f4", "u1", "i8", "b1". */
  readonly type: NpyType;
  readonly shape: readonly number[];
  /** Elements of rows `start` (inclusive) to `end` (exclusive), row-major. @throws {LearnFault} "data". */
  rows(start: number, end: number): Promise<NumberArray>;
  /** The same with the first two axes taken as one: [N, T, …] read as [N·T, …]. */
  frames(start: number, end: number): Promise<NumberArray>;
}

export type NumberArray = ArrayLike<number> & { readonly BYTES_PER_ELEMENT: number };

type ReadElements = (view: DataView, count: number) => NumberArray;

interface TypeRow {
  readonly bytes: number;
  readonly read: ReadElements;
}

/** Little-endian elements into an array of their own: the bytes may begin anywhere. */
const each = <A extends Float32Array | Float64Array | Uint16Array | Int16Array | Int32Array | Uint32Array>(
  make: (count: number) => A,
  get: (view: DataView, at: number) => number,
): ReadElements => {
  return (view, count) => {
    const values = make(count);
    for (let i = 0; i < count; i++) values[i] = get(view, i * values.BYTES_PER_ELEMENT);
    return values;
  };
};

const wide = (get: (view: DataView, at: number) => bigint): ReadElements => {
  return (view, count) => Float64Array.from({ length: count }, (_, i) => Number(get(view, i * 8)));
};

const bytewise: ReadElements = (view, count) => new Uint8Array(view.buffer, view.byteOffset, count);

const types = {
  b1: { bytes: 1, read: bytewise },
  u1: { bytes: 1, read: bytewise },
  i1: { bytes: 1, read: (view, count) => new Int8Array(view.buffer, view.byteOffset, count) },
  u2: {
    bytes: 2,
    read: each(
      (n) => new Uint16Array(n),
      (view, at) => view.getUint16(at, true),
    ),
  },
  i2: {
    bytes: 2,
    read: each(
      (n) => new Int16Array(n),
      (view, at) => view.getInt16(at, true),
    ),
  },
  u4: {
    bytes: 4,
    read: each(
      (n) => new Uint32Array(n),
      (view, at) => view.getUint32(at, true),
    ),
  },
  i4: {
    bytes: 4,
    read: each(
      (n) => new Int32Array(n),
      (view, at) => view.getInt32(at, true),
    ),
  },
  f4: {
    bytes: 4,
    read: each(
      (n) => new Float32Array(n),
      (view, at) => view.getFloat32(at, true),
    ),
  },
  f8: {
    bytes: 8,
    read: each(
      (n) => new Float64Array(n),
      (view, at) => view.getFloat64(at, true),
    ),
  },
  i8: { bytes: 8, read: wide((view, at) => view.getBigInt64(at, true)) },
  u8: { bytes: 8, read: wide((view, at) => view.getBigUint64(at, true)) },
} as const satisfies Readonly<Record<string, TypeRow>>;

export type NpyType = keyof typeof types;

interface Header {
  readonly type: NpyType;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly data: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** @throws {LearnFault} "data" where the file is none of numpy's, is cut, or holds objects, strings or Fortran order. */
export async function openNpy(file: RandomAccess): Promise<NpyFile> {
  const { type, shape, data } = await readHeader(file);
  const row: TypeRow = types[type];
  const sizeFrom = (axis: number) => shape.slice(axis).reduce((n, size) => n * size, 1);
  const needed = data + sizeFrom(0) * row.bytes;
  if (file.size < needed) return damaged(file.name, `has ${file.size} bytes; its shape [${shape}] needs ${needed}.`);
  const along = (elements: number) => async (start: number, end: number) => {
    const stride = elements * row.bytes;
    const bytes = await file.read(data + start * stride, data + end * stride);
    return row.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), (end - start) * elements);
  };
  return { name: file.name, type, shape, rows: along(sizeFrom(1)), frames: along(sizeFrom(2)) };
}

async function readHeader(file: RandomAccess): Promise<Header> {
  if (file.size < 12) return damaged(file.name, "is too short for a numpy array.");
  const start = await file.read(0, 12);
  if (!MAGIC.every((byte, i) => start[i] === byte))
    return damaged(file.name, "does not begin as a numpy array does.", "Write it with numpy.save.");
  const version = start[6] ?? 0;
  if (version < 1 || version > 3)
    return damaged(file.name, `is a numpy array of version ${version}.`, "Write it with numpy.save.");
  const view = new DataView(start.buffer, start.byteOffset);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const at = version === 1 ? 10 : 12;
  if (at + length > file.size) return damaged(file.name, "is cut inside its header.");
  const text = new TextDecoder().decode(await file.read(at, at + length));
  return { ...headerOf(text, file.name), data: at + length };
}

function headerOf(text: string, file: string): Omit<Header, "data"> {
  const descr = /'descr':\s*'([<>|=])(\w\d+)'/.exec(text);
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text);
  if (!descr || !shape) return damaged(file, "holds something else than plain numbers.", "Store numbers, not objects.");
  const [, order, type = ""] = descr;
  if (order === ">")
    return damaged(file, "is big-endian.", "Write it with array.astype(array.dtype.newbyteorder('<')).");
  if (!Object.hasOwn(types, type))
    return damaged(file, `holds elements of type ${type}.`, `Use one of ${Object.keys(types).join(", ")}.`);
  const sizes = (shape[1] ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(Number);
  // With at most one axis longer than one, both orders are the same bytes.
  if (/'fortran_order':\s*True/.test(text) && sizes.filter((size) => size > 1).length > 1)
    return damaged(
      file,
      "is stored in Fortran order.",
      "Write it with numpy.save(path, numpy.ascontiguousarray(array)).",
    );
  return { type: type as NpyType, shape: sizes };
}

/** The header of an array whose elements follow, row-major and little-endian, padded to 64 bytes as numpy does. */
export function npyHeader(type: NpyType, shape: readonly number[]): Uint8Array {
  const order = types[type].bytes === 1 ? "|" : "<";
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const words = `{'descr': '${order}${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + words.length + 1) / 64) * 64 - 10;
  const header = new Uint8Array(10 + length);
  header.set(MAGIC);
  header[6] = 1;
  new DataView(header.buffer).setUint16(8, length, true);
  header.set(new TextEncoder().encode(`${words.padEnd(length - 1)}\n`), 10);
  return header;
}
