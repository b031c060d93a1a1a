import { networkInterfaces } from "node:os";
import { Fault } from "@sakiyomi/core";
import type { Serving, Tls, WardRobot } from "@sakiyomi/server";
import { type AddCommand, type DataOptions, examples, withData } from "../command.ts";
import { mqttFor } from "../mqtt.ts";
import { placesFor, readNumber } from "../open.ts";
import { builtPage } from "../page.ts";
import { madeFor, type Places } from "../places.ts";
import { progressOn } from "../progress.ts";
import { troubleTeller } from "../robot/troubles.ts";
import type { Terminal } from "../terminal.ts";
import { version } from "../version.ts";

interface Options extends DataOptions {
  readonly port: string;
  readonly host: string;
  readonly lan?: string;
  readonly zone: string;
  readonly people: string;
  readonly seed: string;
  readonly page: boolean;
  readonly keepSignals?: string;
  readonly mqtt: string | boolean;
  readonly broker?: string;
  readonly homeAssistant?: true | string;
  readonly robot?: true;
}

/** Unassigned at IANA; the same in the guides. */
export const PORT = 7700;

export const start: AddCommand = (program, terminal) => {
  withData(program.command("start"))
    .description("Run a ward: real where there are real people, a demo of simulated ones where there is nothing yet.")
    .option("--port <n>", "0 takes any that is free", String(PORT))
    .option("--host <address>", "without --lan only this machine itself can be reached", "127.0.0.1")
    .option("--lan <name>", "be reached from the house's tablets under this name, with a certificate of our own")
    .option("--zone <zone>", "time zone of the house", Intl.DateTimeFormat().resolvedOptions().timeZone)
    .option("--people <n>", "of the demo's wards; a nap room and two people at home come on top", "8")
    .option("--seed <seed>", "of the demo: the same seed is the same people", "2026")
    .option("--mqtt <port>", "of the broker in the house (default: 1883, with TLS 8883)")
    .option("--no-mqtt", "no broker in the house")
    .option("--broker <url>", "also listen at this outside broker; $SAKIYOMI_MQTT_USER and $SAKIYOMI_MQTT_PASSWORD")
    .option(
      "--home-assistant [file]",
      "at the outside broker: understand its devices, show it alerts; FILE names kinds",
    )
    .option("--keep-signals <days>", "forget signals that are older, once a day (default: keep them for good)")
    .option("--robot", "with a simulated robot that can be asked to bring something")
    .option("--no-page", "only the API")
    .addHelpText(
      "after",
      examples(
        "start                          # http://127.0.0.1:7700, only from this machine",
        "start --real                   # begin with real people",
        "start --lan ward.local         # also from tablets in the house, with TLS",
        "start --data /srv/sakiyomi --port 8080",
        "start --broker mqtt://192.168.1.5 --home-assistant",
        "start --robot                  # a simulated robot in the demo",
      ),
    )
    .action((options: Options) => run(options, terminal));
};

async function run(options: Options, terminal: Terminal): Promise<void> {
  const places = placesFor(terminal, options);
  const port = readNumber("--port", options.port, 0, 65_535);
  checkZone(options.zone);
  checkHost(options);
  const webDir = options.page ? await builtPage(terminal.note) : null;
  const keepDays =
    options.keepSignals === undefined ? null : readNumber("--keep-signals", options.keepSignals, 1, 36_525);
  const { keepFor, openTls, serve, stockDemo } = await import("@sakiyomi/server");
  const tls = options.lan === undefined ? null : await openTls(`${places.home}/tls`, lanNames(options.lan), Date.now());
  if (options.robot && places.mode === "real")
    throw new Fault("CLI_USAGE", "--robot is simulated: it belongs into the demo, not among real people.");
  const robot = options.robot ? await openRobot(options, terminal) : null;
  const house = await openWard(options, places, robot, terminal).catch(async (error: unknown) => {
    await robot?.close();
    throw error;
  });
  try {
    const { skills } = await import("@sakiyomi/skills");
    const serving = await serve({
      ward: house.ward,
      host: tls && options.host === "127.0.0.1" ? "0.0.0.0" : options.host,
      port,
      webDir,
      version: version(),
      words: Object.fromEntries(skills.map(({ id, words }) => [id, words])),
      mqtt: await mqttFor(options, tls !== null, terminal),
      ...(tls ? { tls } : {}),
      ...(robot ? { robots: [robot.robot] } : {}),
    }).catch((error: unknown) => {
      throw portFault(error, port);
    });
    await stockDemo(serving.house.medication);
    const retention = keepDays === null ? null : keepFor(house.ward, keepDays, (error) => terminal.note(String(error)));
    await tell(serving, places, tls, terminal);
    await terminal.stopped();
    retention?.stop();
    terminal.note("Stopping: what has arrived is being made durable …");
    await serving.close();
  } finally {
    await house.close();
    await robot?.close();
  }
  terminal.note("Stopped.");
}

interface OpenWard {
  readonly ward: Parameters<typeof import("@sakiyomi/server").serve>[0]["ward"];
  close(): Promise<void>;
}

async function openRobot({ seed }: Options, { note }: Terminal): Promise<WardRobot> {
  const { openWardRobot } = await import("@sakiyomi/server");
  note("Starting the simulated robot …");
  const robot = await openWardRobot(Number(seed) || 1);
  robot.robot.run.onTrouble(troubleTeller((line) => note(`robot, ${line}`)));
  return robot;
}

async function openWard(
  options: Options,
  places: Places,
  robot: WardRobot | null,
  terminal: Terminal,
): Promise<OpenWard> {
  const { openDemo, openEmbeddedWard } = await import("@sakiyomi/server");
  const { stateDirOf } = await import("@sakiyomi/sqlite");
  const shared = {
    dataDir: madeFor(places),
    stateDir: stateDirOf(madeFor(places), terminal.env),
    zone: options.zone,
    bodies: robot ? [robot.body] : [],
    onTrouble: (error: unknown) => terminal.note(error instanceof Error ? error.message : String(error)),
  };
  if (places.mode === "real") {
    const { ward } = await openEmbeddedWard({ ...shared, mode: "real" });
    return { ward, close: () => ward.close() };
  }
  const progress = progressOn(terminal, "% of the demo's first hours");
  const people = readNumber("--people", options.people, 1, 500);
  const onProgress = (share: number) => progress.at(Math.round(share * 100), 100);
  const demo = await openDemo({ ...shared, seed: options.seed, people, warmUpHours: WARM_UP_HOURS, onProgress });
  progress.end();
  return {
    ward: demo.ward,
    close: async () => {
      demo.stop();
      await demo.ward.close();
    },
  };
}

/** Enough for a trend, a night of the bladder, and a start within seconds. */
const WARM_UP_HOURS = 8;

async function tell(
  { url, setupUrl, mqttPort }: Serving,
  places: Places,
  tls: Tls | null,
  terminal: Terminal,
): Promise<void> {
  const demo = places.mode === "demo";
  terminal.say(demo ? "Sakiyomi: DEMO with simulated people, none of them real" : "Sakiyomi");
  terminal.say(`  Open     ${named(setupUrl ?? url)}`);
  if (setupUrl) terminal.say("           once, to name the administrator; this address works only now");
  terminal.say(`  Devices  ${url}/api/signals${mqttPort === null ? "" : `, MQTT on port ${mqttPort}`}`);
  terminal.say(`  Data     ${places.data}`);
  if (tls) {
    const { fingerprintOf } = await import("@sakiyomi/server");
    terminal.say(`  Tablets  ${url}/trust shows how each kind of tablet is made to trust this house`);
    terminal.say(`           fingerprint ${fingerprintOf(tls.authority)}`);
  }
  if (demo) terminal.say("  Real     npx sakiyomi start --real begins with real people, in a database of their own");
  terminal.say("  Stop     Ctrl-C");
}

/** A passkey belongs to a name, never to an address (WebAuthn Level 3, section 5.1.2): people get the name. */
const named = (address: string): string => address.replace("//127.0.0.1:", "//localhost:");

/** The name, and every address under which this machine can be reached, so that a tablet without mDNS gets in, too. */
function lanNames(name: string): readonly string[] {
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(name))
    throw new Fault("CLI_USAGE", `${name} is no host name, such as ward.local.`);
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const outer = addresses.filter(({ internal, family }) => !internal && family === "IPv4").map((one) => one.address);
  return [name, ...outer, "localhost", "127.0.0.1"];
}

/** Without TLS, passwords would travel in the clear. */
function checkHost({ host, lan }: Options): void {
  if (lan === undefined && !["127.0.0.1", "localhost", "::1"].includes(host))
    throw new Fault(
      "CLI_USAGE",
      `${host} is reached from other machines, and for that a server wants TLS: --lan NAME.`,
    );
}

function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch {
    throw new Fault("CLI_USAGE", `${zone} is no time zone, such as Asia/Tokyo.`);
  }
}

const portCodes: Readonly<Record<string, string>> = {
  EADDRINUSE: "is in use by another program",
  EACCES: "may not be opened by this user",
  EADDRNOTAVAIL: "is at an address that this machine does not have",
};

function portFault(error: unknown, port: number): unknown {
  const { code = "", port: which = port } = error as NodeJS.ErrnoException & { readonly port?: number };
  const why = portCodes[code];
  return why === undefined ? error : new Fault("CLI_PORT", `Port ${which} ${why}.`, { cause: error });
}
