import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { behavesLikeRobot, fakeRobot, twoArms } from "@sakiyomi/robot/testing";
import { portNamed } from "../components.ts";
import { offerToInPort, subscribeToOutPort } from "../data-ports.ts";
import { parseName, resolveName } from "../naming.ts";
import { openOrb } from "../orb.ts";
import { openServants } from "../servant.ts";
import { eventually, nameService } from "../testing/index.ts";
import { type OpenrtmRobot, openrtmRobot } from "./openrtm-robot.ts";
import type { OpenrtmRobotOptions } from "./robot-options.ts";
import { encodeCommand } from "./robot-ports.ts";
import { serveRobot } from "./serve-robot.ts";
import { featuresOf } from "./told-features.ts";

const closers: (() => Promise<void>)[] = [];
const closeAll = async (): Promise<void> => {
  for (const close of closers.splice(0).reverse()) await close();
};

const now = (): number => performance.now() / 1000;
const pass = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

const armed = { ...twoArms, sensors: [{ name: "left_wrist/force", shape: [6], unit: "N", rate: 100 }] };

/** A robot served through ports in this process; its clock counts from elsewhere than ours. */
const served = async (options: Partial<OpenrtmRobotOptions> = {}) => {
  const servants = await openServants();
  const orb = openOrb({ timeout: 500 });
  const names = nameService(servants);
  const theirs = (): number => now() + 1000;
  const body = fakeRobot(armed, theirs);
  await body.open();
  const component = await serveRobot(body, orb, { name: "Robot0", names, now: theirs, servants, bindEvery: 20 });
  const robot: OpenrtmRobot = openrtmRobot({ names, component: "Robot0.rtc", features: armed, now, ...options });
  closers.push(async () => {
    await robot.close();
    await component.close();
    orb.close();
    await servants.close();
  });
  return { robot, body, orb, names, component, servants };
};

behavesLikeRobot("a robot behind OpenRTM's ports", async () => {
  await closeAll();
  return { robot: (await served()).robot, now, pass };
});
test("a robot behind OpenRTM's ports: it is closed more than once", closeAll);

const servedFor = async (t: TestContext, options: Partial<OpenrtmRobotOptions> = {}) => {
  t.after(closeAll);
  return served(options);
};

test("all that a robot observes arrives, with times on our own clock, in either byte order", async (t) => {
  for (const isLittle of [true, false]) {
    const { robot, body } = await servedFor(t, { isLittle });
    const at = now() + 1000;
    body.notice({
      base: { at, x: 1, y: 2, yaw: 0.5, forward: 0.1, sideways: 0.2, turn: 0.3 },
      contacts: [{ at, region: "chest", force: 3 }],
      nearestPerson: { at, distance: 0.6, regions: { hand: 0.6 } },
      samples: { "left_wrist/force": { at, data: Float32Array.of(1, 2, 3, 4, 5, 6) } },
    });
    await robot.open();
    const seen = await eventually("all parts", async () => {
      const now = await robot.observe();
      return now.base && now.nearestPerson && now.contacts.length > 0 && now.samples["left_wrist/force"] ? now : null;
    });
    assert.ok(Math.abs(seen.joints.at - now()) < 0.1);
    assert.deepEqual({ ...seen.base, at: 0 }, { at: 0, x: 1, y: 2, yaw: 0.5, forward: 0.1, sideways: 0.2, turn: 0.3 });
    assert.deepEqual(
      seen.contacts.map(({ region, force }) => [region, force]),
      [["chest", 3]],
    );
    assert.deepEqual([seen.nearestPerson?.distance, seen.nearestPerson?.regions], [0.6, { hand: 0.6 }]);
    assert.deepEqual(seen.samples["left_wrist/force"]?.data, Float32Array.of(1, 2, 3, 4, 5, 6));
    assert.ok(Math.abs((seen.nearestPerson?.at ?? 0) - (at - 1000)) < 0.05);
    await robot.act({ at: now(), expires: now() + 0.5, position: Float64Array.of(0.5, 0.5, 0.5, 0.5) });
    const after = await eventually("the command is taken", async () => {
      const { joints } = await robot.observe();
      return robot.taken() === 1 ? joints.position : null;
    });
    assert.deepEqual(after, Float64Array.of(0.5, 0.5, 0.5, 0.5));
    await robot.close();
  }
});

test("a command that has expired on its way is refused by the robot's side, and one of no numbers by ours", async (t) => {
  const { robot } = await servedFor(t);
  await robot.open();
  const position = Float64Array.of(0.5, 0.5, 0.5, 0.5);
  await assert.rejects(robot.act({ at: now() - 1, expires: now() - 0.5, position }), /PORT_ERROR.*expired/);
  await assert.rejects(
    robot.act({ at: now(), expires: now() + 1, position: Float64Array.of(Number.NaN, 0, 0, 0) }),
    /4 positions/,
  );
  await robot.close();
});

test("a command that claims to hold for ever is cut, and one from the future is refused and silences nobody", async (t) => {
  const { robot, body } = await servedFor(t);
  await robot.open();
  const position = Float64Array.of(0.5, 0.5, 0.5, 0.5);
  const taken: number[] = [];
  const act = body.act.bind(body);
  body.act = (command) => {
    taken.push(command.expires - 1000 - now());
    return act(command);
  };
  await robot.act({ at: now(), expires: now() + 3600, position });
  await assert.rejects(robot.act({ at: now() + 3600, expires: now() + 7200, position }), /PORT_ERROR/);
  await robot.act({ at: now(), expires: now() + 0.4, position });
  assert.equal(taken.length, 2);
  assert.ok((taken[0] ?? 1) <= 0.5, `${taken[0]} s`);
});

test("features are told by the component itself; a component without the ports of a robot is refused by name", async (t) => {
  const { robot, orb, names } = await servedFor(t, { portNames: { command: "qRef" } });
  const component = await resolveName(orb, names, parseName("Robot0.rtc"));
  assert.deepEqual(await featuresOf(orb, component), armed);
  await assert.rejects(robot.open(), /no port "qRef".*Robot0\.command/);
});

test("when no joints come any more observing fails with how long, and goes on when they come again", async (t) => {
  const troubles: string[] = [];
  const { robot, body } = await servedFor(t, { timeout: 100, every: 20, onTrouble: ({ code }) => troubles.push(code) });
  await robot.open();
  await robot.observe();
  body.cut(true);
  await pass(0.15);
  await assert.rejects(robot.observe(), /not heard from for \d{3} ms/);
  body.cut(false);
  await eventually("joints again", () => robot.observe());
  await robot.close();
});

test("one who subscribed and never answers loses the oldest, counted; another hears all the while", async (t) => {
  const { robot, orb, names, component, servants } = await servedFor(t);
  const port = await portNamed(orb, await resolveName(orb, names, parseName("Robot0.rtc")), "jointState");
  await robot.open();
  await subscribeToOutPort(orb, servants, port, { id: "deaf", take: () => new Promise(() => {}) });
  await eventually("some are dropped", async () => (component.dropped() > 5 ? true : null));
  const before = (await robot.observe()).joints.at;
  await pass(0.05);
  assert.ok((await robot.observe()).joints.at > before);
  await robot.close();
});

test("a name server that comes back without its names has the robot's again", async (t) => {
  const { orb, names, servants } = await servedFor(t);
  servants.remove("NameService");
  await assert.rejects(resolveName(orb, names, parseName("Robot0.rtc")), /OBJECT_NOT_EXIST/);
  nameService(servants);
  await eventually("the name", () => resolveName(orb, names, parseName("Robot0.rtc")));
});

test("a robot in lockstep moves by one period for each command, in its own time", async (t) => {
  const servants = await openServants();
  const orb = openOrb({ timeout: 500 });
  const names = nameService(servants);
  let theirs = 5;
  const body = fakeRobot(twoArms, () => theirs);
  await body.open();
  const advance = async (by: number): Promise<void> => {
    theirs += by;
  };
  const reset = async (): Promise<void> => {
    theirs = 5;
  };
  const lockstep = { period: 0.01, advance };
  const component = await serveRobot(body, orb, {
    name: "Robot0",
    names,
    now: () => theirs,
    servants,
    lockstep,
    reset,
  });
  const robot = openrtmRobot({
    names,
    component: "Robot0.rtc",
    features: twoArms,
    now: () => theirs,
    isLockstep: true,
  });
  t.after(async () => {
    await robot.close();
    await component.close();
    orb.close();
    await servants.close();
  });
  await robot.open();
  for (let step = 1; step <= 5; step += 1) {
    const { joints } = await robot.observe();
    const position = Float64Array.of(0.3 + 0.01 * step, 0, 0, 0);
    await robot.act({ at: joints.at, expires: joints.at + 0.05, position });
    const after = (await robot.observe()).joints;
    assert.ok(Math.abs(after.at - (5 + 0.01 * step)) < 1e-9);
    assert.deepEqual(after.position, position);
  }
  await robot.reset(7);
  assert.equal((await robot.observe()).joints.at, 5);
});

test("a component that offers its commands instead of putting them is got from, each turn", async (t) => {
  const { robot, orb, names, servants } = await servedFor(t);
  await robot.open();
  const port = await portNamed(orb, await resolveName(orb, names, parseName("Robot0.rtc")), "command");
  const offering = await offerToInPort(orb, servants, port, { id: "offer" });
  const at = now() + 1000;
  const position = Float64Array.of(0.6, 0.6, 0.6, 0.6);
  offering.offer(encodeCommand(41, { at, expires: at + 1, position }, true));
  await eventually("the offered command is taken", async () => {
    const { joints } = await robot.observe();
    return robot.taken() === 41 && joints.position[0] === 0.6 ? true : null;
  });
  await offering.close();
});
