import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { connectAsync } from "mqtt";
import { need } from "../../../tools/debian.ts";
import { openBroker } from "./broker.ts";
import { fakeHouse, NOON, run, until } from "./testing.ts";

const at = new Date(NOON).toISOString();

async function scene(t: TestContext) {
  const house = fakeHouse();
  const troubles: string[] = [];
  const broker = await openBroker({ inlet: house, onTrouble: (what) => void troubles.push(what) });
  t.after(() => broker.close());
  const login = ["-h", "127.0.0.1", "-p", String(broker.port), "-u", "cuff-1", "-P", "token-of-cuff-1"];
  const pub = (topic: string, message: string, more: readonly string[] = []) =>
    run("/usr/bin/mosquitto_pub", [...login, "-q", "1", "-t", topic, "-m", message, ...more]);
  const client = (username: string, password: string, more = {}) =>
    connectAsync(`mqtt://127.0.0.1:${broker.port}`, { username, password, reconnectPeriod: 0, ...more });
  return { house, troubles, broker, login, pub, client };
}

test("mosquitto_pub sends a bare value, and it arrives in the kind's unit under the device's name", async (t) => {
  const missing = need("mosquitto-clients");
  if (missing) return t.skip(missing);
  const { house, pub } = await scene(t);
  assert.equal((await pub("sakiyomi/v1/cuff-1/body-temperature", "36.8")).code, 0);
  assert.equal((await pub("sakiyomi/v1/cuff-1/consciousness", '"alert"')).code, 0);
  assert.equal((await pub("sakiyomi/v1/cuff-1/void", '{"volumeMl":300}')).code, 0);
  const source = "device:cuff-1";
  assert.deepEqual(
    house.signals.map(({ raw }) => raw),
    [
      { source, kind: "body-temperature", value: 36.8, at, unit: "Cel" },
      { source, kind: "consciousness", value: "alert", at },
      { source, kind: "void", value: { volumeMl: 300 }, at },
    ],
  );
});

test("a full signal keeps its own time and sequence; several go in one message; waves go as bytes", async (t) => {
  const missing = need("mosquitto-clients");
  if (missing) return t.skip(missing);
  const { house, login, pub } = await scene(t);
  const said = { value: 71, unit: "/min", at: "2026-01-10T20:59:00+09:00", sequence: 7 };
  await pub("sakiyomi/v1/cuff-1/pulse-rate", JSON.stringify(said));
  await pub(
    "sakiyomi/v1/cuff-1/signals",
    JSON.stringify([
      { kind: "systolic", ...said },
      { kind: "diastolic", ...said },
    ]),
  );
  await run(
    "/usr/bin/mosquitto_pub",
    [...login, "-q", "1", "-t", "sakiyomi/v1/cuff-1/wave", "-s"],
    Buffer.from([1, 0, 255]),
  );
  assert.deepEqual(
    house.signals.map(({ raw }) => raw),
    [
      { source: "device:cuff-1", kind: "pulse-rate", ...said },
      { source: "device:cuff-1", kind: "systolic", ...said },
      { source: "device:cuff-1", kind: "diastolic", ...said },
    ],
  );
  assert.deepEqual([...(house.waves[0]?.bytes ?? [])], [1, 0, 255]);
});

test("the message is acknowledged only when it is durable", async (t) => {
  const { house, client } = await scene(t);
  let open: (value?: unknown) => void = () => undefined;
  house.gate = new Promise((resolve) => {
    open = resolve;
  });
  const device = await client("cuff-1", "token-of-cuff-1");
  let isAcknowledged = false;
  const sent = device.publishAsync("sakiyomi/v1/cuff-1/spo2", "97", { qos: 1 }).then(() => {
    isAcknowledged = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(isAcknowledged, false);
  open();
  await sent;
  assert.equal(house.signals.length, 1);
  await device.endAsync();
});

test("a message that could not be stored is not acknowledged, and arrives at the second try", async (t) => {
  const { house, client, troubles } = await scene(t);
  house.gate = Promise.reject(new Error("the disk is full"));
  house.gate.catch(() => undefined);
  const device = await client("cuff-1", "token-of-cuff-1", { reconnectPeriod: 20, clean: false, clientId: "cuff-1" });
  const sent = device.publishAsync("sakiyomi/v1/cuff-1/spo2", "97", { qos: 1 });
  await until(() => troubles.includes("a message was not stored, and not acknowledged"), "the trouble is told");
  assert.equal(house.signals.length, 0);
  house.gate = Promise.resolve();
  await sent;
  assert.equal(house.signals.length, 1);
  await device.endAsync();
});

test("what was refused is answered on the device's own topic, with code and remedy", async (t) => {
  const { client } = await scene(t);
  const device = await client("cuff-1", "token-of-cuff-1");
  const heard: { topic: string; refused: { refusal: { code: string } }[] }[] = [];
  device.on("message", (_, payload) => void heard.push(JSON.parse(String(payload))));
  await device.subscribeAsync("sakiyomi/v1/cuff-1/refused", { qos: 1 });
  for (const [kind, payload] of [
    ["body-temperature", "99"],
    ["no-such-kind", "1"],
    ["consciousness", "alert"],
  ] as const)
    await device.publishAsync(`sakiyomi/v1/cuff-1/${kind}`, payload, { qos: 1 });
  await until(() => heard.length === 3, "three answers");
  assert.deepEqual(
    heard.map(({ topic, refused }) => [topic.split("/").at(-1), refused[0]?.refusal.code]),
    [
      ["body-temperature", "SIG_RANGE"],
      ["no-such-kind", "SIG_KIND"],
      ["consciousness", "SIG_SHAPE"],
    ],
  );
  await device.endAsync();
});

test("without the token of that very device nobody is let in", async (t) => {
  const { client } = await scene(t);
  for (const [user, password] of [
    ["cuff-1", "guessed"],
    ["cuff-2", "token-of-cuff-1"],
    ["", ""],
  ] as const)
    await assert.rejects(client(user, password), /Not authorized|bad username/i, user);
});

test("a device publishes under no other name, and hears nothing of others", async (t) => {
  const { house, client } = await scene(t);
  for (const topic of [
    "sakiyomi/v1/cuff-2/spo2",
    "sakiyomi/v1/gate-1/spo2",
    "sakiyomi/v1/cuff-1/refused",
    "homeassistant/sensor/x/config",
    "$SYS/x",
  ]) {
    const device = await client("cuff-1", "token-of-cuff-1");
    const closed = new Promise<void>((resolve) => device.once("close", () => resolve()));
    device.publish(topic, "97", { qos: 0 });
    await closed;
    await device.endAsync(true);
  }
  assert.equal(house.signals.length, 0);
  const device = await client("cuff-1", "token-of-cuff-1");
  for (const topic of ["#", "sakiyomi/v1/+/refused", "sakiyomi/v1/cuff-2/refused", "$SYS/#"]) {
    // 128 in the answer: refused.
    await assert.rejects(device.subscribeAsync(topic, { qos: 0 }), topic);
  }
  await device.endAsync();
});

test("a gateway speaks for the devices of its prefix, and for no others", async (t) => {
  const { house, client } = await scene(t);
  const gate = await client("gate", "token-of-gate");
  await gate.publishAsync("sakiyomi/v1/gate-7/spo2", "97", { qos: 1 });
  assert.deepEqual(
    house.signals.map(({ raw }) => (raw as { source: string }).source),
    ["device:gate-7"],
  );
  const closed = new Promise<void>((resolve) => gate.once("close", () => resolve()));
  gate.publish("sakiyomi/v1/cuff-1/spo2", "97", { qos: 0 });
  await closed;
  assert.equal(house.signals.length, 1);
  await gate.endAsync(true);
});

test("a withdrawn token ends the connection", async (t) => {
  const { house, client } = await scene(t);
  const device = await client("cuff-1", "token-of-cuff-1");
  const closed = new Promise<void>((resolve) => device.once("close", () => resolve()));
  house.withdraw("cuff-1");
  await closed;
  await device.endAsync(true);
});
