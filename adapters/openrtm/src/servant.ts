import { createServer, type Server, type Socket } from "node:net";
import type { CdrReader, CdrWriter } from "./cdr.ts";
import { CorbaFault } from "./fault.ts";
import { Assembler } from "./fragments.ts";
import {
  type GiopMessage,
  MessageCutter,
  messageTypes,
  mostMessageBytes,
  readLocateRequest,
  readRequest,
  type Wire,
  writeForward,
  writeLocateReply,
  writeMessageError,
  writeReply,
  writeSystemException,
} from "./giop.ts";
import { type ObjectReference, referenceTo } from "./object-reference.ts";

/** What an object here does when one of its operations is called: it reads the arguments and writes the reply. */
export type Operation = (body: CdrReader, reply: CdrWriter) => void;
/** One that has to wait before it can reply: it promises the writing of the reply. */
export type LateOperation = (body: CdrReader) => Promise<(reply: CdrWriter) => void>;
export type Operations = Readonly<Record<string, Operation | LateOperation>>;

export interface Servants {
  /** Makes an object reachable. Its types are given from the most derived to the least. */
  add(types: string | readonly string[], name: string, operations: Operations): ObjectReference;
  /** Sends who asks for a name here to an object elsewhere. */
  forward(typeId: string, name: string, to: ObjectReference): ObjectReference;
  remove(name: string): void;
  readonly port: number;
  close(): Promise<void>;
}

export interface ServantOptions {
  /** The address that others reach this machine by; loopback unless given. */
  readonly host?: string;
  /** 0: any that is free. */
  readonly port?: number;
  /** Most connections at once. */
  readonly connections?: number;
  /** Of one message, fragments put together, bytes. 16 MiB unless given. */
  readonly mostBytes?: number;
  /** Byte order of replies. Little unless given. */
  readonly isLittle?: boolean;
  /** Version that references tell callers to speak. 0 (GIOP 1.0) unless given; all are understood. */
  readonly minor?: 0 | 1 | 2;
}

interface Servant {
  readonly types: readonly string[];
  readonly operations: Operations;
  readonly forwardedTo: ObjectReference | null;
}

interface Listening {
  readonly host: string;
  readonly minor: number;
  readonly isLittle: boolean;
  readonly mostBytes: number;
  readonly objects: Map<string, Servant>;
  readonly sockets: Set<Socket>;
}

/** Requests of one connection that wait for their answers: beyond it the caller is told TRANSIENT. */
const mostPending = 256;

/** @throws {CorbaFault} "link" where the port cannot be listened on. */
export const openServants = (options: ServantOptions = {}): Promise<Servants> =>
  new Promise((resolve, reject) => {
    const { host = "127.0.0.1", port = 0, connections = 64 } = options;
    const { mostBytes = mostMessageBytes, isLittle = true, minor = 0 } = options;
    const listening: Listening = { host, minor, isLittle, mostBytes, objects: new Map(), sockets: new Set() };
    const server = createServer({ noDelay: true }, (socket) => serve(socket, listening));
    server.maxConnections = connections;
    server.once("error", (error) =>
      reject(new CorbaFault("link", `${host}:${port} cannot be listened on: ${error.message}.`, "Take another port.")),
    );
    server.listen(port, host, () => resolve(running(server, listening)));
  });

const running = (server: Server, { host, minor, objects, sockets }: Listening): Servants => {
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const put = (name: string, servant: Servant): ObjectReference => {
    objects.set(name, servant);
    return referenceTo(servant.types[0] ?? "", { host, port, key: new TextEncoder().encode(name) }, minor);
  };
  return {
    port,
    add: (types, name, operations) => put(name, { types: [types].flat(), operations, forwardedTo: null }),
    forward: (typeId, name, to) => put(name, { types: [typeId], operations: {}, forwardedTo: to }),
    remove: (name) => {
      objects.delete(name);
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
};

const serve = (socket: Socket, listening: Listening): void => {
  const cutter = new MessageCutter(listening.mostBytes);
  const assembler = new Assembler(listening.mostBytes);
  const line: Line = { socket, listening, pending: 0 };
  listening.sockets.add(socket);
  socket.on("error", () => socket.destroy());
  socket.on("close", () => listening.sockets.delete(socket));
  socket.on("data", (chunk) => {
    if (socket.writableEnded) return;
    try {
      for (const part of cutter.push(chunk)) {
        const message = assembler.push(part);
        if (message) answer(line, message);
      }
    } catch {
      // What is not understood is told so, and heard no longer: the bytes after it have lost their frame.
      socket.end(writeMessageError());
    }
  });
};

interface Line {
  readonly socket: Socket;
  readonly listening: Listening;
  pending: number;
}

const send = ({ socket, listening }: Line, bytes: Uint8Array): void => {
  if (socket.destroyed || socket.writableEnded) return;
  // Who asks and never reads is let go of, before what waits for it fills the memory.
  if (socket.writableLength > listening.mostBytes) socket.destroy();
  else socket.write(bytes);
};

const answer = (line: Line, message: GiopMessage): void => {
  const { objects, isLittle } = line.listening;
  const wire: Wire = { minor: message.minor, isLittle };
  if (message.type === messageTypes.locateRequest) {
    const { id, key } = readLocateRequest(message);
    send(line, writeLocateReply(id, key !== null && objects.has(nameOf(key)), wire));
  } else if (message.type === messageTypes.closeConnection) line.socket.end();
  else if (message.type === messageTypes.request) answerRequest(line, message, wire);
};

const answerRequest = (line: Line, message: GiopMessage, wire: Wire): void => {
  const request = readRequest(message);
  const reply = replyTo(request, line.listening.objects.get(nameOf(request.key)), wire, line.pending < mostPending);
  if (reply instanceof Uint8Array) {
    if (request.isAnswered) send(line, reply);
    return;
  }
  line.pending += 1;
  void reply.then((bytes) => {
    line.pending -= 1;
    if (request.isAnswered) send(line, bytes);
  });
};

const nameOf = (key: Uint8Array): string => new TextDecoder().decode(key);

const system = (name: string): string => `IDL:omg.org/CORBA/${name}:1.0`;

type Request = ReturnType<typeof readRequest>;

const replyTo = (
  { id, operation, body }: Request,
  servant: Servant | undefined,
  wire: Wire,
  hasRoom: boolean,
): Uint8Array | Promise<Uint8Array> => {
  const refuse = (name: string): Uint8Array => writeSystemException(id, system(name), wire);
  if (!servant) return refuse("OBJECT_NOT_EXIST");
  if (servant.forwardedTo) return writeForward(id, servant.forwardedTo, wire);
  const work = operationOf(servant, operation);
  if (!work) return refuse("BAD_OPERATION");
  if (!hasRoom) return refuse("TRANSIENT");
  const failed = (error: unknown): Uint8Array =>
    refuse(error instanceof CorbaFault && error.code === "cdr" ? "MARSHAL" : "UNKNOWN");
  try {
    let later: unknown = null;
    const reply = writeReply(
      id,
      (writer) => {
        later = work(body, writer);
      },
      wire,
    );
    return isPromised(later) ? later.then((write) => writeReply(id, write, wire)).catch(failed) : reply;
  } catch (error) {
    return failed(error);
  }
};

const isPromised = (later: unknown): later is ReturnType<LateOperation> => later instanceof Promise;

/** By its own name only: "toString" is an operation of no CORBA object. */
const operationOf = (servant: Servant, operation: string): Operation | LateOperation | undefined =>
  [servant.operations, common(servant)].find((operations) => Object.hasOwn(operations, operation))?.[operation];

/** What every CORBA object answers. */
const common = ({ types }: Servant): Operations => ({
  _is_a: (body, reply) => reply.boolean([...types, "IDL:omg.org/CORBA/Object:1.0"].includes(body.string())),
  _non_existent: (_, reply) => reply.boolean(false),
});
