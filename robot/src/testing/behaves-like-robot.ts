import assert from "node:assert/strict";
import { test } from "node:test";
import type { Robot, Seconds } from "../contract/robot.ts";

export interface RobotUnderTest {
  readonly robot: Robot;
  /** The clock that robot and test share. */
  readonly now: () => Seconds;
  /** Lets time pass, simulated or real. */
  readonly pass: (seconds: Seconds) => Promise<void>;
}

/** What every robot keeps to, the fake, the simulated and the real one alike. */
export const behavesLikeRobot = (name: string, make: Make): void => {
  describesItself(name, make);
  doesAsTold(name, make);
  stopsByItself(name, make);
};

type Make = () => Promise<RobotUnderTest>;

const opened = async (make: Make): Promise<RobotUnderTest> => {
  const made = await make();
  await made.robot.open();
  return made;
};

const describesItself = (name: string, make: Make): void => {
  test(`${name}: features are readable before it is opened, and whole`, async () => {
    const { robot } = await make();
    assert.ok(robot.features.joints.length > 0 && robot.features.rate > 0);
    for (const { lowest, highest, speed, acceleration, torque } of robot.features.joints)
      assert.ok(lowest < highest && speed > 0 && acceleration > 0 && torque > 0);
    for (const [i, { parent }] of robot.features.links.entries()) assert.ok(parent === null || parent < i);
  });

  test(`${name}: it refuses to observe and to act before it is opened and after it is closed`, async () => {
    const { robot } = await make();
    await assert.rejects(robot.observe());
    await robot.open();
    await robot.close();
    await assert.rejects(robot.observe());
  });
};

const doesAsTold = (name: string, make: Make): void => {
  test(`${name}: an observation has a vector for all joints, finite, with its own time`, async () => {
    const { robot, now } = await opened(make);
    const { joints } = await robot.observe();
    for (const vector of [joints.position, joints.velocity, joints.torque]) {
      assert.equal(vector.length, robot.features.joints.length);
      assert.ok(vector.every(Number.isFinite));
    }
    assert.ok(joints.at <= now() && now() - joints.at < 0.5);
    await robot.close();
  });

  test(`${name}: what is acted on is given back as it was really sent, within the joints' ranges`, async () => {
    const { robot, now } = await opened(make);
    const beyond = Float64Array.from(robot.features.joints, ({ highest }) => highest + 1);
    const sent = await robot.act({ at: now(), expires: now() + 0.1, position: beyond });
    for (const [i, { lowest, highest }] of robot.features.joints.entries()) {
      const position = sent.position[i] ?? Number.NaN;
      assert.ok(position >= lowest && position <= highest);
    }
    await robot.stop("test");
    await robot.close();
  });
};

const stopsByItself = (name: string, make: Make): void => {
  test(`${name}: it brakes by itself within 0.1 s of the last command's end`, async () => {
    const { robot, now, pass } = await opened(make);
    const from = (await robot.observe()).joints.position;
    for (let i = 1; i <= 20; i += 1) {
      const position = from.map((at, joint) => at + (joint === 0 ? 0.002 * i : 0));
      await robot.act({ at: now(), expires: now() + 0.05, position });
      await pass(0.01);
    }
    await pass(0.15);
    const before = (await robot.observe()).joints.position;
    await pass(0.2);
    const after = (await robot.observe()).joints.position;
    for (const [i, at] of after.entries()) assert.ok(Math.abs(at - (before[i] ?? 0)) < 0.02, `joint ${i} still moves`);
    await robot.close();
  });

  test(`${name}: stop works in any state, more than once`, async () => {
    const { robot } = await make();
    await robot.stop("before it is open");
    await robot.open();
    await robot.stop("once");
    await robot.stop("twice");
    await robot.close();
    await robot.stop("after it is closed");
  });
};
