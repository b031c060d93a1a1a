import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type ClockJump, HOUR, MINUTE, notBefore, SECOND, steadyClock } from "./index.ts";

/** A wall clock and a monotonic clock that the test moves. */
function clocks(start = Date.UTC(2026, 3, 6)) {
  const state = { wall: start, monotonic: 17.25 };
  const jumps: ClockJump[] = [];
  const clock = steadyClock(
    () => state.wall,
    () => state.monotonic,
    (jump) => jumps.push(jump),
  );
  const pass = (ms: number) => {
    state.wall += ms;
    state.monotonic += ms;
  };
  return { state, jumps, clock, pass };
}

test("whatever the wall clock does, time never goes back, and an instant is a whole number", () => {
  const step = fc.record({
    passes: fc.double({ min: 0, max: 1e6, noNaN: true }),
    set: fc.integer({ min: -1e8, max: 1e8 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { state, clock } = clocks();
      let last = clock();
      for (const { passes, set } of steps) {
        state.monotonic += passes;
        state.wall += Math.round(passes) + (set % 7 === 0 ? set : 0);
        const now = clock();
        assert.ok(now >= last && Number.isInteger(now));
        assert.ok(now >= state.wall, "it is never behind the wall clock");
        last = now;
      }
    }),
    { seed: 4, numRuns: 500 },
  );
});

test("a clock that is set ahead is followed at once, and told", () => {
  const { state, jumps, clock, pass } = clocks();
  pass(SECOND);
  clock();
  pass(SECOND);
  state.wall += HOUR;
  assert.equal(clock(), state.wall);
  assert.deepEqual(jumps, [{ at: state.wall, byMs: HOUR }]);
});

test("after a clock was set back time goes on, slower, until the wall clock has caught up", () => {
  const { state, jumps, clock, pass } = clocks();
  const before = clock();
  state.wall -= 10 * MINUTE;
  let last = clock();
  assert.ok(last >= before);
  assert.equal(jumps[0]?.byMs, -10 * MINUTE);
  for (let minutes = 0; minutes < 199; minutes++) {
    pass(MINUTE);
    const now = clock();
    assert.ok(now - last >= 0.9 * MINUTE, "it does not stand still");
    assert.ok(now - last <= MINUTE);
    last = now;
  }
  for (let minutes = 0; minutes < 3; minutes++) {
    pass(MINUTE);
    clock();
  }
  assert.equal(clock(), state.wall, "ten minutes are made up in 200");
  assert.equal(jumps.length, 1);
});

test("small corrections, as NTP makes them, are no jump", () => {
  const { state, jumps, clock, pass } = clocks();
  for (let i = 0; i < 1000; i++) {
    pass(SECOND);
    state.wall += i % 2 === 0 ? 3 : -3;
    clock();
  }
  assert.deepEqual(jumps, []);
});

test("a clock that begins behind what was written down goes on from there and is caught up with", () => {
  let wall = 1_000_000;
  const clock = notBefore(() => wall, 1_060_000);
  assert.equal(clock(), 1_060_000);
  let last = clock();
  for (let i = 0; i < 1300; i++) {
    wall += SECOND;
    const now = clock();
    assert.ok(now - last >= 0.9 * SECOND && now >= wall);
    last = now;
  }
  assert.equal(clock(), wall);
  assert.equal(notBefore(() => wall, 5)(), wall);
});
