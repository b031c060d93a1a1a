import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { after, before, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { robotAlone } from "@sakiyomi/robot";
import { behavesLikeRobot } from "@sakiyomi/robot/testing";
import { type BodyClient, bodyClient, openSimulation, serveBody } from "./index.ts";

interface Served {
  readonly port: number;
  readonly end: () => Promise<void>;
}

const served = async (): Promise<Served> => {
  const robot = await openSimulation({ world: robotAlone, seed: 1, pictures: null });
  await robot.open();
  const body = {
    robot,
    now: () => robot.now(),
    advance: (by: number) => robot.advance(by),
    reset: (seed: number) => robot.reset(seed),
  };
  const server = await serveBody(body);
  const end = async (): Promise<void> => {
    await server.close();
    await robot.close();
  };
  return { port: server.port, end };
};

let shared: Served | null = null;
before(async () => {
  shared = await served();
});
after(async () => {
  await shared?.end();
});

const client = async (): Promise<BodyClient> => bodyClient(shared?.port ?? 0);

behavesLikeRobot("a body served over TCP", async () => {
  const robot = await client();
  return { robot, now: () => robot.now(), pass: (seconds) => robot.advance(seconds) };
});

/** One frame there, one back, as a peer in another language would do it. */
const exchanged = async (frames: Uint8Array): Promise<Float64Array> => {
  const socket = connect(shared?.port ?? 0, "127.0.0.1");
  socket.write(frames);
  const pieces: Buffer[] = [];
  for await (const piece of socket) {
    pieces.push(piece as Buffer);
    const all = Buffer.concat(pieces);
    if (all.length >= 4 && all.length >= 4 + all.readUInt32LE(0)) break;
  }
  socket.destroy();
  const all = Buffer.concat(pieces);
  return new Float64Array(new Uint8Array(all.subarray(4, 4 + all.readUInt32LE(0))).buffer);
};

const frame = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 + 8 * values.length);
  bytes.writeUInt32LE(8 * values.length, 0);
  for (const [i, value] of values.entries()) bytes.writeDoubleLE(value, 4 + 8 * i);
  return bytes;
};

test("a step acts, lets time pass and observes, as the protocol has it by number", async () => {
  const features = await exchanged(frame(5));
  const joints = 30;
  assert.deepEqual([...features.slice(0, 1), ...features.slice(2, 5)], [0, 100, 1, joints]);
  assert.equal(features.length, 9 + 5 * joints);
  const before = await exchanged(frame(0));
  const position = before.slice(3, 3 + joints);
  position[3] = (position[3] ?? 0) + 0.01;
  const after = await exchanged(
    frame(2, 0.1, Number.NaN, 0.2, Number.NaN, Number.NaN, Number.NaN, Number.NaN, ...position),
  );
  assert.equal(after.length, 3 + 3 * joints + 7 + 2 + 1);
  assert.ok(Math.abs((after[2] ?? 0) - (before[2] ?? 0) - 0.1) < 1e-9);
  assert.ok(Math.abs((after[6] ?? 0) - (position[3] ?? 0)) < 0.002, "the head has turned");
});

test("what is not understood is refused in words, and a frame that cannot be ends the line", async () => {
  const unknown = await exchanged(frame(99));
  assert.equal(unknown[0], 2);
  const short = await exchanged(frame(1, 0, 1));
  assert.equal(short[0], 3);
  const impossible = Buffer.alloc(12);
  impossible.writeUInt32LE(7, 0);
  assert.equal((await exchanged(impossible))[0], 3);
  const late = await exchanged(frame(1, -2, -1, 1, 0, 0, 0, ...Array<number>(30).fill(0)));
  assert.equal(late[0], 1);
});

test("over the line a robot is told and seen as without it, to the last bit", async () => {
  const direct = await openSimulation({ world: robotAlone, seed: 3, pictures: null });
  await direct.open();
  const remote = await client();
  await remote.open();
  await remote.reset(3);
  const palm = direct.features.links.findIndex(({ isTool }) => isTool);
  const offset = remote.now();
  for (let k = 1; k <= 10; k++) {
    for (const robot of [direct, remote]) {
      const at = robot === remote ? offset + (k - 1) * 0.01 : robot.now();
      const { joints } = await robot.observe();
      const hands = [
        { link: palm, at: [0.5, 0.2, 0.9], turn: [1, 0, 0, 0], stiffness: 200, turning: 10, force: 20 },
      ] as const;
      await robot.act({
        at,
        expires: at + 0.03,
        position: joints.position,
        velocity: joints.velocity,
        base: { forward: 0.1, sideways: 0, turn: 0 },
        hands,
      });
      await robot.advance(0.01);
    }
  }
  const [a, b] = [await direct.observe(), await remote.observe()];
  assert.deepEqual(b.joints.position, a.joints.position);
  assert.deepEqual(b.samples["left_wrist/force"]?.data, a.samples["left_wrist/force"]?.data);
  assert.ok((a.base?.x ?? 0) > 0.001);
  await Promise.all([direct.close(), remote.close()]);
});

const started = async (t: TestContext, ...more: readonly string[]) => {
  const file = fileURLToPath(new URL("./body-main.ts", import.meta.url));
  const args = ["--conditions=sakiyomi-source", file, "--world", "robot-alone", ...more];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const robot = await bodyClient(Number(line.toString()));
  await robot.open();
  return { robot, child };
};

test("a body that runs freely brakes when its peer falls silent", { timeout: 30_000 }, async (t) => {
  const { robot } = await started(t, "--free");
  const joint = robot.features.joints.findIndex(({ name }) => name === "head/joint_1");
  const speeds = async (): Promise<number> => {
    const { joints, base } = await robot.observe();
    return Math.max(Math.abs(joints.velocity[joint] ?? 0), Math.abs(base?.forward ?? 0));
  };
  const { joints } = await robot.observe();
  let [last, fastest] = [0, 0];
  for (let turn = 1; turn <= 40; turn++) {
    const position = joints.position.map((x, i) => x + (i === joint ? 0.01 * turn : 0));
    await robot.observe();
    const at = robot.now();
    const command = { at, expires: at + 0.1, position, base: { forward: 0.3, sideways: 0, turn: 0 } };
    // On a machine that is busy one may come too late, which is refused.
    last = await robot.act(command).then(
      ({ expires }) => expires,
      () => last,
    );
    while (robot.now() < at + 0.01) await robot.observe();
    fastest = Math.max(fastest, await speeds());
  }
  assert.ok(fastest > 0.2, `${fastest}`);
  while (robot.now() < last + 0.1) await robot.observe();
  assert.ok((await speeds()) < 0.05, `still ${await speeds()} m/s or rad/s`);
  await assert.rejects(robot.advance(0.1), { code: "refused" });
  await robot.close();
});

test("the program prints its port, serves, and ends when it is asked to", { timeout: 20_000 }, async (t) => {
  const { robot, child } = await started(t);
  await robot.advance(0.1);
  assert.ok(Math.abs(robot.now() - 0.1) < 1e-9);
  await robot.close();
  child.kill("SIGTERM");
  assert.equal((await once(child, "exit"))[0], 0);
});
