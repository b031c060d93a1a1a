import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluateHomePressure } from "./home-pressure.ts";

test("days of measuring at home make the class right, more of them than the last reading or the office", async () => {
  const { rows, columns, failures, figures } = await evaluateHomePressure(2);
  assert.deepEqual(columns, ["n", "measured", "95 %", "wanted", "peer"]);
  assert.ok(rows.every(({ cells }) => cells.length === columns.length));
  assert.deepEqual(failures, []);
  const byDays = figures.byDays as readonly { readonly high: number }[];
  assert.ok((byDays.at(-1)?.high ?? 0) > (byDays[0]?.high ?? 0));
});
