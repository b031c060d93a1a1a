import assert from "node:assert/strict";
import { test } from "node:test";
import type { Signal } from "@sakiyomi/core";
import { askedFor, asWorn, at, began, played, s, shown, stretch, tells } from "./playing.ts";
import { begins, look, type Worn } from "./sim.ts";

const slippedAt60 = (until: number, more: Partial<Worn> = {}): readonly Signal[] => [
  begins(),
  ...stretch(0, 60, 0),
  ...stretch(60, until, 135, more),
];

test("a sensor that turns about a child that lies still and breathes calls nobody to its front, and is asked for", () => {
  const turns = played(slippedAt60(200), s(200));
  assert.deepEqual(began(turns, "front"), []);
  const [asked = 0] = began(turns, "sensor");
  assert.ok(asked > 60 && asked <= 66, `${asked}`);
  assert.equal(askedFor(at(turns, s(100))), "sensor-turned");
  assert.equal(shown(at(turns, s(100)), "lies"), "supine");
  const blind = played(slippedAt60(200), s(200), { ...asWorn, head: "unknown" });
  assert.deepEqual(began(blind, "front"), [], "also where the axis of the head is not known");
});

test("a child that turns onto its front after its sensor has turned is called for within 15 s", () => {
  for (const head of ["+y", "unknown"]) {
    const lies = (t: number) => (t >= s(100) ? "front" : "back");
    const [first = 0] = began(played(slippedAt60(150, { lies }), s(150), { ...asWorn, head }), "front");
    assert.ok(first >= 105 && first <= 115, `${first}`);
  }
});

test("a sensor that turns about a child on its front ends no call", () => {
  const front: Partial<Worn> = { lies: () => "front" };
  const turns = played([begins(), ...stretch(0, 60, 0, front), ...stretch(60, 150, 135, front)], s(150));
  assert.ok(tells(at(turns, s(140))).includes("front"));
});

test("when in doubt it calls: what comes to rest as a child does, what breathes no more, a turn over seconds, one that nobody heard", () => {
  const doubtful: Readonly<Record<string, readonly Signal[]>> = {
    half: [...stretch(0, 60, 0), ...stretch(60, 120, 180)],
    breathless: [...stretch(0, 60, 0), ...stretch(60, 120, 135, { breath: () => 0 })],
    slow: [...stretch(0, 60, 0), ...stretch(60, 61, 45), ...stretch(61, 62, 90), ...stretch(62, 120, 135)],
    unheard: [...stretch(0, 59, 0), ...stretch(60, 120, 135)],
  };
  for (const [name, signals] of Object.entries(doubtful)) {
    const [first = 0] = began(played([begins(), ...signals], s(120)), "front");
    assert.ok(first >= 65 && first <= 80, `${name} ${first}`);
  }
});

test("a sensor that was put right while somebody looked is as it was; one that was left calls nobody, and is still asked for", () => {
  const putRight = [...slippedAt60(101), ...stretch(101, 200, 0, { lies: (t) => (t >= s(150) ? "front" : "back") })];
  const right = played([...putRight, look(s(100))], s(200));
  const [first = 0] = began(right, "front");
  assert.ok(first >= 155 && first <= 165, `${first}`);
  assert.deepEqual(tells(at(right, s(140))), []);
  const left = played([...slippedAt60(200), look(s(100))], s(200));
  assert.deepEqual(tells(at(left, s(190))), ["sensor"]);
  assert.equal(shown(at(left, s(190)), "lies"), "supine");
});

test("a tap that says back while the turned sensor shows the front teaches nothing", () => {
  const lies = (t: number) => (t >= s(90) ? "front" : "back");
  const turns = played([...slippedAt60(200, { lies }), look(s(105))], s(200));
  assert.deepEqual(tells(at(turns, s(190))), ["disagrees", "sensor"]);
});

test("put right while it was turned onto its back, it contradicts the tap; the next tap that answers is believed, and not where it was left", () => {
  const lies = (t: number) => (t >= s(90) && t < s(120) ? "front" : "back");
  const signals = [...slippedAt60(120, { lies }), look(s(120)), look(s(140))];
  const right = played([...signals, ...stretch(120, 200, 0)], s(200));
  assert.ok(tells(at(right, s(135))).includes("disagrees"));
  assert.deepEqual(tells(at(right, s(199))), []);
  assert.equal(shown(at(right, s(199)), "lies"), "supine");
  const front = played([...signals, ...stretch(120, 200, 135, { lies: () => "front" })], s(200));
  assert.deepEqual(
    began(front, "disagrees").length,
    1,
    "still on its front, whatever was tapped: one call, which stands",
  );
  assert.ok(tells(at(front, s(199))).includes("disagrees"));
});
