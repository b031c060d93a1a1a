import type { MessageType } from "@sakiyomi/ros1";
import { RosbridgeFault } from "./fault.ts";
import { isRecord } from "./protocol.ts";

/**
 * A message as rosbridge has it. ROS 2 counts nanoseconds as "nanosec" and has no `seq` in a header; ROS 1 says "secs" and
 * "nsecs". The message is checked against its type by writing it.
 */
export const toWire = <M>(type: MessageType<M>, message: M, ros: 1 | 2): unknown => {
  type.frame(message);
  return wired(message, ros);
};

/** Throws `bad-message` where it is not of the type. */
export const fromWire = <M>(type: MessageType<M>, message: unknown): M => {
  if (!isRecord(message)) throw new RosbridgeFault("bad-message", `A ${type.name} is no object.`, "Look who sends it.");
  const read = unwired(withBytes(type.name, message));
  // What is written and read again has every field, each of its own kind.
  return type.read(type.frame(read as M).subarray(4));
};

/** Only pictures have bytes here: in JSON they are base64. */
const withBytes = (name: string, message: Record<string, unknown>): Record<string, unknown> =>
  name === "sensor_msgs/Image" && typeof message.data === "string"
    ? { ...message, data: new Uint8Array(Buffer.from(message.data, "base64")) }
    : message;

const wired = (value: unknown, ros: 1 | 2): unknown => {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((one) => wired(one, ros));
  const record = value as Record<string, unknown>;
  if (isTime(record, "sec", "nsec")) {
    const { sec, nsec } = record;
    return ros === 2 ? { sec, nanosec: nsec } : { secs: sec, nsecs: nsec };
  }
  const isHeader = "stamp" in record && "frame_id" in record;
  const entries = Object.entries(record).filter(([name]) => !(isHeader && name === "seq" && ros === 2));
  return Object.fromEntries(entries.map(([name, one]) => [name, wired(one, ros)]));
};

const isTime = (record: Record<string, unknown>, seconds: string, rest: string): boolean =>
  Object.keys(record).length === 2 && seconds in record && rest in record;

const unwired = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((one) => (one === null ? Number.NaN : unwired(one)));
  const record = value as Record<string, unknown>;
  for (const [seconds, rest] of [
    ["sec", "nanosec"],
    ["secs", "nsecs"],
    ["sec", "nsec"],
  ] as const)
    if (isTime(record, seconds, rest)) return { sec: record[seconds], nsec: record[rest] };
  const read = Object.fromEntries(Object.entries(record).map(([name, one]) => [name, unwiredField(one)]));
  return "stamp" in record && "frame_id" in record ? { seq: 0, ...read } : read;
};

/** Numbers that are null are none. */
const unwiredField = (value: unknown): unknown => (value === null ? Number.NaN : unwired(value));
