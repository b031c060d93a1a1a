// People who live: ECG, pulse, acceleration and vital signs over HTTP, and somebody who watches for alerts as a page does.
// Started by bench-watch.ts. Hearts stop now and then; it says for each how long the alert took, until stdin ends.
import { encodeWaves } from "@sakiyomi/wave";
import { WebSocket } from "ws";
import { deviceOf } from "../end-to-end/server.ts";
import { framesOf, lastBeatBefore } from "./bodies.ts";

const [url = "", token = "", session = "", count = "200"] = process.argv.slice(2);
const people = Number(count);
const SLOT_MS = 50;
/** The skill's own setting: a heart stands still when no beat was seen for so long. */
const ASYSTOLE_S = 4;
/** Where in its second the deciding sample may lie: neither edge, where the frame before or after might decide. */
const [EARLY, LATE] = [0.25, 0.75];
const GIVE_UP_MS = 12_000;

interface Trial {
  readonly type: "asystole" | "state";
  /** When the message that decides was begun to be sent; null: not yet. */
  sentAt: number | null;
  readonly begunAt: number;
}

const started = Date.now();
const seconds = new Int32Array(people);
const trials = new Map<number, Trial>();
const stops = new Map<number, { readonly from: number; readonly decides: number }>();
const busy = { lateMs: 0, lost: 0, slowness: 1 };
const bearer = { authorization: `Bearer ${token}` };

async function post(type: string, body: string | Uint8Array<ArrayBuffer>): Promise<void> {
  const answer = await fetch(`${url}/api/signals`, {
    method: "POST",
    headers: { ...bearer, "content-type": type },
    body,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
}

/** Everybody's second ends at a time of its own. */
const dueOf = (person: number): number => started + ((seconds[person] ?? 0) + 1) * 1000 + ((person * 997) % 1000);

function tick(): void {
  const now = Date.now();
  const due = Array.from({ length: people }, (_, person) => person).filter((person) => dueOf(person) <= now);
  if (due.length === 0) return;
  const frames = due.flatMap((person) => secondNow(person, now));
  const vitals = due.map((person) => ({
    kind: "spo2",
    unit: "%",
    value: 97,
    source: deviceOf(person),
    at: new Date(now).toISOString(),
  }));
  const work = [
    post("application/vnd.sakiyomi.wave", new Uint8Array(encodeWaves(frames))),
    post("application/x-ndjson", vitals.map((one) => JSON.stringify(one)).join("\n")),
  ];
  Promise.all(work).catch(() => {
    busy.lost += 1;
  });
}

function secondNow(person: number, now: number) {
  const second = seconds[person] ?? 0;
  const at = dueOf(person) - 1000;
  busy.lateMs = Math.max(busy.lateMs, now - dueOf(person));
  seconds[person] = second + 1;
  const stop = stops.get(person);
  const trial = trials.get(person);
  if (stop && trial && second === stop.decides) trial.sentAt = Date.now();
  return framesOf(person, second, at, stop?.from ?? null);
}

let next = 0;
/** One heart stops, one person does not answer any more, in turn. */
function begin(): void {
  const person = (next * 7) % people;
  next += 1;
  if (trials.has(person)) return;
  if (next % 2 === 0) beginState(person);
  else beginStop(person);
}

function beginState(person: number): void {
  trials.set(person, { type: "state", begunAt: Date.now(), sentAt: Date.now() });
  void say(person, "unresponsive").catch(() => undefined);
}

const say = (person: number, value: string): Promise<void> =>
  post(
    "application/json",
    JSON.stringify({ kind: "consciousness", value, source: deviceOf(person), at: new Date().toISOString() }),
  );

function beginStop(person: number): void {
  for (let from = (seconds[person] ?? 0) + 1; from < (seconds[person] ?? 0) + 20; from++) {
    const decides = lastBeatBefore(person, from) + ASYSTOLE_S;
    const part = decides - Math.floor(decides);
    if (part < EARLY || part > LATE) continue;
    stops.set(person, { from, decides: Math.floor(decides) });
    trials.set(person, { type: "asystole", begunAt: Date.now(), sentAt: null });
    return;
  }
}

function end(person: number, trial: Trial, ms: number): void {
  trials.delete(person);
  stops.delete(person);
  if (trial.type === "state") void say(person, "alert").catch(() => undefined);
  process.stdout.write(`${JSON.stringify({ type: trial.type, ms })}\n`);
}

interface Heard {
  readonly alerts?: readonly {
    readonly id: string;
    readonly person: string;
    readonly skill: string;
    readonly key: string;
  }[];
  readonly slowness?: number;
  readonly board?: Pick<Heard, "alerts" | "slowness">;
}
const seen = new Set<string>();
function hear(message: Heard): void {
  const now = Date.now();
  const { alerts = [], slowness = busy.slowness } = message.board ?? message;
  busy.slowness = slowness;
  for (const { id, person, key } of alerts) {
    if (seen.has(id)) continue;
    seen.add(id);
    const n = Number(person.replace(/^(person:)?bench-/, ""));
    const trial = trials.get(n);
    const isIt = trial?.type === "asystole" ? key === "asystole" : key !== "asystole";
    if (trial && isIt) end(n, trial, trial.sentAt === null ? -1 : now - trial.sentAt);
  }
}

const page = new WebSocket(`${url.replace("http", "ws")}/api/live`, {
  headers: { cookie: `sakiyomi-session=${session}`, origin: url },
});
page.on("open", () => page.send(JSON.stringify({ watch: "board", changes: true })));
page.on("message", (data) => hear(JSON.parse(String(data)) as Heard));
page.on("error", (error) => process.stderr.write(`${error.message}\n`));

const timers = [setInterval(tick, SLOT_MS)];
process.stdin.on("data", (line) => {
  if (String(line).includes("trials")) timers.push(setInterval(begin, 500));
  else process.stdout.write(`${JSON.stringify({ type: "crowd", ...busy })}\n`);
});
setInterval(() => {
  for (const [person, trial] of trials)
    if (Date.now() - trial.begunAt > GIVE_UP_MS + 10_000) end(person, trial, Number.POSITIVE_INFINITY);
}, 1000).unref();
process.stdin.resume().on("end", () => process.exit(0));
