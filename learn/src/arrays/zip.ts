import { refuse } from "../fault.ts";

/** One file of an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly method: "stored" | "deflated";
  readonly compressed: number;
  /** Bytes when unpacked. */
  readonly length: number;
  readonly crc: number;
  /** Of its local header, in bytes. */
  readonly offset: number;
}

const remedy = "Copy or save the archive again.";
const damaged = (message: string): never => refuse("data", `zip: ${message}`, remedy);
const endLength = 22;
const longestComment = 0xffff;
const signatures = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
};
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 as in zip and PNG. */
export const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
};

const findEnd = (view: DataView): number => {
  const last = view.byteLength - endLength;
  for (let at = last; at >= Math.max(0, last - longestComment); at--)
    if (view.getUint32(at, true) === signatures.end) return at;
  return damaged("it has no directory: it is cut short or no archive.");
};

const safe = (value: bigint): number =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : damaged("it names a length beyond 2^53 bytes.");

/** Where the directory begins and how many entries it has; zip64 where the short fields are full. */
const directoryOf = (view: DataView): { at: number; count: number } => {
  const end = findEnd(view);
  const short = { at: view.getUint32(end + 16, true), count: view.getUint16(end + 10, true) };
  if (short.at !== 0xffffffff && short.count !== 0xffff) return short;
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== signatures.locator64) return short;
  const at = safe(view.getBigUint64(locator + 8, true));
  if (at + 56 > view.byteLength || view.getUint32(at, true) !== signatures.end64)
    return damaged("its zip64 directory is missing.");
  return { at: safe(view.getBigUint64(at + 48, true)), count: safe(view.getBigUint64(at + 32, true)) };
};

interface Sizes {
  length: number;
  compressed: number;
  offset: number;
}

/** The extra field 1 of an entry holds, in this order, the sizes that did not fit into 32 bits. */
const widen = (sizes: Sizes, extra: DataView): Sizes => {
  const wide = { ...sizes };
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== 1) continue;
    let from = at + 4;
    for (const key of ["length", "compressed", "offset"] as const) {
      if (wide[key] !== 0xffffffff) continue;
      if (from + 8 > extra.byteLength) return damaged("a zip64 field is cut short.");
      wide[key] = safe(extra.getBigUint64(from, true));
      from += 8;
    }
  }
  return wide;
};

const methodOf = (code: number, name: string): ZipEntry["method"] => {
  if (code === 0) return "stored";
  return code === 8 ? "deflated" : damaged(`"${name}" is packed by method ${code}, which is not read.`);
};

const entryAt = (bytes: Uint8Array, at: number): { entry: ZipEntry; next: number } => {
  const view = viewOf(bytes);
  if (at + 46 > bytes.length || view.getUint32(at, true) !== signatures.central)
    return damaged(`its directory is damaged at byte ${at}.`);
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  if (next > bytes.length) return damaged("its directory is cut short.");
  const name = new TextDecoder().decode(bytes.subarray(at + 46, nameEnd));
  const sizes = {
    length: view.getUint32(at + 24, true),
    compressed: view.getUint32(at + 20, true),
    offset: view.getUint32(at + 42, true),
  };
  const method = methodOf(view.getUint16(at + 10, true), name);
  return {
    entry: {
      name,
      method,
      crc: view.getUint32(at + 16, true),
      ...widen(sizes, viewOf(bytes.subarray(nameEnd, extraEnd))),
    },
    next,
  };
};

/**
 * The files of an archive, unread. Encrypted and split archives are not read.
 * @throws {LearnFault} "data" when the bytes are not an archive or its directory is damaged.
 */
export const zipEntries = (bytes: Uint8Array): readonly ZipEntry[] => {
  if (bytes.length < endLength) return damaged(`${bytes.length} bytes are too few for an archive.`);
  const directory = directoryOf(viewOf(bytes));
  const entries: ZipEntry[] = [];
  let at = directory.at;
  for (let i = 0; i < directory.count; i++) {
    const { entry, next } = entryAt(bytes, at);
    entries.push(entry);
    at = next;
  }
  return entries;
};

/** Stops at the declared length: an archive cannot unpack to more than it says. */
const inflate = async (packed: Uint8Array, { name, length }: ZipEntry): Promise<Uint8Array> => {
  const whole = new Uint8Array(length);
  let at = 0;
  const stream = new Blob([new Uint8Array(packed)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  for await (const part of stream as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
    if (at + part.length > length) return damaged(`"${name}" is longer than it says.`);
    whole.set(part, at);
    at += part.length;
  }
  return at === length ? whole : damaged(`"${name}" is shorter than it says.`);
};

const unpack = async (packed: Uint8Array, entry: ZipEntry): Promise<Uint8Array> => {
  if (entry.method === "stored") return packed;
  // Deflate makes at most 1,032 of one byte: a longer claim is no reason to set memory aside.
  if (entry.length > packed.length * 1032) return damaged(`"${entry.name}" claims more bytes than it can hold.`);
  try {
    return await inflate(packed, entry);
  } catch (error) {
    if (error instanceof TypeError) return damaged(`"${entry.name}" cannot be unpacked (${error.message}).`);
    throw error;
  }
};

/**
 * One file of the archive, unpacked and checked against its CRC.
 * @throws {LearnFault} "data" when it is damaged.
 */
export const unzip = async (bytes: Uint8Array, entry: ZipEntry): Promise<Uint8Array> => {
  const view = viewOf(bytes);
  const { offset, name } = entry;
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== signatures.local)
    return damaged(`"${name}" is not where the directory says.`);
  const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (from + entry.compressed > bytes.length) return damaged(`"${name}" is cut short.`);
  const data = await unpack(bytes.subarray(from, from + entry.compressed), entry);
  if (data.length !== entry.length || crc32(data) !== entry.crc)
    return damaged(`"${name}" does not match its checksum.`);
  return data;
};
