import assert from "node:assert/strict";
import { test } from "node:test";
import type { JointFeature } from "@sakiyomi/robot";
import { JointReference } from "./joint-reference.ts";

const joint: JointFeature = {
  name: "joint",
  unit: "rad",
  lowest: -3,
  highest: 3,
  speed: 2,
  acceleration: 5,
  torque: 10,
};
const dt = 0.002;

const reference = (): JointReference => new JointReference([joint], dt, 100);

test("between two commands it goes in a straight line, and is there when the next one is due", () => {
  const one = reference();
  one.follow(Float64Array.of(0.01), undefined);
  const places = Array.from({ length: 5 }, () => {
    one.advance();
    return one.position[0] ?? 0;
  });
  for (const [i, place] of places.entries()) assert.ok(Math.abs(place - 0.002 * (i + 1)) < 1e-12);
});

test("it never goes faster than the joint may, however far the target is", () => {
  const one = reference();
  one.follow(Float64Array.of(3), undefined);
  let before = 0;
  for (let i = 0; i < 100; i++) {
    one.advance();
    const at = one.position[0] ?? 0;
    assert.ok(at - before <= joint.speed * dt + 1e-12);
    before = at;
  }
  assert.ok(Math.abs(before - 0.4) < 1e-9);
});

test("told to pass with a speed, it arrives with that speed and without a jump in it", () => {
  const one = reference();
  const speeds: number[] = [];
  for (let turn = 1; turn <= 20; turn++) {
    const time = 0.01 * turn;
    one.follow(Float64Array.of(0.5 * (1 - Math.cos(2 * time))), Float64Array.of(Math.sin(2 * time)));
    for (let i = 0; i < 5; i++) {
      one.advance();
      speeds.push(one.velocity[0] ?? 0);
    }
  }
  assert.ok(Math.abs((speeds.at(-1) ?? 0) - Math.sin(0.4)) < 0.005);
  for (const [i, speed] of speeds.entries()) if (i > 0) assert.ok(Math.abs(speed - (speeds[i - 1] ?? 0)) < 0.01);
});

test("when it brakes it stands within 50 ms, and stays", () => {
  const one = reference();
  one.place(0, 1, 2);
  one.follow(Float64Array.of(1.02), undefined);
  one.advance();
  one.brake();
  for (let i = 0; i < 26; i++) one.advance();
  assert.equal(one.velocity[0], 0);
  const at = one.position[0];
  for (let i = 0; i < 10; i++) one.advance();
  assert.equal(one.position[0], at);
  assert.equal(one.acceleration[0] === 0, true);
});
