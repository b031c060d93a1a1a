import assert from "node:assert/strict";
import { test } from "node:test";
import { RobotFault } from "../fault.ts";
import { fakeRobot } from "../testing/fake-robot.ts";
import { twoArms } from "../testing/two-arms.ts";
import { steadyRobot } from "./steady-robot.ts";
import type { RemoteRobot } from "./thread.ts";

const late = new RobotFault("late", "The robot did not answer.", "Look at its load.");

/** Each life of it has a number; the test says which of them hang. */
const lives = () => {
  const [hanging, closed] = [new Set<number>(), [] as number[]];
  let count = 0;
  const open = async (): Promise<RemoteRobot> => {
    count += 1;
    const life = count;
    const robot = fakeRobot(twoArms, () => 0);
    await robot.open();
    return {
      features: twoArms,
      scene: null,
      open: async () => {},
      observe: async () => {
        if (hanging.has(life)) throw late;
        return robot.observe();
      },
      act: (command) => robot.act(command),
      stop: (reason) => robot.stop(reason),
      ask: async () => life,
      close: async () => void closed.push(life),
    };
  };
  return { open, hanging, closed };
};

test("an adapter that hangs is ended and started again; one that was only late for a while is not", async () => {
  const { open, hanging, closed } = lives();
  let now = 0;
  const robot = await steadyRobot(open, () => now);
  const observed = async (times: number): Promise<void> => {
    for (let i = 0; i < times; i += 1) {
      now += 0.05;
      await robot.observe().catch(() => {});
    }
  };
  hanging.add(1);
  await observed(299);
  hanging.delete(1);
  await robot.observe();
  assert.deepEqual([await robot.ask("life", []), closed], [1, []]);
  hanging.add(1);
  await observed(300);
  assert.deepEqual(closed, [1]);
  await observed(50);
  assert.deepEqual([await robot.ask("life", []), closed], [2, [1]]);
});
