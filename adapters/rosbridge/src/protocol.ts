import { RosbridgeFault } from "./fault.ts";

/** One operation of the rosbridge v2 protocol, as it travels. */
export interface Operation {
  readonly op: string;
  readonly id?: string;
  readonly [field: string]: unknown;
}

export const levels = ["none", "error", "warning", "info"] as const;
export type Level = (typeof levels)[number];

/** What the protocol knows and this adapter does not: told to the peer with what to do instead. */
export const unsupported: Readonly<Record<string, string>> = {
  fragment: "fragments are not taken: send messages whole, up to 16 MiB",
  png: "png compression is not taken: use cbor for binary data",
  auth: "rosauth is not spoken: give the token in the address or the header",
  advertise_action: "actions are not bridged: use their topics",
  unadvertise_action: "actions are not bridged: use their topics",
  send_action_goal: "actions are not bridged: use their topics",
  cancel_action_goal: "actions are not bridged: use their topics",
  action_feedback: "actions are not bridged: use their topics",
  action_result: "actions are not bridged: use their topics",
};

/** Bytes of the largest message. */
export const longestMessage = 16 * 2 ** 20;

/** Reads what came; throws `bad-message` where it is no object with an `op`. */
export const readOperation = (text: string): Operation => {
  const read = parsed(text);
  if (!isRecord(read) || typeof read.op !== "string") throw bad("it has no op");
  if (read.id !== undefined && typeof read.id !== "string") return { ...read, op: read.op, id: String(read.id) };
  return read as Operation;
};

export const operationOf = (read: unknown): Operation => {
  if (!isRecord(read) || typeof read.op !== "string") throw bad("it has no op");
  return read as Operation;
};

/** A field that has to be a text with something in it. */
export const textOf = (operation: Operation, field: string): string => {
  const value = operation[field];
  if (typeof value !== "string" || value === "") throw bad(`${operation.op} lacks "${field}"`);
  return value;
};

/** A field that may be a number, 0 where it is left out. */
export const numberOf = (operation: Operation, field: string): number => {
  const value = operation[field] ?? 0;
  if (typeof value !== "number" || !(value >= 0)) throw bad(`"${field}" of ${operation.op} is no number from 0 on`);
  return value;
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** As JSON: bytes become base64 and other typed arrays become arrays, as rosbridge has them; what is no number is null. */
export const written = (operation: Operation): string =>
  JSON.stringify(operation, (_, value: unknown) => plainOf(value));

const plainOf = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length).toString("base64");
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw bad(error instanceof Error ? error.message : String(error));
  }
};

const bad = (why: string): RosbridgeFault =>
  new RosbridgeFault(
    "bad-message",
    `This is no rosbridge message: ${why}.`,
    "See ROSBRIDGE_PROTOCOL.md of rosbridge_suite.",
  );
