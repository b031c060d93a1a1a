import assert from "node:assert/strict";
import { test } from "node:test";
import { rhythms, soundingLevel } from "./rhythm.ts";

test("high: 1.4–2.8 Hz and 10 pulses every 10 s (IEC 60601-1-8)", () => {
  const { flashHz, pulsesMs, everyMs } = rhythms.high;
  assert.ok(flashHz >= 1.4 && flashHz <= 2.8);
  assert.deepEqual([pulsesMs.length, everyMs], [10, 10_000]);
});

test("medium: 0.4–0.8 Hz and 3 pulses every 25 s", () => {
  const { flashHz, pulsesMs, everyMs } = rhythms.medium;
  assert.ok(flashHz >= 0.4 && flashHz <= 0.8);
  assert.deepEqual([pulsesMs.length, everyMs], [3, 25_000]);
});

test("low is steady", () => assert.equal(rhythms.low.flashHz, 0));

test("pulses of a burst never overlap and end before the next burst", () => {
  for (const { pulsesMs, pulseMs, everyMs } of Object.values(rhythms)) {
    for (const [i, at] of pulsesMs.entries()) assert.ok(at + pulseMs < (pulsesMs[i + 1] ?? everyMs));
  }
});

test("the highest alert that is open and holds is heard; taken and passed ones are not", () => {
  const alert = (level: "low" | "medium" | "high", state: string, over = false) => ({ level, state, over });
  assert.equal(soundingLevel([alert("low", "open"), alert("medium", "open"), alert("high", "taken")]), "medium");
  assert.equal(soundingLevel([alert("high", "open", true), alert("low", "open")]), "low");
  assert.equal(soundingLevel([]), null);
});
