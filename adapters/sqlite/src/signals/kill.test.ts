import assert from "node:assert/strict";
import { test } from "node:test";
import { killRun } from "./kill-run.ts";

test("nothing that was acknowledged is missing or doubled after eight kills under load", async () => {
  const { acknowledged, missing, doubled, wrong } = await killRun({ rounds: 8, seed: 2026 });
  assert.deepEqual({ missing, doubled, wrong }, { missing: 0, doubled: 0, wrong: 0 });
  assert.ok(acknowledged > 50_000, `only ${acknowledged} samples were acknowledged`);
});
