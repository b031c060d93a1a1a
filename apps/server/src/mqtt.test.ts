import assert from "node:assert/strict";
import { test } from "node:test";
import { inlineHost, memoryRecords, memoryStore } from "@sakiyomi/core";
import { skills } from "@sakiyomi/skills";
import { freePort, mosquitto, run, until } from "../../../adapters/mqtt/src/testing.ts";
import { need } from "../../../tools/debian.ts";
import { openLog } from "./log.ts";
import { serve } from "./serve.ts";
import { openWard } from "./ward/ward.ts";

const by = { id: "staff:test", name: "test" };

async function smallWard() {
  const ports = { store: memoryStore(), records: memoryRecords(), skills, host: inlineHost(skills), ticks: false };
  const ward = await openWard({ mode: "real", zone: "Asia/Tokyo", ...ports });
  const bed = await ward.addPlace({ name: "102-B", type: "bed", parent: null }, by);
  assert(bed.ok);
  const admitted = await ward.admit(
    { name: "佐藤 花子", birthDate: null, place: bed.value, consents: ["record", "predict"] },
    by,
  );
  assert(admitted.ok);
  return { ward, person: admitted.value, bed: bed.value };
}

test("Home Assistant is shown each bed and its alert through a real Mosquitto, and never a name", async (t) => {
  const missing = need("mosquitto", "mosquitto-clients");
  if (missing) return t.skip(missing);
  const port = await freePort();
  const broker = await mosquitto(port);
  const { ward, person, bed } = await smallWard();
  const heard = run("/usr/bin/mosquitto_sub", [
    "-h",
    "127.0.0.1",
    "-p",
    String(port),
    "-v",
    "-t",
    "homeassistant/#",
    "-t",
    "sakiyomi/house/v1/#",
    "-W",
    "3",
  ]);
  const outside = { url: `mqtt://127.0.0.1:${port}`, emit: true };
  const serving = await serve({ ward, log: openLog("silent"), mqtt: { outside } });
  t.after(async () => {
    await serving.close();
    await ward.close();
    await broker.close();
  });
  await until(() => ward.board().people.length === 1, "somebody is here");
  await ward.chart(person, "respiration-rate", 26, "/min", ward.now(), by);
  await ward.loop.idle();
  await until(() => ward.board().alerts.length > 0, "an alert");
  await new Promise((resolve) => setTimeout(resolve, 500));
  await ward.chart(person, "spo2", 90, "%", ward.now(), by);
  const { out } = await heard;
  assert.match(out, new RegExp(`homeassistant/binary_sensor/sakiyomi_${bed}_alert/config .*"name":"102-B"`));
  assert.match(out, new RegExp(`sakiyomi/house/v1/${bed}/alert (medium|high)`));
  assert.equal(out.includes("花子"), false);
});

test("a broker's port that is taken does not keep the ward from starting", async () => {
  const { ward } = await smallWard();
  const log: string[] = [];
  const first = await serve({ ward, log: openLog("silent"), mqtt: { port: 0 } });
  const second = await serve({
    ward,
    log: openLog("warn", { write: (line) => void log.push(line) }),
    mqtt: { port: first.mqttPort ?? 0 },
  });
  assert.equal(second.mqttPort, null);
  assert.match(log.join(""), /EADDRINUSE/);
  await second.close();
  await first.close();
  await ward.close();
});
