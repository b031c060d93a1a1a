import { sha256 } from "../episodes/sha256.ts";
import { LearnFault } from "../fault.ts";

/*
 * One file of several parts:
 *   0   8 bytes  0x89 "SKM" CR LF 0x1A LF: text, and a transfer that changes line ends, are noticed at once (as in PNG)
 *   8   u32      version of this layout, little-endian
 *   12  u32      length of the header
 *   16  32 bytes SHA-256 of the header
 *   48  header   JSON: { length, parts: { name: { offset, length, sha256 } }, description }
 * Parts begin at multiples of 64, so that their numbers can be used where they lie.
 */
const magic = Uint8Array.of(0x89, 0x53, 0x4b, 0x4d, 0x0d, 0x0a, 0x1a, 0x0a);
export const layoutVersion = 1;
const headerAt = 48;
const alignment = 64;

export interface Container {
  /** JSON. */
  readonly description: unknown;
  readonly parts: Readonly<Record<string, Uint8Array>>;
}

interface Place {
  readonly offset: number;
  readonly length: number;
  readonly sha256: string;
}

interface Header {
  readonly length: number;
  readonly parts: Readonly<Record<string, Place>>;
  readonly description: unknown;
}

const refused = (reason: string, remedy = "Copy or download it again."): never => {
  throw new LearnFault("saved", `This is no model that can be read: ${reason}`, remedy);
};

const hashOf = (bytes: Uint8Array): string => {
  const hash = sha256();
  hash.update(bytes);
  return hash.digest();
};
const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
const aligned = (at: number): number => Math.ceil(at / alignment) * alignment;

/** Offsets are counted from the first part: they do not change with the header's length. */
const placed = (parts: Readonly<Record<string, Uint8Array>>): { places: Record<string, Place>; end: number } => {
  let end = 0;
  const places = Object.entries(parts).map(([name, bytes]) => {
    const offset = aligned(end);
    end = offset + bytes.length;
    return [name, { offset, length: bytes.length, sha256: hashOf(bytes) }] as const;
  });
  return { places: Object.fromEntries(places), end };
};

/** The bytes of the file. The same parts give the same bytes. */
export const encodeContainer = ({ description, parts }: Container): Uint8Array => {
  const { places, end } = placed(parts);
  const header = new TextEncoder().encode(JSON.stringify({ length: end, parts: places, description }));
  const start = aligned(headerAt + header.length);
  const bytes = new Uint8Array(start + end);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  view.setUint32(8, layoutVersion, true);
  view.setUint32(12, header.length, true);
  bytes.set(fromHex(hashOf(header)), 16);
  bytes.set(header, headerAt);
  for (const [name, part] of Object.entries(parts)) bytes.set(part, start + (places[name]?.offset ?? 0));
  return bytes;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isSize = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isPlace = (value: unknown): value is Place =>
  isObject(value) && isSize(value.offset) && isSize(value.length) && typeof value.sha256 === "string";
const isHeader = (value: unknown): value is Header =>
  isObject(value) && isSize(value.length) && isObject(value.parts) && Object.values(value.parts).every(isPlace);

const checkBeginning = (bytes: Uint8Array): void => {
  const isOurs = magic.every((byte, i) => i >= bytes.length || bytes[i] === byte);
  if (!isOurs || bytes.length === 0)
    refused("it does not begin as a model of Sakiyomi does.", "Choose a file that ends in .sakiyomi-model.");
  if (bytes.length < headerAt) refused(`it is cut short after ${bytes.length} bytes.`);
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  if (version > layoutVersion)
    refused(
      `it is of layout ${version}, written by a newer version; this one reads up to ${layoutVersion}.`,
      "Update Sakiyomi.",
    );
  if (version < 1) refused("its version is 0: it is damaged.");
};

const headerOf = (bytes: Uint8Array): { readonly header: Header; readonly start: number } => {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(12, true);
  if (headerAt + length > bytes.length)
    refused(`it is cut short: its header ends at byte ${headerAt + length}, the file at ${bytes.length}.`);
  const text = bytes.subarray(headerAt, headerAt + length);
  const wanted = fromHex(hashOf(text));
  if (wanted.some((byte, i) => byte !== bytes[16 + i])) refused("its header does not match its checksum.");
  const header: unknown = JSON.parse(new TextDecoder().decode(text));
  return isHeader(header)
    ? { header, start: aligned(headerAt + length) }
    : refused("its header names no parts.", "It was not written by Sakiyomi.");
};

const partOf = (body: Uint8Array, name: string, { offset, length, sha256: wanted }: Place): Uint8Array => {
  if (offset + length > body.length) return refused(`its part "${name}" lies beyond its end.`);
  const part = body.subarray(offset, offset + length);
  return hashOf(part) === wanted ? part : refused(`its part "${name}" does not match its checksum.`);
};

/**
 * Every part is checked against its SHA-256. Parts share the memory of `bytes`.
 * @throws {LearnFault} "saved" with the reason when the file is damaged, cut short, foreign, or newer than this library.
 */
export const readContainer = (bytes: Uint8Array): Container => {
  checkBeginning(bytes);
  const { header, start } = headerOf(bytes);
  if (bytes.length !== start + header.length)
    refused(`it should have ${start + header.length} bytes and has ${bytes.length}.`);
  const body = bytes.subarray(start);
  const parts = Object.entries(header.parts).map(([name, place]) => [name, partOf(body, name, place)] as const);
  return { description: header.description, parts: Object.fromEntries(parts) };
};
