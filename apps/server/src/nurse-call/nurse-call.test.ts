import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, MINUTE, SECOND } from "@sakiyomi/core";
import type { AlertView } from "../api.ts";
import { testHouse } from "../testing/test-house.ts";
import { NurseCall } from "./nurse-call.ts";
import { isGenuine } from "./signature.ts";

const secret = "a secret of both sides, long enough";
const url = "https://nursecall.example/sakiyomi";

/** A nurse-call system that is away until told otherwise. */
function system() {
  const heard: { id: string; headers: Record<string, string>; body: string }[] = [];
  const state = { isUp: true, tries: 0 };
  const send = ((_: string, { headers, body }: { headers: Record<string, string>; body: string }) => {
    state.tries += 1;
    if (!state.isUp) return Promise.reject(new TypeError("connect ECONNREFUSED"));
    heard.push({ id: headers["idempotency-key"] ?? "", headers, body });
    return Promise.resolve(new Response(null, { status: 204 }));
  }) as typeof fetch;
  return { heard, state, send };
}

async function scene() {
  const { heard, state, send } = system();
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  const call = await new NurseCall(house.ward, send).load();
  await call.set({ url, secret, to: [], names: false }, "staff:x");
  const alert: AlertView = {
    ...{ id: "a-1", person, personName: "佐藤 花子", placeName: "Ward 1 · 102", skill: "early-warning", key: "news2" },
    ...{ level: "high", text: { key: "urgent" }, answers: [], raisedAt: 1, by: null, state: "open", takenBy: null },
    ...{ takenAt: null, toldTo: ["nurse"], nextAt: null, nextTo: null, over: false },
  };
  return { house, call, heard, state, send, alert };
}

test("a message carries its place, no name, a key against doubles, and a signature over time and body", async () => {
  const { house, call, heard, alert } = await scene();
  await call.tell(alert, "nurse", 0);
  await call.tick();
  const [message] = heard;
  assert(message);
  const { headers, body, id } = message;
  const said = JSON.parse(body) as Record<string, unknown>;
  assert.deepEqual(
    [said.type, said.alert, said.placeName, said.to, said.id],
    ["alert", "a-1", "Ward 1 · 102", "nurse", id],
  );
  assert.equal(body.includes("花子"), false);
  const check = (changed: Partial<{ body: string; stamp: string; secret: string; later: number }> = {}) =>
    isGenuine(
      changed.secret ?? secret,
      changed.stamp ?? headers["sakiyomi-timestamp"] ?? "",
      headers["sakiyomi-signature"] ?? "",
      changed.body ?? body,
      house.ward.now() + (changed.later ?? 0),
    );
  assert.equal(check(), true);
  assert.equal(check({ body: `${body} ` }), false);
  assert.equal(check({ stamp: String(Number(headers["sakiyomi-timestamp"]) + 1) }), false);
  assert.equal(check({ secret: "another" }), false);
  assert.equal(check({ later: 6 * MINUTE }), false);
  await house.close();
});

test("while the system is away for hours it is tried again, ever less often, and then arrives once", async () => {
  const { house, call, heard, state, alert } = await scene();
  state.isUp = false;
  await call.tell(alert, "nurse", 0);
  for (let seconds = 0; seconds < 3 * 3600; seconds += 1) {
    await call.tick();
    await house.pass(SECOND);
  }
  assert.equal(call.state().waiting, 1);
  // 1, 2, 4 … 256 s, then every 5 min.
  assert.ok(state.tries >= 40 && state.tries <= 48, String(state.tries));
  assert.ok(call.state().oldestWaitingMs >= 3 * HOUR);
  assert.match(call.state().lastFailure ?? "", /ECONNREFUSED/);
  state.isUp = true;
  await house.pass(5 * MINUTE);
  await call.tick();
  await call.tick();
  assert.equal(heard.length, 1);
  assert.deepEqual([call.state().waiting, call.state().lastSentAt], [0, house.ward.now()]);
  await house.close();
});

test("what waits outlives a restart, as the same message", async () => {
  const { house, call, heard, state, send, alert } = await scene();
  state.isUp = false;
  await call.tell(alert, "nurse", 0);
  await call.tick();
  const [kept] = await house.ward.records.search("NurseCallMessage");
  const again = await new NurseCall(house.ward, send).load();
  state.isUp = true;
  await house.pass(MINUTE);
  await again.tick();
  assert.deepEqual(
    heard.map(({ id }) => id),
    [kept?.resource.id],
  );
  assert.equal((await house.ward.records.search("NurseCallMessage")).length, 0);
  await house.close();
});

test("when somebody takes the alert the lamp goes out, and what still waits is not rung", async () => {
  const { house, call, heard, state, alert } = await scene();
  state.isUp = false;
  await call.tell(alert, "nurse", 0);
  await call.tick();
  await call.clear([{ ...alert, state: "taken" }]);
  state.isUp = true;
  await call.tick();
  assert.deepEqual(
    heard.map(({ body }) => (JSON.parse(body) as { type: string }).type),
    ["answered"],
  );
  await house.close();
});

test("after a day it is given up, and the auditor reads so", async () => {
  const { house, call, state, alert } = await scene();
  state.isUp = false;
  await call.tell(alert, "nurse", 0);
  await call.tick();
  await house.pass(24 * HOUR + MINUTE);
  await call.tick();
  assert.equal(call.state().waiting, 0);
  assert.equal((await house.ward.records.entries({ types: ["nurse-call.given-up"] })).length, 1);
  await house.close();
});

test("only the roles it is for, only https or the house's own network, and the secret never comes out", async () => {
  const { house, call, heard, alert } = await scene();
  await call.set({ url: "http://192.168.1.9/call", secret, to: ["nurse"], names: true }, "staff:x");
  await call.tell(alert, "carer", 0);
  await call.tell(alert, "nurse", 0);
  await call.tick();
  assert.equal(heard.length, 1);
  assert.match(heard[0]?.body ?? "", /花子/);
  assert.equal(
    (await call.set({ url: "http://elsewhere.example/", secret, to: [], names: false }, "staff:x")).ok,
    false,
  );
  const administrator = await house.as(["administrator"]);
  const put = await administrator("PUT", "/api/nurse-call", { url, secret: "short" });
  assert.equal(put.status, 400);
  assert.equal((await administrator("PUT", "/api/nurse-call", { url, secret })).status, 200);
  assert.equal(JSON.stringify((await administrator("GET", "/api/nurse-call")).json).includes(secret), false);
  await house.close();
});
