import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, MINUTE, SECOND } from "@sakiyomi/core";
import type { Problem, Session } from "../api.ts";
import { type Asked, type TestHouse, testHouse } from "../testing/test-house.ts";

const password = "a calm night on the ward";
const code = ({ json }: Asked) => (json as Problem).code;

/** A browser: keeps its cookies and sends the page's token. */
function browser(house: TestHouse) {
  const jar = new Map<string, string>();
  let csrf = "";
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const asked = await house.ask(method, path, { cookie, body, headers: { "x-csrf": csrf, ...headers } });
    for (const line of asked.cookies) {
      const [name = "", value = ""] = line.split("=");
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    const { csrf: next } = (asked.json ?? {}) as { csrf?: string };
    if (next) csrf = next;
    return asked;
  };
  return { ask, jar };
}

const setUp = async (house: TestHouse) => {
  const page = browser(house);
  await page.ask("GET", "/api/session");
  const asked = await page.ask("POST", "/api/setup", {
    token: house.house.access.setupToken(),
    name: "鈴木",
    password,
  });
  return { ...page, asked };
};

test("the one-time address makes the first account, signs it in, and never works again", async () => {
  const house = await testHouse();
  const token = house.house.access.setupToken();
  const { asked, ask } = await setUp(house);
  assert.equal(asked.status, 200);
  assert.equal((asked.json as Session).staff?.name, "鈴木");
  assert.equal((asked.json as Session).needsSetup, false);
  const again = await ask("POST", "/api/setup", { token, name: "somebody else", password });
  assert.equal(again.status, 403);
  assert.equal(code(again), "ACCESS_SETUP");
  await house.close();
});

test("a wrong one-time token makes nothing", async () => {
  const house = await testHouse();
  const { ask } = browser(house);
  assert.equal(((await ask("GET", "/api/session")).json as Session).needsSetup, true);
  const asked = await ask("POST", "/api/setup", { token: "guessed", name: "x", password });
  assert.equal(code(asked), "ACCESS_SETUP");
  assert.equal(house.house.access.accounts.isEmpty(), true);
  await house.close();
});

test("a password signs in under a new token; a wrong one says no more than that", async () => {
  const house = await testHouse();
  const { ask, jar } = await setUp(house);
  const before = jar.get("sakiyomi-session");
  const wrong = await ask("POST", "/api/session/password", { name: "鈴木", password: "not this one at all" });
  const nobody = await ask("POST", "/api/session/password", { name: "nobody", password });
  assert.deepEqual(
    [wrong.status, code(wrong), nobody.status, code(nobody)],
    [401, "ACCESS_WRONG", 401, "ACCESS_WRONG"],
  );
  const right = await ask("POST", "/api/session/password", { name: " 鈴木 ", password });
  assert.equal(right.status, 200);
  assert.notEqual(jar.get("sakiyomi-session"), before);
  assert.equal(house.house.access.who(before), null);
  await house.close();
});

test("after five wrong tries one has to wait, and longer each time", async () => {
  const house = await testHouse();
  const { ask } = await setUp(house);
  const guess = () => ask("POST", "/api/session/password", { name: "鈴木", password: "guessed guessed" });
  for (let tries = 0; tries < 5; tries += 1) assert.equal(code(await guess()), "ACCESS_WRONG");
  assert.equal(code(await guess()), "ACCESS_WAIT");
  const right = await ask("POST", "/api/session/password", { name: "鈴木", password });
  assert.equal(right.status, 429);
  await house.pass(1 * SECOND);
  assert.equal(code(await guess()), "ACCESS_WRONG");
  await house.pass(1 * SECOND);
  assert.equal(code(await guess()), "ACCESS_WAIT");
  await house.pass(1 * SECOND);
  assert.equal((await ask("POST", "/api/session/password", { name: "鈴木", password })).status, 200);
  await house.close();
});

test("a weak password or PIN is refused with what is wanted", async () => {
  const house = await testHouse();
  const { ask } = await setUp(house);
  const add = (more: object) => ask("POST", "/api/staff", { name: "佐々木あおい", roles: ["carer"], ...more });
  for (const weak of [
    { password: "short" },
    { password: "aaaaaaaaaaaaaaaa" },
    { password: "佐々木あおい and more" },
    { pin: "123456" },
    { pin: "000000" },
    { pin: "12345" },
  ])
    assert.equal(code(await add(weak)), "ACCESS_WEAK", JSON.stringify(weak));
  assert.equal((await add({ password, pin: "482915" })).status, 200);
  await house.close();
});

test("a PIN changes the person only on a tablet that somebody signed in on in this shift, and may do less", async () => {
  const house = await testHouse();
  const { ask } = await setUp(house);
  const made = await ask("POST", "/api/staff", {
    name: "carer",
    roles: ["carer", "administrator"],
    password,
    pin: "482915",
  });
  const { id: staff } = made.json as { id: string };
  const other = browser(house);
  await other.ask("GET", "/api/session");
  assert.equal(code(await other.ask("POST", "/api/session/pin", { staff, pin: "482915" })), "ACCESS_FULL");
  const changed = await ask("POST", "/api/session/pin", { staff, pin: "482915" });
  assert.equal((changed.json as Session).staff?.name, "carer");
  assert.deepEqual(
    (changed.json as Session).recent.map(({ name }) => name),
    ["carer", "鈴木"],
  );
  assert.equal((await ask("GET", "/api/board")).status, 200);
  assert.equal(code(await ask("POST", "/api/staff", { name: "x", roles: ["carer"] })), "ACCESS_FULL");
  await house.pass(12 * HOUR + 1);
  await ask("GET", "/api/session");
  assert.equal(code(await ask("POST", "/api/session/pin", { staff, pin: "482915" })), "ACCESS_FULL");
  await house.close();
});

test("wrong PINs lock the quick change until somebody signs in fully", async () => {
  const house = await testHouse();
  const { ask } = await setUp(house);
  const made = await ask("POST", "/api/staff", { name: "carer", roles: ["carer"], pin: "482915" });
  const { id: staff } = made.json as { id: string };
  for (let tries = 0; tries < 5; tries += 1)
    assert.equal(code(await ask("POST", "/api/session/pin", { staff, pin: "111112" })), "ACCESS_WRONG");
  assert.equal(code(await ask("POST", "/api/session/pin", { staff, pin: "482915" })), "ACCESS_WAIT");
  await house.pass(HOUR / 4);
  assert.equal(code(await ask("POST", "/api/session/pin", { staff, pin: "482915" })), "ACCESS_FULL");
  await house.close();
});

test("a badge changes the person as a PIN does, and is kept as a digest", async () => {
  const house = await testHouse();
  const { ask } = await setUp(house);
  await ask("POST", "/api/staff", { name: "carer", roles: ["carer"], badge: "04:A2:19:7C" });
  const changed = await ask("POST", "/api/session/pin", { badge: "04:A2:19:7C" });
  assert.equal((changed.json as Session).staff?.name, "carer");
  assert.equal(JSON.stringify(await house.ward.records.search("Account")).includes("04:A2"), false);
  await house.close();
});

test("a session ends when idle, at its end, when left, and when the account is closed", async () => {
  const house = await testHouse();
  const idle = await house.as(["nurse"]);
  await house.pass(31 * MINUTE);
  assert.equal((await idle("GET", "/api/board")).status, 401);
  const busy = await house.as(["nurse"]);
  for (let minutes = 0; minutes < 12 * 60; minutes += 20) {
    assert.equal((await busy("GET", "/api/board")).status, 200);
    await house.pass(20 * MINUTE);
  }
  await house.pass(1);
  assert.equal((await busy("GET", "/api/board")).status, 401);
  const left = await house.as(["nurse"]);
  await left("DELETE", "/api/session");
  assert.equal((await left("GET", "/api/board")).status, 401);
  const administrator = await house.as(["administrator"]);
  const closed = await house.as(["nurse"]);
  assert.equal((await administrator("PUT", `/api/staff/${closed.staff}`, { active: false })).status, 200);
  assert.equal((await closed("GET", "/api/board")).status, 401);
  await house.close();
});

test("the last administrator cannot be taken away", async () => {
  const house = await testHouse();
  const administrator = await house.as(["administrator"]);
  for (const change of [{ roles: ["nurse"] }, { active: false }])
    assert.equal((await administrator("PUT", `/api/staff/${administrator.staff}`, change)).status, 403);
  await house.close();
});

test("accounts, sessions and device tokens outlive a restart", async () => {
  const house = await testHouse();
  const nurse = await house.as(["nurse"]);
  const made = await house.house.access.devices.add({ id: "cuff-1", name: "cuff" }, "staff:x", house.ward.now());
  assert(made.ok);
  const { openAccess } = await import("./access.ts");
  const again = await openAccess(house.ward);
  const token = /sakiyomi-session=([^;]+)/.exec(nurse.cookie)?.[1];
  assert.equal(again.who(token)?.account.id, nurse.staff);
  assert.equal(again.setupToken(), null);
  assert.equal(again.devices.check(made.value.token)?.source, "device:cuff-1");
  await house.close();
});

test("no secret is kept as it was given, nor written into log or journal", async () => {
  const house = await testHouse();
  const { ask, jar } = await setUp(house);
  await ask("POST", "/api/session/password", { name: "鈴木", password: "a wrong secret phrase" });
  await ask("POST", "/api/session/password", { name: "鈴木", password: 7 });
  const device = await ask("POST", "/api/devices", { id: "cuff-1", name: "cuff" });
  const { token } = device.json as { token: string };
  house.house.log.info(
    { password, headers: { cookie: "c", authorization: token, "x-csrf": "t" }, a: { token } },
    "tried",
  );
  const kept = JSON.stringify([
    await Promise.all(["Account", "Session", "Tablet", "DeviceToken"].map((type) => house.ward.records.search(type))),
    await house.ward.records.entries({}),
    house.log,
  ]);
  for (const secret of [
    password,
    "a wrong secret phrase",
    token,
    jar.get("sakiyomi-session"),
    jar.get("sakiyomi-tablet"),
  ])
    assert.equal(kept.includes(String(secret)), false, String(secret));
  assert.match(JSON.stringify(await house.ward.records.search("Account")), /\$argon2id\$v=19\$m=19456,t=2,p=1/);
  await house.close();
});
