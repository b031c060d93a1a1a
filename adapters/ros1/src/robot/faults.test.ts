import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { hostClock } from "@sakiyomi/robot/node";
import { type FakeRobot, fakeRobot, twoArms } from "@sakiyomi/robot/testing";
import { need } from "../../../../tools/debian.ts";
import { text } from "../messages/common.ts";
import type { RosNode } from "../node/node.ts";
import { trigger } from "../services/service-type.ts";
import { type Peer, sharedRos, type TestRos, until } from "../testing/ros.ts";
import { ros1Robot } from "./ros1-robot.ts";
import { type ServedRobot, serveRobot } from "./serve-robot.ts";

const missing = need("ros-core");
const skip = missing ?? false;
const { now } = hostClock();
const driver = fileURLToPath(new URL("../testing/drive.ts", import.meta.url));
let ros: TestRos;

before(async () => {
  if (!missing) ros = await sharedRos("mortal");
});
after(async () => {
  await ros?.close();
});

interface Body {
  readonly fake: FakeRobot;
  readonly node: RosNode;
  readonly served: ServedRobot;
  /** When the last command that it took was decided. */
  readonly lastFresh: () => number;
  readonly stops: () => number;
}

const serveBody = async (): Promise<Body> => {
  const fake = fakeRobot(twoArms, now);
  await fake.open();
  let lastFresh = 0;
  const act = fake.act.bind(fake);
  fake.act = (command) => {
    lastFresh = command.at;
    return act(command);
  };
  let stops = 0;
  const stop = fake.stop.bind(fake);
  fake.stop = (reason) => {
    stops += 1;
    return stop(reason);
  };
  const node = await ros.node("/body", { checkEveryMs: 100 });
  const served = ros.keep(await serveRobot(fake, node, { now }));
  return { fake, node, served, lastFresh: () => lastFresh, stops: () => stops };
};

const startDriver = (): Peer => ros.command(process.execPath, "--conditions=sakiyomi-source", driver, ros.masterUri);

const isMoving = async ({ fake }: Body): Promise<boolean> => {
  await fake.observe();
  return Math.abs(fake.velocity[0] ?? 0) > 0.05;
};

const moves = async (body: Body): Promise<void> => {
  const from = performance.now();
  while (!(await isMoving(body))) {
    assert.ok(performance.now() - from < 8000, "it does not move");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** Seconds from the last fresh command until the robot stands. */
const standsWithin = async (body: Body): Promise<number> => {
  const until = performance.now() + 3000;
  while (performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    await body.fake.observe();
    if (body.fake.velocity[0] === 0 && now() - body.lastFresh() > 0.03) return now() - body.lastFresh();
  }
  return Number.POSITIVE_INFINITY;
};

// A command holds for 50 ms; from 0.5 rad/s the fake brakes at 6 rad/s² in 83 ms; the rest is for a busy machine.
const least = 0.05 + 0.5 / 6 + 0.15;

test("ros1 faults: our process stopped or killed in mid-motion: its last command ends within 0.05 s and it brakes", {
  skip,
}, async () => {
  const body = await serveBody();
  const process1 = startDriver();
  await process1.prints(/driving/);
  await moves(body);
  // This process, the robot's side, hangs while commands go on coming: of those that lay waiting the newest alone is obeyed.
  const refusedBefore = body.served.refused;
  const hangUntil = performance.now() + 400;
  while (performance.now() < hangUntil);
  await until(() => body.served.refused > refusedBefore);
  await moves(body);
  process1.process.kill("SIGSTOP");
  const stopped = await standsWithin(body);
  assert.ok(stopped < least, `it stood after ${stopped} s`);
  process1.process.kill("SIGCONT");
  await moves(body);
  await process1.end("SIGKILL");
  const killed = await standsWithin(body);
  assert.ok(killed < least, `it stood after ${killed} s`);
  const process2 = startDriver();
  await process2.prints(/driving/);
  await moves(body);
  const stopper = ros.keep(
    ros1Robot({ features: twoArms, node: { name: "/stopper", masterUri: ros.masterUri, hostname: "localhost" }, now }),
  );
  await stopper.open();
  await ros.killMaster();
  const stops = body.stops();
  await stopper.stop("without a master");
  assert.equal(body.stops(), stops + 1, "a stop needs no master");
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.ok(now() - body.lastFresh() < 0.05, "commands go on without a master");
  await ros.startMaster();
  await process2.end("SIGKILL");
  await body.served.close();
  await body.node.close();
});

test("ros1 faults: a robot that is gone is refused clearly, and used again when it is back, without opening anew", {
  skip,
}, async () => {
  const first = await serveBody();
  const robot = ros.keep(
    ros1Robot({
      features: twoArms,
      node: { name: "/loop", masterUri: ros.masterUri, hostname: "localhost", checkEveryMs: 100 },
      now,
      staleAfter: 0.1,
    }),
  );
  await robot.open();
  const position = (await robot.observe()).joints.position;
  await first.served.close();
  await first.node.close();
  await new Promise((resolve) => setTimeout(resolve, 150));
  await assert.rejects(robot.observe(), { code: "stale" });
  await assert.rejects(robot.act({ at: now(), expires: now() + 0.1, position }), { code: "no-robot" });
  await assert.rejects(robot.stop("to see"), { code: "stop-unheard" });
  const second = await serveBody();
  const from = performance.now();
  for (;;) {
    const isBack = await robot.observe().then(
      () => robot.act({ at: now(), expires: now() + 0.1, position }).then(() => true),
      () => false,
    );
    if (isBack) break;
    assert.ok(performance.now() - from < 12_000, "it does not come back");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await until(() => second.served.taken > 0);
  await robot.close();
  await second.served.close();
  await second.node.close();
});

test("who asks for a stop over ROS, by the service or by the topic, is heard by whoever drives, which latches", {
  skip,
}, async () => {
  const body = await serveBody();
  const node = { name: "/driving", masterUri: ros.masterUri, hostname: "localhost" };
  const robot = ros.keep(ros1Robot({ features: twoArms, node, now }));
  await robot.open();
  const asked: string[] = [];
  const off = robot.onStopAsked?.((by) => asked.push(by));
  const other = await ros.node("/somebody");
  const line = other.publish("/stop_asked", text);
  await line.subscribed(5000);
  await until(async () => {
    line.publish({ data: "a nurse" });
    return asked.includes("a nurse");
  });
  const service = other.service("/stop", trigger);
  await service.call({}, 2000);
  await until(async () => asked.includes("the service /stop"));
  assert.ok(body.stops() > 0);
  off?.();
  await robot.close();
  await body.served.close();
  await body.node.close();
});
