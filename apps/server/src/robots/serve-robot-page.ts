import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { refuse } from "@sakiyomi/core";
import { Hono } from "hono";
import { newToken, sameSecret } from "../access/secret.ts";
import { checkHost, checkOrigin, hostNameOf, securityHeaders } from "../http/guard.ts";
import { problemResponse } from "../http/problem.ts";
import { staticFile } from "../http/static.ts";
import { RobotDesk } from "./desk.ts";
import type { RobotDeed, RobotVisitor, ShownRobot } from "./port.ts";
import type { RobotRow } from "./shapes.ts";
import { attachRobots } from "./socket.ts";

export interface RobotPageOptions {
  readonly robot: ShownRobot;
  /** The built page; null: only the robot's addresses. */
  readonly webDir: string | null;
  /** 0: any that is free. */
  readonly port?: number;
  /** What is done at the page: stops, releases, teleoperation. */
  readonly onDeed?: (deed: RobotDeed) => void;
  readonly onTrouble?: (error: Error) => void;
}

export interface RobotPage {
  /** With a token that opens it once, in one browser. */
  readonly url: string;
  readonly port: number;
  readonly desk: RobotDesk;
  close(): Promise<void>;
}

const host = "127.0.0.1";
const hosts = ["localhost", "127.0.0.1"];

/** Whoever has the token has opened the program on this machine, and may do everything at its robot. */
const owner: RobotVisitor = { actor: "owner", person: null, rights: () => ({ stop: true, drive: true }) };

/** One robot's page, on this machine only, without a ward. */
export async function serveRobotPage(options: RobotPageOptions): Promise<RobotPage> {
  const desk = new RobotDesk(options.robot, options.onDeed).start();
  const door = new Door();
  const server = createServer(getRequestListener(appOf(options, desk, door).fetch, { hostname: host }));
  const sockets = attachRobots({
    server,
    desks: [desk],
    who: (request) => whoAsks(request, door),
    trouble: (error) => options.onTrouble?.(error),
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  door.cookie = `sakiyomi-robot-${port}`;
  return {
    url: `http://${host}:${port}/enter?token=${door.token}`,
    port,
    desk,
    async close() {
      desk.close();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** The token of the address works once; the browser that used it has a cookie from then on. */
class Door {
  readonly token = newToken();
  readonly #session = newToken();
  #isUsed = false;
  /** Browsers keep the cookies of all ports of a machine together. */
  cookie = "sakiyomi-robot";

  isInside(header: string | null | undefined): boolean {
    const pair = (header ?? "").split(";").find((part) => part.trim().startsWith(`${this.cookie}=`));
    return pair !== undefined && sameSecret(pair.trim().slice(this.cookie.length + 1), this.#session);
  }

  /** The line that lets the browser in; null: the token is another, or was used. */
  enter(token: string): string | null {
    if (this.#isUsed || !sameSecret(token, this.token)) return null;
    this.#isUsed = true;
    return `${this.cookie}=${this.#session}; Path=/; HttpOnly; SameSite=Strict`;
  }
}

function whoAsks(request: IncomingMessage, door: Door): RobotVisitor | number {
  if (!hosts.includes(hostNameOf(request.headers.host ?? ""))) return 421;
  const headers = new Headers({ host: request.headers.host ?? "" });
  for (const name of ["origin", "sec-fetch-site"] as const) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  if (!checkOrigin(headers, false).ok) return 403;
  return door.isInside(request.headers.cookie) ? owner : 401;
}

function appOf({ webDir }: RobotPageOptions, desk: RobotDesk, door: Door): Hono {
  const app = new Hono();
  const headers = Object.entries(securityHeaders(false));
  app.use("*", async (c, next) => {
    const known = checkHost(c.req.raw, hosts);
    if (known.ok) await next();
    else c.res = problemResponse(known.refusal);
    for (const [name, value] of headers) c.res.headers.set(name, value);
  });
  app.get("/enter", (c) => {
    if (door.isInside(c.req.header("cookie"))) return c.redirect("/robot.html", 303);
    const cookie = door.enter(c.req.query("token") ?? "");
    if (cookie === null)
      return problemResponse(
        refuse("ACCESS_SETUP", "token", "another one", "the token of the printed address").refusal,
      );
    c.header("set-cookie", cookie);
    return c.redirect("/robot.html", 303);
  });
  app.use("/api/*", async (c, next) => {
    const isOurs = checkOrigin(c.req.raw.headers, false).ok && door.isInside(c.req.header("cookie"));
    return isOurs
      ? next()
      : problemResponse(refuse("ACCESS_SIGNED_OUT", "session", "none", "the address that was printed").refusal);
  });
  const { id, name } = desk.robot;
  app.get("/api/robots", (c) => c.json([{ id, name }] satisfies readonly RobotRow[]));
  app.post(`/api/robots/${id}/stop`, (c) => {
    desk.stop(owner);
    return c.json(null);
  });
  app.get("*", async (c) => {
    const path = c.req.path === "/" ? "/robot.html" : c.req.path;
    const file = webDir === null ? null : await staticFile(webDir, path, c.req.header("accept-encoding"));
    return file ?? problemResponse(refuse("HTTP_ROUTE", "path", c.req.path, "a page of the program").refusal);
  });
  return app;
}
