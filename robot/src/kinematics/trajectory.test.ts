import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { twoArms } from "../testing/two-arms.ts";
import { lengthOf, minus, rotationVector, turnAbout, turnBack, turnTimes, unturned } from "./rotation.ts";
import { type JointPoint, jointMove, type Trajectory, toolMove } from "./trajectory.ts";

const positions = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 });

/** Share of the joints' speed and acceleration that a motion uses at its most, by differences of what it says. */
const used = ({ duration, at }: Trajectory<JointPoint>, steps = 400): number => {
  const dt = duration / steps;
  const shares = Array.from({ length: steps }, (_, i) => {
    const [now, next] = [at(i * dt), at((i + 1) * dt)];
    return twoArms.joints.map(({ speed, acceleration }, j) => {
      const [before, after] = [now.velocity[j] ?? 0, next.velocity[j] ?? 0];
      const moved = ((next.position[j] ?? 0) - (now.position[j] ?? 0)) / dt;
      assert.ok(Math.abs(moved - (after + before) / 2) < 1e-3);
      return Math.max(Math.abs(after) / speed, Math.abs(after - before) / dt / acceleration);
    });
  });
  return Math.max(...shares.flat());
};

const isAtRest = ({ position, velocity }: JointPoint, where: readonly number[]): boolean =>
  where.every((x, i) => Math.abs((position[i] ?? 0) - x) < 1e-12 && velocity[i] === 0);

test("joints move from rest to rest within a share of their speed and acceleration, and one of them uses it up", () => {
  fc.assert(
    fc.property(positions, positions, fc.double({ min: 0.1, max: 1, noNaN: true }), (from, to, share) => {
      fc.pre(from.some((x, i) => Math.abs(x - (to[i] ?? 0)) > 1e-3));
      const move = jointMove(twoArms, from, to, share);
      const most = used(move);
      assert.ok(most <= share + 1e-6 && most > 0.99 * share);
      assert.ok(isAtRest(move.at(-1), from) && isAtRest(move.at(move.duration + 1), to));
    }),
    { numRuns: 60, seed: 5 },
  );
});

test("a motion that goes nowhere takes no time, or as long as it is told to", () => {
  assert.equal(jointMove(twoArms, [0, 0, 0, 0], [0, 0, 0, 0]).duration, 0);
  const { duration, at } = jointMove(twoArms, [0, 0, 0, 0], [0, 0, 0, 0], 0.5, 2);
  assert.equal(duration, 2);
  assert.deepEqual([...at(1).position], [0, 0, 0, 0]);
});

test("a tool moves straight and turns evenly, within its speeds", () => {
  const from = { at: [0, 0, 0] as const, turn: unturned };
  const to = { at: [0.3, 0.4, 0] as const, turn: turnAbout([0, 0, 1], 1) };
  const limits = { speed: 0.25, acceleration: 1, turning: 1 };
  const { duration, at } = toolMove(from, to, limits);
  let fastest = 0;
  for (let i = 0; i < 200; i += 1) {
    const [now, next] = [at((i * duration) / 200), at(((i + 1) * duration) / 200)];
    fastest = Math.max(fastest, lengthOf(minus(next.at, now.at)) / (duration / 200));
    assert.ok(Math.abs(next.at[0] * 4 - next.at[1] * 3) < 1e-12);
    const turned = lengthOf(rotationVector(turnTimes(next.turn, turnBack(unturned))));
    assert.ok(Math.abs(turned - lengthOf(next.at) * 2) < 1e-9);
  }
  assert.ok(fastest <= 0.25 && fastest > 0.249);
});
