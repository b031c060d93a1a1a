import { element, type MjcfPart } from "../body/mjcf-part.ts";
import { cup } from "./parts/cup.ts";
import { table } from "./parts/furniture.ts";
import { lying, type PersonPart, personPart, recline, sitting } from "./parts/person.ts";
import { bed, wheelchair } from "./parts/rest.ts";
import { type Things, world } from "./world.ts";

/** How people differ. */
export const person = {
  "person/weight": { from: 0.75, to: 1.25, unit: "1", why: "46 to 78 kg: old people of Japan, 5th to 95th percentile" },
  "person/strength": { from: 0.6, to: 1.6, unit: "1", why: "weak to tense muscles" },
  "person/friction": { from: 0.4, to: 0.8, unit: "1", why: "dry skin to cotton" },
  "person/core": { from: 35.8, to: 38.8, unit: "Cel", why: "a cool morning to a fever" },
  "person/face": { from: 0.79, to: 0.83, unit: "1", why: "blood flow of the skin: pale to flushed" },
} as const;

const room = {
  "table/height": { from: 0.68, to: 0.74, unit: "m", why: "bedside tables" },
  "cup/x": { from: -0.08, to: -0.02, unit: "m", why: "where the person can reach it; from the middle of the table" },
  "cup/y": { from: -0.08, to: 0.08, unit: "m", why: "where the person can reach it; from the middle of the table" },
  "cup/radius": { from: 0.03, to: 0.034, unit: "m", why: "cups for people who need help to drink" },
  "cup/mass": { from: 0.1, to: 0.3, unit: "kg", why: "empty to full" },
} as const;

interface RoomDrawn {
  readonly "table/height": number;
  readonly "cup/x": number;
  readonly "cup/y": number;
  readonly "cup/radius": number;
  readonly "cup/mass": number;
}

const bedside = (v: RoomDrawn, [x, y]: readonly [number, number]) => [
  table({ name: "bedside", at: [x, y, v["table/height"]], half: [0.2, 0.2], friction: 0.7 }),
  cup({
    name: "cup",
    at: [x + v["cup/x"], y + v["cup/y"], v["table/height"]],
    radius: v["cup/radius"],
    height: 0.1,
    mass: v["cup/mass"],
    friction: 0.8,
    colour: [0.3, 0.6, 0.85, 1],
  }),
];

/** Holds the pelvis in the chair: without it a person slides out, as without it in a real one. */
const belt: MjcfPart = {
  equalities: [element("connect", { body1: "person/pelvis", body2: "wheelchair", anchor: "0 0 0", solref: "0.05 1" })],
};

export interface Sitter {
  readonly "person/weight": number;
  readonly "person/strength": number;
  readonly "person/friction": number;
}

/** A wheelchair, and a person who sits in it, held by the belt. */
export const seated = (
  v: Sitter,
  { at, yaw }: { readonly at: readonly [number, number]; readonly yaw: number },
): { readonly parts: readonly MjcfPart[]; readonly person: PersonPart } => {
  const seat = 0.46;
  const [half, lean] = [yaw / 2, (recline - Math.PI / 2) / 2];
  const [c, s, k, n] = [Math.cos(half), Math.sin(half), Math.cos(lean), Math.sin(lean)];
  const back = 0.1;
  const person = personPart({
    at: [at[0] + back * Math.cos(yaw), at[1] + back * Math.sin(yaw), seat + 0.12],
    turn: [c * k, -s * n, c * n, s * k],
    posture: sitting,
    weight: v["person/weight"],
    strength: v["person/strength"],
    friction: v["person/friction"],
  });
  return { parts: [wheelchair({ at, yaw, seat, recline }), belt], person };
};

const things = (parts: Things["parts"], { part, regions, bodies }: PersonPart): Things => ({
  parts: [...parts, part],
  regions,
  truth: ["cup", "bedside", "bed", "wheelchair", ...bodies],
});

/** Quarter of a turn about the vertical: head to +y. */
const headLeft = [Math.SQRT1_2, 0, 0, Math.SQRT1_2] as const;

/**
 * A bed along y, its near edge 0.45 m before the robot, its head to the left. The person lies on the back in its middle;
 * their left side is the near one. Left of the robot a bedside table with "cup"; behind the bed an empty wheelchair.
 */
export const wardLying = world({
  name: "ward-lying",
  about: "A ward room with a person lying in bed, a wheelchair, and a cup on the bedside table.",
  vary: {
    ...person,
    ...room,
    "bed/height": { from: 0.52, to: 0.62, unit: "m", why: "care beds are raised for work on the person" },
    "bed/softness": { from: 0.03, to: 0.06, unit: "s", why: "a firm mattress to one against bedsores" },
    "person/x": { from: -0.03, to: 0.03, unit: "m", why: "nobody lies in the middle" },
    "person/y": { from: -0.04, to: 0.04, unit: "m", why: "people slide down in bed" },
    "person/yaw": { from: -0.06, to: 0.06, unit: "rad", why: "nobody lies straight" },
  },
  things: (v) => {
    const top = v["bed/height"];
    const half = v["person/yaw"] / 2;
    const [c, s] = [Math.cos(half), Math.sin(half)];
    return things(
      [
        bed({ at: [0.88, -0.35, top], half: [0.43, 1], softness: v["bed/softness"] }),
        wheelchair({ at: [2.2, 0.2], yaw: 0.6, seat: 0.46, recline }),
        ...bedside(v, [0.42, 0.98]),
      ],
      personPart({
        at: [0.86 + v["person/x"], -0.2 + v["person/y"], top + 0.112],
        turn: [headLeft[0] * (c - s), 0, 0, headLeft[3] * (c + s)],
        posture: lying,
        weight: v["person/weight"],
        strength: v["person/strength"],
        friction: v["person/friction"],
      }),
    );
  },
});

/**
 * The person sits in a wheelchair before the robot, looking at it; the knees are 0.55 m from the middle of the robot's base.
 * Left of the robot a bedside table with "cup"; the empty bed stands far to the right.
 */
export const wardSitting = world({
  name: "ward-sitting",
  about: "A ward room with a person sitting in a wheelchair, an empty bed, and a cup on the bedside table.",
  vary: {
    ...person,
    ...room,
    "chair/x": { from: 0.98, to: 1.06, unit: "m", why: "how near the robot drove" },
    "chair/y": { from: -0.05, to: 0.05, unit: "m", why: "how near the robot drove" },
    "chair/yaw": { from: -0.12, to: 0.12, unit: "rad", why: "how straight the robot stands" },
  },
  things: (v) => {
    const { parts, person: sitter } = seated(v, { at: [v["chair/x"], v["chair/y"]], yaw: v["chair/yaw"] });
    const empty = bed({ at: [1.6, -2, 0.5], half: [0.43, 1], softness: 0.04 });
    return things([empty, ...parts, ...bedside(v, [0.58, 0.8])], sitter);
  },
});
