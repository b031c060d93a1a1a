import { parse } from "@foxglove/rosmsg";
import { MessageReader } from "@foxglove/rosmsg-serialization";
import type { McapTypes } from "@mcap/core";

/** A message with what its channel says of it. */
export interface ReadMessage {
  readonly topic: string;
  readonly schema: string;
  readonly sequence: number;
  readonly at: bigint;
  readonly bytes: Uint8Array;
  value(): unknown;
}

/** Puts messages together with their channels, as the records of a file come by. */
export const messageReader = (): ((record: McapTypes.TypedMcapRecord) => ReadMessage | null) => {
  const schemas = new Map<number, McapTypes.Schema>();
  const channels = new Map<number, McapTypes.Channel>();
  const readers = new Map<number, MessageReader>();
  const readerOf = (schema: McapTypes.Schema): MessageReader => {
    const reader = readers.get(schema.id) ?? new MessageReader(parse(new TextDecoder().decode(schema.data)));
    readers.set(schema.id, reader);
    return reader;
  };
  return (record) => {
    if (record.type === "Schema") schemas.set(record.id, record);
    if (record.type === "Channel") channels.set(record.id, record);
    if (record.type !== "Message") return null;
    const channel = channels.get(record.channelId);
    const schema = channel && schemas.get(channel.schemaId);
    if (!schema) return null;
    const { sequence, logTime: at, data: bytes } = record;
    const value = (): unknown => readerOf(schema).readMessage(bytes);
    return { topic: channel.topic, schema: schema.name, sequence, at, bytes, value };
  };
};
