import assert from "node:assert/strict";
import { test } from "node:test";
import { curlLines, deviceIdOf, mqttLines } from "./connect-words.ts";

const connection = {
  origin: "https://house.local:7700",
  host: "house.local",
  device: "cuff-3",
  token: "tok",
  at: "2026-01-31T09:30:00+09:00",
};

test("the curl line carries the token, the address and a signal that can be read", () => {
  const line = curlLines(connection);
  assert.match(line, /^curl https:\/\/house\.local:7700\/api\/signals/);
  assert.match(line, /Bearer tok/);
  const body = /-d '(.*)'$/s.exec(line)?.[1] ?? "";
  assert.deepEqual(JSON.parse(body), { kind: "heart-rate", value: 72, unit: "/min", at: connection.at });
});

test("the MQTT line names host, device and token", () => {
  assert.match(mqttLines(connection), /-h house\.local .* -u cuff-3 -P 'tok'/);
});

test("a name becomes an id of letters, digits, dots and dashes", () => {
  assert.equal(deviceIdOf("  Cuff No. 3 (Ward Ä) "), "cuff-no.-3-ward-a");
  assert.equal(deviceIdOf("血圧計"), "");
});
