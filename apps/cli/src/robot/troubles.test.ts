import assert from "node:assert/strict";
import { test } from "node:test";
import { troubleTeller } from "./troubles.ts";

test("late turns are told now and then with their number, everything else at once", () => {
  const said: string[] = [];
  let now = 0;
  const tell = troubleTeller(
    (line) => said.push(line),
    () => now,
  );
  for (let i = 0; i < 5; i += 1) tell({ part: "loop", why: "a turn came 30 ms late" });
  tell({ part: "robot", why: "the line is cut" });
  now = 11_000;
  tell({ part: "loop", why: "a turn came 40 ms late" });
  assert.deepEqual(said, [
    "loop: a turn came 30 ms late",
    "robot: the line is cut",
    "loop: a turn came 40 ms late; 5 late turns since the last line",
  ]);
});
