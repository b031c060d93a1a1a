import { promisify } from "node:util";
import { constants, crc32, zstdCompress } from "node:zlib";
import { McapChunkBuilder, McapRecordBuilder, type McapTypes } from "@mcap/core";

type Schema = McapTypes.Schema;
type Channel = McapTypes.Channel;
export type ChunkIndex = Omit<McapTypes.ChunkIndex, "chunkStartOffset" | "messageIndexOffsets">;

/** A channel with what its messages are. */
export interface KnownChannel {
  readonly schema: Schema;
  readonly channel: Channel;
}

export type Compression = "zstd" | "none";

/** Level 1: chunks half as large as they are, for a hundredth of a core; higher levels save little more. */
const level = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const zstd = promisify(zstdCompress);

/** Messages of a second or less, which go to the disk together. */
export interface Chunk {
  readonly builder: McapChunkBuilder;
  readonly channels: Set<KnownChannel>;
}

export const newChunk = (): Chunk => ({
  builder: new McapChunkBuilder({ useMessageIndex: true }),
  channels: new Set(),
});

/** Messages by channel. */
export const countsOf = ({ builder }: Chunk): ReadonlyMap<number, number> =>
  new Map([...builder.indices].map(({ channelId, records }) => [channelId, records.length]));

export interface Packed {
  readonly bytes: Uint8Array;
  /** Of the chunk's record, in `bytes`. */
  readonly chunkAt: number;
  readonly index: ChunkIndex;
  /** Of each channel's index, in `bytes`. */
  readonly indexAt: ReadonlyMap<number, number>;
}

/**
 * A chunk as it stands in the file: before it the definitions that are not there yet, behind it its indexes. It is
 * compressed on another thread.
 */
export const packed = async (
  { builder }: Chunk,
  fresh: Iterable<KnownChannel>,
  schemasThere: ReadonlySet<number>,
  compression: Compression,
): Promise<Packed> => {
  const raw = builder.buffer;
  const records = compression === "zstd" ? await zstd(raw, level) : raw;
  const out = new McapRecordBuilder();
  const told = new Set(schemasThere);
  for (const { schema, channel } of fresh) {
    if (!told.has(schema.id)) out.writeSchema(schema);
    told.add(schema.id);
    out.writeChannel(channel);
  }
  const chunkAt = out.length;
  const { messageStartTime, messageEndTime } = builder;
  const sizes = { compression: compression === "none" ? "" : compression, uncompressedSize: BigInt(raw.length) };
  const chunkLength = out.writeChunk({
    messageStartTime,
    messageEndTime,
    ...sizes,
    uncompressedCrc: crc32(raw),
    records,
  });
  const indexAt = new Map<number, number>();
  const indexesAt = out.length;
  for (const index of builder.indices) {
    indexAt.set(index.channelId, out.length);
    out.writeMessageIndex(index);
  }
  const messageIndexLength = BigInt(out.length - indexesAt);
  const compressedSize = BigInt(records.length);
  const index = { messageStartTime, messageEndTime, ...sizes, chunkLength, messageIndexLength, compressedSize };
  return { bytes: out.buffer, chunkAt, index, indexAt };
};
