import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { encodeWaves } from "@sakiyomi/wave";
import type { DeviceView, Problem, Receipt } from "../api.ts";
import { type TestHouse, testHouse } from "../testing/test-house.ts";

const by = { id: "staff:test", name: "test" };

/** A house with somebody who wears an oximeter, and the oximeter's token. */
async function scene() {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  await house.ward.bind("oxi-1", person, house.ward.now() - 3_600_000, by);
  const made = await house.house.access.devices.add({ id: "oxi-1", name: "oximeter" }, by.id, house.ward.now());
  assert(made.ok);
  const { token } = made.value;
  const send = (
    raw: string | Uint8Array<ArrayBuffer>,
    type = "application/json",
    headers: Record<string, string> = {},
  ) =>
    house.ask("POST", "/api/signals", {
      raw,
      headers: { authorization: `Bearer ${token}`, "content-type": type, ...headers },
    });
  const spo2 = (value: number, secondsAgo = 0) => ({
    kind: "spo2",
    value,
    unit: "%",
    at: new Date(house.ward.now() - secondsAgo * 1000).toISOString(),
  });
  return { house, person, token, send, spo2 };
}

const stored = async (house: TestHouse, person: string) =>
  (await house.ward.store.range({ subject: `person:${person}` as never, kind: "spo2", from: 0, to: house.ward.now() }))
    .length;

test("one signal, an array, and lines are taken, each counted; said twice they count once", async () => {
  const { house, person, send, spo2 } = await scene();
  const one = await send(JSON.stringify(spo2(97)));
  assert.deepEqual([one.status, one.json], [200, { stored: 1, repeated: 0, refused: [] }]);
  const again = await send(JSON.stringify(spo2(97)));
  assert.deepEqual(again.json, { stored: 0, repeated: 1, refused: [] });
  assert.equal(again.status, 200);
  assert.equal(((await send(JSON.stringify([spo2(96, 1), spo2(95, 2)]))).json as Receipt).stored, 2);
  const lines = `${JSON.stringify(spo2(94, 3))}\n\n${JSON.stringify(spo2(93, 4))}\n`;
  assert.equal(((await send(lines, "application/x-ndjson; charset=utf-8")).json as Receipt).stored, 2);
  assert.equal(await stored(house, person), 5);
  await house.close();
});

test("of a batch the good is taken, and each refusal says which line, what, and why", async () => {
  const { house, send, spo2 } = await scene();
  const lines = [
    JSON.stringify(spo2(97)),
    "{broken",
    JSON.stringify({ ...spo2(96, 1), unit: "mmHg" }),
    JSON.stringify(spo2(95, 2)),
  ];
  const { status, json } = await send(lines.join("\n"), "application/x-ndjson");
  const { stored: taken, refused } = json as Receipt;
  assert.deepEqual([status, taken], [200, 2]);
  assert.deepEqual(
    refused.map(({ index, refusal }) => [index, refusal.code]),
    [
      [1, "SIG_SHAPE"],
      [2, "SIG_UNIT"],
    ],
  );
  await house.close();
});

test("422 when nothing at all was taken", async () => {
  const { house, send, spo2 } = await scene();
  const { status, json } = await send(JSON.stringify({ ...spo2(97), kind: "mood" }));
  assert.equal(status, 422);
  assert.equal((json as Receipt).refused[0]?.refusal.code, "SIG_KIND");
  await house.close();
});

test("gzip is unpacked; a packet that unpacks to more than is accepted is refused", async () => {
  const { house, send, spo2 } = await scene();
  const packed = (plain: string | Buffer) => new Uint8Array(gzipSync(plain));
  const gzip = { "content-encoding": "gzip" };
  assert.equal((await send(packed(JSON.stringify(spo2(97))), "application/json", gzip)).status, 200);
  const bomb = await send(packed(Buffer.alloc(64 * 1024 * 1024, 32)), "application/json", gzip);
  assert.deepEqual([bomb.status, (bomb.json as Problem).code], [413, "SIG_SIZE"]);
  const broken = await send(new Uint8Array([1, 2, 3]), "application/json", gzip);
  assert.equal(broken.status, 400);
  await house.close();
});

test("too many bytes, too many signals, another type, another encoding: each refused before anything is stored", async () => {
  const { house, send, spo2 } = await scene();
  assert.equal((await send(new Uint8Array(9 * 1024 * 1024))).status, 413);
  assert.equal((await send(JSON.stringify(Array.from({ length: 20_001 }, () => 1)))).status, 413);
  assert.equal((await send(JSON.stringify(spo2(97)), "text/plain")).status, 415);
  assert.equal((await send(JSON.stringify(spo2(97)), "application/json", { "content-encoding": "br" })).status, 415);
  assert.equal((await send("{", "application/json")).status, 400);
  await house.close();
});

test("waves go in as bytes and come out as they were", async () => {
  const { house, person, send } = await scene();
  const at = house.ward.now() - 1000;
  const samples = Int32Array.from({ length: 250 }, (_, index) => Math.round(1000 * Math.sin(index / 10)));
  const frame = { kind: "ecg", unit: "mV", at, sequence: 0, rate: 250, scale: 0.001, offset: 0, samples } as const;
  const message = encodeWaves([frame as never]);
  const { status, json } = await send(new Uint8Array(message), "application/vnd.sakiyomi.wave");
  assert.deepEqual([status, json], [200, { stored: 250, repeated: 0, refused: [] }]);
  const [block] = await house.ward.store.range({
    subject: `person:${person}` as never,
    kind: "ecg",
    from: at,
    to: at + 1000,
  });
  assert.deepEqual(block?.value.samples, samples);
  await house.close();
});

test("without the token, with another one, or with a withdrawn one nothing goes in", async () => {
  const { house, token, spo2 } = await scene();
  const raw = JSON.stringify(spo2(97));
  const code = async (headers: Record<string, string>) => {
    const { status, json } = await house.ask("POST", "/api/signals", { raw, headers });
    return [status, (json as Problem).code];
  };
  assert.deepEqual(await code({}), [401, "ACCESS_TOKEN"]);
  assert.deepEqual(await code({ authorization: "Bearer guessed" }), [401, "ACCESS_TOKEN"]);
  const administrator = await house.as(["administrator"]);
  assert.equal((await administrator("DELETE", "/api/devices/oxi-1")).status, 200);
  assert.deepEqual(await code({ authorization: `Bearer ${token}` }), [401, "ACCESS_TOKEN"]);
  await house.close();
});

test("a device's token speaks for that device alone, and opens no other route", async () => {
  const { house, token, send, spo2 } = await scene();
  const other = await send(JSON.stringify({ ...spo2(97), source: "device:cuff-9" }));
  assert.equal((other.json as Receipt).refused[0]?.refusal.code, "SIG_SOURCE");
  const { routes } = await import("../app.ts");
  for (const { method, path, needs } of routes)
    if (needs !== "nothing" && needs !== "signals.append") {
      const { status } = await house.ask(method, path.replace(/:\w+/g, "x"), {
        headers: { authorization: `Bearer ${token}` },
        ...(method === "GET" ? {} : { body: {} }),
      });
      assert.equal(status, 401, `${method} ${path}`);
    }
  await house.close();
});

test("a gateway speaks for the devices of its prefix", async () => {
  const { house, person, spo2 } = await scene();
  await house.ward.bind("gate-7", person, house.ward.now() - 3_600_000, by);
  const made = await house.house.access.devices.add({ id: "gate", name: "gateway", prefix: "gate-" }, by.id, 0);
  assert(made.ok);
  const say = async (source: string) => {
    const headers = { authorization: `Bearer ${made.value.token}` };
    const { json } = await house.ask("POST", "/api/signals", { raw: JSON.stringify({ ...spo2(97), source }), headers });
    return (json as Receipt).refused[0]?.refusal.code ?? "taken";
  };
  assert.deepEqual([await say("device:gate-7"), await say("device:oxi-1")], ["taken", "SIG_SOURCE"]);
  await house.close();
});

test("the token is shown once, and the list of devices says whose each is and when it was heard", async () => {
  const { house, person, send, spo2 } = await scene();
  const administrator = await house.as(["administrator"]);
  const made = (await administrator("POST", "/api/devices", { id: "cuff-2", name: "cuff" })).json as { token: string };
  assert.match(made.token, /^[\w-]{43}$/);
  await send(JSON.stringify(spo2(97)));
  const nurse = await house.as(["nurse"]);
  const { json } = await nurse("GET", "/api/devices");
  assert.equal(JSON.stringify(json).includes(made.token), false);
  const [cuff, oximeter] = json as DeviceView[];
  assert.deepEqual([cuff?.id, cuff?.boundTo, cuff?.lastAt], ["cuff-2", null, null]);
  assert.deepEqual(
    [oximeter?.boundTo, oximeter?.boundName, oximeter?.lastAt, oximeter?.kinds],
    [person, "佐藤 花子", house.ward.now(), ["spo2"]],
  );
  const blind = (await administrator("GET", "/api/devices")).json as DeviceView[];
  assert.deepEqual(
    blind.map(({ boundName }) => boundName),
    [null, null],
  );
  await house.close();
});
