import { CdrReader, CdrWriter } from "./cdr.ts";
import { CorbaFault } from "./fault.ts";
import { type ObjectReference, readReference, writeReference } from "./object-reference.ts";

/**
 * General Inter-ORB Protocol: OMG CORBA 3.3 part 2, 9.4. Requests are written as 1.0, replies in the version of their
 * request; 1.0, 1.1 and 1.2 are read.
 */
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
  /** More of it comes in fragments. */
  readonly isOpen: boolean;
}

/** Largest message that is taken unless told otherwise, bytes. omniORB's own default is 2 MiB (giopMaxMsgSize). */
export const mostMessageBytes = 16 * 2 ** 20;

const bodyOf = ({ bytes, isLittle }: GiopMessage): CdrReader => new CdrReader(bytes, isLittle, headerSize);

/**
 * Cuts a stream of bytes into messages. A stream that is not GIOP, or announces more than it may, is refused: the
 * connection has to be closed then.
 */
export class MessageCutter {
  readonly #most: number;
  #chunks: Uint8Array[] = [];
  #length = 0;

  constructor(most = mostMessageBytes) {
    this.#most = most;
  }

  /** @throws {CorbaFault} "giop" */
  push(chunk: Uint8Array): readonly GiopMessage[] {
    // Plainly bytes: `slice` of Node's Buffer would be a view that the next message overwrites.
    this.#chunks.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#length += chunk.length;
    const messages: GiopMessage[] = [];
    for (let message = this.#next(); message; message = this.#next()) messages.push(message);
    return messages;
  }

  #next(): GiopMessage | null {
    if (this.#length < headerSize) return null;
    let bytes = this.#chunks[0];
    if (!bytes || bytes.length < headerSize) bytes = this.#join();
    const { minor, isLittle, type, isOpen, size } = readHeader(bytes, this.#most);
    if (this.#length < size) return null;
    // A large message is put together once, when all of it is there.
    if (bytes.length < size) bytes = this.#join();
    this.#chunks[0] = bytes.subarray(size);
    this.#length -= size;
    if (this.#length === 0) this.#chunks = [];
    return { type, minor, bytes: bytes.subarray(0, size), isLittle, isOpen };
  }

  #join(): Uint8Array {
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#chunks) {
      all.set(part, at);
      at += part.length;
    }
    this.#chunks = [all];
    return all;
  }
}

const readHeader = (bytes: Uint8Array, most: number) => {
  if (magic.some((byte, i) => bytes[i] !== byte))
    throw new CorbaFault("giop", "What arrived is not GIOP.", "Is it the port of a CORBA server?");
  const [major, minor, flags, type] = bytes.subarray(4, 8) as unknown as [number, number, number, number];
  if (major !== 1 || minor > 2)
    throw new CorbaFault("giop", `GIOP ${major}.${minor} is not spoken.`, "1.0 to 1.2 are.");
  const isLittle = (flags & 1) === 1;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, isLittle) + headerSize;
  if (size > most)
    throw new CorbaFault(
      "giop",
      `A message of ${size} bytes is announced.`,
      `At most ${most} are taken: send less at once, or raise mostBytes here.`,
    );
  return { minor, isLittle, type, isOpen: minor > 0 && (flags & 2) !== 0, size };
};

/** Version and byte order that a message is written in. */
export interface Wire {
  readonly minor: number;
  readonly isLittle: boolean;
}

const plain: Wire = { minor: 0, isLittle: true };

const begun = (type: number, { minor, isLittle }: Wire): CdrWriter => {
  const writer = new CdrWriter(isLittle);
  writer.raw(Uint8Array.of(...magic, 1, minor, isLittle ? 1 : 0, type, 0, 0, 0, 0));
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
  isLittle = true,
): Uint8Array => {
  const writer = begun(messageTypes.request, { minor: 0, isLittle });
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

const replyStatus = { done: 0, userException: 1, systemException: 2, forward: 3, forwardForGood: 4 } as const;

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
  if (status === replyStatus.forward || status === replyStatus.forwardForGood)
    return { kind: "forward", to: readReference(body) };
  const exception = body.string();
  if (status === replyStatus.userException) return { kind: "user", exception, body };
  if (status !== replyStatus.systemException)
    throw new CorbaFault("giop", `A reply of status ${status} is not understood.`, "Report it with what sent it.");
  return { kind: "system", exception, minor: body.unsignedLong(), completed: body.unsignedLong() };
};

/** Head of a reply, whose order differs by version, then the body; 1.2 begins it at a multiple of 8 if there is one. */
const writeAnswer = (id: number, status: number, wire: Wire, body: (writer: CdrWriter) => void): Uint8Array => {
  const writer = begun(messageTypes.reply, wire);
  if (wire.minor < 2) writer.unsignedLong(0);
  writer.unsignedLong(id);
  writer.unsignedLong(status);
  if (wire.minor === 2) writer.unsignedLong(0);
  const headEnd = writer.length;
  if (wire.minor === 2) writer.align(8);
  const bodyBegin = writer.length;
  body(writer);
  if (writer.length === bodyBegin) writer.cut(headEnd);
  return ended(writer);
};

export const writeReply = (id: number, body: (writer: CdrWriter) => void, wire = plain): Uint8Array =>
  writeAnswer(id, replyStatus.done, wire, body);

const completedNo = 1;

/** "IDL:omg.org/CORBA/BAD_OPERATION:1.0" */
export const writeSystemException = (id: number, exception: string, wire = plain): Uint8Array =>
  writeAnswer(id, replyStatus.systemException, wire, (writer) => {
    writer.string(exception);
    writer.unsignedLong(0);
    writer.unsignedLong(completedNo);
  });

/** Asks the caller to ask another object, and go on with that. */
export const writeForward = (id: number, to: ObjectReference, wire = plain): Uint8Array =>
  writeAnswer(id, replyStatus.forward, wire, (writer) => writeReference(writer, to));

/** An object is asked for by its key; null where it is addressed in another way. */
export const readLocateRequest = (message: GiopMessage): { readonly id: number; readonly key: Uint8Array | null } => {
  const reader = bodyOf(message);
  const id = reader.unsignedLong();
  if (message.minor === 2 && reader.short() !== keyAddress) return { id, key: null };
  return { id, key: reader.octets().slice() };
};

const objectHere = 1;
const objectUnknown = 0;

export const writeLocateReply = (id: number, isHere: boolean, wire = plain): Uint8Array => {
  const writer = begun(messageTypes.locateReply, wire);
  writer.unsignedLong(id);
  writer.unsignedLong(isHere ? objectHere : objectUnknown);
  return ended(writer);
};

export const writeMessageError = (): Uint8Array => ended(begun(messageTypes.messageError, plain));
