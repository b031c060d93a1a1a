import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { inlineHost, memoryRecords, memoryStore } from "@sakiyomi/core";
import WebSocket from "ws";
import type { Role } from "../api.ts";
import { csrfOf } from "../http/guard.ts";
import { auditLineOf } from "../journal-lines.ts";
import { openLog } from "../log.ts";
import { serve } from "../serve.ts";
import { fakeRun } from "../testing/fake-run.ts";
import { openWard } from "../ward/ward.ts";
import { serveRobotPage } from "./serve-robot-page.ts";
import type { RobotAsk, RobotMessage } from "./shapes.ts";

interface Open {
  readonly ask: (ask: RobotAsk) => void;
  /** The first message of which `is` holds, from the beginning. */
  readonly when: (is: (message: RobotMessage) => boolean) => Promise<RobotMessage>;
  readonly close: () => void;
}

/** A line, or the status with which it was refused. */
const line = (url: string, headers: Record<string, string>): Promise<Open | number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url.replace("http", "ws"), { headers });
    const heard: RobotMessage[] = [];
    const waiting = new Set<() => void>();
    socket.on("message", (data, isBinary) => {
      if (isBinary) return;
      heard.push(JSON.parse(String(data)) as RobotMessage);
      for (const look of waiting) look();
    });
    socket.on("unexpected-response", (request, { statusCode = 0 }) => {
      request.destroy();
      resolve(statusCode);
    });
    socket.on("error", () => undefined);
    socket.on("open", () =>
      resolve({
        ask: (ask) => socket.send(JSON.stringify(ask)),
        close: () => socket.terminate(),
        when: (is) =>
          new Promise((found) => {
            const look = (): void => {
              const message = heard.find(is);
              if (!message) return;
              waiting.delete(look);
              found(message);
            };
            waiting.add(look);
            look();
          }),
      }),
    );
  });

const opened = async (url: string, headers: Record<string, string>): Promise<Open> => {
  const one = await line(url, headers);
  assert(typeof one !== "number", `refused with ${one}`);
  return one;
};

const house = async (t: TestContext) => {
  const run = await fakeRun();
  const ports = { store: memoryStore(), records: memoryRecords(), skills: [], host: inlineHost([]), ticks: false };
  const ward = await openWard({ mode: "real", zone: "Asia/Tokyo", ...ports });
  const serving = await serve({ ward, log: openLog("silent"), robots: [{ id: "r-1", name: "Robot 1", run }] });
  t.after(async () => {
    await serving.close();
    await run.close();
    await ward.close();
  });
  const as = async (role: Role, name: string) => {
    const added = await serving.access.accounts.add({ name, roles: [role], places: null, familyOf: [] }, "x", 0);
    assert(added.ok);
    const { token } = await serving.access.sessions.start(
      { staff: added.value.id, strength: "full" },
      undefined,
      ward.now(),
    );
    return { cookie: `sakiyomi-session=${token}`, "x-csrf": csrfOf(token), staff: added.value.id };
  };
  return { serving, ward, as, live: `${serving.url}/api/robots/r-1/live` };
};

test("behind the house's door: a nurse looks and stops, an operator releases, an auditor reads who did it", async (t) => {
  const { serving, ward, as, live } = await house(t);
  assert.equal(await line(live, {}), 401);
  const nurse = await as("nurse", "Tanaka");
  assert.equal(await line(live, { cookie: nurse.cookie, origin: "https://elsewhere.example" }), 403);
  assert.equal(await line(live.replace("r-1", "r-2"), { cookie: nurse.cookie }), 404);
  assert.equal(await line(live, { cookie: (await as("auditor", "Audit")).cookie }), 403);
  const listed = await fetch(`${serving.url}/api/robots`, { headers: { cookie: nurse.cookie } });
  assert.deepEqual(await listed.json(), [{ id: "r-1", name: "Robot 1" }]);

  const page = await opened(live, { cookie: nurse.cookie });
  const hello = await page.when(({ type }) => type === "hello");
  assert.deepEqual(hello.type === "hello" && [hello.person, hello.rights], ["Tanaka", { stop: true, drive: false }]);
  page.ask({ do: "drive" });
  await page.when((message) => message.type === "refused" && message.code === "ROBOT_RIGHT");
  page.ask({ do: "stop" });
  await page.when((message) => message.type === "status" && message.latch?.limit === "stop-requested");

  const operator = await as("operator", "Suzuki");
  const other = await opened(live, { cookie: operator.cookie });
  await other.when((message) => message.type === "status" && message.latch !== null);
  // The name is that of who is signed in, whatever the page says.
  other.ask({ do: "release", person: "Somebody else" });
  await other.when((message) => message.type === "status" && message.latch === null);
  await serving.access.accounts.change(operator.staff, { active: false }, "x", ward.now());
  await other.when(({ type }) => type === "signed-out");

  const entries = await ward.records.entries({ types: ["robot.stop", "robot.release"] });
  assert.deepEqual(
    entries.map((entry) => auditLineOf(entry, serving.house).text),
    [
      { key: "journal.robot.stop", values: { actor: "Tanaka", robot: "Robot 1" } },
      { key: "journal.robot.release", values: { actor: "Suzuki", robot: "Robot 1", person: "Suzuki" } },
    ],
  );
  page.close();
});

test("a stop goes by a request of its own, too, where the live line is gone", async (t) => {
  const { serving, as, live } = await house(t);
  const nurse = await as("nurse", "Tanaka");
  const page = await opened(live, { cookie: nurse.cookie });
  const stop = (id: string, headers: Record<string, string>) =>
    fetch(`${serving.url}/api/robots/${id}/stop`, { method: "POST", headers }).then(({ status }) => status);
  assert.equal(await stop("r-1", { cookie: nurse.cookie }), 403, "another site cannot");
  const headers = { cookie: nurse.cookie, "x-csrf": nurse["x-csrf"] };
  assert.equal(await stop("r-9", headers), 404);
  assert.equal(await stop("r-1", headers), 200);
  await page.when((message) => message.type === "status" && message.latch !== null);
  page.close();
});

test("the page on one's own machine: its address works once, in one browser, and asks for a name", async (t) => {
  const run = await fakeRun();
  const page = await serveRobotPage({ robot: { id: "sim", name: "Simulated", run }, webDir: null });
  t.after(async () => {
    await page.close();
    await run.close();
  });
  const root = `http://127.0.0.1:${page.port}`;
  const live = `${root}/api/robots/sim/live`;
  assert.equal(await line(live, {}), 401);
  assert.equal((await fetch(`${root}/api/robots`)).status, 401);
  assert.equal((await fetch(`${root}/enter?token=wrong`, { redirect: "manual" })).status, 403);
  const entered = await fetch(page.url, { redirect: "manual" });
  assert.deepEqual([entered.status, entered.headers.get("location")], [303, "/robot.html"]);
  const cookie = (entered.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
  assert.equal((await fetch(page.url, { redirect: "manual" })).status, 403, "the second time");
  assert.equal(await line(live, { cookie, origin: "http://elsewhere.example" }), 403);
  assert.equal(await line(live, { cookie, host: "elsewhere.example" }), 421);
  const one = await opened(live, { cookie, origin: root });
  const hello = await one.when(({ type }) => type === "hello");
  assert.ok(hello.type === "hello" && hello.person === null && hello.rights.drive);
  const stopped = await fetch(`${root}/api/robots/sim/stop`, { method: "POST", headers: { cookie } });
  assert.equal(stopped.status, 200);
  await one.when((message) => message.type === "status" && message.latch !== null);
  one.close();
});
