import { type BuiltWorld, buildWorld, type Region, type World, world } from "@sakiyomi/robot";

const alone = (name: string, body: string, regions: Readonly<Record<string, Region>> = {}): World =>
  world({ name, about: "For a test.", vary: {}, things: () => ({ parts: [{ bodies: [body] }], regions }) });

/** A board in front of the left hand, its upper side at a height of 0.92 m. */
export const board = alone(
  "board",
  '<body name="board" pos="0.29 0.32 0.9"><geom name="board" type="box" size=".1 .1 .02"/></body>',
);

/** A rod of 1 kg that slides down onto the left forearm, as a person's arm or as a thing. */
export const rod = (isPerson: boolean): World =>
  alone(
    "rod",
    '<body name="rod" pos="0.12 0.325 1.12"><joint name="rod" type="slide" axis="0 0 1" damping="2"/>' +
      '<geom name="rod" type="capsule" fromto="0 -.15 0 0 .15 0" size=".03" mass="1"/></body>',
    isPerson ? { rod: "forearm" } : {},
  );

/** A light rod on the left forearm, and a person's arm of 1 kg that lies on the rod and not on the robot. */
export const heldRod = alone(
  "held rod",
  '<body name="rod" pos="0.12 0.325 1.1"><joint name="rod" type="slide" axis="0 0 1" damping="2"/>' +
    '<geom name="rod" type="box" size=".03 .15 .02" mass=".2"/></body>' +
    '<body name="arm" pos="0.12 0.325 1.2"><joint name="arm" type="slide" axis="0 0 1" damping="2"/>' +
    '<geom name="arm" type="capsule" fromto="0 -.1 0 0 .1 0" size=".03" mass="1"/></body>',
  { arm: "forearm" },
);

/** A head of 0.1 m radius, 1 m in front of the middle of the base. */
export const head = alone(
  "head",
  '<body name="head" pos="1 0 0.15"><geom name="head" type="sphere" size=".1"/></body>',
  { head: "skull" },
);

/** The same world whatever the seed is, but for the seed itself. */
export const fixedWorld =
  (told: World): ((seed: number) => BuiltWorld) =>
  (seed) => ({ ...buildWorld(told, 1), seed });
