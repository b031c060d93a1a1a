import { parse, stringify } from "@foxglove/rosmsg";
import common from "@foxglove/rosmsg-msgs-common";
import { MessageReader, MessageWriter } from "@foxglove/rosmsg-serialization";
import { RosFault } from "../fault.ts";
import { sumOf } from "./sum.ts";

type Definitions = ReturnType<typeof parse>;
type Definition = Definitions[number];

/** What two nodes compare. */
export interface NamedType {
  /** "sensor_msgs/JointState" */
  readonly name: string;
  /** Sum of the definition, by which two nodes know that they mean the same. */
  readonly md5: string;
  /** The definition with all that it rests on, as connection headers and bags carry it. */
  readonly text: string;
}

/** A ROS 1 message type: its name, its definition and how it is written and read. `M` is what a message looks like. */
export interface MessageType<M> extends NamedType {
  /** Throws `bad-message` where the bytes are none of this type. */
  readonly read: (bytes: Uint8Array) => M;
  /** With the four bytes of its length before it. Throws `bad-message` where a field is missing or of another type. */
  readonly frame: (message: M) => Uint8Array<ArrayBuffer>;
}

/** A type from its definition: the text of the .msg file, then those that it rests on, each after a line of 80 "=". */
export const messageTypeOf = <M>(name: string, text: string): MessageType<M> => typeOf(name, text);

/** One of the common types (std_msgs, geometry_msgs, sensor_msgs, ...), by name. */
export const commonType = <M>(name: string): MessageType<M> => {
  return typeOf(name, stringify(withAllNeeded(name)));
};

const withAllNeeded = (name: string): Definitions => {
  const known: Readonly<Record<string, Definition>> = common.ros1;
  const found = new Map<string, Definition>();
  const take = (wanted: string): void => {
    const definition = known[wanted];
    if (!definition)
      throw new RosFault("unknown-type", `No definition of ${wanted} is known.`, "Give it with messageTypeOf.");
    found.set(wanted, definition);
    for (const { type, isComplex } of definition.definitions) if (isComplex && !found.has(type)) take(type);
  };
  take(name);
  // The first one is the message itself and has no name of its own in a definition's text.
  return [...found.values()].map((one, i) => (i === 0 ? { definitions: one.definitions } : one));
};

const typeOf = <M>(name: string, text: string): MessageType<M> => {
  const sum = sumOf(text);
  const definitions = parse(text);
  const reader = new MessageReader(definitions);
  const writer = new MessageWriter(definitions);
  const bytesField = lastBytes(definitions);
  return {
    name,
    md5: sum,
    text,
    read: (bytes) => {
      try {
        // Its own bytes alone, from the start of a buffer: a length that lies cannot reach into what lies beside it.
        return reader.readMessage<M>(new Uint8Array(bytes)) as M;
      } catch (error) {
        throw bad(name, "The bytes are no message", error);
      }
    },
    frame: (message) => {
      try {
        return bytesField === null ? framed(writer, message, 0) : framedWithBytes(writer, message, bytesField);
      } catch (error) {
        throw bad(name, "This is no message", error);
      }
    },
  };
};

const framed = (writer: MessageWriter, message: unknown, more: number): Uint8Array<ArrayBuffer> => {
  const size = writer.calculateByteSize(message);
  const frame = new Uint8Array(4 + size + more);
  new DataView(frame.buffer).setUint32(0, size + more, true);
  writer.writeMessage(message, frame.subarray(4, 4 + size));
  return frame;
};

/** The field of bytes that a message ends with, as a picture does; null: it does not. */
const lastBytes = ([own]: Definitions): string | null => {
  const last = own?.definitions.findLast(({ isConstant }) => isConstant !== true);
  return last?.type === "uint8" && last.isArray === true && last.arrayLength === undefined ? last.name : null;
};

/** The writer takes bytes one by one, 12 ns each. Those at the end are copied in one piece instead. */
const framedWithBytes = (writer: MessageWriter, message: unknown, field: string): Uint8Array<ArrayBuffer> => {
  const bytes = (message as Readonly<Record<string, unknown>>)[field];
  if (!(bytes instanceof Uint8Array)) return framed(writer, message, 0);
  const frame = framed(writer, { ...(message as object), [field]: [] }, bytes.length);
  const at = frame.length - bytes.length;
  new DataView(frame.buffer).setUint32(at - 4, bytes.length, true);
  frame.set(bytes, at);
  return frame;
};

const bad = (name: string, what: string, error: unknown): RosFault => {
  const why = error instanceof Error ? error.message : String(error);
  return new RosFault("bad-message", `${what} of type ${name}: ${why}.`, "Compare the definitions on both sides.", {
    cause: error,
  });
};
