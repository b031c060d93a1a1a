import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { RobotDesk } from "./desk.ts";
import type { RobotVisitor } from "./port.ts";

const path = /^\/api\/robots\/([\w.-]{1,80})\/live$/;
/** An input of two hands is a few hundred bytes. */
const maxPayload = 8192;

/** Which robot's line an address asks for; null: it is another address. */
export const robotOfPath = (url: string | undefined): string | null =>
  path.exec((url ?? "").split("?")[0] ?? "")?.[1] ?? null;

export interface RobotSockets {
  readonly server: Server;
  readonly desks: readonly RobotDesk[];
  /** Who asks, or the status of the refusal. */
  readonly who: (request: IncomingMessage) => RobotVisitor | number;
  readonly trouble: (error: Error) => void;
  /** Between two looks whether the other end is still there; left out: 5 s. */
  readonly pingMs?: number;
}

/** Gives each robot its live line. Other addresses are left to others. */
export function attachRobots({ server, desks, who, trouble, pingMs = 5000 }: RobotSockets): WebSocketServer {
  // Frames are small and many, pictures hardly shrink: packing would only cost.
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload });
  server.on("upgrade", (request, stream, head) => {
    const id = robotOfPath(request.url);
    if (id === null) return;
    const visitor = who(request);
    const desk = desks.find(({ robot }) => robot.id === id);
    if (typeof visitor === "number") return refuse(stream, visitor);
    if (!desk) return refuse(stream, 404);
    if (!visitor.rights()) return refuse(stream, 403);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const { asks, left } = desk.join(lineOf(socket), visitor);
      keepAlive(socket, pingMs);
      socket.on("message", (data) => asks(String(data)));
      socket.on("close", left);
      socket.on("error", trouble);
    });
  });
  return sockets;
}

/** A machine that fell asleep looks connected for hours, and nobody else could take the robot in hand. */
function keepAlive(socket: WebSocket, pingMs: number): void {
  let missed = 0;
  socket.on("pong", () => {
    missed = 0;
  });
  const timer = setInterval(() => {
    missed += 1;
    if (missed > 3) socket.terminate();
    else socket.ping();
  }, pingMs);
  timer.unref();
  socket.on("close", () => clearInterval(timer));
}

const lineOf = (socket: WebSocket) => ({
  send: (data: string | Uint8Array) => socket.send(data),
  waiting: () => socket.bufferedAmount,
  close: (code: number, reason: string) => socket.close(code, reason),
});

function refuse(stream: Duplex, status: number): void {
  stream.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
