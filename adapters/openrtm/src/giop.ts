import { CdrReader, CdrWriter } from "./cdr.ts";
import { CorbaFault } from "./fault.ts";
import { type ObjectReference, readReference } from "./object-reference.ts";

/** General Inter-ORB Protocol: OMG CORBA 3.3 part 2, 9.4. Written as 1.0; 1.0, 1.1 and 1.2 are read. */
export const messageTypes = {
  request: 0,
  reply: 1,
  cancelRequest: 2,
  locateRequest: 3,
  locateReply: 4,
  closeConnection: 5,
  messageError: 6,
  fragment: 7,
} as const;

const headerSize = 12;
const magic = [0x47, 0x49, 0x4f, 0x50] as const;

export interface GiopMessage {
  readonly type: number;
  readonly minor: number;
  /** The whole message, header included: alignment counts from its start. */
  readonly bytes: Uint8Array;
  readonly isLittle: boolean;
}

/** Largest message that is taken, bytes. omniORB's own default is 2 MiB (giopMaxMsgSize). */
export const mostMessageBytes = 64 * 2 ** 20;

const bodyOf = ({ bytes, isLittle }: GiopMessage): CdrReader => new CdrReader(bytes, isLittle, headerSize);

/**
 * Cuts a stream of bytes into messages. A stream that is not GIOP, or announces more than it may, is refused: the
 * connection has to be closed then.
 */
export class MessageCutter {
  #open: Uint8Array[] = [];
  #length = 0;

  /** @throws {CorbaFault} "giop" */
  push(chunk: Uint8Array): readonly GiopMessage[] {
    // Plainly bytes: `slice` of Node's Buffer would be a view that the next message overwrites.
    this.#open.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#length += chunk.length;
    const messages: GiopMessage[] = [];
    for (let message = this.#next(); message; message = this.#next()) messages.push(message);
    return messages;
  }

  #next(): GiopMessage | null {
    if (this.#length < headerSize) return null;
    const bytes = this.#joined();
    if (magic.some((byte, i) => bytes[i] !== byte))
      throw new CorbaFault("giop", "What arrived is not GIOP.", "Is it the port of a CORBA server?");
    const [major, minor, flags, type] = bytes.subarray(4, 8) as unknown as [number, number, number, number];
    if (major !== 1 || minor > 2)
      throw new CorbaFault("giop", `GIOP ${major}.${minor} is not spoken.`, "1.0 to 1.2 are.");
    const isLittle = (flags & 1) === 1;
    const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, isLittle) + headerSize;
    if (size > mostMessageBytes)
      throw new CorbaFault(
        "giop",
        `A message of ${size} bytes is announced.`,
        `At most ${mostMessageBytes} are taken.`,
      );
    if (minor > 0 && (flags & 2) !== 0)
      throw new CorbaFault(
        "giop",
        "The message comes in fragments.",
        "Let the peer speak GIOP 1.0 (omniORB: maxGIOPVersion = 1.0).",
      );
    if (bytes.length < size) return null;
    this.#open = bytes.length > size ? [bytes.subarray(size)] : [];
    this.#length = bytes.length - size;
    return { type, minor, bytes: bytes.subarray(0, size), isLittle };
  }

  #joined(): Uint8Array {
    const [first] = this.#open;
    if (this.#open.length === 1 && first) return first;
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#open) {
      all.set(part, at);
      at += part.length;
    }
    this.#open = [all];
    return all;
  }
}

const begun = (type: number): CdrWriter => {
  const writer = new CdrWriter(true);
  writer.raw(Uint8Array.of(...magic, 1, 0, 1, type, 0, 0, 0, 0));
  return writer;
};

const ended = (writer: CdrWriter): Uint8Array => {
  writer.patch(8, writer.length - headerSize);
  return writer.finish();
};

export interface RequestHead {
  readonly id: number;
  readonly isAnswered: boolean;
  readonly key: Uint8Array;
  readonly operation: string;
}

export const writeRequest = (
  { id, isAnswered, key, operation }: RequestHead,
  body: (writer: CdrWriter) => void,
): Uint8Array => {
  const writer = begun(messageTypes.request);
  writer.unsignedLong(0);
  writer.unsignedLong(id);
  writer.boolean(isAnswered);
  writer.octets(key);
  writer.string(operation);
  writer.unsignedLong(0);
  body(writer);
  return ended(writer);
};

const skipContexts = (reader: CdrReader): void => {
  reader.sequence(() => {
    reader.unsignedLong();
    reader.octets();
  }, 8);
};

/** Head and body of a request of GIOP 1.0, 1.1 or 1.2. */
export const readRequest = (message: GiopMessage): RequestHead & { readonly body: CdrReader } =>
  message.minor < 2 ? readEarlyRequest(message) : readLateRequest(message);

const readEarlyRequest = (message: GiopMessage) => {
  const reader = bodyOf(message);
  skipContexts(reader);
  const id = reader.unsignedLong();
  const isAnswered = reader.boolean();
  if (message.minor === 1) reader.raw(3);
  const key = reader.octets().slice();
  const operation = reader.string();
  reader.octets();
  return { id, isAnswered, key, operation, body: reader };
};

const keyAddress = 0;

const readLateRequest = (message: GiopMessage) => {
  const reader = bodyOf(message);
  const id = reader.unsignedLong();
  const isAnswered = (reader.octet() & 1) === 1;
  reader.raw(3);
  const addressing = reader.short();
  if (addressing !== keyAddress)
    throw new CorbaFault("giop", `Target addressing ${addressing} is not spoken.`, "Let the peer address by key.");
  const key = reader.octets().slice();
  const operation = reader.string();
  skipContexts(reader);
  // In GIOP 1.2 the body begins at a multiple of 8, if there is one.
  if (reader.left > 0) reader.align(8);
  return { id, isAnswered, key, operation, body: reader };
};

const replyStatus = { done: 0, userException: 1, systemException: 2, forward: 3 } as const;

export type Outcome =
  | { readonly kind: "done"; readonly body: CdrReader }
  | { readonly kind: "forward"; readonly to: ObjectReference }
  | { readonly kind: "user"; readonly exception: string; readonly body: CdrReader }
  | { readonly kind: "system"; readonly exception: string; readonly minor: number; readonly completed: number };

export interface Reply {
  readonly id: number;
  readonly outcome: Outcome;
}

export const readReply = (message: GiopMessage): Reply => {
  const reader = bodyOf(message);
  if (message.minor < 2) skipContexts(reader);
  const id = reader.unsignedLong();
  const status = reader.unsignedLong();
  if (message.minor === 2) {
    skipContexts(reader);
    if (reader.left > 0) reader.align(8);
  }
  return { id, outcome: outcomeOf(status, reader) };
};

const outcomeOf = (status: number, body: CdrReader): Outcome => {
  if (status === replyStatus.done) return { kind: "done", body };
  if (status === replyStatus.forward) return { kind: "forward", to: readReference(body) };
  const exception = body.string();
  if (status === replyStatus.userException) return { kind: "user", exception, body };
  if (status !== replyStatus.systemException)
    throw new CorbaFault("giop", `A reply of status ${status} is not understood.`, "Report it with what sent it.");
  return { kind: "system", exception, minor: body.unsignedLong(), completed: body.unsignedLong() };
};

export const writeReply = (id: number, body: (writer: CdrWriter) => void): Uint8Array => {
  const writer = begun(messageTypes.reply);
  writer.unsignedLong(0);
  writer.unsignedLong(id);
  writer.unsignedLong(replyStatus.done);
  body(writer);
  return ended(writer);
};

const completedNo = 1;

/** "IDL:omg.org/CORBA/BAD_OPERATION:1.0" */
export const writeSystemException = (id: number, exception: string): Uint8Array => {
  const writer = begun(messageTypes.reply);
  writer.unsignedLong(0);
  writer.unsignedLong(id);
  writer.unsignedLong(replyStatus.systemException);
  writer.string(exception);
  writer.unsignedLong(0);
  writer.unsignedLong(completedNo);
  return ended(writer);
};

export const readLocateRequest = (message: GiopMessage): { readonly id: number } => ({
  id: bodyOf(message).unsignedLong(),
});

const objectHere = 1;
const objectUnknown = 0;

export const writeLocateReply = (id: number, isHere: boolean): Uint8Array => {
  const writer = begun(messageTypes.locateReply);
  writer.unsignedLong(id);
  writer.unsignedLong(isHere ? objectHere : objectUnknown);
  return ended(writer);
};

export const writeMessageError = (): Uint8Array => ended(begun(messageTypes.messageError));
