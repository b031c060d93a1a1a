import { MessageWriter } from "@foxglove/rosmsg-serialization";
import { partsOf } from "./schemas.ts";

/** A message of ROS 1 in bytes, by the name of its definition. */
export type Encode = (schema: string, value: unknown) => Uint8Array;

export const encoder = (): Encode => {
  const writers = new Map<string, MessageWriter>();
  return (schema, value) => {
    const writer = writers.get(schema) ?? new MessageWriter([...partsOf(schema)]);
    writers.set(schema, writer);
    return writer.writeMessage(value);
  };
};
