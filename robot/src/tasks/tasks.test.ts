import assert from "node:assert/strict";
import { test } from "node:test";
import { careRobot } from "../body/index.ts";
import { RobotFault } from "../fault.ts";
import { faultOfTask } from "../guard/index.ts";
import { expertFor, expertTasks } from "./experts/index.ts";
import { onStrip, stripPoints, thighStrip } from "./strip.ts";
import { taskNamed, tasks } from "./tasks.ts";

test("every task has a name of its own, an expert, a time limit, and touch limits below those of accidental contact", () => {
  assert.equal(new Set(tasks.map(({ id }) => id)).size, tasks.length);
  for (const task of tasks) {
    assert.equal(taskNamed(task.id), task);
    assert.ok(expertTasks.includes(task.id), task.id);
    assert.ok(task.timeLimit > 0 && task.success.length > 0);
    assert.equal(task.touch && faultOfTask(task.touch), null);
  }
  assert.equal(taskNamed("juggle"), null);
});

test("the experts that were promised are there", () => {
  for (const id of ["reach", "pick-and-place", "open-door", "pour", "stir", "wipe"])
    assert.ok(expertTasks.includes(id), id);
});

test("an expert that nobody has written is refused, and those that there are are told", () => {
  assert.throws(
    () => expertFor("juggle", careRobot),
    (error) => error instanceof RobotFault && error.code === "no-expert" && error.remedy.includes("pour"),
  );
});

test("the strip lies on the skin of the thigh, and its normals point out of it", () => {
  for (const { at, normal } of stripPoints(9)) {
    assert.ok(Math.abs(Math.hypot(at[1], at[2]) - thighStrip.radius) < 1e-12);
    assert.ok(Math.abs(Math.hypot(...normal) - 1) < 1e-12);
    assert.ok(at[1] * normal[1] + at[2] * normal[2] > 0);
  }
  assert.equal(onStrip(0).at[0], thighStrip.knee);
  assert.equal(onStrip(1).at[0], thighStrip.hip);
});
