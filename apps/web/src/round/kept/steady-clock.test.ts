import assert from "node:assert/strict";
import { test } from "node:test";
import { type ClockMark, timeNow } from "./steady-clock.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The device is 5 minutes slow. */
const mark: ClockMark = {
  serverAt: 10 * HOUR,
  wall: 10 * HOUR - 5 * MINUTE,
  steady: 1_000,
  load: "a",
  latest: 10 * HOUR,
};
const later = (ms: number, more: Partial<Parameters<typeof timeNow>[1]> = {}) => ({
  wall: mark.wall + ms,
  steady: mark.steady + ms,
  load: "a",
  wasHidden: false,
  ...more,
});

test("before the server was ever heard nothing is known of the clock", () => {
  assert.deepEqual(timeNow(null, later(0)), { now: mark.wall, offMs: null });
});

test("time goes on from what the server said", () => {
  assert.deepEqual(timeNow(mark, later(30 * MINUTE)), { now: 10.5 * HOUR, offMs: 5 * MINUTE });
});

test("a time is whole milliseconds, whatever the steady clock shows", () => {
  const { now } = timeNow(mark, later(100, { steady: mark.steady + 100.4 }));
  assert.equal(now, 10 * HOUR + 100);
});

test("a clock that somebody sets by an hour, either way, changes no time, and the difference is told", () => {
  for (const set of [HOUR, -HOUR]) {
    const reading = later(MINUTE, { wall: mark.wall + MINUTE + set });
    assert.deepEqual(timeNow(mark, reading), { now: 10 * HOUR + MINUTE, offMs: 5 * MINUTE - set });
  }
});

test("while the device slept the steady clock rested, and the other one counts", () => {
  const reading = later(2 * HOUR, { steady: mark.steady + MINUTE, wasHidden: true });
  assert.deepEqual(timeNow(mark, reading), { now: 12 * HOUR, offMs: 5 * MINUTE });
});

test("after a reload only the device's clock is left; set back behind what was already reached, it is not believed", () => {
  const kept = { ...mark, latest: 11 * HOUR };
  const reloaded = (ms: number) => later(ms, { load: "b", steady: 3 });
  assert.deepEqual(timeNow(kept, reloaded(2 * HOUR)), { now: 12 * HOUR, offMs: 5 * MINUTE });
  assert.deepEqual(timeNow(kept, reloaded(-HOUR)), { now: 11 * HOUR, offMs: null });
});
