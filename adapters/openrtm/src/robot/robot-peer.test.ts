import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { RobotFeatures } from "@sakiyomi/robot";
import { behavesLikeRobot, fakeRobot, twoArms } from "@sakiyomi/robot/testing";
import { need } from "../../../../tools/debian.ts";
import { portNamed } from "../components.ts";
import { connectToOutPort } from "../data-ports.ts";
import { decodePayload } from "../data-types.ts";
import { parseName, resolveName } from "../naming.ts";
import { openOrb } from "../orb.ts";
import { openServants } from "../servant.ts";
import {
  bodyFeatures,
  eventually,
  halt,
  openRig,
  peerPackages,
  type Rig,
  robotPeer,
  runTool,
  startBody,
} from "../testing/index.ts";
import { openrtmRobot } from "./openrtm-robot.ts";
import type { LinkTrouble, OpenrtmRobotOptions } from "./robot-options.ts";
import { serveRobot } from "./serve-robot.ts";

const closers: (() => Promise<void>)[] = [];
const closeAll = async (): Promise<void> => {
  for (const close of closers.splice(0).reverse()) await close();
};

const now = (): number => performance.now() / 1000;
const pass = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

const missing = need(...peerPackages);
const freely = ["robot", "Robot0", "100", "4", "0"];

if (missing) test("a robot in C++ behind OpenRTM's ports", (t) => t.skip(missing));
else {
  behavesLikeRobot("a robot in C++ behind OpenRTM's ports", async () => {
    await closeAll();
    const rig = await openRig();
    closers.push(rig.end);
    await rig.peer(freely);
    const robot = openrtmRobot({ names: rig.names, component: "Robot0.rtc", features: twoArms, now });
    closers.push(() => robot.close());
    return { robot, now, pass };
  });
  test("a robot in C++ behind OpenRTM's ports: it is closed more than once", closeAll);
}

const rigFor = async (t: TestContext): Promise<Rig> => {
  const rig = await openRig();
  t.after(rig.end);
  return rig;
};

const robotAt = (t: TestContext, { names }: Rig, options: Partial<OpenrtmRobotOptions> = {}) => {
  const troubles: LinkTrouble[] = [];
  const robot = openrtmRobot({
    names,
    component: "Robot0.rtc",
    features: twoArms,
    now,
    timeout: 200,
    every: 50,
    waits: [20, 50, 100],
    onTrouble: (trouble) => troubles.push(trouble),
    ...options,
  });
  t.after(() => robot.close());
  const told = (code: LinkTrouble["code"]): Promise<true> =>
    eventually(code, async () => (troubles.some((one) => one.code === code) ? true : null));
  return { robot, troubles, told };
};

const there = Float64Array.of(0.4, 0.3, 0.3, 0.3);

test("the name server is killed: the robot goes on, the loss is told once; it comes back, and that is told, too", async (t) => {
  if (missing) return t.skip(missing);
  const rig = await rigFor(t);
  await rig.peer(freely);
  const { robot, told, troubles } = robotAt(t, rig);
  await robot.open();
  await rig.killNames();
  await told("names-lost");
  for (let i = 0; i < 10; i += 1) {
    await robot.observe();
    await robot.act({ at: now(), expires: now() + 0.05, position: there });
    await pass(0.01);
  }
  await eventually("the last command is taken", async () => (robot.taken() === 10 ? true : null));
  await rig.restartNames();
  await told("names-back");
  assert.deepEqual(
    troubles.map(({ code }) => code),
    ["names-lost", "names-back"],
  );
});

test("the component is killed and started again: a clear fault, then all goes on by its new reference", async (t) => {
  if (missing) return t.skip(missing);
  const rig = await rigFor(t);
  const peer = await rig.peer(freely);
  const { robot, told } = robotAt(t, rig);
  await robot.open();
  await robot.observe();
  await peer.end();
  await told("link-lost");
  await assert.rejects(robot.observe(), /Robot0\.rtc is lost: .*looked for again/);
  await assert.rejects(robot.act({ at: now(), expires: now() + 0.05, position: there }), /lost/);
  await robot.stop("nobody is there");
  await rig.peer(freely);
  await told("link-back");
  await robot.observe();
  await robot.act({ at: now(), expires: now() + 0.2, position: there });
  await eventually("the command is taken", async () => {
    await robot.observe();
    return robot.taken() > 0 ? true : null;
  });
});

test("the component is stopped (SIGSTOP): told within the time-out, and goes on with SIGCONT", async (t) => {
  if (missing) return t.skip(missing);
  const rig = await rigFor(t);
  const peer = await rig.peer(freely);
  const { robot, told } = robotAt(t, rig);
  await robot.open();
  const from = performance.now();
  await halt(peer);
  await assert.rejects(
    (async () => {
      for (;;) {
        await robot.observe();
        await pass(0.005);
      }
    })(),
    /not heard from|is lost/,
  );
  assert.ok(performance.now() - from < 500, `${performance.now() - from} ms`);
  await told("link-lost");
  peer.child.kill("SIGCONT");
  await told("link-back");
  await robot.observe();
});

interface Moment {
  readonly at: number;
  readonly number: number;
  readonly speed: number;
}

interface Motion {
  readonly features: RobotFeatures;
  readonly joint: number;
  /** rad/s */
  readonly speed: number;
  /** null: the C++ component's own joints. */
  readonly bodyPort: number | null;
}

const moverOf = (namesPort: number, { joint, speed, bodyPort }: Motion): ChildProcess => {
  const script = fileURLToPath(new URL("../testing/mover.ts", import.meta.url));
  const given = [namesPort, joint, speed, ...(bodyPort === null ? [] : [bodyPort])].map(String);
  return spawn(process.execPath, ["--conditions=sakiyomi-source", script, ...given], {
    stdio: ["ignore", "ignore", "inherit"],
  });
};

/** What was seen of a joint that another process moved, until half a second after that process got a signal. */
const seenUntil = async (t: TestContext, rig: Rig, motion: Motion, signal: NodeJS.Signals): Promise<Moment[]> => {
  const mover = moverOf(rig.namesPort, motion);
  t.after(() => mover.kill("SIGKILL"));
  const { robot } = robotAt(t, rig, { timeout: 1000, features: motion.features });
  await robot.open();
  const moments: Moment[] = [];
  const look = async (): Promise<Moment> => {
    const { joints } = await robot.observe();
    const moment = { at: joints.at, number: robot.taken(), speed: joints.velocity[motion.joint] ?? 0 };
    moments.push(moment);
    await pass(0.003);
    return moment;
  };
  const begins = async (): Promise<true | null> => ((await look()).speed > 0.7 * motion.speed ? true : null);
  await eventually("it moves", begins, 30_000);
  mover.kill(signal);
  const killedAt = now();
  while (now() < killedAt + 0.5) await look();
  return moments;
};

/** Times are the robot's own, and begin when it took its last command. */
const brakesInTime = (moments: readonly Moment[], speed: number): void => {
  const last = moments.at(-1);
  const lastCommand = moments.find(({ number }) => number === last?.number);
  assert.ok(last && lastCommand);
  const braking = moments.find(({ at, speed: now }) => at > lastCommand.at && now < 0.7 * speed);
  assert.ok(braking && braking.at - lastCommand.at < 0.14, `${(braking?.at ?? 9) - lastCommand.at} s`);
  const after = moments.filter(({ at }) => at > lastCommand.at + 0.1);
  for (const [i, moment] of after.entries())
    assert.ok(moment.speed <= (after[i - 1]?.speed ?? speed) + 0.02, "it does nothing but slow");
  assert.ok(Math.abs(last.speed) < 0.02, `${last.speed} rad/s`);
};

for (const signal of ["SIGSTOP", "SIGKILL"] as const)
  test(`our whole process gets ${signal} in mid-motion: the robot's side brakes within 100 ms of its last command`, async (t) => {
    if (missing) return t.skip(missing);
    const rig = await rigFor(t);
    await rig.peer(["robot", "Robot0", "250", "4", "0"]);
    brakesInTime(await seenUntil(t, rig, { features: twoArms, joint: 0, speed: 1, bodyPort: null }, signal), 1);
  });

test("the simulated robot, running freely behind the C++ component, brakes as well when our process is killed", async (t) => {
  if (missing) return t.skip(missing);
  const body = await startBody(["--free"]);
  t.after(body.end);
  const features = await bodyFeatures(body.port);
  const joint = features.joints.findIndex(({ name }) => name === "left_arm/joint_4");
  const rig = await rigFor(t);
  await rig.peer(robotPeer("Robot0", features, { bodyPort: body.port }));
  brakesInTime(await seenUntil(t, rig, { features, joint, speed: 0.4, bodyPort: body.port }, "SIGKILL"), 0.4);
});

test("a C++ tool sees our own component, activates it, and draws a line from its joints to a C++ component", async (t) => {
  if (missing) return t.skip(missing);
  const rig = await rigFor(t);
  await rig.peer(["echo", "Echo0", "100"]);
  const servants = await openServants();
  const orb = openOrb();
  const body = fakeRobot(twoArms, now);
  await body.open();
  const component = await serveRobot(body, orb, { name: "Robot1", names: rig.names, now, servants });
  t.after(async () => {
    await component.close();
    orb.close();
    await servants.close();
  });
  const lines = [
    ["Robot1", "jointState"],
    ["Echo0", "counted"],
  ] as const;
  const printed = await runTool(rig.namesPort, lines, "IDL:RTC/TimedDoubleSeq:1.0");
  assert.match(printed, /Robot1: SakiyomiRobot, \d+ ports, 100 Hz/);
  assert.match(printed, /connect 0 /);
  const echo = await resolveName(orb, rig.names, parseName("Echo0.rtc"));
  const counted = await connectToOutPort(orb, await portNamed(orb, echo, "count"), { id: "count" });
  await eventually("twenty observations in C++", async () => {
    const { payload } = await counted.get();
    return payload && decodePayload("TimedLong", payload).data >= 20 ? true : null;
  });
  // The other way round: the C++ port begins, and tells ours.
  const back = [
    ["Echo0", "clock"],
    ["Robot1", "command"],
  ] as const;
  assert.match(await runTool(rig.namesPort, back, "IDL:RTC/TimedDoubleSeq:1.0"), /connect 0 /);
});
