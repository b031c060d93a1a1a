import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { RosbridgeFault } from "./fault.ts";
import { type Hub, type Local, openHub } from "./hub.ts";
import { longestMessage } from "./protocol.ts";
import { type Role, welcome } from "./visitor.ts";

export interface RosbridgeServerOptions {
  /** Default: loopback alone. Beyond it put a proxy with TLS before it: tokens and pictures would be readable. */
  readonly host?: string;
  /** Default 9090, as rosbridge; 0 takes a free one. */
  readonly port?: number;
  /** Who has it may command. Default: drawn anew, see `token` of the server. */
  readonly token?: string;
  /** Who has it may look: subscribe, and nothing else. Default: there is none. */
  readonly viewToken?: string;
  /**
   * Pages that may connect, "https://ward.example": a browser says where its page is from. Default: none. What is no
   * browser says nothing and needs the token alone.
   */
  readonly origins?: readonly string[];
  /** Somebody was sent away or sent nonsense. */
  readonly onTrouble?: (trouble: { readonly code: string; readonly why: string }) => void;
}

/** Topics and services for browsers and other rosbridge clients, and between them. */
export interface RosbridgeServer extends Local {
  readonly port: number;
  readonly token: string;
  /** "ws://127.0.0.1:9090/?token=…" */
  readonly url: string;
  /** Connected now. */
  readonly clients: number;
  close(): Promise<void>;
}

export const rosbridgeServer = async (options: RosbridgeServerOptions = {}): Promise<RosbridgeServer> => {
  const { host = "127.0.0.1", port = 9090, token = randomBytes(24).toString("base64url"), onTrouble } = options;
  const tell = onTrouble ?? ((): void => {});
  const hub = openHub();
  const http = createServer((_, response) => response.writeHead(426).end("This is a WebSocket.\n"));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: longestMessage });
  http.on("upgrade", (request: IncomingMessage, socket: Duplex, rest: Buffer) => {
    try {
      const role = roleOf(request, { ...options, token });
      sockets.handleUpgrade(request, socket, rest, (open: WebSocket) => welcome(open, hub, role, tell));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      tell({ code: "refused", why });
      socket.on("error", () => {});
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
    }
  });
  await listening(http, port, host);
  const address = http.address();
  const chosen = typeof address === "object" && address ? address.port : port;
  return {
    ...hub.local,
    port: chosen,
    token,
    url: `ws://${host}:${chosen}/?token=${token}`,
    get clients() {
      return sockets.clients.size;
    },
    close: () => closed(http, sockets, hub),
  };
};

const listening = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });

const closed = async (http: Server, sockets: WebSocketServer, hub: Hub): Promise<void> => {
  hub.close();
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  await new Promise<void>((resolve) => {
    http.close(() => resolve());
    http.closeAllConnections();
  });
};

/** Throws where the page or the token is not allowed. */
const roleOf = (request: IncomingMessage, options: RosbridgeServerOptions & { readonly token: string }): Role => {
  const { origin, authorization } = request.headers;
  if (origin !== undefined && !(options.origins ?? []).includes(origin))
    throw refused(`A page of ${origin} may not connect.`, "Add it to `origins` if it is yours.");
  const query = new URL(request.url ?? "/", "ws://here").searchParams.get("token");
  const given = query ?? authorization?.replace(/^Bearer /i, "") ?? "";
  if (isSame(given, options.token)) return "commands";
  if (options.viewToken && isSame(given, options.viewToken)) return "views";
  throw refused(
    "A client came without the token.",
    'Give it in the address ("?token=…") or as "Authorization: Bearer".',
  );
};

/** In a time that does not tell how much of it is right. */
const isSame = (a: string, b: string): boolean => {
  const [x, y] = [a, b].map((text) => createHash("sha256").update(text).digest());
  return x !== undefined && y !== undefined && timingSafeEqual(x, y);
};

const refused = (why: string, remedy: string): RosbridgeFault => new RosbridgeFault("refused", why, remedy);
