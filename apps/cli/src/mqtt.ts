import { createServer } from "node:net";
import { type Kind, kinds } from "@sakiyomi/core";
import type { ServeOptions } from "@sakiyomi/server";
import { z } from "zod";
import { readJsonFile } from "./json-file.ts";
import { readNumber } from "./open.ts";
import type { Terminal } from "./terminal.ts";

interface Options {
  readonly mqtt?: string | boolean;
  readonly broker?: string;
  readonly homeAssistant?: true | string;
}

/** Assigned at IANA for MQTT without and with TLS. */
const ports = { plain: 1883, tls: 8883 };

const names = Object.keys(kinds) as Kind[];

type Mqtt = NonNullable<ServeOptions["mqtt"]>;

/** The broker in the house, the one outside, both or none. A usual port that somebody else has is no reason not to start. */
export async function mqttFor(options: Options, isTls: boolean, terminal: Terminal): Promise<Mqtt> {
  const outside = options.broker === undefined ? {} : { outside: outsideOf(options, options.broker, terminal) };
  if (options.mqtt === false) return outside;
  if (typeof options.mqtt === "string") return { ...outside, port: readNumber("--mqtt", options.mqtt, 0, 65_535) };
  const port = isTls ? ports.tls : ports.plain;
  if (await isFree(port)) return { ...outside, port };
  terminal.note(
    `Port ${port} is in use by another program: no MQTT broker in the house. --mqtt PORT names another one.`,
  );
  return outside;
}

function outsideOf({ homeAssistant }: Options, url: string, { env }: Terminal): NonNullable<Mqtt["outside"]> {
  return {
    url,
    ...(env.SAKIYOMI_MQTT_USER === undefined ? {} : { username: env.SAKIYOMI_MQTT_USER }),
    ...(env.SAKIYOMI_MQTT_PASSWORD === undefined ? {} : { password: env.SAKIYOMI_MQTT_PASSWORD }),
    ...(homeAssistant ? { homeAssistant: homeAssistantOf(homeAssistant), emit: true } : {}),
  };
}

const declared = z.strictObject({
  prefix: z.string().optional(),
  kinds: z.record(z.string(), z.enum(names)).optional(),
});

/** A "temperature" alone may be that of a room: the file says which unique_id is which kind. */
function homeAssistantOf(file: true | string): NonNullable<NonNullable<Mqtt["outside"]>["homeAssistant"]> {
  if (file === true) return {};
  const { prefix, kinds: of } = readJsonFile(file, declared);
  return { ...(prefix === undefined ? {} : { prefix }), ...(of === undefined ? {} : { kinds: of }) };
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
