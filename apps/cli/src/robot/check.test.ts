import assert from "node:assert/strict";
import { test } from "node:test";
import type { RobotFeatures } from "@sakiyomi/robot";
import { steppedClock } from "@sakiyomi/robot";
import { fakeRobot, twoArms } from "@sakiyomi/robot/testing";
import { exits, type Terminal } from "../terminal.ts";
import { checkRobot } from "./check.ts";

interface Said {
  readonly lines: string[];
  code: number;
}

const terminalOf = (said: Said): Terminal => ({
  env: {},
  isWatched: false,
  say: (line = "") => void said.lines.push(line),
  note: () => {},
  exit: (code) => {
    said.code = code;
  },
  stopped: () => Promise.resolve(),
});

const features: RobotFeatures = {
  ...twoArms,
  sensors: [{ name: "motor/temperature", shape: [4], unit: "Cel", rate: 1 }],
};

const checked = async (temperature: number): Promise<Said> => {
  const clock = steppedClock(1);
  const robot = fakeRobot(features, clock.now);
  robot.notice({ samples: { "motor/temperature": { at: 1, data: Float32Array.of(30, temperature, 30, 30) } } });
  const said: Said = { lines: [], code: exits.ok };
  await checkRobot(robot, terminalOf(said), { clock, seconds: 3 });
  return said;
};

test("a robot that is well passes, and what it lacks is said", async () => {
  const { lines, code } = await checked(40);
  assert.equal(code, exits.ok);
  assert.match(lines.join("\n"), /cameras +has none/);
  assert.match(lines.join("\n"), /joints +100 +100\.\d/);
  assert.match(lines.at(-1) ?? "", /Nothing was found/);
});

test("a robot that is unwell fails, with the place, the figure and what to do", async () => {
  const { lines, code } = await checked(95);
  assert.equal(code, exits.trouble);
  assert.match(lines.join("\n"), /✗ a motor is too hot: left_arm\/joint_2 \(95 °C\)\n {2}→ Switch the motors off/);
});
