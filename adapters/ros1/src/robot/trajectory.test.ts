import assert from "node:assert/strict";
import { test } from "node:test";
import { twoArms } from "@sakiyomi/robot/testing";
import type { FollowGoal } from "../actions/follow-joint-trajectory.ts";
import { header, rosTime } from "../messages/time.ts";
import { trajectoryIn } from "./trajectory.ts";

type Row = readonly [time: number, positions: readonly number[], velocities?: readonly number[]];
const goalOf = (names: readonly string[], rows: readonly Row[]): FollowGoal => ({
  trajectory: {
    header: header(0),
    joint_names: names,
    points: rows.map(([time, positions, velocities = []]) => ({
      positions,
      velocities,
      accelerations: [],
      effort: [],
      time_from_start: rosTime(time),
    })),
  },
  path_tolerance: [],
  goal_tolerance: [],
  goal_time_tolerance: { sec: 0, nsec: 0 },
});
const from = Float64Array.of(0.1, 0.2, 0.3, 0.4);
const names = ["right_arm/joint_1", "left_arm/joint_2"];

test("a trajectory begins where the robot is, passes its points and stands at its end", () => {
  const trajectory = trajectoryIn(
    twoArms,
    goalOf(names, [
      [1, [1.3, 0.2]],
      [3, [1.3, 1.2]],
    ]),
    from,
  );
  assert.ok("at" in trajectory);
  assert.deepEqual(trajectory.joints, [2, 1]);
  assert.equal(trajectory.length, 3);
  assert.deepEqual(trajectory.at(0).position, [0.3, 0.2]);
  assert.ok(Math.abs((trajectory.at(0.5).position[0] ?? 0) - 0.8) < 1e-12);
  assert.deepEqual(trajectory.at(2).velocity, [0, 0.5]);
  assert.deepEqual(trajectory.at(9), { position: [1.3, 1.2], velocity: [0, 0] });
});

test("with speeds given it is as smooth as they say", () => {
  const rows: readonly Row[] = [
    [0, [0, 0], [0, 1]],
    [2, [1, 2], [0, 1]],
  ];
  const trajectory = trajectoryIn(twoArms, goalOf(names, rows), from);
  assert.ok("at" in trajectory);
  const middle = trajectory.at(1);
  assert.deepEqual(middle.position, [0.5, 1]);
  assert.deepEqual(middle.velocity, [0.75, 1]);
  const step = 1e-6;
  const [a, b] = [trajectory.at(0.7 - step).position[0] ?? 0, trajectory.at(0.7 + step).position[0] ?? 0];
  assert.ok(Math.abs((b - a) / (2 * step) - (trajectory.at(0.7).velocity[0] ?? 0)) < 1e-6);
});

test("a goal with unknown joints, no points, times that go back or values that are none is refused with its code", () => {
  const cases: readonly (readonly [FollowGoal, number, RegExp])[] = [
    [goalOf(["nose"], [[1, [1]]]), -2, /nose is not known/],
    [goalOf([names[0] ?? "", names[0] ?? ""], [[1, [1, 1]]]), -2, /not known/],
    [goalOf(names, []), -1, /no points/],
    [
      goalOf(names, [
        [1, [1, 1]],
        [1, [2, 2]],
      ]),
      -1,
      /point 1 is not later/,
    ],
    [goalOf(names, [[1, [1]]]), -1, /point 0 has not 2/],
    [goalOf(names, [[1, [1, Number.NaN]]]), -1, /finite/],
  ];
  for (const [goal, code, why] of cases) {
    const result = trajectoryIn(twoArms, goal, from);
    assert.ok("error_code" in result);
    assert.equal(result.error_code, code);
    assert.match(result.error_string, why);
  }
});
