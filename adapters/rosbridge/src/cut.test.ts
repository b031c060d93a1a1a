import assert from "node:assert/strict";
import { connect, createServer, type Socket } from "node:net";
import { type TestContext, test } from "node:test";
import { hostClock } from "@sakiyomi/robot/node";
import { fakeRobot, twoArms } from "@sakiyomi/robot/testing";
import { rosbridgeRobot, rosbridgeServer, serveRobotOverRosbridge } from "./index.ts";

const { now } = hostClock();
const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const from = performance.now();
  while (!(await isSo())) {
    assert.ok(performance.now() - from < 8000, `${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};

interface Cable {
  readonly port: number;
  /** Nothing goes through any more, and nobody is told: a cable that was pulled. */
  pull(isPulled: boolean): void;
  close(): Promise<void>;
}

const cableTo = async (port: number): Promise<Cable> => {
  const sockets = new Set<Socket>();
  let isPulled = false;
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      if (isPulled) from.pause();
      from.on("data", (chunk) => to.write(chunk));
      from.on("error", () => {});
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    pull: (next) => {
      isPulled = next;
      for (const socket of sockets) {
        if (next) socket.pause();
        else socket.resume();
      }
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** A robot at the other end of a cable, its first joint on the move. */
const moving = async (t: TestContext) => {
  const fake = fakeRobot(twoArms, now);
  await fake.open();
  const server = await rosbridgeServer({ port: 0 });
  const served = await serveRobotOverRosbridge(fake, server, { now });
  const cable = await cableTo(server.port);
  const url = `ws://127.0.0.1:${cable.port}`;
  const robot = rosbridgeRobot({ features: twoArms, url, token: server.token, now, staleAfter: 0.2 });
  await robot.open();
  const taken: number[] = [];
  const act = fake.act.bind(fake);
  fake.act = (command) => {
    taken.push(command.at);
    return act(command);
  };
  const from = (await robot.observe()).joints.position;
  const begun = now();
  const timer = setInterval(() => {
    const at = now();
    const position = from.map((x, joint) => x + (joint === 0 ? 0.4 * Math.sin(at - begun) : 0));
    void robot.act({ at, expires: at + 0.05, position }).catch(() => {});
  }, 10);
  t.after(async () => {
    clearInterval(timer);
    await robot.close();
    await served.close();
    await cable.close();
    await server.close();
  });
  return { fake, served, cable, robot, taken };
};

test("rosbridge: with the cable pulled in mid-motion the robot brakes; what lay in the cable is not obeyed afterwards", async (t) => {
  const { fake, served, cable, robot, taken } = await moving(t);
  await until(() => taken.length > 20);
  cable.pull(true);
  await until(async () => {
    await fake.observe();
    return fake.velocity[0] === 0 && now() - (taken.at(-1) ?? 0) > 0.1;
  });
  const last = taken.at(-1) ?? 0;
  // Held for 50 ms, braked from 0.4 rad/s at 6 rad/s² in 67 ms; the rest is for a busy machine.
  assert.ok(now() - last < 0.05 + 0.4 / 6 + 0.15, `it stood after ${now() - last} s`);
  await until(() => now() - last > 0.3);
  await assert.rejects(robot.observe(), { code: "stale" });
  const refused = served.refused;
  cable.pull(false);
  await until(() => taken.at(-1) !== last && served.refused > refused);
  const late = taken.filter((at) => at > last && at < last + 0.2);
  assert.deepEqual(late, [], "none of those that lay in the cable");
  await until(() =>
    robot.observe().then(
      () => true,
      () => false,
    ),
  );
});
