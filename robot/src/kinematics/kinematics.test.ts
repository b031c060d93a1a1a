import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { careRobot, homePosition } from "../body/index.ts";
import type { RobotFeatures } from "../contract/features.ts";
import { twoArms } from "../testing/two-arms.ts";
import { posesOf } from "./forward.ts";
import { inverse } from "./inverse.ts";
import { jacobianOf } from "./jacobian.ts";
import { ballsOf, outsideBy, selfDistance, toolTravel } from "./kinematics.ts";
import { minus, rotationVector, turnBack, turned, turnTimes, unturned } from "./rotation.ts";
import { treeOf } from "./tree.ts";

const robots = { "two arms": twoArms, "the care robot": careRobot } as const;

/** Joint positions within the ranges. */
const positionsOf = ({ joints }: RobotFeatures): fc.Arbitrary<readonly number[]> =>
  fc.tuple(...joints.map(({ lowest, highest }) => fc.double({ min: lowest, max: highest, noNaN: true })));

const jacobian = (features: RobotFeatures, position: readonly number[], link: number): Float64Array => {
  const tree = treeOf(features);
  const [room] = tree.room;
  const rows = new Float64Array(6 * tree.joints);
  posesOf(features, position).forEach(({ at, turn }, i) => {
    room.at.set(at, 3 * i);
    room.turn.set(turn, 4 * i);
  });
  jacobianOf(tree, room, link, rows, tree.joints);
  return rows;
};

for (const [name, features] of Object.entries(robots))
  test(`the Jacobian of ${name} is what finite differences of its poses give`, () => {
    const tools = [...treeOf(features).tools];
    const h = 1e-6;
    fc.assert(
      fc.property(
        positionsOf(features),
        fc.constantFrom(...tools),
        fc.nat(features.joints.length - 1),
        (q, tool, j) => {
          const rows = jacobian(features, q, tool);
          const [before, after] = [-h, h].map(
            (by) =>
              posesOf(
                features,
                q.map((x, i) => (i === j ? x + by : x)),
              )[tool],
          );
          assert.ok(before && after);
          const speed = [
            ...minus(after.at, before.at),
            ...rotationVector(turnTimes(after.turn, turnBack(before.turn))),
          ].map((way) => way / (2 * h));
          for (const [row, expected] of speed.entries())
            assert.ok(Math.abs((rows[row * features.joints.length + j] ?? 0) - expected) < 1e-6);
        },
      ),
      { numRuns: 200, seed: 1 },
    );
  });

test("two arms in a plane stand where school geometry puts them", () => {
  const [a, b] = [0.4, 0.5];
  const fore = posesOf(twoArms, [a, b, 0, 0])[2];
  const expected = [0.35 * Math.cos(a), 0.22 + 0.35 * Math.sin(a), 0];
  for (const [i, x] of expected.entries()) assert.ok(Math.abs((fore?.at[i] ?? 0) - x) < 1e-12);
  const [x, y] = turned(fore?.turn ?? [1, 0, 0, 0], [1, 0, 0]);
  assert.ok(Math.abs(Math.atan2(y, x) - (a + b)) < 1e-12);
});

test("a link that slides moves along its own axis, turned as its parent is", () => {
  const base = { parent: null, offset: [0, 0, 0], axis: [0, 0, 1], balls: [], isTool: false } as const;
  const joint = { unit: "m", lowest: -1, highest: 1, speed: 1, acceleration: 1, torque: 1 } as const;
  const features: RobotFeatures = {
    ...twoArms,
    joints: [
      { ...joint, name: "turn", unit: "rad" },
      { ...joint, name: "slide" },
    ],
    links: [
      { ...base, name: "turning", joint: 0, motion: "turns" },
      { ...base, name: "sliding", parent: 0, offset: [1, 0, 0], axis: [1, 0, 0], joint: 1, motion: "slides" },
    ],
  };
  const at = posesOf(features, [Math.PI / 2, 0.5])[1]?.at ?? [];
  for (const [i, x] of [0, 1.5, 0].entries()) assert.ok(Math.abs((at[i] ?? 0) - x) < 1e-12);
});

test("turned links keep quaternions of length 1, however many joints lie between", () => {
  fc.assert(
    fc.property(positionsOf(careRobot), (q) => {
      for (const { turn } of posesOf(careRobot, q)) assert.ok(Math.abs(Math.hypot(...turn) - 1) < 1e-9);
    }),
    { numRuns: 50, seed: 2 },
  );
});

test("a robot is as far from itself and outside a box as its nearest and farthest balls are", () => {
  fc.assert(
    fc.property(positionsOf(twoArms), (q) => {
      const balls = ballsOf(twoArms, q);
      const all = Array.from({ length: balls.count }, (_, i) => ({
        at: balls.at.slice(3 * i, 3 * i + 3),
        radius: balls.radius[i] ?? 0,
        link: balls.link[i] ?? 0,
      }));
      const apart = (a: number, b: number): boolean =>
        a !== b && twoArms.links[a]?.parent !== b && twoArms.links[b]?.parent !== a;
      const gaps = all.flatMap((a) =>
        all
          .filter((b) => apart(a.link, b.link))
          .map((b) => Math.hypot(...a.at.map((x, i) => x - (b.at[i] ?? 0))) - a.radius - b.radius),
      );
      assert.ok(Math.abs(selfDistance(twoArms, balls) - Math.min(...gaps)) < 1e-12);
      const out = all.flatMap(({ at, radius }) => [...at].map((x) => Math.abs(x) + radius - 0.4));
      const box = { lowest: [-0.4, -0.4, -0.4], highest: [0.4, 0.4, 0.4] } as const;
      assert.ok(Math.abs(outsideBy(box, balls) - Math.max(...out)) < 1e-12);
    }),
    { numRuns: 50, seed: 3 },
  );
});

test("the fingers of one hand may meet, those of two hands may not", () => {
  const q = homePosition();
  const closed = q.map((x, i) => (careRobot.joints[i]?.name.includes("_hand/") ? 1.4 : x));
  const apart = (position: Float64Array): number => selfDistance(careRobot, ballsOf(careRobot, position));
  assert.ok(apart(q) > 0.02);
  assert.ok(apart(closed) > 0.02);
  const together = ["left_hand/palm", "right_hand/palm"].map((name) => ({
    link: careRobot.links.findIndex((link) => link.name === name),
    pose: { at: [0.4, 0, 1.1] as const, turn: unturned },
    turning: [0, 0, 0] as const,
  }));
  const met = inverse(careRobot, together, { start: q, joints: ["left_arm", "right_arm"] });
  assert.ok(met.isReached);
  assert.ok(apart(met.position) < 0);
});

test("a tool travels as far as its pose moves, and other links do not count", () => {
  const from = [0.3, 0.3, -0.3, -0.3];
  const to = [0.3, 1.3, -0.3, -0.3];
  assert.equal(toolTravel(twoArms, from, to), 0);
  const turnedUpper = toolTravel(twoArms, from, [0.5, 0.3, -0.3, -0.3]);
  assert.ok(Math.abs(turnedUpper - 2 * 0.35 * Math.sin(0.1)) < 1e-12);
});
