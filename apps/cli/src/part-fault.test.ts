import assert from "node:assert/strict";
import { test } from "node:test";
import { RobotFault } from "@sakiyomi/robot";
import { partFault } from "./part-fault.ts";
import { inHome } from "./testing.ts";

test("what a part cannot do is no defect: its code, what was wrong, and what to do", () => {
  assert.deepEqual(partFault(new RobotFault("guard-settings", "They protect nobody.", "Give others.")), {
    words: "ROBOT_GUARD_SETTINGS: They protect nobody. Give others.",
    isUse: false,
  });
  assert.equal(partFault(new RobotFault("world", "There is none.", "Take another."))?.isUse, true);
  const taken = Object.assign(new Error("address already in use 127.0.0.1:80"), {
    code: "EADDRINUSE",
    syscall: "listen",
  });
  assert.match(partFault(taken)?.words ?? "", /^CLI_PORT: address already in use 127\.0\.0\.1:80\. Choose another/);
  assert.equal(partFault(new Error("anything else")), null);
});

test("what is named wrongly at a robot ends with 2, what is not there with 1, and each says what to do", () =>
  inHome(async ({ run }) => {
    const rows: readonly [readonly string[], number, RegExp][] = [
      [
        ["robot", "check", "--world", "nowhere"],
        2,
        /^MUJOCO_WORLD: There is no world "nowhere"\. Take one of .*kitchen/,
      ],
      [
        ["robot", "record", "reach", "--out", "demos", "--form", "paper"],
        2,
        /^CLI_USAGE: --form paper: take mcap, lerobot/,
      ],
      [["robot", "check", "--robot", "xyz"], 2, /^CLI_USAGE: --robot xyz: take simulated/],
      [["robot", "sim", "nonsense"], 2, /^CLI_USAGE: There is no task "nonsense"/],
      [["robot", "replay", "nothing.mcap"], 1, /^FOXGLOVE_FILE: .*nothing\.mcap cannot be read/],
      [["robot", "check", "--robot", "ros1:http://127.0.0.1:1"], 1, /^ROS_[A-Z_]+: .*Look whether roscore runs/],
    ];
    for (const [args, code, words] of rows) {
      const done = await run(args);
      assert.deepEqual(
        [done.code, words.test(done.stderr)],
        [code, true],
        `${args.join(" ")}: ${done.code} ${done.stderr}`,
      );
    }
  }));
