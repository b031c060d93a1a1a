import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { need } from "../../../tools/debian.ts";
import { type OutsideOptions, openOutside } from "./outside.ts";
import { fakeHouse, freePort, mosquitto, NOON, run, until } from "./testing.ts";

const at = new Date(NOON).toISOString();

async function scene(t: TestContext, options: Partial<OutsideOptions> = {}, lines?: readonly string[]) {
  const port = await freePort();
  const broker = await mosquitto(port, lines);
  t.after(() => broker.close());
  const house = fakeHouse();
  const troubles: { what: string; detail: Readonly<Record<string, unknown>> }[] = [];
  const onTrouble = (what: string, detail: Readonly<Record<string, unknown>>) => void troubles.push({ what, detail });
  const outside = await openOutside({ inlet: house, url: `mqtt://127.0.0.1:${port}`, onTrouble, ...options });
  t.after(() => outside.close());
  const to = (...more: readonly string[]) => ["-h", "127.0.0.1", "-p", String(port), ...more];
  const pub = async (topic: string, message: string, ...more: readonly string[]) => {
    const { code, out } = await run("/usr/bin/mosquitto_pub", to("-q", "1", "-t", topic, "-m", message, ...more));
    assert.equal(code, 0, out);
  };
  const ready = () => until(() => outside.isConnected(), "connected");
  return { port, broker, house, troubles, outside, to, pub, ready };
}

const subscribed = () => new Promise((resolve) => setTimeout(resolve, 150));
const full = (value: number, sequence: number) => JSON.stringify({ value, unit: "%", at, sequence });

test("signals come in through a real Mosquitto, under the device of their topic", async (t) => {
  const missing = need("mosquitto", "mosquitto-clients");
  if (missing) return t.skip(missing);
  const { house, pub, ready } = await scene(t);
  await ready();
  await subscribed();
  await pub("sakiyomi/v1/oxi-1/spo2", full(97, 1));
  await until(() => house.signals.length === 1, "one signal");
  assert.deepEqual(house.signals[0]?.sender, { source: "device:oxi-1" });
});

test("a bare value is refused there: it may have waited, and has no time", async (t) => {
  const missing = need("mosquitto", "mosquitto-clients");
  if (missing) return t.skip(missing);
  const { house, troubles, to, pub, ready } = await scene(t);
  await ready();
  await subscribed();
  const heard = run("/usr/bin/mosquitto_sub", to("-t", "sakiyomi/v1/oxi-1/refused", "-C", "1", "-W", "10"));
  await subscribed();
  await pub("sakiyomi/v1/oxi-1/spo2", "97");
  assert.match((await heard).out, /SIG_TIME/);
  assert.equal(house.signals.length, 0);
  assert.deepEqual(troubles[0]?.detail, { topic: "sakiyomi/v1/oxi-1/spo2", codes: ["SIG_TIME"] });
});

test("what could not be stored is not acknowledged: Mosquitto sends it again, and nothing is lost", async (t) => {
  const missing = need("mosquitto", "mosquitto-clients");
  if (missing) return t.skip(missing);
  const { house, pub, ready, troubles } = await scene(t);
  await ready();
  await subscribed();
  house.gate = Promise.reject(new Error("the disk is full"));
  house.gate.catch(() => undefined);
  await pub("sakiyomi/v1/oxi-1/spo2", full(97, 1));
  await until(() => troubles.some(({ what }) => what.startsWith("a message was not stored")), "trouble");
  assert.equal(house.signals.length, 0);
  house.gate = Promise.resolve();
  await until(() => house.signals.length >= 1, "sent again");
  assert.deepEqual(house.signals[0]?.raw, {
    source: "device:oxi-1",
    kind: "spo2",
    value: 97,
    unit: "%",
    at,
    sequence: 1,
  });
});

test("it comes back by itself when the broker was away", async (t) => {
  const missing = need("mosquitto", "mosquitto-clients");
  if (missing) return t.skip(missing);
  const { broker, house, outside, pub, ready } = await scene(t);
  await ready();
  await broker.stop();
  await until(() => !outside.isConnected(), "gone");
  await broker.start();
  await ready();
  await subscribed();
  await pub("sakiyomi/v1/oxi-1/spo2", full(96, 2));
  await until(() => house.signals.length === 1, "one signal");
});

test("user and password are shown to the broker; a wrong one is told as trouble", async (t) => {
  const missing = need("mosquitto", "mosquitto-clients");
  if (missing) return t.skip(missing);
  const port = await freePort();
  const broker = await mosquitto(port, []);
  t.after(() => broker.close());
  await broker.stop();
  const passwords = join(broker.folder, "passwords");
  writeFileSync(passwords, "");
  await run("/usr/bin/mosquitto_passwd", ["-b", passwords, "sakiyomi", "right"]);
  writeFileSync(
    join(broker.folder, "mosquitto.conf"),
    [`listener ${port} 127.0.0.1`, "allow_anonymous false", `password_file ${passwords}`, "user root", ""].join("\n"),
  );
  await broker.start();
  const troubles: string[] = [];
  const open = (password: string) =>
    openOutside({
      ...{ inlet: fakeHouse(), url: `mqtt://127.0.0.1:${port}`, username: "sakiyomi", password },
      onTrouble: (_, { error }) => void troubles.push(String(error)),
    });
  const wrong = await open("wrong");
  await until(() => troubles.length > 0, "refused");
  assert.match(troubles[0] ?? "", /not authori[sz]ed/i);
  await wrong.close();
  const right = await open("right");
  await until(() => right.isConnected(), "connected");
  await right.close();
});

const scale = { device: { identifiers: ["scale 7"] }, state_topic: "z2m/scale" };
const battery = {
  ...scale,
  device_class: "battery",
  unit_of_measurement: "%",
  value_template: "{{ value_json.battery }}",
};
const sensors = {
  battery,
  breath: {
    ...scale,
    uniq_id: "bed-3-breath",
    unit_of_meas: "bpm",
    val_tpl: "{{ value_json['breath rate'] | float }}",
  },
  room: { ...scale, device_class: "temperature", unit_of_measurement: "°C", value_template: "{{ value_json.t }}" },
  sum: { ...battery, value_template: "{{ value_json.battery * 2 }}" },
};

test("a sensor that Home Assistant knows is understood where it is exact, and refused with a reason where not", async (t) => {
  const missing = need("mosquitto", "mosquitto-clients");
  if (missing) return t.skip(missing);
  const { house, troubles, pub, ready } = await scene(t, {
    homeAssistant: { kinds: { "bed-3-breath": "respiration-rate" } },
  });
  await ready();
  await subscribed();
  for (const [name, one] of Object.entries(sensors))
    await pub(`homeassistant/sensor/scale/${name}/config`, JSON.stringify(one), "-r");
  await until(() => troubles.length === 2, "two refused");
  await subscribed();
  await pub("z2m/scale", JSON.stringify({ battery: 81, "breath rate": "17.5", t: 21 }));
  await until(() => house.signals.length === 2, "two signals");
  const source = "device:scale-7";
  assert.deepEqual(
    house.signals.map(({ raw }) => raw),
    [
      { source, kind: "battery", value: 81, at, unit: "%" },
      { source, kind: "respiration-rate", value: 17.5, at, unit: "/min" },
    ],
  );
  assert.deepEqual(
    troubles.map(({ detail }) => String(detail.reason).split(":")[0]),
    ["device_class", "value_template"],
  );
  await pub("z2m/scale", '{"battery":"unavailable","breath rate":"NaN"}');
  await until(() => troubles.length === 3, "no value");
  assert.equal(house.signals.length, 2);
});
