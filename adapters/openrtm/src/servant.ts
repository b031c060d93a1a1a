import { createServer, type Server, type Socket } from "node:net";
import type { CdrReader, CdrWriter } from "./cdr.ts";
import { CorbaFault } from "./fault.ts";
import {
  type GiopMessage,
  MessageCutter,
  messageTypes,
  readLocateRequest,
  readRequest,
  writeLocateReply,
  writeMessageError,
  writeReply,
  writeSystemException,
} from "./giop.ts";
import { type ObjectReference, referenceTo } from "./object-reference.ts";

/** What an object here does when one of its operations is called. */
export type Operation = (body: CdrReader, reply: CdrWriter) => void;

export interface Servants {
  /** Makes an object reachable. */
  add(typeId: string, name: string, operations: Readonly<Record<string, Operation>>): ObjectReference;
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
}

interface Servant {
  readonly typeId: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** @throws {CorbaFault} "link" where the port cannot be listened on. */
export const openServants = ({
  host = "127.0.0.1",
  port = 0,
  connections = 64,
}: ServantOptions = {}): Promise<Servants> =>
  new Promise((resolve, reject) => {
    const objects = new Map<string, Servant>();
    const sockets = new Set<Socket>();
    const server = createServer({ noDelay: true }, (socket) => serve(socket, sockets, objects));
    server.maxConnections = connections;
    server.once("error", (error) =>
      reject(new CorbaFault("link", `${host}:${port} cannot be listened on: ${error.message}.`, "Take another port.")),
    );
    server.listen(port, host, () => resolve(running(server, host, objects, sockets)));
  });

const running = (
  server: Server,
  host: string,
  objects: Map<string, Servant>,
  sockets: ReadonlySet<Socket>,
): Servants => {
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    port,
    add: (typeId, name, operations) => {
      objects.set(name, { typeId, operations });
      return referenceTo(typeId, { host, port, key: new TextEncoder().encode(name) });
    },
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

const serve = (socket: Socket, sockets: Set<Socket>, objects: ReadonlyMap<string, Servant>): void => {
  const cutter = new MessageCutter();
  sockets.add(socket);
  socket.on("error", () => socket.destroy());
  socket.on("close", () => sockets.delete(socket));
  socket.on("data", (chunk) => {
    try {
      for (const message of cutter.push(chunk)) answer(socket, message, objects);
    } catch {
      // What is not understood is told so, and heard no longer: the bytes after it have lost their frame.
      socket.end(writeMessageError());
    }
  });
};

const answer = (socket: Socket, message: GiopMessage, objects: ReadonlyMap<string, Servant>): void => {
  if (message.type === messageTypes.locateRequest) {
    socket.write(writeLocateReply(readLocateRequest(message).id, true));
    return;
  }
  if (message.type === messageTypes.closeConnection) {
    socket.end();
    return;
  }
  if (message.type !== messageTypes.request) return;
  const request = readRequest(message);
  const reply = replyTo(request, objects.get(new TextDecoder().decode(request.key)));
  if (request.isAnswered) socket.write(reply);
};

const replyTo = ({ id, operation, body }: ReturnType<typeof readRequest>, servant: Servant | undefined): Uint8Array => {
  if (!servant) return writeSystemException(id, "IDL:omg.org/CORBA/OBJECT_NOT_EXIST:1.0");
  const work = servant.operations[operation] ?? common(servant)[operation];
  if (!work) return writeSystemException(id, "IDL:omg.org/CORBA/BAD_OPERATION:1.0");
  try {
    return writeReply(id, (writer) => work(body, writer));
  } catch {
    return writeSystemException(id, "IDL:omg.org/CORBA/MARSHAL:1.0");
  }
};

/** What every CORBA object answers. */
const common = ({ typeId }: Servant): Readonly<Record<string, Operation>> => ({
  _is_a: (body, reply) => reply.boolean([typeId, "IDL:omg.org/CORBA/Object:1.0"].includes(body.string())),
  _non_existent: (_, reply) => reply.boolean(false),
});
