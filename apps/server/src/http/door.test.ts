import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Problem, Session } from "../api.ts";
import { testHouse } from "../testing/test-house.ts";

const code = (json: unknown) => (json as Problem).code;

test("under a foreign name the server does not answer (DNS rebinding)", async () => {
  const house = await testHouse({ skills: [] });
  for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:7700"]) {
    const { status, json } = await house.ask("GET", "/api/session", { headers: { host } });
    assert.deepEqual([status, code(json)], [421, "ACCESS_HOST"], host);
  }
  for (const host of ["localhost:7700", "127.0.0.1", "[::1]:7700", "LOCALHOST"])
    assert.equal((await house.ask("GET", "/api/session", { headers: { host } })).status, 200, host);
  await house.close();
});

test("a change without the page's token, from another site or from another origin is refused and told to the auditor", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  const nurse = await house.as(["nurse"]);
  const { csrf } = (await nurse("GET", "/api/session")).json as Session;
  const path = `/api/people/${person}/discharge`;
  const tried = async (headers: Record<string, string>) =>
    code((await house.ask("POST", path, { cookie: nurse.cookie, headers, body: {} })).json);
  assert.equal(await tried({}), "ACCESS_CSRF");
  assert.equal(await tried({ "x-csrf": "guessed" }), "ACCESS_CSRF");
  assert.equal(await tried({ "x-csrf": csrf, "sec-fetch-site": "cross-site" }), "ACCESS_CSRF");
  assert.equal(await tried({ "x-csrf": csrf, "sec-fetch-site": "same-site" }), "ACCESS_CSRF");
  assert.equal(await tried({ "x-csrf": csrf, origin: "http://localhost:1" }), "ACCESS_CSRF");
  assert.equal((await house.ward.records.entries({ types: ["access.refused"] })).length, 5);
  assert.equal(house.ward.board().people.length, 1);
  const good = { "x-csrf": csrf, origin: "http://localhost", "sec-fetch-site": "same-origin" };
  assert.equal((await house.ask("POST", path, { cookie: nurse.cookie, headers: good })).status, 200);
  await house.close();
});

test("even a sign-in wants the token of a page that was loaded", async () => {
  const house = await testHouse({ skills: [] });
  const { json } = await house.ask("POST", "/api/session/password", { body: { name: "a", password: "b" } });
  assert.equal(code(json), "ACCESS_CSRF");
  await house.close();
});

test("cookies are out of reach of scripts and other sites; over TLS bound to this very host", async () => {
  const plain = await testHouse({ skills: [] });
  const set = (await plain.ask("GET", "/api/session")).headers.getSetCookie()[0] ?? "";
  assert.match(set, /^sakiyomi-visitor=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/);
  await plain.close();
  const tls = { cert: "", key: "", authority: "", names: ["ward.local"], until: 0 };
  const house = await testHouse({ skills: [], tls });
  const asked = await house.ask("GET", "/api/session", { headers: { host: "ward.local:7700" } });
  assert.match(asked.headers.getSetCookie()[0] ?? "", /^__Host-sakiyomi-visitor=.*; Secure$/);
  assert.equal(asked.headers.get("strict-transport-security"), "max-age=31536000");
  await house.close();
});

test("every answer carries the headers that keep a page harmless; HSTS only with TLS", async () => {
  const house = await testHouse({ skills: [] });
  for (const path of ["/api/session", "/api/nowhere", "/nowhere"]) {
    const { headers } = await house.ask("GET", path);
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /frame-ancestors 'none'/, path);
    assert.equal(/script-src[^;]*unsafe-inline/.test(policy), false);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("strict-transport-security"), null);
  }
  assert.equal((await house.ask("GET", "/api/session")).headers.get("cache-control"), "no-store");
  await house.close();
});

test("a wrong shape is refused without repeating what was sent; a large body before it is read", async () => {
  const house = await testHouse({ skills: [] });
  const administrator = await house.as(["administrator"]);
  const wrong = await administrator("POST", "/api/staff", { name: "x", roles: ["king"], password: "geheim-geheim" });
  assert.deepEqual([wrong.status, code(wrong.json)], [400, "HTTP_SHAPE"]);
  assert.equal(JSON.stringify(wrong.json).includes("geheim"), false);
  const large = await administrator("POST", "/api/staff", { name: "x".repeat(300_000) });
  assert.deepEqual([large.status, code(large.json)], [413, "SIG_SIZE"]);
  assert.equal((await administrator("GET", "/api/nowhere")).status, 404);
  await house.close();
});

test("a defect tells its code and nothing of the inside; a full disk tells what to do", async () => {
  const { Fault } = await import("@sakiyomi/core");
  const house = await testHouse({ skills: [] });
  const nurse = await house.as(["nurse"]);
  const { board } = house.ward;
  house.ward.board = () => {
    throw new Error("SELECT secret FROM inside");
  };
  const { status, json } = await nurse("GET", "/api/board");
  assert.deepEqual([status, code(json)], [500, "HTTP_DEFECT"]);
  assert.equal(JSON.stringify(json).includes("SELECT"), false);
  house.ward.board = () => {
    throw new Fault("STORE_FULL", "write");
  };
  const full = await nurse("GET", "/api/board");
  assert.deepEqual([full.status, code(full.json)], [507, "STORE_FULL"]);
  house.ward.board = board;
  await house.close();
});

test("the page is served: hashed files for ever, everything else fresh, nothing outside its folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sakiyomi-web-"));
  const webDir = join(folder, "dist");
  mkdirSync(join(webDir, "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(webDir, "index.html"), "<!doctype html>page");
  writeFileSync(join(webDir, "assets", "app-1a2b.js"), "1");
  const house = await testHouse({ skills: [], webDir });
  const get = (path: string) => house.ask("GET", path);
  const script = await get("/assets/app-1a2b.js");
  assert.match(script.headers.get("cache-control") ?? "", /immutable/);
  assert.match(script.headers.get("content-type") ?? "", /^text\/javascript/);
  const small = await house.ask("GET", "/assets/app-1a2b.js", { headers: { "accept-encoding": "br, gzip" } });
  assert.equal(small.headers.get("content-encoding"), "gzip");
  for (const path of ["/", "/people/p-1", "/setup"]) {
    const { status, json, headers } = await get(path);
    assert.deepEqual([status, json, headers.get("cache-control")], [200, "<!doctype html>page", "no-cache"], path);
  }
  for (const path of ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/gone.js", "/%00.js", "/%"])
    assert.equal(JSON.stringify((await get(path)).json).includes('secret"'), false, path);
  assert.equal((await get("/assets/gone.js")).status, 404);
  await house.close();
  rmSync(folder, { recursive: true });
});
