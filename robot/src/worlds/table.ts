import { mark, table } from "./parts/furniture.ts";
import { softThing } from "./parts/soft-thing.ts";
import { world } from "./world.ts";

const colours = [
  [0.85, 0.65, 0.2, 1],
  [0.3, 0.6, 0.4, 1],
  [0.35, 0.45, 0.8, 1],
] as const;

const place = { unit: "m", why: "where somebody put it down" } as const;
const softness = { unit: "N/m", why: "a sponge gives way to 2 N by a centimetre; a block of wood does not" } as const;

/**
 * A table whose front is 0.40 m before the robot, 0.7 m high. "thing/1" in front of the left arm, "thing/2" in the middle,
 * "thing/3" in front of the right arm: they look alike whatever their softness. "goal": a disc of 8 cm radius to put
 * something on, left of the middle.
 */
export const tableWorld = world({
  name: "table",
  about: "A table with three things whose softness cannot be seen, and a place to put them.",
  vary: {
    "table/height": { from: 0.68, to: 0.73, unit: "m", why: "dining tables, and tables for wheelchairs" },
    "table/friction": { from: 0.4, to: 0.9, unit: "1", why: "varnish to tablecloth" },
    "1/x": { from: 0.52, to: 0.6, ...place },
    "1/y": { from: 0.34, to: 0.42, ...place },
    "2/x": { from: 0.62, to: 0.68, ...place },
    "2/y": { from: -0.03, to: 0.03, ...place },
    "3/x": { from: 0.52, to: 0.6, ...place },
    "3/y": { from: -0.42, to: -0.34, ...place },
    "1/yaw": { from: -0.15, to: 0.15, unit: "rad", why: "nobody puts things straight" },
    "2/yaw": { from: -0.15, to: 0.15, unit: "rad", why: "nobody puts things straight" },
    "3/yaw": { from: -0.15, to: 0.15, unit: "rad", why: "nobody puts things straight" },
    "1/stiffness": { from: 200, to: 4000, ...softness },
    "2/stiffness": { from: 200, to: 4000, ...softness },
    "3/stiffness": { from: 200, to: 4000, ...softness },
    "thing/height": { from: 0.09, to: 0.13, unit: "m", why: "bottles of soap, packets" },
    "thing/mass": { from: 0.08, to: 0.35, unit: "kg", why: "a sponge to a full bottle" },
    "thing/friction": { from: 0.6, to: 1.1, unit: "1", why: "plastic film to rubber" },
    "thing/colour": { from: 0, to: 2, unit: "1", isWhole: true, why: "colour says nothing about softness" },
    "goal/x": { from: 0.55, to: 0.62, ...place },
    "goal/y": { from: 0.14, to: 0.2, ...place },
  },
  things: (v) => {
    const top = v["table/height"];
    const thing = (number: 1 | 2 | 3) =>
      softThing({
        name: `thing/${number}`,
        at: [v[`${number}/x`], v[`${number}/y`], top],
        yaw: v[`${number}/yaw`],
        stiffness: v[`${number}/stiffness`],
        height: v["thing/height"],
        mass: v["thing/mass"],
        friction: v["thing/friction"],
        colour: colours[v["thing/colour"]] ?? colours[0],
      });
    return {
      parts: [
        table({ name: "table", at: [0.75, 0, top], half: [0.35, 0.6], friction: v["table/friction"] }),
        thing(1),
        thing(2),
        thing(3),
        mark("goal", [v["goal/x"], v["goal/y"], top], 0.08, [0.4, 0.75, 0.9, 1]),
      ],
      truth: ["thing/1", "thing/2", "thing/3", "goal", "table"],
    };
  },
});
