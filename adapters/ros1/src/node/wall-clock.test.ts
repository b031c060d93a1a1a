import assert from "node:assert/strict";
import { test } from "node:test";
import { wallClock } from "./wall-clock.ts";

test("the wall clock is finer than a millisecond, never goes back, and follows a system that is set", () => {
  let at = 1000.9;
  let set = 500_000.4;
  const now = wallClock(
    () => Math.floor(at + set),
    () => at,
  );
  let last = 0;
  for (let i = 0; i < 1000; i += 1) {
    at += 0.1;
    const told = now() * 1000;
    assert.ok(told > last, "it goes on");
    assert.ok(Math.abs(told - (at + set)) <= 1);
    last = told;
  }
  assert.ok(Math.abs(last - (at + set)) < 0.11, "to a tenth of a millisecond once it has seen a second begin");
  set -= 3000;
  assert.ok(Math.abs(now() * 1000 - (at + set)) <= 1);
});
