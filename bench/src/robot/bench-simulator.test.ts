import assert from "node:assert/strict";
import { test } from "node:test";
import { benchSimulator } from "./simulator.ts";

test("the simulator's bench measures everything that it promises, with native MuJoCo where it is installed", async () => {
  const rows = await benchSimulator({ isQuick: true });
  assert.deepEqual(
    rows.map(({ what }) => what.split(",")[0]),
    ["physics alone", "simulator", "physics alone", "simulator", "camera 64 × 64", "whole loop", "whole loop"],
  );
  for (const { what, ours } of rows) assert.ok(ours.least > 0 && ours.median >= ours.least, what);
});
