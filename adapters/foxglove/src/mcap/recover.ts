import { rename, rm } from "node:fs/promises";
import { zstdCompressSync } from "node:zlib";
import { type McapTypes, McapWriter } from "@mcap/core";
import { diskFault, openDisk } from "./disk.ts";
import { isWhole, recordsOf } from "./records.ts";

export interface Recovery {
  /** false: the file was whole, and is as it was. */
  readonly isRecovered: boolean;
  readonly messages: number;
}

/**
 * Writes a recording that was cut anew, with its end and its index, in its own place: whole or not at all. Every message
 * whose chunk had reached the file is in it. Works on any MCAP file in zstd or plain chunks.
 * @throws {FoxgloveFault} "file" where nothing of it can be read, "disk" where the new one cannot be written.
 */
export const recoverMcap = async (path: string): Promise<Recovery> => {
  if (await isWhole(path)) return { isRecovered: false, messages: 0 };
  const beside = `${path}.recovering`;
  await rm(beside, { force: true });
  try {
    const messages = await rewritten(path, beside);
    await rename(beside, path);
    return { isRecovered: true, messages };
  } catch (error) {
    await rm(beside, { force: true });
    throw diskFault(beside, error);
  }
};

const rewritten = async (from: string, to: string): Promise<number> => {
  const disk = await openDisk(to);
  let position = 0n;
  const writable = {
    position: () => position,
    write: async (bytes: Uint8Array) => {
      // The writer uses its buffer again.
      await disk.append(bytes);
      position += BigInt(bytes.length);
    },
  };
  const compressChunk = (bytes: Uint8Array) => ({ compression: "zstd", compressedData: zstdCompressSync(bytes) });
  try {
    const messages = await copied(from, new McapWriter({ writable, compressChunk }));
    await disk.sync();
    return messages;
  } finally {
    await disk.close();
  }
};

type Of<T extends McapTypes.TypedMcapRecord["type"]> = Extract<McapTypes.TypedMcapRecord, { type: T }>;

/** Puts records into a new file, under its own numbers for schemas and channels. */
class Copy {
  readonly #writer: McapWriter;
  readonly #schemas = new Map<number, number>([[0, 0]]);
  readonly #channels = new Map<number, number>();
  messages = 0;

  constructor(writer: McapWriter) {
    this.#writer = writer;
  }

  /** One row a record; those that are not here are made anew. */
  readonly take: Readonly<{ [T in McapTypes.TypedMcapRecord["type"]]?: (record: Of<T>) => Promise<void> }> = {
    Header: (record) => this.#writer.start(record),
    Metadata: (record) => this.#writer.addMetadata(record),
    Attachment: (record) => this.#writer.addAttachment(record),
    Schema: async (record) => {
      if (!this.#schemas.has(record.id)) this.#schemas.set(record.id, await this.#writer.registerSchema(record));
    },
    Channel: async (record) => {
      if (this.#channels.has(record.id)) return;
      const schemaId = this.#schemas.get(record.schemaId) ?? 0;
      this.#channels.set(record.id, await this.#writer.registerChannel({ ...record, schemaId }));
    },
    Message: async (record) => {
      const channelId = this.#channels.get(record.channelId);
      if (channelId === undefined) return;
      await this.#writer.addMessage({ ...record, channelId });
      this.messages += 1;
    },
  };
}

const copied = async (from: string, writer: McapWriter): Promise<number> => {
  const copy = new Copy(writer);
  for await (const record of recordsOf(from)) await copy.take[record.type]?.(record as never);
  await writer.end();
  return copy.messages;
};
