import { bytesFile, damaged, type RandomAccess } from "./access.ts";
import { crc32 } from "./crc32.ts";
import { joined } from "./target.ts";

/** A file inside a ZIP archive (PKWARE APPNOTE 6.3). */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly checksum: number;
  readonly stored: number;
  readonly size: number;
  /** Of its local header. */
  readonly offset: number;
}

const STORED = 0;
const DEFLATED = 8;
const END = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const FULL_32 = 0xffffffff;

export interface ZipFile {
  readonly names: readonly string[];
  /** @throws {LearnFault} "data" where there is no such entry, or it is compressed in another way than deflate. */
  open(name: string): Promise<RandomAccess>;
}

/** Reads the directory of an archive; entries are read from it piece by piece. */
export async function openZip(file: RandomAccess): Promise<ZipFile> {
  const entries = new Map((await readDirectory(file)).map((entry) => [entry.name, entry]));
  return {
    names: [...entries.keys()],
    open: async (name) => {
      const entry = entries.get(name);
      if (!entry) return damaged(file.name, `holds no ${name}.`, `It holds ${[...entries.keys()].join(", ")}.`);
      return openEntry(file, entry);
    },
  };
}

async function readDirectory(file: RandomAccess): Promise<readonly Entry[]> {
  const tail = await file.read(Math.max(0, file.size - 65_557), file.size);
  const view = viewOf(tail);
  let end = tail.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) return damaged(file.name, "has no directory of a ZIP archive at its end: it is cut or something else.");
  const plain = { size: view.getUint32(end + 12, true), offset: view.getUint32(end + 16, true) };
  const hasLocator = end >= 20 && view.getUint32(end - 20, true) === END64_LOCATOR;
  const place = hasLocator ? await readEnd64(file, big(view, end - 12)) : plain;
  if (place.offset + place.size > file.size) return damaged(file.name, "points beyond its end: it is cut.");
  return entriesOf(await file.read(place.offset, place.offset + place.size), file.name);
}

async function readEnd64(file: RandomAccess, at: number): Promise<{ size: number; offset: number }> {
  const view = viewOf(await file.read(at, at + 56));
  return { size: big(view, 40), offset: big(view, 48) };
}

function entriesOf(directory: Uint8Array, file: string): readonly Entry[] {
  const view = viewOf(directory);
  const entries: Entry[] = [];
  for (let at = 0; at + 46 <= directory.length; ) {
    if (view.getUint32(at, true) !== CENTRAL) return damaged(file, "has a broken directory.");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) => view.getUint16(at + o, true)) as [
      number,
      number,
      number,
    ];
    const name = new TextDecoder().decode(directory.subarray(at + 46, at + 46 + nameLength));
    const sizes = [24, 20, 42].map((o) => view.getUint32(at + o, true));
    const [size, stored, offset] = wide(
      sizes,
      directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength),
    );
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    entries.push({
      name,
      flags,
      method,
      checksum: view.getUint32(at + 16, true),
      size: size ?? 0,
      stored: stored ?? 0,
      offset: offset ?? 0,
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** Numbers that did not fit into 32 bits stand in the extra field 1, in the same order. */
function wide(sizes: readonly number[], extra: Uint8Array): readonly number[] {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    return sizes.map((size) => {
      if (size !== FULL_32) return size;
      next += 8;
      return big(view, next - 8);
    });
  }
  return sizes;
}

async function openEntry(file: RandomAccess, entry: Entry): Promise<RandomAccess> {
  const name = `${file.name}:${entry.name}`;
  const head = viewOf(await file.read(entry.offset, entry.offset + 30));
  if (head.getUint32(0, true) !== LOCAL) return damaged(name, "does not begin where the directory says.");
  if (entry.flags & 1) return damaged(name, "is encrypted.", "Write it without a password.");
  const start = entry.offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  if (start + entry.stored > file.size) return damaged(name, "is cut.");
  const read = (from: number, to: number) => file.read(start + from, start + to);
  if (entry.method === STORED) return stored(name, entry, read);
  if (entry.method !== DEFLATED)
    return damaged(name, `is compressed by method ${entry.method}.`, "Write it with numpy.savez or savez_compressed.");
  return inflated(name, entry, read);
}

/** Pieces cannot be checked against the sum of the whole; the whole is. */
function stored(
  name: string,
  { size, checksum }: Entry,
  read: (from: number, to: number) => Promise<Uint8Array>,
): RandomAccess {
  return {
    name,
    size,
    read: async (start, end) => {
      const bytes = await read(start, end);
      return end - start === size && crc32(bytes, 0) !== checksum ? damaged(name, "does not fit its checksum.") : bytes;
    },
    close: async () => {},
  };
}

const PIECE = 1 << 18;

/** Reading forward goes on where it stopped; reading backward begins anew. What was passed is forgotten. */
function inflated(name: string, entry: Entry, read: (from: number, to: number) => Promise<Uint8Array>): RandomAccess {
  const { size } = entry;
  let flow = flowOf(name, entry, read);
  return {
    name,
    size,
    read: async (start, end) => {
      if (end > size) return damaged(name, `ends at byte ${size}, before ${end}.`);
      if (start < flow.at()) {
        await flow.stop();
        flow = flowOf(name, entry, read);
      }
      return flow.take(start, end);
    },
    close: () => flow.stop(),
  };
}

interface Flow {
  /** The first byte that is still held. */
  at(): number;
  take(start: number, end: number): Promise<Uint8Array>;
  stop(): Promise<void>;
}

function flowOf(
  name: string,
  { stored, size, checksum }: Entry,
  read: (from: number, to: number) => Promise<Uint8Array>,
): Flow {
  let fed = 0;
  const compressed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      const end = Math.min(fed + PIECE, stored);
      if (end > fed) controller.enqueue((await read(fed, end)) as Uint8Array<ArrayBuffer>);
      fed = end;
      if (fed === stored) controller.close();
    },
  });
  const reader = compressed.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  let held: Uint8Array = new Uint8Array(0);
  let at = 0;
  let [passed, sum] = [0, 0];
  const next = async (): Promise<Uint8Array> => {
    const { value } = await reader.read().catch((): never => damaged(name, "cannot be inflated: it is damaged."));
    const part: Uint8Array = value ?? damaged(name, "ends too early.");
    passed += part.length;
    sum = crc32(part, sum);
    return passed === size && sum !== checksum ? damaged(name, "does not fit its checksum.") : part;
  };
  const skipTo = async (start: number) => {
    while (at + held.length < start) {
      at += held.length;
      held = await next();
    }
    held = held.subarray(start - at);
    at = start;
  };
  return {
    at: () => at,
    take: async (start, end) => {
      await skipTo(start);
      const parts = [held];
      for (let have = held.length; have < end - start; ) {
        const part = await next();
        parts.push(part);
        have += part.length;
      }
      held = parts.length === 1 ? held : joined(parts);
      return held.slice(0, end - start);
    },
    stop: () => reader.cancel().catch(() => {}),
  };
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const big = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

/** An entry whole, for small arrays. */
export async function entryBytes(zip: ZipFile, name: string): Promise<RandomAccess> {
  const entry = await zip.open(name);
  return bytesFile(entry.name, await entry.read(0, entry.size));
}
