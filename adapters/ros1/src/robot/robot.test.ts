import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Robot, RobotFeatures } from "@sakiyomi/robot";
import { hostClock } from "@sakiyomi/robot/node";
import { behavesLikeRobot, type FakeRobot, fakeRobot, type RobotUnderTest, twoArms } from "@sakiyomi/robot/testing";
import { need } from "../../../../tools/debian.ts";
import { actionClient } from "../actions/client.ts";
import { type FollowGoal, followJointTrajectory } from "../actions/follow-joint-trajectory.ts";
import { header, rosTime } from "../messages/time.ts";
import { sharedRos, type TestRos, until } from "../testing/ros.ts";
import { tfListener } from "../tf/tf-node.ts";
import type { Trouble } from "../trouble.ts";
import { ros1Robot } from "./ros1-robot.ts";
import { type ServedRobot, serveRobot } from "./serve-robot.ts";
import { serveTrajectories } from "./serve-trajectories.ts";

const missing = need("ros-core", "python3-rospy", "python3-rostopic", "python3-trajectory-msgs", "python3-nav-msgs");
const skip = missing ?? false;
const { now } = hostClock();
let ros: TestRos;

before(async () => {
  if (!missing) ros = await sharedRos("steady");
});
after(async () => {
  await ros?.close();
});

const pass = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const nodeOf = (name: string): { name: string; masterUri: string; hostname: string } => ({
  name,
  masterUri: ros.masterUri,
  hostname: "localhost",
});

interface Pair {
  readonly fake: FakeRobot;
  readonly robot: Robot;
  readonly served: () => ServedRobot;
  readonly troubles: Trouble[];
}

/** Opens both sides together: a test that never opens its robot leaves nothing behind. */
const pair = (features: RobotFeatures = twoArms, commands: "trajectory" | "whole" = "trajectory"): Pair => {
  const troubles: Trouble[] = [];
  const onTrouble = (trouble: Trouble): void => void troubles.push(trouble);
  const fake = fakeRobot(features, now);
  const robot = ros.keep(ros1Robot({ features, node: nodeOf("/loop"), now, commands, onTrouble }));
  let side: { readonly served: ServedRobot; readonly close: () => Promise<void> } | null = null;
  const both: Robot = {
    features,
    open: async () => {
      await fake.open();
      const node = await ros.node("/body", { onTrouble });
      const served = ros.keep(await serveRobot(fake, node, { now, onTrouble }));
      side = { served, close: () => served.close().then(() => node.close()) };
      await robot.open();
    },
    observe: () => robot.observe(),
    act: (command) => robot.act(command),
    stop: (why) => robot.stop(why),
    close: async () => {
      await robot.close();
      await side?.close();
    },
  };
  const served = (): ServedRobot => {
    if (!side) throw new Error("it is not open");
    return side.served;
  };
  return { fake, robot: both, served, troubles };
};

if (!missing) {
  const make = async (): Promise<RobotUnderTest> => ({ robot: pair().robot, now, pass });
  behavesLikeRobot("ros1 robot", make);
}

const cared: RobotFeatures = {
  ...twoArms,
  sensors: [
    { name: "left_wrist/force", shape: [6], unit: "N", rate: 100 },
    { name: "left_hand/touch", shape: [4], unit: "N", rate: 100 },
    { name: "head/left/image", shape: [2, 3, 3], unit: "1", rate: 30 },
    { name: "head/depth", shape: [2, 3], unit: "m", rate: 30 },
  ],
};

test("ros1 robot: base, contacts, the nearest person and every sensor arrive with their own times", {
  skip,
}, async (t) => {
  const { fake, robot, served, troubles } = pair(cared);
  const tf = ros.keep(tfListener(await ros.node("/watcher")));
  t.after(() => robot.close());
  await robot.open();
  await until(() => served().listeners >= 4 + cared.sensors.length);
  await tf.connected(5000);
  const at = now() - 0.005;
  const samples = {
    "left_wrist/force": { at, data: Float32Array.of(1, 2, 3, 0.1, 0.2, 0.3) },
    "left_hand/touch": { at: at - 0.01, data: Float32Array.of(0, 1, 0, 2) },
    "head/left/image": { at, data: Uint8Array.from({ length: 18 }, (_, i) => i * 10) },
    "head/depth": { at, data: Float32Array.of(1, 2, 3, 4, 5, 6.5) },
  };
  fake.notice({
    base: { at, x: 1, y: -2, yaw: 2.5, forward: 0.1, sideways: -0.05, turn: 0.2 },
    contacts: [{ at, region: "left_forearm", force: 4.5 }],
    nearestPerson: { at, distance: 0.75 },
    samples,
  });
  await until(async () => {
    const { samples: heard, contacts, nearestPerson } = await robot.observe();
    return Object.keys(heard).length === 4 && contacts.length > 0 && nearestPerson?.distance === 0.75;
  });
  await until(() => tf.buffer.frames().length > 0);
  const seen = await robot.observe();
  assert.deepEqual(tf.buffer.lookup("odom", "base_link", "latest").at, [1, -2, 0]);
  assert.ok(Math.abs((seen.base?.yaw ?? 0) - 2.5) < 1e-12 && seen.base?.turn === 0.2);
  assert.ok(Math.abs((seen.base?.at ?? 0) - at) < 0.003);
  assert.deepEqual(
    seen.contacts.map(({ region, force }) => [region, force]),
    [["left_forearm", 4.5]],
  );
  assert.ok(Math.abs((seen.nearestPerson?.distance ?? 0) - 0.75) < 1e-6);
  for (const [name, { data }] of Object.entries(samples)) assert.deepEqual(seen.samples[name]?.data, data, name);
  assert.ok(Math.abs((seen.samples["head/depth"]?.at ?? 0) - at) < 0.003);
  fake.notice({ contacts: [] });
  await until(async () => (await robot.observe()).contacts.length === 0);
  assert.deepEqual(troubles, []);
});

test("ros1 robot: a whole command arrives whole, with hands, base and stiffness", { skip }, async (t) => {
  const { fake, robot } = pair(twoArms, "whole");
  t.after(() => robot.close());
  const told: unknown[] = [];
  const act = fake.act.bind(fake);
  fake.act = (command) => {
    told.push(command);
    return act(command);
  };
  await robot.open();
  const at = now();
  const command = {
    at,
    expires: at + 0.08,
    position: Float64Array.of(0.1, 0.2, 0.3, 0.4),
    torque: Float64Array.of(1, 2, 3, 4),
    stiffness: 0.5,
    base: { forward: 0.1, sideways: 0, turn: -0.2 },
    hands: [
      { link: 2, at: [1, 2, 3], turn: [1, 0, 0, 0], stiffness: 300, turning: 10, force: 20, push: [0, 0, 5] },
    ] as const,
  };
  await robot.act(command);
  await until(() => told.length > 0);
  const [seen] = told as [typeof command];
  assert.ok(Math.abs(seen.at - at) < 0.002 && Math.abs(seen.expires - seen.at - 0.08) < 1e-6);
  assert.deepEqual({ ...seen, at, expires: at + 0.08 }, command);
});

test("ros1 robot: commands that are late, out of order or no numbers do not reach the robot", { skip }, async (t) => {
  const { robot, served } = pair();
  t.after(() => robot.close());
  await robot.open();
  const position = Float64Array.of(0.1, 0.1, 0.1, 0.1);
  await robot.act({ at: now(), expires: now() + 0.1, position });
  await until(() => served().taken === 1);
  await robot.act({ at: now() - 1, expires: now() - 0.9, position });
  await until(() => served().refused === 1);
  await robot.act({ at: now() - 0.05, expires: now() + 0.1, position });
  await until(() => served().refused === 2);
  await robot.act({ at: now() + 5, expires: now() + 5.1, position });
  await until(() => served().refused === 3);
  await assert.rejects(robot.act({ at: now(), expires: now() + 1, position: Float64Array.of(Number.NaN, 0, 0, 0) }), {
    code: "bad-message",
  });
  assert.equal(served().taken, 1);
});

test("ros1 robot: a FollowJointTrajectory goal is followed, cancelled, and refused where it leaves its path", {
  skip,
}, async () => {
  const fake = ros.keep(fakeRobot(twoArms, now));
  await fake.open();
  const node = await ros.node("/arm_server");
  ros.keep(serveTrajectories(fake, node, { now }));
  const client = ros.keep(actionClient(await ros.node("/planner"), "/follow_joint_trajectory", followJointTrajectory));
  await client.connected();
  const goal = (seconds: number, to: number): FollowGoal => ({
    trajectory: {
      header: header(0),
      joint_names: ["right_arm/joint_1"],
      points: [{ positions: [to], velocities: [], accelerations: [], effort: [], time_from_start: rosTime(seconds) }],
    },
    path_tolerance: [],
    goal_tolerance: [],
    goal_time_tolerance: { sec: 0, nsec: 0 },
  });
  let told = 0;
  const onFeedback = (): void => {
    told += 1;
  };
  const done = await client.send(goal(0.2, 0.5), { onFeedback });
  assert.deepEqual([done.state, done.result.error_code], ["succeeded", 0]);
  assert.ok(Math.abs((fake.position[2] ?? 0) - 0.5) < 0.01 && told > 5, `${fake.position[2]}, told ${told} times`);
  const abort = new AbortController();
  const cancelled = await client.send(goal(5, 1), { signal: abort.signal, onFeedback: () => abort.abort() });
  assert.equal(cancelled.state, "preempted");
  assert.ok((fake.position[2] ?? 0) < 0.7);
  const tight = {
    ...goal(0.2, 0.9),
    path_tolerance: [{ name: "right_arm/joint_1", position: 1e-9, velocity: 0, acceleration: 0 }],
  };
  const act = fake.act.bind(fake);
  fake.act = (command) => act({ ...command, position: command.position.map((x) => x - 0.01) });
  const off = await client.send(tight);
  assert.deepEqual([off.state, off.result.error_code], ["aborted", -4]);
});
