import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { Fault, type Instant, type Kind, kinds, MINUTE, type Signal, type Store, type SubjectId } from "@sakiyomi/core";
import { nothingSent, post, type Sent, type Target, targetOf } from "../client.ts";
import { type AddCommand, type DataOptions, examples, withData } from "../command.ts";
import { existingPlaces, readNumber, readPerson } from "../open.ts";
import { paceFrom } from "../pace.ts";
import { piecesOf } from "../pieces.ts";
import { sentLines } from "../sent.ts";
import { exits, sayJson, type Terminal } from "../terminal.ts";
import { readTime } from "../time.ts";
import { withWard } from "../ward.ts";
import { messageOf } from "../wire.ts";

interface Options extends DataOptions {
  readonly to?: string;
  readonly token?: string;
  readonly as?: string;
  readonly speed: string;
  readonly person?: string;
  readonly from?: string;
  readonly until?: string;
  readonly verify?: true;
  readonly json?: true;
}

/** Whatever comes within so long, in the time of the recording, is sent together. */
const BATCH_MS = 250;
const MOST_MESSAGES = 5000;
/** So much is read from the store at once. */
const STRETCH_MS = 10 * MINUTE;

interface Message {
  readonly at: string;
  readonly [field: string]: unknown;
}

export const replay: AddCommand = (program, terminal) => {
  withData(program.command("replay"))
    .argument("[file]", "NDJSON as the HTTP API takes it, in order of time; without it, a stored period of a person")
    .description("Play a recording into a running server as if it were live; or run a period again and compare.")
    .option("--to <url>", "the running server", "http://127.0.0.1:7700")
    .option("--token <token>", "of a device or gateway (or $SAKIYOMI_TOKEN)")
    .option("--as <device>", "speak as this device, for example monitor-1, whatever the recording says")
    .option("--speed <n>", "so many times as fast as life; 0 as fast as possible", "1")
    .option("--person <id>", "of a stored period: whose")
    .option("--from <time>", "of a stored period: ISO 8601, or a time ago")
    .option("--until <time>", "of a stored period: ISO 8601, or a time ago (default: now)")
    .option("--verify", "run the stored period through the loop again, and compare every prediction and wish")
    .option("--json", "with --verify: print what was found as JSON")
    .addHelpText(
      "after",
      `${examples(
        "replay monitor.ndjson --token $TOKEN --speed 10",
        "replay --real --person p100 --from 8h --to http://127.0.0.1:7701 --token $TOKEN --as monitor-1",
        "replay --verify --from 2026-01-31T22:00:00+09:00 --until 2026-02-01T06:00:00+09:00",
      )}\nTimes are moved so that the recording ends when the last of it is sent. A stored period is read while its own server is stopped.\n`,
    )
    .action((file: string | undefined, options: Options) =>
      options.verify ? verify(options, terminal) : play(file, options, terminal),
    );
};

async function verify(options: Options, terminal: Terminal): Promise<void> {
  const [from, to] = periodOf(options);
  const { replay: again } = await import("@sakiyomi/core");
  const { skills } = await import("@sakiyomi/skills");
  const found = await withWard(existingPlaces(terminal, options), terminal, ({ records, store }) =>
    again({ records, store, skills, from, to }),
  );
  if (options.json) sayJson(terminal, found);
  else {
    terminal.say(`${found.turns} turns taken again, ${found.compared} recorded states compared.`);
    for (const { skill, subject, at, what } of found.differing)
      terminal.say(`${what}: ${skill} for ${subject ?? "everybody"} at ${new Date(at).toISOString()}`);
    terminal.say(found.differing.length === 0 ? "The same, byte for byte." : "Not the same.");
  }
  if (found.differing.length > 0) terminal.exit(exits.trouble);
}

async function play(file: string | undefined, options: Options, terminal: Terminal): Promise<void> {
  const target = targetOf(options.to, options.token, terminal.env);
  const speed = readNumber("--speed", options.speed, 0, 10_000);
  const speaker = options.as === undefined ? (message: Message) => message : speakerAs(options.as);
  const sent = nothingSent();
  const play = async (messages: () => AsyncIterable<Message>) =>
    send(await stretchOf(messages()), messages(), speaker, { target, speed, sent, stopped: terminal.stopped() });
  if (file !== undefined) await play(() => messagesIn(file));
  else await withWard(existingPlaces(terminal, options), terminal, ({ store }) => play(() => storedIn(store, options)));
  for (const line of sentLines(sent)) terminal.note(line);
  if (sent.refused.length > 0) terminal.exit(exits.trouble);
}

interface Stretch {
  readonly first: Instant;
  readonly last: Instant;
}

async function stretchOf(messages: AsyncIterable<Message>): Promise<Stretch> {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for await (const { at } of messages) {
    first = Math.min(first, Date.parse(at));
    last = Math.max(last, Date.parse(at));
  }
  if (first > last) throw new Fault("CLI_FILE", "There is nothing to be played.");
  return { first, last };
}

interface Playing {
  readonly target: Target;
  readonly speed: number;
  readonly sent: Sent;
  readonly stopped: Promise<void>;
}

/**
 * The times are moved so that the last one is now when it is sent. Played faster than life, a recording begins in the
 * past and catches up: its own intervals stay what they were, and nothing lies ahead of the server's clock.
 */
async function send(
  { first, last }: Stretch,
  messages: AsyncIterable<Message>,
  speaker: (message: Message) => Message,
  { target, speed, sent, stopped }: Playing,
): Promise<void> {
  const shift = Date.now() + (speed === 0 ? 0 : (last - first) / speed) - last;
  const pace = paceFrom(first, speed, stopped);
  let batch: unknown[] = [];
  let batchEnd = first + BATCH_MS * Math.max(1, speed);
  for await (const message of messages) {
    const at = Date.parse(message.at);
    if (at >= batchEnd || batch.length >= MOST_MESSAGES) {
      if (!(await pace.until(at))) return;
      await post(target, batch, sent);
      batch = [];
      batchEnd = at + BATCH_MS * Math.max(1, speed);
    }
    batch.push({ ...speaker(message), at: new Date(at + shift).toISOString() });
  }
  await post(target, batch, sent);
}

/** The first source of each kind becomes the device, a second one NAME.2, and so on: two leads stay two. */
function speakerAs(name: string): (message: Message) => Message {
  const sources = new Map<unknown, unknown[]>();
  return (message) => {
    const known = sources.get(message.kind) ?? [];
    if (!known.includes(message.source)) known.push(message.source);
    sources.set(message.kind, known);
    const n = known.indexOf(message.source) + 1;
    const { subject: _, ...rest } = message;
    return { ...rest, source: `device:${name}${n === 1 ? "" : `.${n}`}` } as Message;
  };
}

async function* messagesIn(file: string): AsyncGenerator<Message> {
  if (!existsSync(file)) throw new Fault("CLI_FILE", `${file} is not there.`);
  let n = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    n += 1;
    if (line.trim() !== "") yield messageIn(line, `${file}, line ${n}`);
  }
}

function messageIn(line: string, where: string): Message {
  try {
    const message = JSON.parse(line) as Message;
    if (typeof message === "object" && message !== null && !Number.isNaN(Date.parse(message.at))) return message;
  } catch {
    // Said below: no JSON, or no time, are the same trouble to whoever made the file.
  }
  throw new Fault("CLI_FILE", `${where} is no signal with a time.`);
}

/** A person's signals as they were, stretch by stretch; what skills derived is derived again. */
async function* storedIn(store: Store, options: Options): AsyncGenerator<Message> {
  if (options.person === undefined) throw new Fault("CLI_USAGE", "Name a file, or --person and --from.");
  const subject = readPerson(options.person);
  const [from, to] = periodOf(options);
  for (let at = from; at <= to; at += STRETCH_MS)
    for (const signal of await stretchIn(store, subject, at, Math.min(to + 1, at + STRETCH_MS)))
      yield messageOf(signal) as Message;
}

async function stretchIn(store: Store, subject: SubjectId, from: Instant, to: Instant): Promise<readonly Signal[]> {
  const signals: Signal[] = [];
  for (const kind of Object.keys(kinds) as Kind[])
    for (const signal of await store.range({ subject, kind, from, to: to - 1 }))
      if (!signal.source.startsWith("skill:")) signals.push(...piecesOf(signal, from, to));
  return signals.sort((a, b) => a.at - b.at);
}

function periodOf({ from, until }: Options): readonly [Instant, Instant] {
  if (from === undefined) throw new Fault("CLI_USAGE", "Name the period: --from, and --until unless it is now.");
  const now = Date.now();
  return [readTime("--from", from, now), until === undefined ? now : readTime("--until", until, now)];
}
