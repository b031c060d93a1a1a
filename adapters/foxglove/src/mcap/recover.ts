import { rename, rm } from "node:fs/promises";
import { zstdCompressSync } from "node:zlib";
import { McapWriter } from "@mcap/core";
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

const copied = async (from: string, writer: McapWriter): Promise<number> => {
  const schemas = new Map<number, number>([[0, 0]]);
  const channels = new Map<number, number>();
  let messages = 0;
  for await (const record of recordsOf(from)) {
    if (record.type === "Header") await writer.start(record);
    else if (record.type === "Schema" && !schemas.has(record.id))
      schemas.set(record.id, await writer.registerSchema(record));
    else if (record.type === "Channel" && !channels.has(record.id))
      channels.set(record.id, await writer.registerChannel({ ...record, schemaId: schemas.get(record.schemaId) ?? 0 }));
    else if (record.type === "Metadata") await writer.addMetadata(record);
    else if (record.type === "Attachment") await writer.addAttachment(record);
    else if (record.type === "Message") {
      const channelId = channels.get(record.channelId);
      if (channelId === undefined) continue;
      await writer.addMessage({ ...record, channelId });
      messages += 1;
    }
  }
  await writer.end();
  return messages;
};
