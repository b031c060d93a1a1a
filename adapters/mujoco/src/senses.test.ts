import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyLinks, robotAlone } from "@sakiyomi/robot";
import { MotorHeat } from "./motor-heat.ts";
import { grain, normalFrom } from "./noise.ts";
import { drive, withSimulation } from "./testing/drive.ts";
import { fixedWorld, heldRod, rod } from "./testing/small-worlds.ts";

test("a wrist that holds nothing feels the weight of its hand", async () => {
  await withSimulation({ world: robotAlone }, async (simulation) => {
    const hand = bodyLinks.filter(({ name }) => name.startsWith("left_hand/")).flatMap(({ shapes }) => shapes);
    const weight = 9.81 * hand.reduce((sum, { mass }) => sum + mass, 0);
    const seen = await drive(simulation, 1, () => ({}));
    const forces = seen.map(({ samples }) => Math.hypot(...(samples["left_wrist/force"]?.data.slice(0, 3) ?? [])));
    const mean = forces.reduce((a, b) => a + b, 0) / forces.length;
    assert.ok(weight > 5 && Math.abs(mean - weight) < 0.1, `${mean} N, and its hand weighs ${weight} N`);
    assert.ok(new Set(forces).size > 90, "it is noisy");
  });
});

/** N that a person's forearm is felt to be touched with, while the robot holds still under it. */
const felt = async (world: Parameters<typeof fixedWorld>[0]): Promise<readonly [string, number][]> => {
  const forces: [string, number][] = [];
  await withSimulation({ world: fixedWorld(world) }, async (simulation) => {
    await drive(simulation, 1.5, () => ({}));
    const { contacts } = await simulation.observe();
    for (const { at, region, force } of contacts) {
      assert.ok(simulation.now() - at < 0.011);
      forces.push([region, force]);
    }
  });
  return forces;
};

test("what lies on the robot is felt by its region and with its weight, and nothing where it is no person", async () => {
  const [touch, ...others] = await felt(rod(true));
  assert.equal(touch?.[0], "forearm");
  // It is wedged between two links: their forces across the surface lean outwards, and are more than its weight.
  assert.ok(others.length === 0 && (touch?.[1] ?? 0) > 9.5 && (touch?.[1] ?? 0) < 14, `${touch?.[1]} N`);
  assert.deepEqual(await felt(rod(false)), []);
});

test("the forces that are shown hold what lies on the robot", async () => {
  await withSimulation({ world: fixedWorld(rod(true)) }, async (simulation) => {
    await drive(simulation, 2, () => ({}));
    const { contacts } = await simulation.state();
    const up = contacts.reduce((sum, { bodies, force }) => sum + (bodies[1] === "rod" ? force[2] : -force[2]), 0);
    assert.ok(contacts.length > 0 && contacts.every(({ region }) => region === "forearm"));
    assert.ok(Math.abs(up - 9.81) < 0.3, `${up} N`);
  });
});

test("a person is felt through a light thing that the robot carries", async () => {
  const [touch] = await felt(heldRod);
  assert.equal(touch?.[0], "forearm");
  assert.ok(Math.abs((touch?.[1] ?? 0) - 9.81) < 2, `${touch?.[1]} N`);
});

test("a motor under load gets warmer, by the square of its torque, and cools down again", () => {
  const heat = new MotorHeat([
    { name: "a", unit: "rad", lowest: 0, highest: 1, speed: 1, acceleration: 1, torque: 10 },
  ]);
  const warmed = (torque: number, seconds: number): number => {
    for (let i = 0; i < seconds; i++) heat.warm(Float64Array.of(torque), 1);
    return heat.temperatures[0] ?? 0;
  };
  const half = warmed(5, 4000) - 25;
  const whole = warmed(10, 4000) - 25;
  assert.ok(half > 5 && Math.abs(whole / half - 4) < 0.1, `${half} K and ${whole} K`);
  assert.ok(warmed(0, 4000) < 26);
});

test("noise has the deviation that was asked for, and is the same for the same seed", () => {
  const normal = normalFrom(3, 4);
  const drawn = Array.from({ length: 20_000 }, normal);
  const mean = drawn.reduce((a, b) => a + b, 0) / drawn.length;
  const square = drawn.reduce((a, b) => a + b * b, 0) / drawn.length;
  assert.ok(Math.abs(mean) < 0.03 && Math.abs(square - 1) < 0.05);
  const grey = (seed: number, count: number): Uint8Array => {
    const image = new Uint8Array(3 * 64 * 64).fill(128);
    grain(image, 0.02, seed, count);
    return image;
  };
  const image = grey(1, 1);
  const deviation = Math.sqrt(image.reduce((sum, x) => sum + (x - 128) ** 2, 0) / image.length) / 255;
  assert.ok(Math.abs(deviation - 0.02) < 0.002, `${deviation}`);
  assert.deepEqual(grey(1, 1), image);
  assert.notDeepEqual(grey(1, 2), image);
  assert.notDeepEqual(grey(2, 1), image);
});
