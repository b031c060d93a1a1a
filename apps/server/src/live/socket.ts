import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Who } from "../access/access.ts";
import type { House } from "../house.ts";
import { readCookie } from "../http/cookies.ts";
import { checkOrigin, hostNameOf } from "../http/guard.ts";
import { robotOfPath } from "../robots/socket.ts";
import type { Feed } from "./feed.ts";

const path = "/api/live";
/** A page asks in a few words. */
const maxPayload = 4096;

/** Puts the feed behind the same door as the rest: host, origin, session. */
export function attachFeed(server: Server, house: House, feed: Feed, isLoopback: boolean): WebSocketServer {
  // On loopback packing only costs; on a radio link a board of 200 people shrinks to a tenth.
  const perMessageDeflate = isLoopback ? false : { threshold: 2048, concurrencyLimit: 4 };
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate, maxPayload });
  server.on("upgrade", (request, stream, head) => {
    // Its own line answers (robots/socket.ts).
    if (robotOfPath(request.url) !== null) return;
    const who = allowed(request, house);
    if (typeof who === "number") return refuse(stream, who);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const { asks, left } = feed.join(lineOf(socket), who);
      socket.on("message", (data) => asks(String(data)));
      socket.on("close", left);
      socket.on("error", (error) => house.log.warn({ error: error.message }, "a live feed failed"));
    });
  });
  return sockets;
}

const lineOf = (socket: WebSocket) => ({
  send: (text: string) => socket.send(text),
  waiting: () => socket.bufferedAmount,
  close: (code: number, reason: string) => socket.close(code, reason),
});

function allowed(request: IncomingMessage, house: House) {
  const who = whoAsks(request, house);
  if (typeof who === "number") return who;
  return (request.url ?? "").split("?")[0] === path ? who : 404;
}

/** Who opens a line, or the status of the refusal: host, origin and session, as for every change. */
export function whoAsks(request: IncomingMessage, house: House): Who | number {
  const { host = "", cookie } = request.headers;
  if (!house.hosts.includes(hostNameOf(host))) return 421;
  const headers = new Headers({ host });
  for (const name of ["origin", "sec-fetch-site"] as const) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  if (!checkOrigin(headers, house.tls).ok) return 403;
  return house.access.who(readCookie(cookie, "session", house.tls)) ?? 401;
}

function refuse(stream: Duplex, status: number): void {
  stream.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
