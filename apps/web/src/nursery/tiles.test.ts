import assert from "node:assert/strict";
import { test } from "node:test";
import type { AlertView } from "../link/shapes.ts";
import type { NapChild, Said } from "./shapes.ts";
import { countdown, needsWords, tileOf } from "./tiles.ts";

const NOW = Date.parse("2026-11-23T04:00:00Z");
const MINUTE = 60_000;
const alert = (key: string, more: Partial<AlertView> = {}): AlertView =>
  ({ id: key, key, level: "high", over: false, raisedAt: NOW, ...more }) as AlertView;
const child = (more: Partial<NapChild> = {}): NapChild => ({
  ...{
    id: "mio",
    name: "澪",
    ageYears: 0,
    everyMin: 5,
    isAssumed: false,
    last: null,
    lies: null,
    breathing: null,
    alerts: [],
  },
  ...{ since: NOW - 20 * MINUTE, due: NOW + 2 * MINUTE },
  ...more,
});
const tap = (at: number, value: object = {}): Said =>
  ({ id: "t", person: "mio", kind: "nap-check", at, value: { posture: "back", breathing: "seen", ...value } }) as Said;
const nap = (at: number, phase: "start" | "end"): Said => ({
  id: "n",
  person: "mio",
  kind: "nap",
  at,
  value: { phase },
});

test("a tile tells how much of the interval is left, that it is soon due, and that it is over", () => {
  assert.deepEqual([tileOf(child(), [], NOW).state, tileOf(child(), [], NOW).left], ["calm", 0.4]);
  assert.equal(tileOf(child({ due: NOW + 30_000 }), [], NOW).state, "soon");
  assert.equal(tileOf(child({ due: NOW - 1 }), [], NOW).state, "late");
  assert.equal(tileOf(child({ since: null, due: null }), [], NOW).state, "awake");
  assert.deepEqual([countdown(NOW + 299_000, NOW), countdown(NOW - 12_000, NOW)], ["4:59", "+0:12"]);
});

test("a tap counts on the tile at once, also while the house cannot be reached", () => {
  const late = child({ due: NOW - 1000, alerts: [alert("missed", { level: "medium" })] });
  assert.equal(tileOf(late, [], NOW).state, "calls");
  const tapped = tileOf(late, [tap(NOW)], NOW);
  assert.deepEqual([tapped.state, tapped.due, tapped.waits, tapped.posture], ["calm", NOW + 5 * MINUTE, true, "back"]);
});

test("a late entry moves nothing on, nor does a look before the nap", () => {
  const { due } = child();
  assert.equal(tileOf(child(), [tap(NOW - 4 * MINUTE, { writtenAt: NOW })], NOW).due, due);
  assert.equal(tileOf(child(), [tap(NOW - 60 * MINUTE)], NOW).due, due);
});

test("a nap begins and ends on the tile with the tap", () => {
  const begun = tileOf(child({ since: null, due: null }), [nap(NOW, "start")], NOW);
  assert.deepEqual([begun.state, begun.due], ["calm", NOW + 5 * MINUTE]);
  assert.equal(tileOf(child({ alerts: [alert("front")] }), [nap(NOW, "end")], NOW).state, "awake");
});

test("what calls for more than a look is not answered by one tap", () => {
  const calls = tileOf(child({ alerts: [alert("missed", { level: "medium" }), alert("front")] }), [], NOW);
  assert.deepEqual([calls.calls.map(({ key }) => key), needsWords(calls)], [["front", "missed"].slice(0, 1), true]);
  assert.equal(needsWords(tileOf(child({ due: NOW - 1, alerts: [alert("missed")] }), [], NOW)), false);
  assert.equal(tileOf(child({ alerts: [alert("sensor", { level: "low" })] }), [], NOW).state, "calm");
  assert.equal(tileOf(child({ alerts: [alert("front", { over: true })] }), [], NOW).state, "calm");
});
