import { type FileHandle, open } from "node:fs/promises";
import { zstdDecompressSync } from "node:zlib";
import { McapConstants, McapStreamReader, type McapTypes } from "@mcap/core";
import { FoxgloveFault } from "../fault.ts";

type Record = McapTypes.TypedMcapRecord;

const piece = 1 << 20;
const decompressHandlers = { zstd: (bytes: Uint8Array) => new Uint8Array(zstdDecompressSync(bytes)) };

export const opened = async (path: string): Promise<FileHandle> =>
  open(path, "r").catch((cause: unknown) => {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new FoxgloveFault("file", `${path} cannot be read: ${words}.`, "Give the path of a recording.", { cause });
  });

/** Has a file its end, index and all, or was its writer cut off? */
export const isWhole = async (path: string): Promise<boolean> => {
  const handle = await opened(path);
  try {
    const { size } = await handle.stat();
    const magic = Uint8Array.from(McapConstants.MCAP_MAGIC);
    if (size < 2 * magic.length) return false;
    const end = new Uint8Array(magic.length);
    await handle.read(end, 0, end.length, size - end.length);
    return end.every((byte, i) => byte === magic[i]);
  } finally {
    await handle.close();
  }
};

async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const handle = await opened(path);
  try {
    for (;;) {
      const bytes = new Uint8Array(piece);
      const { bytesRead } = await handle.read(bytes, 0, piece, null);
      if (bytesRead === 0) return;
      yield bytes.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/**
 * The records of a file from its begin, also of one that was cut: they end with the last whole one.
 * @throws {FoxgloveFault} "file" where it is no MCAP file.
 */
export async function* recordsOf(path: string): AsyncGenerator<Record> {
  const reader = new McapStreamReader({ decompressHandlers, validateCrcs: true });
  let isMcap = false;
  for await (const bytes of piecesOf(path)) {
    reader.append(bytes);
    for (;;) {
      const record = next(reader, path, isMcap);
      if (record === "damaged") return;
      if (!record) break;
      isMcap = true;
      yield record;
    }
  }
  if (!isMcap) throw new FoxgloveFault("file", `${path} holds no whole record.`, "It was cut too early to be read.");
}

/** What a power cut leaves behind the last whole record may be anything: it ends there. */
const next = (reader: McapStreamReader, path: string, isMcap: boolean): Record | undefined | "damaged" => {
  try {
    return reader.nextRecord();
  } catch (cause) {
    if (isMcap) return "damaged";
    throw new FoxgloveFault("file", `${path} is no MCAP file.`, "Give the path of a recording.", { cause });
  }
};
