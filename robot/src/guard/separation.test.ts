import assert from "node:assert/strict";
import { test } from "node:test";
import type { Observation } from "../contract/robot.ts";
import { seenAt, twoArms } from "../testing/two-arms.ts";
import { nothingOff } from "./mitigations.ts";
import { impactSpeed } from "./regions.ts";
import { type Room, roomFor, separationSpeed } from "./separation.ts";
import { guardDefaults, type Rules } from "./settings.ts";

const rules: Rules = { ...guardDefaults, features: twoArms, off: nothingOff };
const home = new Float64Array(4);
const roomOf = (nearestPerson: Observation["nearestPerson"], now = 1): Room =>
  roomFor(rules, seenAt(now, home, { nearestPerson }), now, null, 1);

test("whoever keeps to the separation speed stands before a person who walks towards it arrives", () => {
  const { personSpeed, reaction, clearance, toolBraking } = guardDefaults.separation;
  for (const distance of [0.3, 0.5, 1, 2, 5]) {
    const v = separationSpeed(distance, toolBraking, guardDefaults.separation);
    const time = reaction + v / toolBraking;
    const way = v * reaction + v ** 2 / (2 * toolBraking);
    assert.ok(v > 0 && Math.abs(personSpeed * time + way + clearance - distance) < 1e-9);
  }
  assert.equal(separationSpeed(0.2, 3, guardDefaults.separation), 0);
});

test("tool and base are the slower the nearer a person is, never above the speeds for near people, never above harmless", () => {
  let before: Room = roomOf({ at: 1, distance: 0 });
  assert.ok(Math.abs(before.tool - impactSpeed("?", 4, 0.5)) < 1e-12);
  for (let distance = 0.05; distance < 4; distance += 0.05) {
    const room = roomOf({ at: 1, distance });
    assert.ok(room.tool >= before.tool && room.base >= before.base, `${distance}`);
    if (distance < 0.999) assert.ok(room.tool <= 0.25 && room.base <= 0.3);
    before = room;
  }
  assert.ok(before.tool > 1 && before.base > 0.8);
});

test("the region that is nearest decides, and one that is farther away may still be the slower", () => {
  const arm = roomOf({ at: 1, distance: 0.05, regions: { forearm: 0.05 } });
  assert.equal(arm.tool, 0.25);
  const face = roomOf({ at: 1, distance: 0.05, regions: { forearm: 0.05, face: 0.2 } });
  assert.ok(face.tool < 0.1);
});

test("what nobody measures, measured long ago, or cannot be a distance counts as near", () => {
  assert.ok(roomOf(null).isNear && roomOf(null).tool <= 0.25);
  assert.ok(roomOf({ at: 0, distance: 5 }).isNear);
  assert.ok(roomOf({ at: Number.NaN, distance: 5 }).isNear);
  assert.ok(roomOf({ at: 1, distance: Number.NaN }).tool < 0.1);
  assert.ok(roomOf({ at: 0.7, distance: 1.2 }).isNear, "a person has walked on since");
});

test("a hand near a person pulls no harder than the region or the task bears", () => {
  const near = { at: 1, distance: 0.3 };
  const observation = seenAt(1, home, { nearestPerson: near });
  const force = (task: Parameters<typeof roomFor>[3]): number => roomFor(rules, observation, 1, task, 1).force;
  assert.ok(force(null) < 16.25);
  assert.equal(force({ title: "wipe", limits: { upper_arm: 20 } }), 8);
  assert.equal(force({ title: "nothing", limits: {} }), force(null));
  assert.equal(roomOf({ at: 1, distance: 3 }).force, 60);
});
