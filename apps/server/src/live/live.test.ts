import assert from "node:assert/strict";
import { test } from "node:test";
import { inlineHost, memoryRecords, memoryStore } from "@sakiyomi/core";
import { chanceOf } from "@sakiyomi/core/testing";
import { skills } from "@sakiyomi/skills";
import WebSocket from "ws";
import type { Board, BoardPerson, LiveMessage } from "../api.ts";
import { openLog } from "../log.ts";
import { serve } from "../serve.ts";
import { testHouse } from "../testing/test-house.ts";
import { openWard, type RunningWard } from "../ward/ward.ts";
import { Feed } from "./feed.ts";

const by = { id: "staff:test", name: "test" };
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A page on the other end of the feed. */
function page() {
  const heard: LiveMessage[] = [];
  const line = {
    waitingBytes: 0,
    closed: 0,
    send: (text: string) => void heard.push(JSON.parse(text) as LiveMessage),
    waiting: () => line.waitingBytes,
    close: (code: number) => {
      line.closed = code;
    },
  };
  const take = <T extends LiveMessage["type"]>(type: T) =>
    heard.filter((message): message is Extract<LiveMessage, { type: T }> => message.type === type);
  return { line, heard, take };
}

/** A feed on a ward with one person, and a page that watches as somebody of the role. */
async function scene(roles: readonly ("nurse" | "family" | "auditor")[], more = {}) {
  const house = await testHouse({ skills: [] });
  const { person, bed, ward: floor } = await house.settle();
  const asker = await house.as(roles, more === null ? { familyOf: [person] } : more);
  const who = house.house.access.who(/session=([^;]+)/.exec(asker.cookie)?.[1]);
  assert(who);
  const feed = new Feed(house.ward, house.house.access, house.looks).start();
  const shown = page();
  const client = feed.join(shown.line, who);
  const ask = async (request: object) => {
    client.asks(JSON.stringify(request));
    await settled();
    await settled();
  };
  const close = async () => {
    feed.stop();
    await house.close();
  };
  return { house, person, bed, floor, asker, feed, ...shown, client, ask, close };
}

/** Of whom a patch tells. */
const told = ({ people, changes }: Extract<LiveMessage, { type: "patch" }>) => [...people, ...changes];

test("a page gets the whole board, then only who changed and who is gone", async () => {
  const { house, person, ask, take, feed, close } = await scene(["nurse"]);
  await ask({ watch: "board", changes: true });
  assert.deepEqual(
    take("board").map(({ board }) => board.people.map(({ id }) => id)),
    [[person]],
  );
  await house.ward.chart(person, "heart-rate", 71, "/min", house.ward.now(), by);
  feed.flush();
  const { people, changes } = take("patch").at(-1) ?? { people: null, changes: [] };
  assert.deepEqual([people, changes.map(({ id }) => id)], [[], [person]], "the page has the rest already");
  const count = take("patch").length;
  feed.flush();
  assert.equal(take("patch").length, count, "nothing changed, nothing is said");
  await house.ward.discharge(person, by);
  feed.flush();
  assert.deepEqual(
    take("patch").flatMap(({ gone }) => gone),
    [person],
  );
  await close();
});

test("an alert is sent at once, people are gathered", async () => {
  const { house, person, ask, take, feed, close } = await scene(["nurse"]);
  await ask({ watch: "board", changes: true });
  const before = take("patch").length;
  feed.hear({ type: "people", people: [person] });
  feed.hear({ type: "people", people: [person] });
  assert.equal(take("patch").length, before);
  feed.hear({ type: "alerts" });
  assert.equal(take("patch").length, before + 1);
  assert.deepEqual(take("patch").at(-1)?.alerts, house.ward.board().alerts);
  await close();
});

test("an alert comes with its person, who now has it, and goes with it", async () => {
  const house = await testHouse();
  const { person } = await house.settle();
  const asker = await house.as(["nurse"]);
  const who = house.house.access.who(/session=([^;]+)/.exec(asker.cookie)?.[1]);
  assert(who);
  const feed = new Feed(house.ward, house.house.access, house.looks).start();
  const { line, take } = page();
  feed.join(line, who).asks('{"watch":"board","changes":true}');
  await settled();
  await house.ward.chart(person, "respiration-rate", 26, "/min", house.ward.now(), by);
  await house.ward.loop.idle();
  feed.flush(true);
  const patches = take("patch");
  const [alert] = patches.flatMap(({ alerts = [] }) => alerts);
  assert(alert);
  assert.deepEqual(patches.flatMap(told).findLast(({ id }) => id === person)?.alerts, [alert.id]);
  await house.ward.doneAlert(alert.id, by);
  feed.flush(true);
  assert.deepEqual(
    take("patch")
      .flatMap(told)
      .findLast(({ id }) => id === person)?.alerts,
    [],
  );
  feed.stop();
  await house.close();
});

test("a burst of alerts is the first at once and the rest together", async () => {
  const { ask, take, feed, close } = await scene(["nurse"]);
  await ask({ watch: "board", changes: true });
  const before = take("patch").length;
  for (let deeds = 0; deeds < 100; deeds += 1) feed.hear({ type: "alerts" });
  assert.equal(take("patch").length, before + 1);
  await new Promise((resolve) => setTimeout(resolve, 120));
  assert.equal(take("patch").length, before + 2);
  await close();
});

test("signals of the watched person come at full rate, those of others never", async () => {
  const { house, person, ask, take, close } = await scene(["nurse"]);
  const other = await house.ward.admit({ name: "other", birthDate: null, place: null, consents: ["record"] }, by);
  assert(other.ok);
  await ask({ watch: "person", person });
  for (let beat = 0; beat < 20; beat += 1) {
    await house.ward.chart(person, "heart-rate", 60 + beat, "/min", house.ward.now() - beat * 1000, by);
    await house.ward.chart(other.value, "heart-rate", 60, "/min", house.ward.now() - beat * 1000, by);
  }
  assert.equal(take("signals").flatMap(({ signals }) => signals).length, 20);
  assert.deepEqual([...new Set(take("signals").map((message) => message.person))], [person]);
  const looks = await house.ward.records.entries({ types: ["access.look"] });
  assert.equal(looks.length, 1);
  await close();
});

test("family sees signals while the person consents, and nothing a moment later", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  const asker = await house.as(["family"], { familyOf: [person] });
  const who = house.house.access.who(/session=([^;]+)/.exec(asker.cookie)?.[1]);
  assert(who);
  const feed = new Feed(house.ward, house.house.access, house.looks).start();
  const { line, take } = page();
  const client = feed.join(line, who);
  const ask = async (request: object) => {
    client.asks(JSON.stringify(request));
    await settled();
    await settled();
  };
  const speak = async (rate: number, at: number) =>
    house.ward.chart(person, "heart-rate", rate, "/min", house.ward.now() - at, by);
  await ask({ watch: "person", person });
  await speak(70, 3000);
  assert.equal(take("signals").length, 0);
  await house.ward.consent(person, "family", true, by);
  await ask({ watch: "person", person });
  await speak(71, 2000);
  assert.equal(take("signals").length, 1);
  await house.ward.consent(person, "family", false, by);
  await speak(72, 1000);
  assert.equal(take("signals").length, 1);
  feed.flush(true);
  assert.deepEqual(take("patch").at(-1)?.people, []);
  feed.stop();
  await house.close();
});

test("an auditor gets beats and neither board nor signals", async () => {
  const { house, person, ask, heard, feed, close } = await scene(["auditor"]);
  await ask({ watch: "board", changes: true });
  await ask({ watch: "person", person });
  await house.ward.chart(person, "heart-rate", 71, "/min", house.ward.now(), by);
  feed.flush(true);
  feed.beat();
  assert.deepEqual([...new Set(heard.map(({ type }) => type))], ["beat"]);
  assert.equal((await house.ward.records.entries({ types: ["access.refused"] })).length, 1);
  await close();
});

test("a page is told and cut when its session ends", async () => {
  const { heard, line, feed, asker, close } = await scene(["nurse"]);
  await asker("DELETE", "/api/session");
  assert.equal(heard.at(-1)?.type, "signed-out");
  assert.equal(line.closed, 4401);
  assert.equal(feed.size, 0);
  await close();
});

test("a page that takes nothing any more loses waves first, then its line", async () => {
  const { house, person, ask, line, take, feed, close } = await scene(["nurse"]);
  await ask({ watch: "person", person });
  line.waitingBytes = 600 * 1024;
  await house.ward.chart(person, "heart-rate", 71, "/min", house.ward.now(), by);
  assert.equal(take("signals").length, 0);
  line.waitingBytes = 5 * 1024 * 1024;
  feed.beat();
  assert.equal(line.closed, 1013);
  await close();
});

test("over a real socket: refused without a session or from another site, live with one", async () => {
  const ward = await openWard({
    ...{ mode: "real" as const, zone: "Asia/Tokyo", store: memoryStore(), records: memoryRecords() },
    ...{ skills, host: inlineHost(skills), ticks: false },
  });
  const serving = await serve({ ward, log: openLog("silent") });
  const added = await serving.access.accounts.add({ name: "n", roles: ["nurse"], places: null, familyOf: [] }, "x", 0);
  assert(added.ok);
  const { token } = await serving.access.sessions.start(
    { staff: added.value.id, strength: "full" },
    undefined,
    ward.now(),
  );
  const cookie = `sakiyomi-session=${token}`;
  const url = `${serving.url.replace("http", "ws")}/api/live`;
  const statusOf = (headers: Record<string, string>) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url, { headers });
      socket.on("unexpected-response", (request, { statusCode }) => {
        request.destroy();
        resolve(statusCode);
      });
      socket.on("open", () => resolve("open"));
      socket.on("error", () => undefined);
    });
  assert.equal(await statusOf({}), 401);
  assert.equal(await statusOf({ cookie, origin: "https://elsewhere.example" }), 403);
  assert.equal(await statusOf({ cookie, host: "elsewhere.example" }), 421);
  const socket = new WebSocket(url, { headers: { cookie, origin: serving.url } });
  const heard: string[] = [];
  await new Promise<void>((resolve) => {
    socket.on("open", () => socket.send('{"watch":"board"}'));
    socket.on("message", (data) => {
      heard.push((JSON.parse(String(data)) as LiveMessage).type);
      if (heard.includes("board")) resolve();
    });
  });
  assert.deepEqual(heard, ["beat", "board"]);
  await serving.close();
  await ward.close();
});

test("a page of an older version is sent people whole", async () => {
  const { house, person, ask, take, feed, close } = await scene(["nurse"]);
  await ask({ watch: "board" });
  await house.ward.chart(person, "heart-rate", 71, "/min", house.ward.now(), by);
  feed.flush();
  const last = take("patch").at(-1);
  assert.deepEqual([last?.people.map(({ id }) => id), last?.changes], [[person], []]);
  await close();
});

test("whoever loses the right to see the board and gets it again is shown it anew", async () => {
  const { house, person, bed, asker, ask, take, feed, close } = await scene(["nurse"]);
  await ask({ watch: "board", changes: true });
  const { accounts } = house.house.access;
  const role = (roles: readonly ("nurse" | "auditor")[]) =>
    accounts.change(asker.staff, { roles: [...roles] }, by.id, house.ward.now());
  await role(["auditor"]);
  await house.ward.move(person, null, by);
  feed.flush();
  await role(["nurse"]);
  feed.flush(true);
  assert.equal(
    take("patch")
      .flatMap(({ people }) => people)
      .at(-1)?.place,
    null,
  );
  await house.ward.move(person, bed, by);
  await close();
});

test("a page that takes every patch shows what the board shows, whatever happened, and whenever it came", async () => {
  const house = await testHouse();
  const { person, bed } = await house.settle();
  const other = await house.ward.addPlace({ name: "B", type: "bed", parent: null }, by);
  const beds = [bed, other.ok ? other.value : null, null];
  const asker = await house.as(["nurse"]);
  const who = house.house.access.who(/session=([^;]+)/.exec(asker.cookie)?.[1]);
  assert(who);
  const feed = new Feed(house.ward, house.house.access, house.looks).start();
  const chance = chanceOf(7);
  const people = [person];
  const pages: Page[] = [];
  for (let step = 0; step < 400; step++) {
    await somethingHappens(house.ward, people, beds, chance);
    await house.ward.loop.idle();
    if (chance() < 0.4) feed.flush(chance() < 0.5);
    await pagesComeAndGo(feed, who, pages, people, chance);
    if (step % 5 === 4) showTheBoard(feed, pages, house.ward);
  }
  feed.stop();
  await house.close();
});

function showTheBoard(feed: Feed, pages: readonly Page[], ward: RunningWard): void {
  feed.flush(true);
  const { people, due, alerts } = plain(ward.board());
  for (const { heard } of pages) assert.deepEqual(shownBy(heard), { people, due, alerts });
}

type Asking = Parameters<Feed["join"]>[1];

async function pagesComeAndGo(
  feed: Feed,
  who: Asking,
  pages: Page[],
  people: readonly string[],
  chance: () => number,
): Promise<void> {
  if (chance() < 0.15) pages.push(await opened(feed, who, chance() < 0.5 ? (people[0] ?? null) : null));
  if (chance() < 0.05) for (const { left } of pages.splice(0)) left();
}

interface Page {
  readonly heard: readonly LiveMessage[];
  readonly left: () => void;
}

async function opened(feed: Feed, who: Asking, person: string | null): Promise<Page> {
  const { line, heard } = page();
  const client = feed.join(line, who);
  const watching = person === null ? { watch: "board" } : { watch: "person", person };
  client.asks(JSON.stringify({ ...watching, changes: true }));
  await settled();
  await settled();
  return { heard, left: client.left };
}

/** As it comes over a line. */
const plain = <T>(what: T): T => JSON.parse(JSON.stringify(what)) as T;

async function somethingHappens(
  ward: RunningWard,
  people: string[],
  beds: readonly (string | null)[],
  chance: () => number,
): Promise<void> {
  const one = people[Math.floor(chance() * people.length)];
  if (one === undefined || chance() < 0.1) {
    const came = await ward.admit({ name: "N", birthDate: null, place: null, consents: ["record", "predict"] }, by);
    if (came.ok) people.push(came.value);
    return;
  }
  const ways = [
    () => ward.consent(one, chance() < 0.5 ? "family" : "predict", chance() < 0.5, by),
    () => ward.move(one, beds[Math.floor(chance() * beds.length)] ?? null, by),
    () => Promise.all(ward.board().alerts.map(({ id }) => ward.doneAlert(id, by))),
    () => ward.chart(one, "respiration-rate", 8 + Math.floor(chance() * 22), "/min", ward.now(), by),
    () => ward.chart(one, "respiration-rate", 8 + Math.floor(chance() * 22), "/min", ward.now(), by),
  ];
  const way = ways[Math.floor(chance() * (ways.length + 0.3))];
  if (way) await way();
  else await ward.discharge(people.splice(people.indexOf(one), 1)[0] ?? one, by);
}

interface ShownThere {
  readonly people: Map<string, BoardPerson>;
  due: unknown;
  alerts: unknown;
}

/** As the page puts it together. */
function shownBy(heard: readonly LiveMessage[]) {
  const shown: ShownThere = { people: new Map(), due: null, alerts: null };
  for (const message of heard) {
    if (message.type === "board") takeBoard(shown, message.board);
    if (message.type === "patch") takePatch(shown, message);
    if (message.type === "predictions") {
      const was = shown.people.get(message.person);
      if (was) shown.people.set(was.id, { ...was, predictions: merged(was.predictions, message.predictions) });
    }
  }
  return { ...shown, people: [...shown.people.values()] };
}

function takeBoard(shown: ShownThere, { people, due, alerts }: Board): void {
  shown.people.clear();
  for (const one of people) shown.people.set(one.id, one);
  Object.assign(shown, { due, alerts });
}

function takePatch(shown: ShownThere, patch: Extract<LiveMessage, { type: "patch" }>): void {
  const { people } = shown;
  for (const id of patch.gone) people.delete(id);
  for (const one of patch.people) people.set(one.id, one);
  for (const change of patch.changes) {
    const was = people.get(change.id);
    assert(was, "only what is new of somebody whom the page does not know");
    people.set(change.id, { ...was, ...change, predictions: merged(was.predictions, change.predictions) });
  }
  shown.due = patch.due ?? shown.due;
  shown.alerts = patch.alerts ?? shown.alerts;
}

const merged = (old: BoardPerson["predictions"], fresh: BoardPerson["predictions"]) => [
  ...new Map([...old, ...fresh].map((view) => [`${view.skill} ${view.name}`, view])).values(),
];
