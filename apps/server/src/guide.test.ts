import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inlineHost, memoryRecords, memoryStore } from "@sakiyomi/core";
import { need } from "../../../tools/debian.ts";
import type { Receipt } from "./api.ts";
import { routes } from "./app.ts";
import { openLog } from "./log.ts";
import { serve } from "./serve.ts";
import { openWard } from "./ward/ward.ts";

const page = (name: string) => readFileSync(new URL(`../../../docs/guide/${name}.md`, import.meta.url), "utf8");

/** The blocks of a guide that say that they are run. */
const examples = [...page("connect-your-device").matchAll(/```sh run\n([\s\S]*?)```/g)].map(([, lines = ""]) => lines);

test("the pages of the API have every route with what it needs, and no other", () => {
  const told = [
    ...`${page("api")}\n${page("medication-api")}`.matchAll(/^\| `((?:GET|POST|PUT|DELETE) [^`]+)` \| ([^|]+) \|/gm),
  ].map(([, route, needs = ""]) => `${route} ${/^[a-z]+\.[a-z]+$/.test(needs.trim()) ? needs.trim() : "other"}`);
  const made = routes.map(
    ({ method, path, needs }) =>
      `${method} ${path} ${needs === "nothing" || needs === "signals.append" ? "other" : needs}`,
  );
  assert.deepEqual(told.toSorted(), made.toSorted());
});

function sh(lines: string, env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn("/bin/sh", ["-c", lines], {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (out += String(chunk)));
  return new Promise((resolve) => child.on("close", () => resolve(out)));
}

test("each example of the guide runs as it stands, and does what the guide says", async (t) => {
  const missing = need("mosquitto-clients");
  if (missing) return t.skip(missing);
  const ports = { store: memoryStore(), records: memoryRecords(), skills: [], host: inlineHost([]), ticks: false };
  const ward = await openWard({ mode: "real", zone: "Asia/Tokyo", ...ports });
  const serving = await serve({ ward, log: openLog("silent"), mqtt: { port: 0 } });
  t.after(async () => {
    await serving.close();
    await ward.close();
  });
  const made = await serving.access.devices.add({ id: "cuff-1", name: "cuff" }, "staff:x", ward.now());
  assert(made.ok);
  const env = { SAKIYOMI: serving.url, DEVICE: "cuff-1", TOKEN: made.value.token, MQTT_PORT: String(serving.mqttPort) };
  const said: string[] = [];
  for (const lines of examples) said.push(await sh(lines, env));
  const [one, many, wave, fhir, bare, timed, refused] = said;
  const receipt = (out: string | undefined) => JSON.parse(out ?? "") as Receipt;
  assert.deepEqual(receipt(one), { stored: 1, repeated: 0, refused: [] });
  assert.deepEqual(
    [receipt(many).stored, receipt(many).refused.map(({ index, refusal }) => [index, refusal.code])],
    [2, [[2, "SIG_UNIT"]]],
  );
  assert.deepEqual(
    [receipt(wave), receipt(fhir)].map(({ stored }) => stored),
    [10, 1],
  );
  assert.deepEqual([bare, timed], ["", ""]);
  assert.match(refused ?? "", /"code":"SIG_RANGE"/);
  const latest = await ward.store.latest("device:cuff-1" as never);
  assert.deepEqual(latest.map(({ kind }) => kind).toSorted(), [
    "body-temperature",
    "diastolic",
    "ppg",
    "pulse-rate",
    "spo2",
    "systolic",
  ]);
});
