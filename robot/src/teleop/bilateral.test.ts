import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type BilateralGains,
  bilateralTrial,
  errorsOf,
  feltImpedance,
  gainsFor,
  jointArm,
  planarArm,
  stabilityOf,
  type Trial,
  type Wall,
} from "./index.ts";

const joint = () => jointArm({ inertia: [0.05], damping: [0.3], gravity: [1.5] });
const planar = () =>
  planarArm({ length: [0.3, 0.3], mass: [1.2, 0.8], motor: [0.03, 0.02], damping: [0.4, 0.3], gravity: 9.81 });
const firm = { stiffness: 20, damping: 1 };
const loose = { stiffness: 3, damping: 0.1 };
const soft: Wall = { at: 0.2, stiffness: 10, damping: 0.1 };
const hard: Wall = { at: 0.2, stiffness: 500, damping: 1 };

/** Three seconds to and fro, then the hand wants to stay at 0.8 rad. */
const toAndFro = (time: number): number => (time < 3 ? 0.4 * (1 - Math.cos(Math.PI * time)) : 0.8);

interface How {
  readonly make?: typeof joint;
  readonly grip?: typeof firm;
  readonly gains?: Partial<BilateralGains>;
}

const moved = (wall: Wall | null, delay: number, { make = joint, grip = firm, gains }: How = {}): Trial =>
  bilateralTrial({
    ...{ make, wall, delay, length: 8, finer: 2, gains: gains ?? gainsFor(delay) },
    operator: { ...grip, wants: toAndFro },
  });

/** The hand swings at 1 Hz and stays in touch. */
const swung = (wall: Wall | null, gains: Partial<BilateralGains> = {}): Trial =>
  bilateralTrial({
    ...{ make: joint, wall: wall && { ...wall, at: -0.2 }, delay: 0, length: 6, finer: 2, gains },
    operator: { ...firm, wants: (time) => 0.5 + 0.1 * Math.sin(2 * Math.PI * time) },
  });

test("leader and follower stand alike, and the hand pushes with what the follower meets", () => {
  for (const wall of [null, soft, hard]) {
    const { position, force } = errorsOf(moved(wall, 0), 0.5, 3);
    assert.ok(position < 0.006, `${position} rad apart`);
    assert.ok(force < 0.8, `${force} N·m`);
  }
});

test("with position alone, the hand drags the follower's friction and weight along; the force channel takes that away", () => {
  const [four, two] = [swung(null), swung(null, { force: 0 })].map((trial) => feltImpedance(trial, 1, 2, 6));
  assert.ok(four && two);
  // Two arms of 0.05 kg·m² and no more: -2 J ω², ω = 2π/s.
  assert.ok(Math.abs(four.re - -2 * 0.05 * (2 * Math.PI) ** 2) < 0.6, `feels ${four.re}`);
  assert.ok(Math.abs(four.im) < 1.2 && two.im > 10 * four.im, `${four.im} against ${two.im} N·m/rad`);
});

test("a soft thing feels soft and a hard one hard", () => {
  const mass = feltImpedance(swung(null), 1, 2, 6).re;
  const [felt10, felt500] = [soft, hard].map((wall) => feltImpedance(swung(wall), 1, 2, 6));
  assert.ok(felt10 && felt500);
  assert.ok(Math.abs(felt10.re - mass - soft.stiffness) < 1, `${felt10.re - mass} N·m/rad of ${soft.stiffness}`);
  const size = Math.hypot(felt500.re, felt500.im);
  assert.ok(size > 250 && size < 520, `${size} N·m/rad of ${hard.stiffness}`);
});

test("with the gains for its delay it comes to rest: 0, 10 and 50 ms, free, soft and hard, held firmly and loosely", () => {
  for (const delay of [0, 0.01, 0.05])
    for (const wall of [null, soft, hard])
      for (const grip of [firm, loose])
        for (const make of [joint, planar]) {
          const trial = moved(wall, delay, { make, grip });
          const name = `${delay * 1000} ms, ${wall?.stiffness ?? 0} N·m/rad, grip ${grip.stiffness}, ${make.name}`;
          assert.equal(stabilityOf(trial, 3, 8), "stable", name);
        }
});

test("gains for no delay swing up with one of 50 ms in a loose hand: the measure of stability tells", () => {
  const trial = moved(null, 0.05, { make: planar, grip: loose, gains: gainsFor(0) });
  assert.equal(stabilityOf(trial, 3, 8), "unstable");
});
