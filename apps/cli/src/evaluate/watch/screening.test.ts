import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluateScreening } from "./screening.ts";

test("the promise of two hours is kept on simulated days, and every answer of the questionnaires is scored as printed", async () => {
  const { failures, columns, rows } = await evaluateScreening(1);
  assert.deepEqual(failures, []);
  assert.deepEqual(columns, ["n", "measured", "95 %", "wanted", "peer"]);
  assert.equal(rows.length, 6);
});
