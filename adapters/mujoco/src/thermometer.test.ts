import assert from "node:assert/strict";
import { test } from "node:test";
import { type BuiltWorld, buildWorld, coreFrom, robotAlone, type World, world } from "@sakiyomi/robot";
import { drive, withSimulation } from "./testing/drive.ts";

/** A ball before the eyes of a robot that looks down by 0.75 rad, so far away, m. */
const ballAt = (far: number, region: "face" | "hand" | null): World =>
  world({
    name: "ball",
    about: "For a test.",
    vary: {},
    things: () => {
      // The eyes of the robot at rest, and where they look.
      const [down, x, z] = [0.75, 0.105 * Math.cos(0.75) + 0.141 * Math.sin(0.75) - 0.02, 1.405];
      const eye = [x, 0, z - 0.105 * Math.sin(down) + 0.141 * Math.cos(down)] as const;
      const at = [eye[0] + far * Math.cos(down), 0, eye[2] - far * Math.sin(down)];
      return {
        parts: [
          { bodies: [`<body name="ball" pos="${at.join(" ")}"><geom name="ball" type="sphere" size=".07"/></body>`] },
        ],
        regions: region ? { ball: region } : {},
      };
    },
  });

const warm = (told: World): ((seed: number) => BuiltWorld) => {
  const warmth = { room: 24, core: 38, face: 0.81, offset: 0.1, noise: 0.05 };
  return (seed) => {
    const built = buildWorld(told, 1);
    return { ...built, seed, sensing: { ...built.sensing, warmth } };
  };
};

/** Mean and standard deviation of what it reads in two seconds, and what it says of the room. */
const read = async (told: World): Promise<{ mean: number; deviation: number; room: number; count: number }> => {
  const found = { mean: 0, deviation: 0, room: 0, count: 0 };
  await withSimulation({ world: warm(told) }, async (simulation) => {
    const seen = await drive(simulation, 2, () => ({}));
    const samples = new Map(
      seen.flatMap(({ samples: { "head/thermometer": one } }) => (one ? [[one.at, one.data[0] ?? 0] as const] : [])),
    );
    const values = [...samples.values()];
    found.count = values.length;
    found.mean = values.reduce((sum, one) => sum + one, 0) / values.length;
    found.deviation = Math.sqrt(values.reduce((sum, one) => sum + (one - found.mean) ** 2, 0) / values.length);
    found.room = seen.at(-1)?.samples["head/thermometer/room"]?.data[0] ?? 0;
  });
  return found;
};

test("the thermometer reads a face ten times a second, from which the core's temperature is told", async () => {
  const { mean, deviation, room, count } = await read(ballAt(0.5, "face"));
  assert.ok(count >= 19 && count <= 21, `${count} samples in 2 s`);
  assert.ok(Math.abs(mean - (24 + 0.81 * 14 + 0.1)) < 0.04, `${mean} °C`);
  assert.ok(deviation > 0.02 && deviation < 0.09, `${deviation} K`);
  assert.ok(Math.abs(coreFrom(mean, room) - 38) < 0.3, `${coreFrom(mean, room)} °C`);
});

test("a hand is cooler than a face, a thing is as warm as the room, and nothing is too", async () => {
  const [hand, thing, nothing] = await Promise.all([
    read(ballAt(0.5, "hand")),
    read(ballAt(0.5, null)),
    read(robotAlone),
  ]);
  assert.ok(hand.mean > 31 && hand.mean < 33, `${hand.mean} °C`);
  assert.ok(Math.abs(thing.mean - 24.1) < 0.05 && Math.abs(nothing.mean - 24.1) < 0.05);
});

test("from afar more of the room is within the spot", async () => {
  const [near, far] = await Promise.all([read(ballAt(0.5, "face")), read(ballAt(4, "face"))]);
  assert.ok(near.mean - far.mean > 1, `${near.mean} °C near, ${far.mean} °C far`);
});
