import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bed, discovery, states } from "./home-assistant-out.ts";

const at = Date.parse("2026-01-10T12:20:00Z");
const known = { known: true, because: [], validUntil: at, model: "m" } as const;
const beds: readonly Bed[] = [
  {
    id: "l-102-b",
    name: "Ward 1 · 102 · B",
    alert: "high",
    predictions: [
      {
        skill: "toilet-timing",
        name: "void",
        prediction: { ...known, what: { type: "time", at, interval: { low: at, high: at, p: 0.8 } } },
      },
      {
        skill: "early-warning",
        name: "classes",
        prediction: { ...known, what: { type: "classes", probabilities: { a: 1 } } },
      },
    ],
  },
  {
    id: "l-102-a",
    name: "Ward 1 · 102 · A",
    alert: null,
    predictions: [{ skill: "toilet-timing", name: "void", prediction: { known: false, why: { key: "no" } } }],
  },
];

test("each bed is a device with its alert and the time of its predicted need, and every sensor has where its state comes", () => {
  const configs = discovery(beds).map(({ topic, payload, retain }) => ({
    topic,
    retain,
    config: JSON.parse(payload) as Record<string, unknown>,
  }));
  assert.deepEqual(
    configs.map(({ config }) => [config.device_class, (config.device as { name: string }).name]),
    [
      ["problem", "Ward 1 · 102 · B"],
      ["timestamp", "Ward 1 · 102 · B"],
      ["problem", "Ward 1 · 102 · A"],
      ["timestamp", "Ward 1 · 102 · A"],
    ],
  );
  assert.ok(
    configs.every(({ topic, retain }) => retain && /^homeassistant\/(binary_)?sensor\/[\w-]+\/config$/.test(topic)),
  );
  assert.equal(new Set(configs.map(({ config }) => config.unique_id)).size, configs.length);
  const told = new Map(states(beds).map(({ topic, payload }) => [topic, payload]));
  assert.deepEqual(
    configs.map(({ config }) => told.get(String(config.state_topic))),
    ["high", "2026-01-10T12:20:00.000Z", "none", "None"],
  );
});

test("states are not retained: a ward that is switched off shows nothing, instead of its last alert for ever", () => {
  assert.ok(states(beds).every(({ retain }) => !retain));
  for (const { payload } of discovery(beds))
    assert.equal((JSON.parse(payload) as { expire_after: number }).expire_after, 900);
});
