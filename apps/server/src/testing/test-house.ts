import { randomUUID } from "node:crypto";
import {
  type Instant,
  inlineHost,
  memoryRecords,
  memoryStore,
  type Records,
  type Skill,
  type Store,
} from "@sakiyomi/core";
import { skills as allSkills } from "@sakiyomi/skills";
import type { Hono } from "hono";
import { digestOf } from "../access/secret.ts";
import type { Role } from "../api.ts";
import { createApp } from "../app.ts";
import type { House } from "../house.ts";
import { csrfOf } from "../http/guard.ts";
import { Looks } from "../http/looks.ts";
import { openLog } from "../log.ts";
import { assembleHouse, type ServeOptions } from "../serve.ts";
import { openWard, type RunningWard } from "../ward/ward.ts";

export const NOON: Instant = Date.parse("2026-01-10T12:00:00Z");
const by = { id: "staff:test", name: "test" };

export interface Asked {
  readonly status: number;
  readonly json: unknown;
  readonly headers: Headers;
  /** `name=value` of each cookie that was set. */
  readonly cookies: readonly string[];
}

export interface AskOptions {
  readonly body?: unknown;
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly raw?: string | Uint8Array<ArrayBuffer>;
}

/** Somebody signed in, as a function that asks. */
export type Asker = (method: string, path: string, body?: unknown) => Promise<Asked>;

export interface TestHouse {
  readonly ward: RunningWard;
  readonly house: House;
  readonly app: Hono;
  readonly log: string[];
  readonly looks: Looks;
  ask(method: string, path: string, options?: AskOptions): Promise<Asked>;
  /** An account with the roles, signed in without a password. */
  as(
    roles: readonly Role[],
    more?: { places?: string[]; familyOf?: string[]; pin?: boolean; name?: string },
  ): Promise<Asker & { staff: string; cookie: string }>;
  /** A ward with a bed, and somebody in it. */
  settle(name?: string): Promise<{ ward: string; bed: string; person: string }>;
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** The whole server around a real ward in memory, without a port, whose time moves only when told. */
export async function testHouse(
  options: Partial<ServeOptions> & { skills?: readonly Skill[]; records?: Records; store?: Store; now?: Instant } = {},
): Promise<TestHouse> {
  const time = { now: options.now ?? NOON };
  const skills = options.skills ?? allSkills;
  const ward = await openWard({
    mode: "real",
    zone: "Asia/Tokyo",
    store: options.store ?? memoryStore(),
    records: options.records ?? memoryRecords(),
    skills,
    host: inlineHost(skills),
    wall: () => time.now,
    monotonic: () => time.now,
    ticks: false,
  });
  const log: string[] = [];
  const house = await assembleHouse({
    ward,
    log: openLog("debug", { write: (line) => void log.push(line) }),
    ...options,
  });
  const looks = new Looks(ward);
  const app = createApp(house, looks);
  const ask = (method: string, path: string, how: AskOptions = {}) => askApp(app, method, path, how);
  return {
    ...{ ward, house, app, log, looks, ask },
    as: (roles, more = {}) => signIn(house, ask, roles, more),
    settle: (name = "佐藤 花子") => settle(ward, name),
    async pass(ms) {
      time.now += ms;
      ward.loop.tick();
      await ward.loop.idle();
    },
    async close() {
      house.medication.close();
      await ward.close();
    },
  };
}

async function askApp(
  app: Hono,
  method: string,
  path: string,
  { body, cookie, headers, raw }: AskOptions,
): Promise<Asked> {
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const answer = await app.request(`http://localhost${path}`, {
    method,
    headers: { host: "localhost", "content-type": "application/json", ...(cookie ? { cookie } : {}), ...headers },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const said = await answer.text();
  const isJson = answer.headers.get("content-type")?.startsWith("application/json") ?? false;
  const cookies = answer.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
  return { status: answer.status, json: isJson ? JSON.parse(said) : said, headers: answer.headers, cookies };
}

async function signIn(
  house: House,
  ask: TestHouse["ask"],
  roles: readonly Role[],
  more: Parameters<TestHouse["as"]>[1] = {},
) {
  const { places = null, familyOf = [], pin = false, name = `${roles.join("+")} ${randomUUID()}` } = more;
  const { access, ward } = house;
  const added = await access.accounts.add({ name, roles: [...roles], places, familyOf }, by.id, ward.now());
  if (!added.ok) throw new Error(added.refusal.expected);
  const staff = added.value.id;
  const started = await access.sessions.start({ staff, strength: pin ? "pin" : "full" }, undefined, ward.now());
  const cookie = `sakiyomi-session=${started.token}; sakiyomi-tablet=${started.tabletToken}`;
  const headers = { "x-csrf": csrfOf(started.token) };
  const asker = (method: string, path: string, body?: unknown) => ask(method, path, { cookie, headers, body });
  return Object.assign(asker, { staff, cookie, session: digestOf(started.token) });
}

async function settle(ward: RunningWard, name: string) {
  const place = async (type: "ward" | "bed", parent: string | null) => {
    const added = await ward.addPlace({ name: type, type, parent }, by);
    if (!added.ok) throw new Error(added.refusal.expected);
    return added.value;
  };
  const floor = await place("ward", null);
  const bed = await place("bed", floor);
  const admitted = await ward.admit({ name, birthDate: "1940-05-01", place: bed, consents: ["record", "predict"] }, by);
  if (!admitted.ok) throw new Error(admitted.refusal.expected);
  return { ward: floor, bed, person: admitted.value };
}
