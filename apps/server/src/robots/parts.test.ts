import assert from "node:assert/strict";
import { test } from "node:test";
import { inputGate } from "./input-gate.ts";
import { limitBook } from "./limit-book.ts";
import { troubleBook, turnMeter } from "./turn-meter.ts";

test("a limit that comes and goes with every turn is one bite; after a pause it is another", () => {
  const book = limitBook();
  for (let now = 0; now <= 1000; now += 10) book.add(now % 20 === 0 ? ["speed"] : [], now);
  book.add(["workspace"], 1200);
  book.add(["speed"], 3000);
  assert.deepEqual(book.list(3100), [
    { limit: "speed", from: 3000, until: 3000, isOn: true },
    { limit: "workspace", from: 1200, until: 1200, isOn: false },
    { limit: "speed", from: 0, until: 1000, isOn: false },
  ]);
  for (let i = 0; i < 200; i += 1) book.add([`limit ${i}`], 5000 + i);
  assert.equal(book.list(6000).length, 24);
});

test("an input that was held up is told from one that comes in time, whatever the two clocks say", () => {
  const gate = inputGate();
  for (let i = 0; i < 100; i += 1) assert.ok(gate.passes(i * 0.033, 5000 + i * 0.033 + (i % 3) * 0.02));
  assert.ok(!gate.passes(3.3, 5004), "0.7 s later than the quickest");
  assert.ok(gate.passes(4.0, 5004.05));
  assert.equal(gate.late(), 1);
});

test("turns a second and simulated seconds a second are those of the last second", () => {
  const meter = turnMeter();
  for (let i = 0; i <= 200; i += 1) meter.turned(i * 0.01);
  for (let i = 0; i <= 60; i += 1) meter.shown(i / 60, i / 30);
  const { turns, realTime, age } = meter.read(2);
  assert.ok(Math.abs(turns - 100) <= 1, String(turns));
  assert.ok(Math.abs((realTime ?? 0) - 0.5) < 1e-9, String(realTime));
  assert.equal(age, 0);
  assert.equal(meter.read(9).turns, 0);
  assert.equal(turnMeter().read(1).age, null);
});

test("the same trouble again is only newer", () => {
  const book = troubleBook();
  book.add({ at: 1, part: "robot", why: "cut" });
  book.add({ at: 2, part: "policy", why: "fell over" });
  book.add({ at: 3, part: "robot", why: "cut" });
  assert.deepEqual(
    book.list().map(({ at }) => at),
    [3, 2],
  );
});
