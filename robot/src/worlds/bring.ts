import { cup } from "./parts/cup.ts";
import { mark, table } from "./parts/furniture.ts";
import { person, seated } from "./ward.ts";
import { world } from "./world.ts";

const stood = { unit: "m", why: "where somebody put it down" } as const;

/**
 * A sideboard 0.40 m before the robot with "cup" on its left half. 1.9 m to the robot's right somebody sits in a wheelchair,
 * looking towards the robot's way, with a tray before them; "goal" on it is where they reach a cup.
 */
export const bringWorld = world({
  name: "ward-bring",
  about: "A room in which somebody sits in a wheelchair with a tray, and their cup stands on the sideboard.",
  vary: {
    ...person,
    "sideboard/height": { from: 0.68, to: 0.73, unit: "m", why: "sideboards of care rooms" },
    "tray/height": { from: 0.7, to: 0.74, unit: "m", why: "trays of wheelchairs, over the arm rests" },
    "cup/x": { from: 0.52, to: 0.58, ...stood },
    "cup/y": { from: 0.32, to: 0.4, ...stood },
    "cup/radius": { from: 0.03, to: 0.034, unit: "m", why: "cups for people who need help to drink" },
    "cup/mass": { from: 0.1, to: 0.3, unit: "kg", why: "empty to full" },
    "chair/x": { from: -0.06, to: 0.06, unit: "m", why: "nobody stops at the same spot" },
    "chair/y": { from: -1.94, to: -1.88, unit: "m", why: "nobody stops at the same spot" },
    "chair/yaw": { from: -1.64, to: -1.5, unit: "rad", why: "nobody stops quite straight" },
  },
  things: (v) => {
    const { parts, person: sitter } = seated(v, { at: [v["chair/x"], v["chair/y"]], yaw: v["chair/yaw"] });
    const tray = [v["chair/x"], v["chair/y"] + 0.72, v["tray/height"]] as const;
    return {
      parts: [
        table({ name: "sideboard", at: [0.75, 0.2, v["sideboard/height"]], half: [0.35, 0.4], friction: 0.7 }),
        cup({
          name: "cup",
          at: [v["cup/x"], v["cup/y"], v["sideboard/height"]],
          radius: v["cup/radius"],
          height: 0.1,
          mass: v["cup/mass"],
          friction: 0.8,
          colour: [0.3, 0.6, 0.85, 1],
        }),
        table({ name: "tray", at: tray, half: [0.3, 0.17], friction: 0.7 }),
        mark("goal", [tray[0] + 0.12, tray[1] + 0.04, tray[2]], 0.06, [0.4, 0.75, 0.9, 1]),
        ...parts,
        sitter.part,
      ],
      regions: sitter.regions,
      truth: ["cup", "goal", "sideboard", "tray", "wheelchair", ...sitter.bodies],
    };
  },
});
