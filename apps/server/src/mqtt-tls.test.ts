import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { inlineHost, memoryRecords, memoryStore } from "@sakiyomi/core";
import { freePort, mosquitto, run, until } from "../../../adapters/mqtt/src/testing.ts";
import { need } from "../../../tools/debian.ts";
import { openLog } from "./log.ts";
import { type ServeOptions, serve } from "./serve.ts";
import { openTls } from "./tls.ts";
import { openWard } from "./ward/ward.ts";

async function scene(t: TestContext, options: Partial<ServeOptions>) {
  const ports = { store: memoryStore(), records: memoryRecords(), skills: [], host: inlineHost([]), ticks: false };
  const ward = await openWard({ mode: "real", zone: "Asia/Tokyo", ...ports });
  const serving = await serve({ ward, log: openLog("silent"), ...options });
  t.after(async () => {
    await serving.close();
    await ward.close();
  });
  const latest = () => ward.store.latest("device:oxi-1" as never);
  return { ward, serving, latest };
}

async function certificates(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "sakiyomi-mqtts-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const tls = await openTls(folder, ["localhost", "127.0.0.1"], Date.now());
  const file = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o644 });
    return path;
  };
  return { tls, ca: file("ca.pem", tls.authority), cert: file("cert.pem", tls.cert), key: file("key.pem", tls.key) };
}

test("with --lan the broker in the house speaks TLS: who trusts the house gets in, plain text does not", async (t) => {
  const missing = need("mosquitto-clients");
  if (missing) return t.skip(missing);
  const { tls, ca } = await certificates(t);
  const { ward, serving, latest } = await scene(t, { tls, mqtt: { port: 0 } });
  const made = await serving.access.devices.add({ id: "oxi-1", name: "oximeter" }, "staff:x", ward.now());
  assert(made.ok);
  const pub = (value: number, ...more: readonly string[]) =>
    run("/usr/bin/mosquitto_pub", [
      ...["-h", "localhost", "-p", String(serving.mqttPort), "-u", "oxi-1", "-P", made.value.token],
      ...["-q", "1", "-t", "sakiyomi/v1/oxi-1/spo2", "-m", String(value), ...more],
    ]);
  assert.notEqual((await pub(95)).code, 0);
  const { code, out } = await pub(97, "--cafile", ca);
  assert.equal(code, 0, out);
  assert.deepEqual(
    (await latest()).map(({ value }) => value),
    [97],
  );
});

function say97(port: number, ca: string, now: number) {
  const message = JSON.stringify({ value: 97, unit: "%", at: new Date(now).toISOString() });
  const to = ["-h", "localhost", "-p", String(port), "--cafile", ca, "-q", "1"];
  return run("/usr/bin/mosquitto_pub", [...to, "-t", "sakiyomi/v1/oxi-1/spo2", "-m", message]);
}

test("an outside Mosquitto is reached over TLS when its authority is known, and not otherwise", async (t) => {
  const missing = need("mosquitto", "mosquitto-clients");
  if (missing) return t.skip(missing);
  const { tls, ca, cert, key } = await certificates(t);
  const port = await freePort();
  const broker = await mosquitto(port, [
    "allow_anonymous true",
    "user root",
    `cafile ${ca}`,
    `certfile ${cert}`,
    `keyfile ${key}`,
  ]);
  t.after(() => broker.close());
  const url = `mqtts://localhost:${port}`;
  const log: string[] = [];
  const write = (line: string) => void log.push(line);
  await scene(t, { log: openLog("warn", { write }), mqtt: { outside: { url, clientId: "stranger" } } });
  await until(() => log.some((line) => /SELF_SIGNED|self-signed|unable to/i.test(line)), "refused");
  const { ward, latest } = await scene(t, { mqtt: { outside: { url, ca: tls.authority } } });
  const pub = () => say97(port, ca, ward.now());
  for (let tries = 0; tries < 20 && (await latest()).length === 0; tries += 1) {
    assert.equal((await pub()).code, 0);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.deepEqual(
    (await latest()).map(({ value }) => value),
    [97],
  );
});
