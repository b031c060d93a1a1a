import assert from "node:assert/strict";
import { test } from "node:test";
import { agentSequences } from "./agent.ts";

const settings = { sequences: 12, steps: 70, seed: 4 };
const { data, shape } = agentSequences(settings);
const number = (t: number, sequence: number, i: number): number => data[(t * 12 + sequence) * 5 + i] as number;
const inField = (value: number): number => value * 2.5 - 1.25;

test("the agent goes from the bottom to one of three goals at the top and feels that it is there", () => {
  assert.deepEqual(shape, [70, 12, 5]);
  const ends = Array.from({ length: 12 }, (_, s) => inField(number(69, s, 0)));
  for (const [s, x] of ends.entries()) {
    assert.ok(inField(number(0, s, 1)) < -0.7 && inField(number(69, s, 1)) > 0.75);
    assert.ok(Math.abs(x - ([-0.7, 0, 0.7][s % 3] as number)) < 0.35, `${s}: ${x}`);
    assert.ok(inField(number(0, s, 4)) < 0.01 && inField(number(69, s, 4)) > 0.5);
  }
});

test("it passes the obstacle on both sides and never through it", () => {
  const sides = new Set<boolean>();
  for (let s = 0; s < 12; s += 1)
    for (let t = 0; t < 70; t += 1) {
      const [x, y] = [inField(number(t, s, 0)), inField(number(t, s, 1))];
      assert.ok(Math.hypot(x, y + 0.1) > 0.3, `sequence ${s}, step ${t}: ${x}, ${y}`);
      if (Math.abs(y + 0.1) < 0.05) sides.add(x > 0);
    }
  assert.equal(sides.size, 2);
});

test("every number is within 0 and 1, and the same seed gives the same paths", () => {
  assert.ok(data.every((value) => value >= 0 && value <= 1));
  assert.deepEqual(agentSequences(settings).data, data);
  assert.notDeepEqual(agentSequences({ ...settings, seed: 5 }).data, data);
});
