import assert from "node:assert/strict";
import { createECDH, randomBytes } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { inlineHost, memoryRecords, memoryStore } from "@sakiyomi/core";
import { skills } from "@sakiyomi/skills";
import { openLog } from "./log.ts";
import { isGenuine } from "./nurse-call/signature.ts";
import { serve } from "./serve.ts";
import { openWard } from "./ward/ward.ts";

const by = { id: "staff:test", name: "test" };
const secret = "a secret of both sides, long enough";

/** What stands outside: a nurse-call system and a push service, on one port. */
async function outside() {
  const heard: { path: string; headers: IncomingHttpHeaders; body: Buffer }[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => void parts.push(part));
    request.on("end", () => {
      heard.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(parts) });
      response.writeHead(201).end();
      for (const wake of waiting) wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise<void>((resolve) => void waiting.add(resolve));
  };
  return { heard, url, until, close: () => new Promise((resolve) => server.close(resolve)) };
}

test("an alert of a skill rings the nurse-call and the phone; taken, the lamp goes out", {
  timeout: 20_000,
}, async () => {
  const there = await outside();
  const ports = { store: memoryStore(), records: memoryRecords(), skills, host: inlineHost(skills), ticks: false };
  const ward = await openWard({ mode: "real", zone: "Asia/Tokyo", ...ports });
  const serving = await serve({ ward, log: openLog("silent"), push: { hosts: ["127.0.0.1"] } });
  const { nurseCall, push } = serving.house;
  await nurseCall.set({ url: `${there.url}/call`, secret, to: [], names: false }, by.id);
  const staff = { name: "n", roles: ["nurse" as const, "carer" as const], places: null, familyOf: [] };
  const added = await serving.access.accounts.add(staff, by.id, ward.now());
  assert(added.ok);
  const phone = createECDH("prime256v1");
  const keys = { p256dh: phone.generateKeys("base64url"), auth: randomBytes(16).toString("base64url") };
  assert.equal((await push.subscribe(added.value.id, { endpoint: `${there.url}/push`, keys })).ok, true);
  const admitted = await ward.admit(
    { name: "佐藤 花子", birthDate: null, place: null, consents: ["record", "predict"] },
    by,
  );
  assert(admitted.ok);
  await ward.chart(admitted.value, "respiration-rate", 26, "/min", ward.now(), by);
  const paths = () => there.heard.map(({ path }) => path);
  await there.until(() => paths().includes("/call") && paths().includes("/push"));
  const call = there.heard.find(({ path }) => path === "/call");
  const [stamp, signature] = [call?.headers["sakiyomi-timestamp"], call?.headers["sakiyomi-signature"]].map(String);
  assert.equal(isGenuine(secret, stamp ?? "", signature ?? "", String(call?.body), Date.now()), true);
  assert.equal(there.heard.find(({ path }) => path === "/push")?.headers["content-encoding"], "aes128gcm");
  const [alert] = ward.board().alerts;
  assert((await ward.takeAlert(alert?.id ?? "", by)).ok);
  await there.until(() => there.heard.some(({ body }) => body.includes('"answered"')));
  await serving.close();
  await ward.close();
  await there.close();
});
