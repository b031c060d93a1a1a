import { McapIndexedReader } from "@mcap/core";
import { compressors } from "hyparquet-compressors";
import { decompress as decompressLz4 } from "lz4js";
import { asDamaged, damaged, type RandomAccess } from "../access.ts";
import { type Decode, decoderOf } from "./decode.ts";
import type { McapMapping } from "./mapping.ts";

export interface Message {
  /** Nanoseconds, of the clock that the mapping names. */
  readonly at: bigint;
  readonly data: Uint8Array;
}

/** One MCAP file, read by topic and time. */
export interface Recording {
  readonly name: string;
  decode(topic: string): Decode;
  /** In the order of their time. */
  messages(topic: string, from?: bigint, to?: bigint): AsyncGenerator<Message>;
  /** First and last time of a topic; null where it has no message. */
  span(topic: string): Promise<readonly [bigint, bigint] | null>;
}

const REMEDY = "A recording that was cut has no index: repair it with `mcap recover`.";

/** @throws {LearnFault} "data" where the file is cut, has no index, or lacks a topic of the mapping. */
export async function openRecordingFile(file: RandomAccess, mapping: McapMapping): Promise<Recording> {
  const readable = {
    size: async () => BigInt(file.size),
    read: async (offset: bigint, size: bigint) => file.read(Number(offset), Number(offset + size)),
  };
  const faulty = (error: unknown): never => {
    throw asDamaged(file.name, error, REMEDY);
  };
  const reader = await McapIndexedReader.Initialize({ readable, decompressHandlers }).catch(faulty);
  const channels = [...reader.channelsById.values()];
  const decoders = new Map<string, Decode>();
  for (const topic of new Set(mapping.features.map((feature) => feature.topic))) {
    const channel = channels.find((one) => one.topic === topic);
    const known = [...new Set(channels.map((one) => one.topic))].sort();
    if (!channel) return damaged(file.name, `has no topic ${topic}.`, `It has ${known.join(", ") || "none"}.`);
    decoders.set(topic, await decoderOf(channel, reader.schemasById.get(channel.schemaId), file.name));
  }
  const timeOf = mapping.time === "log" ? "logTime" : "publishTime";
  async function* messages(
    topic: string,
    startTime?: bigint,
    endTime?: bigint,
    reverse = false,
  ): AsyncGenerator<Message> {
    // The index is of the recorder's clock; a publisher's may be any other.
    const isIndexed = mapping.time === "log" && startTime !== undefined && endTime !== undefined;
    const range = isIndexed ? { startTime, endTime } : {};
    try {
      for await (const message of reader.readMessages({ topics: [topic], reverse, validateCrcs: true, ...range }))
        yield { at: message[timeOf], data: message.data };
    } catch (error) {
      faulty(error);
    }
  }
  return {
    name: file.name,
    decode: (topic) => decoders.get(topic) ?? damaged(file.name, `has no topic ${topic}.`),
    messages,
    span: async (topic) => {
      const [first, last] = [
        await firstOf(messages(topic)),
        await firstOf(messages(topic, undefined, undefined, true)),
      ];
      return first && last ? [first.at, last.at] : null;
    },
  };
}

async function firstOf(messages: AsyncGenerator<Message>): Promise<Message | null> {
  for await (const message of messages) return message;
  return null;
}

const decompressHandlers = {
  zstd: (bytes: Uint8Array, size: bigint) => compressors.ZSTD?.(bytes, Number(size)) ?? bytes,
  lz4: (bytes: Uint8Array, size: bigint) => new Uint8Array(decompressLz4(bytes, Number(size))),
};
