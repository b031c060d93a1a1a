import assert from "node:assert/strict";
import { test } from "node:test";
import { waitBefore } from "./backoff.ts";
import { linkState, shownOf } from "./freshness.ts";
import type { Sign } from "./shapes.ts";

const NOW = 1_800_000_000_000;
const heart = (at: number): Sign => ({
  known: true,
  kind: "heart-rate",
  value: 72,
  unit: "/min",
  at,
  quality: "good",
  source: "device:a",
});

test("a link is live, then late, then silent after 15 s without a word", () => {
  assert.equal(linkState(null, NOW, NOW + 1_000), "connecting");
  assert.equal(linkState(NOW, 0, NOW + 5_000), "live");
  assert.equal(linkState(NOW, 0, NOW + 9_000), "late");
  assert.equal(linkState(NOW, 0, NOW + 15_001), "silent");
  assert.equal(linkState(null, NOW, NOW + 15_001), "silent");
});

test("a fresh value is shown, and greyed when the server is silent", () => {
  assert.deepEqual(shownOf(heart(NOW), "live", NOW + 10_000), {
    as: "value",
    value: 72,
    at: NOW,
    old: false,
    doubtful: false,
  });
  assert.deepEqual(shownOf(heart(NOW), "silent", NOW + 20_000), {
    as: "value",
    value: 72,
    at: NOW,
    old: true,
    doubtful: false,
  });
});

test("a value that outlived its kind is unknown, and says why", () => {
  const later = NOW + 5 * 60_000 + 1;
  assert.deepEqual(shownOf(heart(NOW), "live", later), { as: "unknown", because: "stale", since: NOW });
  assert.deepEqual(shownOf(heart(NOW), "silent", later), { as: "unknown", because: "silent", since: NOW });
});

test("what the server calls unknown stays unknown", () => {
  const sign: Sign = { known: false, kind: "spo2", why: { key: "x" }, lastAt: NOW };
  assert.deepEqual(shownOf(sign, "live", NOW), { as: "unknown", because: "said", since: NOW });
});

test("waiting doubles, has a ceiling, and differs from tablet to tablet", () => {
  assert.equal(waitBefore(0, 0), 250);
  assert.equal(waitBefore(3, 0), 2_000);
  assert.equal(waitBefore(30, 0.999).toFixed(0), "19990");
  assert.ok(waitBefore(2, 0.1) < waitBefore(2, 0.9));
});
