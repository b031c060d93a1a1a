import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { DAY, inlineHost, memoryRecords, memoryStore } from "@sakiyomi/core";
import { openLog } from "./log.ts";
import { serve } from "./serve.ts";
import { testHouse } from "./testing/test-house.ts";
import { openTls } from "./tls.ts";
import { openWard } from "./ward/ward.ts";

const names = ["ward.local", "localhost", "127.0.0.1"];
const now = Date.now();

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "sakiyomi-tls-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("the certificate is for the names and addresses, short-lived, and signed by the house's own authority", async (t) => {
  const folder = folderOf(t);
  const tls = await openTls(folder, names, now);
  const [leaf, authority] = [new X509Certificate(tls.cert), new X509Certificate(tls.authority)];
  assert.equal(leaf.subjectAltName, "DNS:ward.local, DNS:localhost, IP Address:127.0.0.1");
  assert.equal(leaf.verify(authority.publicKey), true);
  assert.deepEqual([leaf.ca, authority.ca], [false, true]);
  assert.ok(Date.parse(leaf.validTo) - now <= 90 * DAY);
  for (const file of ["authority.key.pem", "server.key.pem"])
    assert.equal(statSync(join(folder, file)).mode & 0o777, 0o600);
});

test("it is kept; a new name or a near end makes a new one, under the same authority", async (t) => {
  const folder = folderOf(t);
  const first = await openTls(folder, names, now);
  assert.equal((await openTls(folder, names, now + 30 * DAY)).cert, first.cert);
  const renewed = await openTls(folder, names, now + 61 * DAY);
  assert.notEqual(renewed.cert, first.cert);
  assert.equal(renewed.authority, first.authority);
  const moved = await openTls(folder, [...names, "192.168.1.7"], now + 61 * DAY);
  assert.match(new X509Certificate(moved.cert).subjectAltName ?? "", /192\.168\.1\.7/);
});

test("a client that trusts the authority reaches the server by name and by address; one that does not is turned away", async (t) => {
  const tls = await openTls(folderOf(t), names, now);
  const ports = { store: memoryStore(), records: memoryRecords(), skills: [], host: inlineHost([]), ticks: false };
  const ward = await openWard({ mode: "real", zone: "Asia/Tokyo", ...ports });
  const serving = await serve({ ward, tls, log: openLog("silent") });
  const ask = (host: string, ca?: string) =>
    new Promise<number | string>((resolve) => {
      const options = {
        host: "127.0.0.1",
        port: serving.port,
        path: "/api/session",
        servername: host === "127.0.0.1" ? "" : host,
      };
      const sent = request({ ...options, headers: { host }, agent: false, ...(ca ? { ca } : {}) }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      sent.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      sent.end();
    });
  assert.equal(await ask("ward.local", tls.authority), 200);
  assert.equal(await ask("localhost", tls.authority), 200);
  assert.match(String(await ask("ward.local")), /SELF_SIGNED|UNABLE_TO/);
  assert.equal(serving.url, `https://ward.local:${serving.port}`);
  await serving.close();
  await ward.close();
});

test("without TLS nothing but loopback is served", async () => {
  const house = await testHouse({ skills: [] });
  await assert.rejects(serve({ ward: house.ward, host: "0.0.0.0", log: openLog("silent") }), /--lan/);
  await house.close();
});

test("the page of trust speaks the tablet's language and shows the fingerprint to compare; without TLS there is none", async (t) => {
  const tls = await openTls(folderOf(t), names, now);
  const house = await testHouse({ skills: [], tls });
  const get = (path: string, language: string) => house.ask("GET", path, { headers: { "accept-language": language } });
  const fingerprint = new X509Certificate(tls.authority).fingerprint256;
  for (const [language, word] of [
    ["en-US", "Trust this house"],
    ["ja", "信頼"],
    ["ko-KR", "신뢰"],
  ] as const) {
    const page = String((await get("/trust", language)).json);
    assert.ok(page.includes(word) && page.includes(fingerprint), language);
    assert.equal(page.includes("<script"), false);
  }
  const given = await get("/trust/authority.crt", "en");
  assert.equal(given.json, tls.authority);
  assert.equal(given.headers.get("content-type"), "application/x-x509-ca-cert");
  await house.close();
  const plain = await testHouse({ skills: [] });
  assert.equal((await plain.ask("GET", "/trust")).status, 404);
  await plain.close();
});
