import { McapConstants, McapRecordBuilder, type McapTypes } from "@mcap/core";
import type { KnownChannel } from "./chunk.ts";

/** What is known of a file at its end. */
export interface Totals {
  readonly channels: readonly KnownChannel[];
  readonly chunks: readonly McapTypes.ChunkIndex[];
  readonly metadata: readonly McapTypes.MetadataIndex[];
  readonly counts: ReadonlyMap<number, number>;
}

const statisticsOf = ({ channels, chunks, metadata, counts }: Totals): McapTypes.Statistics => ({
  messageCount: BigInt([...counts.values()].reduce((sum, count) => sum + count, 0)),
  schemaCount: new Set(channels.map(({ schema }) => schema.id)).size,
  channelCount: channels.length,
  attachmentCount: 0,
  metadataCount: metadata.length,
  chunkCount: chunks.length,
  messageStartTime: chunks.reduce(
    (least, { messageStartTime: at }) => (at < least ? at : least),
    chunks[0]?.messageStartTime ?? 0n,
  ),
  messageEndTime: chunks.reduce((most, { messageEndTime: at }) => (at > most ? at : most), 0n),
  channelMessageCounts: new Map([...counts].map(([channel, count]) => [channel, BigInt(count)])),
});

type Opcode = McapTypes.SummaryOffset["groupOpcode"];

/** The end of a file of which `position` bytes are written: definitions and indexes, so that a reader need not walk it. */
export const summaryBytes = (totals: Totals, position: number): Uint8Array => {
  const out = new McapRecordBuilder();
  out.writeDataEnd({ dataSectionCrc: 0 });
  const summaryStart = BigInt(position + out.length);
  const offsets: McapTypes.SummaryOffset[] = [];
  const group = (groupOpcode: Opcode, write: () => void): void => {
    const from = out.length;
    write();
    if (out.length > from)
      offsets.push({ groupOpcode, groupStart: BigInt(position + from), groupLength: BigInt(out.length - from) });
  };
  const { SCHEMA, CHANNEL, STATISTICS, METADATA_INDEX, CHUNK_INDEX } = McapConstants.Opcode;
  group(SCHEMA, () => {
    for (const schema of new Map(totals.channels.map(({ schema: one }) => [one.id, one])).values())
      out.writeSchema(schema);
  });
  group(CHANNEL, () => {
    for (const { channel } of totals.channels) out.writeChannel(channel);
  });
  group(STATISTICS, () => out.writeStatistics(statisticsOf(totals)));
  group(METADATA_INDEX, () => {
    for (const one of totals.metadata) out.writeMetadataIndex(one);
  });
  group(CHUNK_INDEX, () => {
    for (const one of totals.chunks) out.writeChunkIndex(one);
  });
  const summaryOffsetStart = BigInt(position + out.length);
  for (const one of offsets) out.writeSummaryOffset(one);
  out.writeFooter({ summaryStart, summaryOffsetStart, summaryCrc: 0 });
  out.writeMagic();
  return out.buffer;
};
