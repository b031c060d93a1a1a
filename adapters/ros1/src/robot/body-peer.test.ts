import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { bodyClient, openSimulation, serveBody } from "@sakiyomi/mujoco";
import { type Robot, regions, robotAlone } from "@sakiyomi/robot";
import { hostClock } from "@sakiyomi/robot/node";
import { fakeRobot, twoArms } from "@sakiyomi/robot/testing";
import { need } from "../../../../tools/debian.ts";
import type { RosNode } from "../node/node.ts";
import { type Peer, sharedRos, type TestRos, until } from "../testing/ros.ts";
import { openRobot } from "../worker.ts";
import { bodyTunnel } from "./body-tunnel.ts";

const missing = need("ros-core", "python3-rospy", "python3-std-srvs", "python3-trajectory-msgs", "python3-nav-msgs");
const skip = missing ?? false;
const peer = fileURLToPath(new URL("../../peers/body_peer.py", import.meta.url));
const { now } = hostClock();
let ros: TestRos;

before(async () => {
  if (!missing) ros = await sharedRos("steady");
});
after(async () => {
  await ros?.close();
});

const startPeer = async (port: number): Promise<Peer> => {
  const started = ros.command("/usr/bin/python3", "-u", peer, String(port));
  await started.prints(/ready/);
  return started;
};
const nodeOf = (name: string): Promise<RosNode> => ros.node(name);

test("body peer: a simulation in lockstep through rospy goes exactly as one beside us", { skip }, async () => {
  const make = () => openSimulation({ world: robotAlone, seed: 3, pictures: null });
  const [here, there] = [ros.keep(await make()), ros.keep(await make())];
  await Promise.all([here.open(), there.open()]);
  const body = {
    robot: there,
    now: () => there.now(),
    advance: (by: number) => there.advance(by),
    reset: (seed: number) => there.reset(seed),
  };
  const server = ros.keep(await serveBody(body));
  const started = await startPeer(server.port);
  const node = await nodeOf("/parity");
  const tunnel = ros.keep(await bodyTunnel(node));
  const far = ros.keep(await bodyClient(tunnel.port));
  await far.open();
  let worst = 0;
  for (let i = 0; i < 25; i += 1) {
    const seen = await Promise.all([here.observe(), far.observe()]);
    const [a, b] = seen.map(({ joints }) => [...joints.position, ...joints.velocity, joints.at]);
    worst = Math.max(worst, ...(a ?? []).map((x, j) => Math.abs(x - (b?.[j] ?? Number.NaN))));
    const position = seen[0].joints.position.map((x, j) => x + 0.01 * Math.sin(i / 5 + j));
    const at = here.now();
    const command = { at, expires: at + 0.05, position };
    await Promise.all([here.act(command), far.act(command)]);
    await Promise.all([here.advance(0.01), far.advance(0.01)]);
  }
  assert.ok(worst < 1e-6, `they differ by ${worst}`);
  await far.close();
  await tunnel.close();
  await node.close();
  await started.end("SIGKILL");
  await server.close();
  await Promise.all([here.close(), there.close()]);
});

test("body peer: a rospy robot is driven by topics, tells its features and contacts, and brakes by itself", {
  skip,
}, async () => {
  const fake = fakeRobot(twoArms, now);
  await fake.open();
  const server = ros.keep(await serveBody({ robot: fake, now, advance: null, reset: null }));
  const started = await startPeer(server.port);
  const node = { name: "/loop", masterUri: ros.masterUri, hostname: "localhost" };
  const robot: Robot = ros.keep(await openRobot({ node }));
  assert.deepEqual(robot.features, twoArms);
  await robot.open();
  const from = (await robot.observe()).joints.position;
  for (let i = 1; i <= 20; i += 1) {
    const position = from.map((x, joint) => x + (joint === 0 ? 0.01 * i : 0));
    await robot.act({ at: now(), expires: now() + 0.05, position });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await until(async () => {
    const moved = (await robot.observe()).joints.position[0] ?? 0;
    return moved > (from[0] ?? 0) + 0.1;
  });
  await until(async () => {
    await fake.observe();
    return fake.velocity[0] === 0;
  });
  fake.notice({ contacts: regions.map((region, i) => ({ at: now(), region, force: i })) });
  await until(async () => (await robot.observe()).contacts.length > 0);
  assert.deepEqual(
    (await robot.observe()).contacts.map(({ region, force }) => [region, force]),
    regions.map((region, i) => [region, i]),
  );
  await robot.stop("test");
  await robot.close();
  await started.end("SIGKILL");
  await server.close();
  await fake.close();
});
