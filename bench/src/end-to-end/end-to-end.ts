import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { deviceOf, nameOf } from "./server.ts";

export interface EndToEndOptions {
  readonly people?: number;
  readonly trials?: number;
  /** The built page. */
  readonly webDir: string;
  readonly chromium?: string;
}

/** Milliseconds from the start of the request that posts a signal to the alert drawn on the board. */
export interface EndToEnd {
  readonly people: number;
  readonly trials: number;
  readonly missed: number;
  readonly min: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

export interface Where {
  readonly url: string;
  readonly device: string;
  readonly session: string;
}

const PAUSE_MS = 250;
const GIVE_UP_MS = 5000;

/** A signal posted to an alert visible in Chromium, while the whole ward is live on the same machine. */
export async function benchEndToEnd({
  people = 200,
  trials = 200,
  webDir,
  chromium: path = "/usr/bin/chromium",
}: EndToEndOptions): Promise<EndToEnd> {
  const dir = await mkdtemp(join(tmpdir(), "sakiyomi-bench-"));
  const server = start("server.ts", [dir, String(people), webDir]);
  const where = await firstLine(server);
  const crowd = start("people.ts", [where.url, where.device, String(people)]);
  const browser = await chromium.launch({ executablePath: path, args: chromiumArgs });
  try {
    const page = await openBoard(browser, where, people);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const times: number[] = [];
    for (let i = 0; i < trials; i++) times.push(await trial(page, where, i % people));
    return summary(people, times);
  } finally {
    await browser.close();
    await stop(crowd);
    await stop(server);
    await rm(dir, { recursive: true, force: true });
  }
}

const chromiumArgs = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A program of the bench in a process of its own, `file` as seen from this folder; it ends with its stdin. */
export function start(file: string, args: readonly string[]): ChildProcess {
  const script = fileURLToPath(new URL(`./${file}`, import.meta.url));
  return spawn(process.execPath, [...process.execArgv, script, ...args], { stdio: ["pipe", "pipe", "inherit"] });
}

/** The first line that it prints: the server says where it is. */
export async function firstLine(child: ChildProcess): Promise<Where> {
  if (!child.stdout) throw new Error("no output");
  const lines = createInterface(child.stdout);
  return new Promise((resolve, reject) => {
    lines.once("line", (line) => {
      resolve(JSON.parse(line) as Where);
      lines.close();
    });
    lines.once("close", () => reject(new Error("the server ended before it said where it is")));
  });
}

export const stop = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.stdin?.end();
  });

async function openBoard(browser: Browser, { url, session }: Where, people: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies([{ name: "sakiyomi-session", value: session, url }]);
  const page = await context.newPage();
  await page.goto(url);
  await page
    .getByText(nameOf(people - 1))
    .first()
    .waitFor();
  await page.evaluate(watchAlerts);
  return page;
}

/** Runs in the page, which knows no TypeScript: when each person's alert was first drawn. */
const watchAlerts = `(() => {
  const seen = (globalThis.seenAlerts = new Map());
  const look = () => {
    const now = Date.now();
    const names = [...document.querySelectorAll("article.alert .who-where strong")].map((name) => name.textContent);
    const drawn = new Set(names);
    for (const name of drawn) if (!seen.has(name)) seen.set(name, now);
    for (const name of seen.keys()) if (!drawn.has(name)) seen.delete(name);
  };
  new MutationObserver(() => requestAnimationFrame(look)).observe(document.body, { childList: true, subtree: true });
})()`;

async function trial(page: Page, where: Where, i: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  const began = Date.now();
  await say(where, i, "unresponsive");
  const seenAt = await page
    .waitForFunction(
      (name) => (globalThis as unknown as { seenAlerts: Map<string, number> }).seenAlerts.get(name),
      nameOf(i),
      { timeout: GIVE_UP_MS, polling: 20 },
    )
    .then((handle) => handle.jsonValue())
    .catch(() => Number.NaN);
  await say(where, i, "alert");
  return Number(seenAt) - began;
}

async function say({ url, device }: Where, i: number, value: string): Promise<void> {
  const body = JSON.stringify({ kind: "consciousness", value, source: deviceOf(i), at: new Date().toISOString() });
  const headers = { authorization: `Bearer ${device}`, "content-type": "application/json" };
  const answer = await fetch(`${url}/api/signals`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(await answer.text());
  await answer.arrayBuffer();
}

function summary(people: number, times: readonly number[]): EndToEnd {
  const sorted = times.filter(Number.isFinite).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return {
    people,
    trials: times.length,
    missed: times.length - sorted.length,
    min: at(0.0001),
    median: at(0.5),
    p99: at(0.99),
    max: at(1),
  };
}

/** The figures as a person reads them. */
export function endToEndText({ people, trials, missed, min, median, p99, max }: EndToEnd): string {
  const ms = (figure: number) => `${figure.toFixed(0)} ms`;
  return [
    `From a signal posted to its alert drawn in Chromium, ${people} people live (vitals 1 Hz, ECG 250 Hz), ${trials} alerts:`,
    `minimum ${ms(min)}, median ${ms(median)}, p99 ${ms(p99)}, maximum ${ms(max)}; not seen within ${GIVE_UP_MS / 1000} s: ${missed}`,
  ].join("\n");
}
