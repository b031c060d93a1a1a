import assert from "node:assert/strict";
import { test } from "node:test";
import { robotAlone, steppedClock } from "@sakiyomi/robot";
import { behavesLikeRobot } from "@sakiyomi/robot/testing";
import { type Lag, type MujocoSimulation, openSimulation, worldNamed } from "./index.ts";
import { drive, fastest, withSimulation } from "./testing/drive.ts";
import { fixedWorld, head } from "./testing/small-worlds.ts";
import { mujoco } from "./wasm.ts";

behavesLikeRobot("the simulated robot", async () => {
  const robot = await openSimulation({ world: robotAlone, seed: 1, pictures: null });
  return { robot, now: () => robot.now(), pass: (seconds) => robot.advance(seconds) };
});

/** What a simulation has come to, bit by bit, after some commands. */
const played = async (simulation: MujocoSimulation): Promise<readonly unknown[]> => {
  const seen = await drive(simulation, 0.3, (turn, { joints }) => ({
    position: joints.position.map((x, i) => x + 0.01 * Math.sin(turn + i)),
    base: { forward: 0.2, sideways: -0.1, turn: 0.3 },
  }));
  const last = seen.at(-1);
  const pictures = ["head/left/image", "head/depth", "head/segmentation"].map((name) => last?.samples[name]?.data);
  return [
    last?.joints.position,
    last?.joints.torque,
    last?.base?.x,
    last?.samples["left_wrist/force"]?.data,
    ...pictures,
  ];
};

test("the same seed and the same commands give the same bits, also after a reset; another seed does not", async () => {
  const options = { world: worldNamed("table"), seed: 7 };
  const results: (readonly unknown[])[] = [];
  await withSimulation({ ...options, pictures: { width: 16, height: 16 } }, async (simulation) => {
    for (const seed of [7, 8, 7]) {
      await simulation.reset(seed);
      results.push(await played(simulation));
    }
  });
  await withSimulation({ ...options, pictures: { width: 16, height: 16 } }, async (simulation) => {
    results.push(await played(simulation));
  });
  assert.ok((results[0] ?? []).every((part) => part !== undefined));
  assert.deepEqual(results[2], results[0]);
  assert.deepEqual(results[3], results[0]);
  assert.notDeepEqual(results[1]?.[4], results[0]?.[4]);
});

test("sensors are those that were asked for, and told before it is opened", async () => {
  const names = async (options: Partial<Parameters<typeof openSimulation>[0]>): Promise<readonly string[]> => {
    const { features } = await openSimulation({ world: worldNamed("table"), seed: 1, ...options });
    return features.sensors.map(({ name }) => name);
  };
  assert.ok(!(await names({ pictures: null })).some((name) => /image|depth|segmentation|truth/.test(name)));
  assert.ok((await names({ truth: true })).includes("truth/thing/1"));
  const { features } = await openSimulation({ world: robotAlone, seed: 1, pictures: { width: 32, rate: 10 } });
  const image = features.sensors.find(({ name }) => name === "head/left/image");
  assert.deepEqual([image?.shape, image?.rate], [[64, 32, 3], 10]);
});

test("every sensor that is promised gives samples of its shape, with a time of its own", async () => {
  await withSimulation(
    { world: worldNamed("ward-sitting"), pictures: { rate: 10 }, truth: true },
    async (simulation) => {
      await simulation.advance(0.3);
      const { samples } = await simulation.observe();
      for (const { name, shape, rate } of simulation.features.sensors) {
        const sample = samples[name];
        assert.equal(
          sample?.data.length,
          shape.reduce((a, b) => a * b, 1),
          name,
        );
        const age = simulation.now() - (sample?.at ?? 0);
        assert.ok(age >= -1e-9 && age < 1 / rate + 0.1, `${name} is ${age} s old`);
      }
    },
  );
});

test("pictures are seen as late as the camera is slow, and as often as it takes them", async () => {
  await withSimulation({ world: robotAlone, pictures: { width: 4, height: 4, rate: 20 } }, async (simulation) => {
    const times = new Set<number>();
    for (let turn = 0; turn < 60; turn++) {
      await simulation.advance(0.01);
      const at = (await simulation.observe()).samples["head/left/image"]?.at;
      if (at === undefined) continue;
      times.add(at);
      assert.ok(simulation.now() - at >= 0.03 - 1e-9 && simulation.now() - at < 0.05 + 0.06 + 0.011);
    }
    assert.ok(times.size >= 10 && times.size <= 12, `${times.size} pictures in 0.6 s`);
  });
});

test("the nearest person is as far as its surface is from the robot's", async () => {
  await withSimulation({ world: fixedWorld(head) }, async (simulation) => {
    const { nearestPerson, contacts } = await simulation.observe();
    // 1 m to the middle of a ball of 0.1 m, from the middle of a base of 0.26 m.
    assert.ok(Math.abs((nearestPerson?.distance ?? 0) - 0.64) < 1e-3, `${nearestPerson?.distance}`);
    assert.deepEqual(contacts, []);
  });
});

test("the scene has a pose for each body and tells which shapes are a person's", async () => {
  await withSimulation({ world: fixedWorld(head) }, async (simulation) => {
    const { bodies, shapes } = simulation.scene;
    const { poses } = await simulation.state();
    assert.equal(poses.length, 7 * bodies.length);
    const shape = shapes.find(({ region }) => region === "skull");
    assert.equal(bodies[shape?.body ?? -1], "head");
    const at = 7 * (shape?.body ?? 0);
    assert.deepEqual(
      Array.from(poses.subarray(at, at + 3), (x) => Math.round(100 * x) / 100),
      [1, 0, 0.15],
    );
  });
});

test("when the heap grows in mid-motion the robot goes on as if nothing had been", async () => {
  const speeds: number[][] = [];
  const mj = await mujoco();
  for (const isGrowing of [false, true]) {
    await withSimulation({ world: robotAlone, pictures: { width: 8, height: 8 } }, async (simulation) => {
      await drive(simulation, 0.1, () => ({ base: { forward: 0.2, sideways: 0, turn: 0 } }));
      const before = (await simulation.observe()).joints.position;
      const large = isGrowing ? new mj.DoubleBuffer(2 ** 23) : null;
      const seen = await drive(simulation, 0.1, () => ({ base: { forward: 0.2, sideways: 0, turn: 0 } }));
      large?.delete();
      assert.equal(before.length, 30);
      speeds.push([...(seen.at(-1)?.joints.velocity ?? []), seen.at(-1)?.base?.x ?? 0]);
    });
  }
  assert.deepEqual(speeds[1], speeds[0]);
  assert.ok((speeds[0]?.at(-1) ?? 0) > 0.01);
});

test("fifty beginnings leak nothing", async () => {
  const mj = await mujoco();
  const probe = (): number => {
    const buffer = new mj.DoubleBuffer(1);
    const bytes = (buffer.GetView() as Float64Array).buffer.byteLength;
    buffer.delete();
    return bytes;
  };
  await withSimulation(
    { world: worldNamed("ward-sitting"), pictures: { width: 32, height: 32 } },
    async (simulation) => {
      for (let seed = 0; seed < 5; seed++) await simulation.reset(seed);
      const before = probe();
      for (let seed = 0; seed < 50; seed++) await simulation.reset(seed % 5);
      assert.equal(probe(), before);
    },
  );
});

test("it runs with a clock by itself, and brakes there too when nobody commands it", async () => {
  const clock = steppedClock(100);
  const simulation = await openSimulation({ world: robotAlone, seed: 1, pictures: null, clock });
  await simulation.open();
  assert.ok(simulation.now() >= 100);
  await assert.rejects(simulation.advance(0.1), { code: "running" });
  const { joints } = await simulation.observe();
  const at = simulation.now();
  const position = joints.position.map((x, i) => x + (i === 3 ? 0.5 : 0));
  await simulation.act({ at, expires: at + 0.05, position });
  while (simulation.now() < at + 0.04) await new Promise(setImmediate);
  assert.ok(fastest((await simulation.observe()).joints.velocity) > 0.5);
  while (simulation.now() < at + 0.16) await new Promise(setImmediate);
  assert.ok(fastest((await simulation.observe()).joints.velocity) < 0.1);
  await simulation.close();
});

test("a simulation that cannot keep up with its clock says so, and how much it has lost", async () => {
  let now = 0;
  const lags: Lag[] = [];
  // Each wait takes 0.3 s: far more than the steps that are caught up at once.
  const until = async (): Promise<void> => {
    now += 0.3;
  };
  const clock = { now: () => now, until };
  const simulation = await openSimulation({
    world: robotAlone,
    seed: 1,
    pictures: null,
    clock,
    onLag: (lag) => lags.push(lag),
  });
  await simulation.open();
  while (now < 3) await new Promise(setImmediate);
  const { lost, longest } = simulation.lag() ?? { lost: 0, longest: 0 };
  await simulation.close();
  assert.ok(lags.length > 0 && longest > 0.2 && lost > 2 && lost < now, `lost ${lost} of ${now}`);
});

test("a world that does not compile is refused in MuJoCo's words", async () => {
  const broken = (seed: number) => ({
    ...fixedWorld(head)(seed),
    xml: "<mujoco><worldbody><geom/></worldbody></mujoco>",
  });
  const simulation = await openSimulation({ world: broken, seed: 1 });
  await assert.rejects(simulation.open(), { code: "mjcf" });
});

/** A rod that is thrown away faster than anything can be. */
const bursting = (seed: number) => {
  const told = fixedWorld(head)(seed);
  const burst =
    '<body name="burst" pos="3 0 3"><joint name="burst" type="slide" axis="0 0 1" stiffness="-1e9"/>' +
    '<geom name="burst" type="sphere" size=".01" mass=".001"/></body></worldbody>';
  return { ...told, xml: seed === 13 ? told.xml.replace("</worldbody>", burst) : told.xml };
};

test("a world that bursts is told as such, in lockstep and where it runs by itself", async () => {
  await withSimulation({ world: bursting }, async (simulation) => {
    await simulation.reset(13);
    await assert.rejects(simulation.advance(1), { code: "unstable" });
    await simulation.reset(1);
    await simulation.advance(0.1);
  });
  const simulation = await openSimulation({ world: bursting, seed: 13, pictures: null, clock: steppedClock() });
  await simulation.open();
  for (let turn = 0; turn < 2000; turn++) await new Promise(setImmediate);
  await assert.rejects(simulation.observe(), { code: "unstable" });
  await simulation.close();
});
