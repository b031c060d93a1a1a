import assert from "node:assert/strict";
import { test } from "node:test";
import { medicineCodes } from "../testing/fake-medicines.ts";
import { type Happening, medicineWay } from "../testing/medicine-way.ts";
import { whyOf } from "./medicine-words.ts";

test("the whole way: both codes are read, the ward says yes, the cup stands before the person, who is seen to take it", async () => {
  const { result, why, ward, fromGoal, force } = await medicineWay(1, {});
  assert.equal(why, null);
  assert.deepEqual([result?.handed, result?.taken, result?.confirmed], [true, true, "robot"]);
  assert.ok(Number(result?.confidence) > 0.8);
  assert.deepEqual(ward.written, ["handed by robot:simulated", "taken by robot:simulated"]);
  assert.deepEqual(ward.calls, []);
  // When it is seen to be taken, the cup is at the mouth.
  assert.ok(fromGoal > 0.3 && fromGoal < 1.3, `${fromGoal} m`);
  assert.equal(force, 0, "nobody is touched");
});

test("another label on the cup: the robot does not touch it", async () => {
  const { why, fromFirst, notes } = await medicineWay(3, { codes: { label: medicineCodes.otherLabel } });
  assert.equal(why, whyOf("label-other"));
  assert.ok(fromFirst < 0.005, `${fromFirst} m`);
  assert.ok(!notes.includes("approach"));
});

test("stopped with the cup in the hand, it stands and goes on holding it", async () => {
  const stops: Happening = { note: "back off", happens: ({ lockstep }) => lockstep.run.stop("page") };
  const { why, height, ward } = await medicineWay(5, {}, stops);
  assert.match(why ?? "", /stopped, asked for by page; a person has to release it/);
  assert.ok(height > 0.75, `the cup is at a height of ${height} m`);
  assert.equal(ward.calls.at(-1)?.cup, "in the robot's hand");
  assert.deepEqual(ward.written, []);
});
