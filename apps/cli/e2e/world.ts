// A real house for a browser: SQLite in a folder of its own, workers, HTTP on a free port, the built page, Chromium.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConsentPurpose, SourceId } from "@sakiyomi/core";
import {
  openEmbeddedWard,
  openLog,
  type Role,
  type RunningWard,
  type Serving,
  serve,
  type WardRobot,
} from "@sakiyomi/server";
import { type Simulated, simulatedPerson } from "@sakiyomi/simulator";
import { skills } from "@sakiyomi/skills";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const words = Object.fromEntries(skills.map((skill) => [skill.id, skill.words]));
const by = { id: "staff:e2e", name: "E2E" };
const consents: readonly ConsentPurpose[] = ["record", "predict", "robot"];

export interface World {
  readonly ward: RunningWard;
  readonly serving: Serving;
  readonly browser: Browser;
  /** A bed with somebody in it; gives the person's id. */
  settle(name: string): Promise<string>;
  /** A browser of somebody with these roles, signed in, at the address. */
  as(name: string, roles: readonly Role[], path: string, width?: number): Promise<Page>;
  close(): Promise<void>;
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

export async function openWorld(webDir: string, robot: WardRobot | null = null): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), "sakiyomi-e2e-"));
  const { ward } = await openEmbeddedWard({
    dataDir: join(dir, "data"),
    stateDir: join(dir, "state"),
    mode: "real",
    zone: "Asia/Tokyo",
    bodies: robot ? [robot.body] : [],
  });
  const serving = await serve({ ward, webDir, log: openLog("fatal"), robots: robot ? [robot.robot] : [], words });
  await serving.access.setUp(serving.access.setupToken() ?? "", "Administrator", "a sentence for the tests only");
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: chromiumArgs });
  const contexts: BrowserContext[] = [];
  return {
    ward,
    serving,
    browser,
    settle: (name) => settle(ward, name),
    async as(name, roles, path, width = 1440) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "en-GB" });
      contexts.push(context);
      await context.addCookies([
        { name: "sakiyomi-session", value: await session(serving, ward, name, roles), url: serving.url },
      ]);
      const page = await context.newPage();
      await page.goto(`${serving.url}${path}`);
      return page;
    },
    async close() {
      for (const context of contexts) await context.close();
      await browser.close();
      await serving.close();
      await ward.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function settle(ward: RunningWard, name: string): Promise<string> {
  const unit = await ward.addPlace({ name: "Ward 1", type: "ward", parent: null }, by);
  const bed = await ward.addPlace({ name: "A", type: "bed", parent: unit.ok ? unit.value : null }, by);
  const admitted = await ward.admit({ name, birthDate: "1940-05-01", place: bed.ok ? bed.value : null, consents }, by);
  if (!admitted.ok) throw new Error(admitted.refusal.expected);
  return admitted.value;
}

async function session({ access }: Serving, ward: RunningWard, name: string, roles: readonly Role[]): Promise<string> {
  const added = await access.accounts.add({ name, roles: [...roles], places: null, familyOf: [] }, by.id, ward.now());
  if (!added.ok) throw new Error(added.refusal.expected);
  const started = await access.sessions.start({ staff: added.value.id, strength: "full" }, undefined, ward.now());
  return started.token;
}

/**
 * What the devices of somebody with sepsis have said in the last minutes, posted to the server as devices post it. The
 * simulated hours lie in the past; only the end of them is told, as of now.
 */
export async function deteriorate({ ward, serving }: World, person: string): Promise<void> {
  const now = ward.now();
  const sick = simulatedPerson({
    seed: 7,
    id: person,
    start: now - 24 * 3_600_000,
    script: [{ type: "deterioration", at: now - 4 * 3_600_000, hours: 3, severity: 1 }],
  });
  for (const { source } of sick.devices) await ward.bind(source, person, now - 5 * 3_600_000, by);
  const said = sick.signalsBetween(now - 4 * 3_600_000, now).filter(({ source }) => source.startsWith("device:"));
  for (const worn of ["vitals", "cuff"]) {
    const id = `${worn}-${person}`;
    const token = await serving.access.devices.add({ id, name: id }, by.id, now);
    if (!token.ok) throw new Error(token.refusal.expected);
    await post(
      serving.url,
      token.value.token,
      said.filter(({ source }) => source === `device:${id}`),
    );
  }
}

async function post(url: string, token: string, said: readonly Simulated[]): Promise<void> {
  const lines = said.map(({ kind, value, at, source, sequence }) => ({
    ...{ kind, value, source: source as SourceId, sequence, at: new Date(at).toISOString() },
    ...(units[kind] ? { unit: units[kind] } : {}),
  }));
  const answer = await fetch(`${url}/api/signals`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" },
    body: lines.map((line) => JSON.stringify(line)).join("\n"),
  });
  if (!answer.ok) throw new Error((await answer.text()).slice(0, 500));
}

const units: Readonly<Record<string, string>> = {
  "heart-rate": "/min",
  "respiration-rate": "/min",
  spo2: "%",
  systolic: "mm[Hg]",
  diastolic: "mm[Hg]",
  "body-temperature": "Cel",
  "bladder-volume": "mL",
  steps: "1",
};
