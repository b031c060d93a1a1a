import assert from "node:assert/strict";
import { test } from "node:test";
import { faultOfTask, forceLimit, impactSpeed, regions } from "./regions.ts";

test("speeds of impact are those that the formula of ISO/TS 15066 gives for a healthy adult and 4 kg", () => {
  // Printed with two digits in the project's facts.
  const known = { face: 0.16, skull: 0.23, lower_leg: 0.54, chest: 0.93 };
  for (const [region, speed] of Object.entries(known))
    assert.ok(Math.abs(impactSpeed(region, 4, 1) - speed) < 0.006, `${region}: ${impactSpeed(region, 4, 1)}`);
});

test("an unknown region takes the lowest force and the lowest speed of all", () => {
  for (const region of regions) {
    assert.ok(forceLimit("?", 1) <= forceLimit(region, 1));
    assert.ok(impactSpeed("?", 4, 1) <= impactSpeed(region, 4, 1));
    assert.ok(forceLimit("?", 1, null, 2) <= forceLimit(region, 1, null, 2));
  }
});

test("a task's limit is refused where it is no region, no force, or not lower than that of an accident", () => {
  assert.equal(faultOfTask({ title: "wipe", limits: { forearm: 20 } }), null);
  assert.match(faultOfTask({ title: "wipe", limits: { toString: 20 } as never }) ?? "", /no region/);
  assert.match(faultOfTask({ title: "wipe", limits: { forearm: Number.NaN } }) ?? "", /above 0/);
  assert.match(faultOfTask({ title: "wipe", limits: { forearm: 80 } }) ?? "", /limited to 80 N/);
});
