import type { McapTypes } from "@mcap/core";
import { asDamaged, damaged } from "../access.ts";

/** Bytes of one topic's message to its fields. */
export type Decode = (data: Uint8Array) => unknown;

type Channel = McapTypes.TypedMcapRecords["Channel"];
type Schema = McapTypes.TypedMcapRecords["Schema"];

/** One row an encoding. ROS's readers are fetched when they are needed: a page without ROS goes without them. */
const encodings: Readonly<Record<string, (schema: Schema | undefined, place: string) => Promise<Decode>>> = {
  json: async () => (data) => JSON.parse(new TextDecoder().decode(data)),
  ros1: async (schema, place) => {
    const [{ parse }, { MessageReader }] = await Promise.all([
      import("@foxglove/rosmsg"),
      import("@foxglove/rosmsg-serialization"),
    ]);
    const reader = new MessageReader(parse(definitionOf(schema, ["ros1msg"], place)));
    return (data) => reader.readMessage(data);
  },
  cdr: async (schema, place) => {
    const [{ parse }, { MessageReader }] = await Promise.all([
      import("@foxglove/rosmsg"),
      import("@foxglove/rosmsg2-serialization"),
    ]);
    const reader = new MessageReader(parse(definitionOf(schema, ["ros2msg"], place), { ros2: true }));
    return (data) => reader.readMessage(data);
  },
};

function definitionOf(schema: Schema | undefined, known: readonly string[], place: string): string {
  if (schema && known.includes(schema.encoding)) return new TextDecoder().decode(schema.data);
  return damaged(
    place,
    `has a schema of ${schema?.encoding ?? "no encoding"}.`,
    `Record it with ${known.join(" or ")}.`,
  );
}

/** @throws {LearnFault} "data" where messages of this encoding cannot be read. */
export async function decoderOf(channel: Channel, schema: Schema | undefined, file: string): Promise<Decode> {
  const place = `${file}: ${channel.topic}`;
  const make = encodings[channel.messageEncoding];
  if (!make)
    return damaged(
      place,
      `holds messages of encoding ${channel.messageEncoding}.`,
      `Record it as ${Object.keys(encodings).join(", ")}.`,
    );
  try {
    const decode = await make(schema, place);
    return (data) => {
      try {
        return decode(data);
      } catch (error) {
        throw asDamaged(place, error);
      }
    };
  } catch (error) {
    throw asDamaged(place, error);
  }
}
