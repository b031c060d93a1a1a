import { createServer as createHttp, type Server } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { MINUTE, SECOND } from "@sakiyomi/core";
import type { Logger } from "pino";
import { type Access, openAccess } from "./access/access.ts";
import type { SessionTimes } from "./access/sessions.ts";
import type { AllWords } from "./api.ts";
import { createApp } from "./app.ts";
import type { House } from "./house.ts";
import { Looks } from "./http/looks.ts";
import { Intake } from "./intake.ts";
import { Feed } from "./live/feed.ts";
import { attachFeed } from "./live/socket.ts";
import { openLog } from "./log.ts";
import { openMedication } from "./medication/desk.ts";
import { type MqttOptions, openMqtt } from "./mqtt.ts";
import { NurseCall } from "./nurse-call/nurse-call.ts";
import { openPush, type PushOptions } from "./push/push.ts";
import { acquaintancesOf } from "./robots/acquaintances.ts";
import { attachHouseRobots, desksFor } from "./robots/house-robots.ts";
import { medicinesOf } from "./robots/medicine-ward.ts";
import type { ShownRobot } from "./robots/port.ts";
import { catchUpCheckups } from "./screening/catch-up.ts";
import type { Tls } from "./tls.ts";
import type { Ward } from "./ward/port.ts";
import { serverWords } from "./words.ts";

export interface ServeOptions {
  readonly ward: Ward;
  /** 127.0.0.1 unless told otherwise. */
  readonly host?: string;
  /** 0: any that is free. */
  readonly port?: number;
  /** From `openTls`; without it plain HTTP, for loopback only. */
  readonly tls?: Tls;
  /** More host names under which the server may be asked. */
  readonly names?: readonly string[];
  /** The built page; null or left out: only the API. */
  readonly webDir?: string | null;
  /** Sentences of the skills, by skill; the server adds its own. */
  readonly words?: AllWords;
  readonly version?: string;
  readonly log?: Logger;
  readonly push?: PushOptions;
  readonly mqtt?: MqttOptions;
  readonly sessionTimes?: SessionTimes;
  /** Robots that get a page behind the house's door. */
  readonly robots?: readonly ShownRobot[];
  /** For the nurse-call; tests give their own. */
  readonly fetch?: typeof fetch;
}

export interface Serving {
  readonly url: string;
  readonly port: number;
  /** Of the broker in the house; null where none was asked for. */
  readonly mqttPort: number | null;
  /** The one-time address of the first start; null once somebody has an account. */
  readonly setupUrl: string | null;
  readonly access: Access;
  readonly house: House;
  close(): Promise<void>;
}

const loopback = ["localhost", "127.0.0.1", "[::1]"];
const isLoopback = (host: string) => ["localhost", "127.0.0.1", "::1"].includes(host);

/** Everything around a ward: accounts, page, API, live feed, messages. */
export async function assembleHouse(options: ServeOptions): Promise<House> {
  const { ward, tls, fetch: send, log = openLog() } = options;
  const access = await openAccess(ward, options.sessionTimes);
  const medication = await openMedication(ward, access, {
    trouble: (error) => log.error({ error: String(error) }, "the loop did not hear of a medicine"),
  });
  await catchUpCheckups({ ward, log });
  for (const robot of options.robots ?? []) {
    robot.medicines = medicinesOf(medication);
    robot.acquaintances = acquaintancesOf(ward);
  }
  return {
    ward,
    access,
    intake: new Intake(ward),
    words: { ...serverWords, ...options.words },
    push: await openPush(ward, access, { ...(send ? { fetch: send } : {}), ...options.push }),
    medication,
    nurseCall: await new NurseCall(ward, send).load(),
    robots: desksFor(options.robots ?? [], ward, log),
    version: options.version ?? "0.1.0",
    log,
    hosts: [...loopback, ...(tls?.names ?? []), ...(options.names ?? [])].map((name) => name.toLowerCase()),
    tls: tls !== undefined,
    authority: tls?.authority ?? null,
    webDir: options.webDir ?? null,
  };
}

/** Opens the port. Plain HTTP leaves the machine never: passwords would travel in the clear. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { host = "127.0.0.1", port = 0, tls } = options;
  if (!tls && !isLoopback(host)) throw new Error(`Without TLS only loopback is served, not ${host}: use --lan NAME.`);
  const house = await assembleHouse(options);
  const looks = new Looks(house.ward);
  const app = createApp(house, looks);
  const listener = getRequestListener(app.fetch, { hostname: host });
  const server = tls ? createHttps({ cert: tls.cert, key: tls.key }, listener) : createHttp(listener);
  limit(server);
  const feed = new Feed(house.ward, house.access, looks).start();
  const sockets = attachFeed(server, house, feed, isLoopback(host));
  const robots = attachHouseRobots(server, house);
  await listen(server, port, host);
  const mqtt = await openMqtt(house, options.mqtt ?? {}, host, tls);
  const stopTelling = tellOut(house);
  const at = (server.address() as AddressInfo).port;
  const url = `${tls ? "https" : "http"}://${tls?.names[0] ?? (host === "::1" ? "[::1]" : host)}:${at}`;
  const token = house.access.setupToken();
  return {
    url,
    port: at,
    mqttPort: mqtt.port,
    setupUrl: token === null ? null : `${url}/setup#token=${token}`,
    access: house.access,
    house,
    async close() {
      stopTelling();
      feed.stop();
      robots.close();
      await mqtt.close();
      house.push.close();
      house.medication.close();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await house.push.idle();
    },
  };
}

/** A slow or silent sender holds no connection for long. */
function limit(server: Server): void {
  server.headersTimeout = 15 * SECOND;
  server.requestTimeout = MINUTE;
  server.keepAliveTimeout = 30 * SECOND;
  server.maxHeadersCount = 100;
}

const listen = (server: Server, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });

/** Carries what the ward tells to phones and to the nurse-call, and sweeps what is over. */
function tellOut({ ward, push, nurseCall, access, log }: House): () => void {
  const trouble = (error: unknown) => log.error({ error: String(error) }, "a message could not be kept");
  const off = ward.on((event) => {
    if (event.type === "telling") {
      push.tell(event.alert, event.to, event.repeat);
      nurseCall
        .tell(event.alert, event.to, event.repeat)
        .then(() => nurseCall.tick())
        .catch(trouble);
    }
    if (event.type === "alerts" && nurseCall.isRinging()) nurseCall.clear(ward.board().alerts).catch(trouble);
  });
  const ticking = setInterval(() => nurseCall.tick().catch(trouble), SECOND);
  const sweeping = setInterval(() => access.sessions.sweep(ward.now()).catch(trouble), MINUTE);
  ticking.unref();
  sweeping.unref();
  return () => {
    off();
    clearInterval(ticking);
    clearInterval(sweeping);
  };
}
