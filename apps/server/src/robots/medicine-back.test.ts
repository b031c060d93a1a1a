import assert from "node:assert/strict";
import { test } from "node:test";
import { type Happening, medicineWay } from "../testing/medicine-way.ts";
import { whyOf } from "./medicine-words.ts";

test("given by a carer while the robot holds the cup out: it lifts the cup again, brings it back, and a person is called", async () => {
  const gives: Happening = { note: "put it down", happens: ({ ward }) => ward.carerGives() };
  const { why, ward, fromFirst, notes, force } = await medicineWay(4, {}, gives);
  assert.equal(why, whyOf("claimed"));
  assert.ok(notes.includes("lift it again") && !notes.includes("watch the taking"));
  assert.ok(fromFirst < 0.03, `the cup is ${fromFirst} m from where it stood`);
  assert.equal(ward.calls.at(-1)?.cup, "put back");
  assert.deepEqual(ward.written, ["handed by staff:sato"], "one dose, given once");
  assert.equal(force, 0);
});
