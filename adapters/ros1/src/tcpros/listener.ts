import { createServer, type Server, type Socket } from "node:net";
import { RosFault } from "../fault.ts";
import { type OnTrouble, reason } from "../trouble.ts";
import { frameReader } from "./frames.ts";
import { type ConnectionHeader, headerFrame, longestHeader, readHeader } from "./header.ts";

/** A peer that has connected and said what it wants. */
export interface Visitor {
  readonly header: ConnectionHeader;
  readonly socket: Socket;
  /** Takes each frame that comes after the header; without it none may come. */
  onFrame(take: (frame: Uint8Array) => void, longest: number): void;
}

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

export interface ListenerOptions {
  /** Address to listen on. */
  readonly host: string;
  /** Throws, with a reason that the peer is told, to send it away. */
  readonly visit: (visitor: Visitor) => void;
  readonly onTrouble: OnTrouble;
}

/** Nobody may hold a connection without saying what it wants, ms. */
const headerWithin = 5000;

/** One port for topics and services: the header says which. A malformed one is answered with a reason and closed. */
export const listen = async ({ host, visit, onTrouble }: ListenerOptions): Promise<Listener> => {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 2000 }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // The close that follows says all there is to say.
    socket.on("error", () => {});
    welcome(socket, visit, onTrouble);
  });
  const port = await listening(server, host);
  const close = (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { port, close };
};

const listening = (server: Server, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });

const welcome = (socket: Socket, visit: ListenerOptions["visit"], onTrouble: OnTrouble): void => {
  const reader = frameReader(longestHeader);
  const sendAway = (error: unknown): void => {
    clearTimeout(timer);
    onTrouble({ code: "refused", why: `${socket.remoteAddress ?? "a peer"} was sent away: ${reason(error)}` });
    socket.end(headerFrame({ error: reason(error) }), () => socket.destroy());
  };
  const timer = setTimeout(() => sendAway(silent()), headerWithin);
  timer.unref();
  socket.on("close", () => clearTimeout(timer));
  // Of one who listens nothing may come after its header.
  let take = (_frame: Uint8Array): void => {};
  const first = (frame: Uint8Array): void => {
    clearTimeout(timer);
    const onFrame = (next: typeof take, longest: number): void => {
      take = next;
      reader.setLimit(longest);
    };
    visit({ header: readHeader(frame), socket, onFrame });
  };
  let isFirst = true;
  socket.on("data", (chunk) => {
    if (socket.writableEnded) return;
    try {
      for (const frame of reader.push(chunk)) {
        if (isFirst) first(frame);
        else take(frame);
        isFirst = false;
      }
    } catch (error) {
      sendAway(error);
    }
  });
};

const silent = (): RosFault =>
  new RosFault("bad-header", "No connection header came.", "The peer does not speak TCPROS.");
