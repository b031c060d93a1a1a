import assert from "node:assert/strict";
import { test } from "node:test";
import { random, randomFor } from "./random.ts";

test("the generator is xoshiro128**: the first numbers of its reference from the state 1, 2, 3, 4", () => {
  const { uniform } = random([1, 2, 3, 4]);
  const reference = [
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ];
  assert.deepEqual(
    reference.map(() => uniform() * 2 ** 32),
    reference,
  );
});

test("a state that was kept, also as JSON, goes on to the same numbers, whatever was drawn before", () => {
  for (const odd of [0, 1, 5, 8]) {
    const draws = randomFor(7, 4);
    for (let i = 0; i < odd; i += 1) draws.normal();
    draws.below(odd + 1);
    const kept = JSON.parse(JSON.stringify(draws.state()));
    assert.ok(
      kept.every((part: number) => Number.isInteger(part) && part >= 0 && part < 2 ** 32),
      String(kept),
    );
    const next = Array.from({ length: 20 }, () => draws.normal());
    const again = random(kept);
    assert.deepEqual(
      Array.from({ length: 20 }, () => again.normal()),
      next,
    );
  }
});
