import assert from "node:assert/strict";
import { test } from "node:test";
import { careRobot, graspCentre, homePosition } from "../body/index.ts";
import type { Vector3 } from "../contract/features.ts";
import type { Quaternion } from "../contract/robot.ts";
import { inverse, turned, turnFromAxes } from "../kinematics/index.ts";
import { cross, minus, scaled } from "../kinematics/rotation.ts";
import { buildWorld, careWorlds } from "./index.ts";

type Side = "left" | "right";
type Drawn = Readonly<Record<string, number>>;

/** A hand whose fingers point along one direction and whose palm faces another. */
const handTurn = (side: Side, fingers: Vector3, faces: Vector3): Quaternion => {
  const y = scaled(faces, side === "left" ? -1 : 1);
  return turnFromAxes(cross(y, scaled(fingers, -1)), y);
};

/** Round an upright thing: fingers forward and a little inwards, thumb up. */
const beside = (side: Side): Quaternion => {
  const inwards = side === "left" ? -0.3 : 0.3;
  const across = side === "left" ? -1 : 1;
  const fingers: Vector3 = [Math.cos(inwards), Math.sin(inwards), 0];
  return handTurn(side, fingers, scaled([-Math.sin(inwards), Math.cos(inwards), 0], across));
};

/** On something that lies: fingers forward, palm down. */
const onTop = (side: Side): Quaternion => handTurn(side, [1, 0, 0], [0, 0, -1]);

const reaches = (side: Side, at: Vector3, turn: Quaternion): boolean => {
  const link = careRobot.links.findIndex(({ name }) => name === `${side}_hand/palm`);
  const palm = minus(at, turned(turn, graspCentre(side)));
  const home = homePosition();
  return inverse(careRobot, [{ link, pose: { at: palm, turn } }], { start: home, posture: home }).isReached;
};

interface Row {
  readonly world: string;
  readonly what: string;
  readonly side: Side;
  readonly turn: (side: Side) => Quaternion;
  readonly at: (drawn: (name: string) => number) => Vector3;
}

const rows: readonly Row[] = [
  {
    world: "kitchen",
    what: "grasp the full cup",
    side: "left",
    turn: beside,
    at: (v) => [v("full/x"), v("full/y"), v("counter/height") + 0.05],
  },
  {
    world: "kitchen",
    what: "hold a cup above the empty one",
    side: "left",
    turn: beside,
    at: (v) => [v("empty/x"), v("empty/y"), v("counter/height") + 0.22],
  },
  {
    world: "kitchen",
    what: "grasp the stirrer",
    side: "right",
    turn: beside,
    at: (v) => [v("stirrer/x"), v("stirrer/y"), v("counter/height") + 0.2],
  },
  ...[0.06, -0.06].map(
    (dx): Row => ({
      world: "kitchen",
      what: `stir ${dx} m from the middle of the pan`,
      side: "right",
      turn: beside,
      at: (v) => [v("pan/x") + dx, v("pan/y"), v("counter/height") + 0.22],
    }),
  ),
  ...(
    [
      ["1", "left"],
      ["2", "left"],
      ["2", "right"],
      ["3", "right"],
    ] as const
  ).map(
    ([number, side]): Row => ({
      world: "table",
      what: `grasp thing ${number}`,
      side,
      turn: beside,
      at: (v) => [v(`${number}/x`), v(`${number}/y`), v("table/height") + 0.055],
    }),
  ),
  ...(["left", "right"] as const).map(
    (side): Row => ({
      world: "table",
      what: "put something on the goal",
      side,
      turn: beside,
      at: (v) => [v("goal/x"), v("goal/y"), v("table/height") + 0.06],
    }),
  ),
  {
    world: "door",
    what: "lay the palm on the handle",
    side: "left",
    turn: onTop,
    at: (v) => [v("door/x") - 0.075, v("door/y") + v("door/width") - 0.16, v("handle/height")],
  },
  ...([0, 0.3, -0.25] as const).map(
    (along): Row => ({
      world: "ward-lying",
      what: `touch the body's near side, ${along} m from the pelvis to the head`,
      side: along < 0 ? "right" : "left",
      turn: onTop,
      at: (v) => [0.76 + v("person/x"), -0.2 + v("person/y") + along, v("bed/height") + 0.25],
    }),
  ),
];

for (const { world: name, what, side, turn, at } of rows)
  test(`${name}: the ${side} hand can ${what}`, () => {
    const world = careWorlds.find((one) => one.name === name) ?? assert.fail(name);
    for (let seed = 1; seed <= 10; seed++) {
      const drawn: Drawn = buildWorld(world, seed).drawn;
      const value = (key: string): number => drawn[key] ?? assert.fail(`${name} draws no ${key}`);
      assert.ok(reaches(side, at(value), turn(side)), `seed ${seed}: ${at(value)}`);
    }
  });
