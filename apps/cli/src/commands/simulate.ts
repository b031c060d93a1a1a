import { Fault, type Instant, SECOND } from "@sakiyomi/core";
import type { Scene, SimulatedWard, WaveName, Worn } from "@sakiyomi/simulator";
import { nothingSent, post, targetOf } from "../client.ts";
import { type AddCommand, examples } from "../command.ts";
import { readNumber } from "../open.ts";
import { paceFrom } from "../pace.ts";
import { sentLines } from "../sent.ts";
import { exits, type Terminal } from "../terminal.ts";
import { readSpan, readTime } from "../time.ts";
import { messageOf } from "../wire.ts";

interface Options {
  readonly people: string;
  readonly seed: string;
  readonly for: string;
  readonly from?: string;
  readonly waves?: string;
  readonly scene?: readonly string[];
  readonly to?: string;
  readonly token?: string;
  readonly speed: string;
}

const worn: readonly Worn[] = ["bladder", "vitals", "bed", "motion", "cuff"];

/** Each cut of time is made, sent, and only then the next one. */
const STEP_MS = SECOND;
/** As fast as possible, larger steps save time. */
const FAST_STEP_MS = 60 * SECOND;

export const simulate: AddCommand = (program, terminal) => {
  program
    .command("simulate")
    .description("Make the signals of simulated people: as NDJSON on stdout, or live into a running server.")
    .option("--people <n>", "how many", "1")
    .option("--seed <seed>", "the same seed is the same people with the same lives", "1")
    .option("--for <time>", "how long, for example 30min, 24h", "24h")
    .option("--from <time>", "when it begins: ISO 8601, or a time ago (default: so that it ends now; with --to: now)")
    .option("--waves <name,…>", "waveforms too: ecg, ppg, respiration-impedance, acceleration")
    .option("--scene <scene...>", "deterioration@2h:1 | fall@30min | dead-sensor@1h:vitals, with #N for the Nth person")
    .option("--to <url>", "send it to a running server instead of stdout")
    .option("--token <token>", "of a gateway that may speak for these devices (or $SAKIYOMI_TOKEN)")
    .option("--speed <n>", "with --to: so many times as fast as life; 0 as fast as possible", "1")
    .addHelpText(
      "after",
      `${examples(
        "simulate --for 24h --seed 7 > day.ndjson",
        "simulate --people 4 --scene deterioration@10min:1#2 --to http://127.0.0.1:7700 --token $TOKEN",
      )}\nDevices are named bladder-sim-01, vitals-sim-01 …: bind them to people on the page. A simulator, no model of any real person.\n`,
    )
    .action((options: Options) => run(options, terminal));
};

async function run(options: Options, terminal: Terminal): Promise<void> {
  const now = Date.now();
  const length = readSpan("--for", options.for);
  const usual = options.to === undefined ? now - length : now;
  const begin = options.from === undefined ? usual : readTime("--from", options.from, now);
  const end = begin + length;
  const ward = await wardOf(options, begin);
  if (options.to === undefined) return write(ward, begin, end);
  return send(ward, begin, end, options, terminal);
}

async function wardOf(options: Options, start: Instant): Promise<SimulatedWard> {
  const { simulatedWard, waveNames } = await import("@sakiyomi/simulator");
  const waves = (options.waves?.split(",") ?? []).map((name) => {
    if ((waveNames as readonly string[]).includes(name)) return name as WaveName;
    throw new Fault("CLI_USAGE", `${name} is no waveform of the simulator: ${waveNames.join(", ")}.`);
  });
  const people = readNumber("--people", options.people, 1, 1000);
  return simulatedWard({ seed: options.seed, people, start, waves, scripts: scriptsOf(options.scene ?? [], start) });
}

async function write(ward: SimulatedWard, begin: Instant, end: Instant): Promise<void> {
  for (let at = begin; at < end; at += FAST_STEP_MS) {
    const lines = messagesIn(ward, at, Math.min(end, at + FAST_STEP_MS)).map((one) => `${JSON.stringify(one)}\n`);
    if (!process.stdout.write(lines.join(""))) await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
}

async function send(
  ward: SimulatedWard,
  begin: Instant,
  end: Instant,
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const target = targetOf(options.to, options.token, terminal.env);
  const speed = readNumber("--speed", options.speed, 0, 10_000);
  const sent = nothingSent();
  const pace = paceFrom(begin, speed, terminal.stopped());
  const step = speed === 0 ? FAST_STEP_MS : STEP_MS * Math.max(1, speed);
  for (let at = begin; at < end; at += step) {
    const until = Math.min(end, at + step);
    if (!(await pace.until(until))) break;
    await post(target, messagesIn(ward, at, until), sent);
  }
  for (const line of sentLines(sent)) terminal.note(line);
  if (sent.refused.length > 0) terminal.exit(exits.trouble);
}

/** People say whom they mean; a device does not know who wears it. */
const messagesIn = (ward: SimulatedWard, from: Instant, to: Instant): readonly unknown[] =>
  ward
    .signalsBetween(from, to)
    .flatMap(({ resident, signals }) =>
      signals.map((one) =>
        messageOf(one.source.startsWith("staff:") ? { ...one, subject: `person:${resident.id}` } : one),
      ),
    );

function scriptsOf(scenes: readonly string[], start: Instant): Readonly<Record<number, readonly Scene[]>> {
  const scripts: Record<number, Scene[]> = {};
  for (const said of scenes) {
    const [scene = "", person = "1"] = said.split("#");
    const index = readNumber("--scene #", person, 1, 1000) - 1;
    scripts[index] = [...(scripts[index] ?? []), sceneOf(scene, start)];
  }
  return scripts;
}

function sceneOf(said: string, start: Instant): Scene {
  const [, type, time = "", detail] = /^([a-z-]+)@([^:]+)(?::(.+))?$/.exec(said) ?? [];
  const at = () => start + readSpan("--scene", time);
  if (type === "deterioration")
    return { type, at: at(), hours: 3, severity: readNumber("--scene severity", detail ?? "1", 0, 1) };
  if (type === "fall") return { type, at: at() };
  const sensor = worn.find((one) => one === (detail ?? "vitals"));
  if (type === "dead-sensor" && sensor) return { type, at: at(), worn: sensor };
  throw new Fault("CLI_USAGE", `${said} is no scene, such as deterioration@2h:1, fall@30min, dead-sensor@1h:vitals.`);
}
