import assert from "node:assert/strict";
import { test } from "node:test";
import { curlLines, deviceIdOf, mqttLines } from "./connect-words.ts";

const connection = { origin: "http://house.local:7700", host: "house.local", device: "cuff-3", token: "tok" };

test("the curl line carries the token, the address and a signal that can be read", () => {
  const line = curlLines(connection);
  assert.match(line, /^curl http:\/\/house\.local:7700\/api\/signals/);
  assert.match(line, /Bearer tok/);
  const body = (/-d "(.*)"$/s.exec(line)?.[1] ?? "").replaceAll('\\"', '"');
  assert.deepEqual(JSON.parse(body), {
    kind: "pulse-rate",
    value: 72,
    unit: "/min",
    at: "$(date -u +%Y-%m-%dT%H:%M:%SZ)",
  });
});

test("the MQTT line names host, device and token, and follows the topic scheme", () => {
  assert.match(
    mqttLines(connection),
    /-h house\.local -p 1883 -q 1 .*-u cuff-3 -P "tok".*-t sakiyomi\/v1\/cuff-3\/pulse-rate -m 72$/s,
  );
});

test("with https the broker is asked over TLS", () => {
  assert.match(mqttLines({ ...connection, origin: "https://house.local:7700" }), /-p 8883 --cafile authority\.crt/);
});

test("a name becomes an id of letters, digits, dots and dashes", () => {
  assert.equal(deviceIdOf("  Cuff No. 3 (Ward Ä) "), "cuff-no.-3-ward-a");
  assert.equal(deviceIdOf("血圧計"), "");
});
