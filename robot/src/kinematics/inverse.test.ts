import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { careRobot, homePosition } from "../body/index.ts";
import { poseOf } from "./forward.ts";
import { type Inverse, inverse } from "./inverse.ts";
import { basePose, lengthOf, minus, poseTimes, rotationVector, turnAbout, turnBack, turnTimes } from "./rotation.ts";

const linkOf = (name: string): number => careRobot.links.findIndex((link) => link.name === name);
const left = linkOf("left_hand/palm");
const right = linkOf("right_hand/palm");
const start = homePosition();

const indices = (begin: string): readonly number[] =>
  careRobot.joints.flatMap(({ name }, i) => (name.startsWith(begin) ? [i] : []));
const arm = indices("left_arm");

/** Positions of the left arm's joints, the others at home: a share of the range each, 0 to 1. */
const placed = (shares: readonly number[]): Float64Array =>
  start.map((at, i) => {
    const joint = careRobot.joints[i];
    const share = shares[arm.indexOf(i)];
    return joint && share !== undefined ? joint.lowest + share * (joint.highest - joint.lowest) : at;
  });

const shares = fc.array(fc.double({ min: 0.05, max: 0.95, noNaN: true }), { minLength: 7, maxLength: 7 });

const apart = ({ position }: Inverse, link: number, target: ReturnType<typeof poseOf>): readonly [number, number] => {
  const pose = poseOf(careRobot, position, link);
  const turn = rotationVector(turnTimes(target.turn, turnBack(pose.turn)));
  return [lengthOf(minus(target.at, pose.at)), lengthOf(turn)];
};

test("a pose that the arm of the care robot can take is found, within every limit, and no other joint moves", () => {
  let reached = 0;
  const runs = 150;
  fc.assert(
    fc.property(shares, (drawn) => {
      const target = poseOf(careRobot, placed(drawn), left);
      const found = inverse(careRobot, [{ link: left, pose: target }], { start, joints: ["left_arm"], tries: 20 });
      const [place, turn] = apart(found, left, target);
      assert.equal(found.isReached, place <= 1e-4 + 1e-9 && turn <= 1e-3 + 1e-9);
      reached += found.isReached ? 1 : 0;
      for (const [i, { lowest, highest }] of careRobot.joints.entries()) {
        const at = found.position[i] ?? Number.NaN;
        assert.ok(at >= lowest && at <= highest);
        if (!arm.includes(i)) assert.equal(at, start[i]);
      }
    }),
    { numRuns: runs, seed: 4 },
  );
  assert.ok(reached >= 0.98 * runs, `${reached} of ${runs}`);
});

test("what is out of reach is said to be, and the hand is as near as it gets", () => {
  const found = inverse(
    careRobot,
    [{ link: left, pose: { at: [2, 0.2, 1], turn: [1, 0, 0, 0] }, turning: [0, 0, 0] }],
    { start, joints: ["left_arm"] },
  );
  assert.equal(found.isReached, false);
  const shoulder = poseOf(careRobot, start, linkOf("left_arm/link_2")).at;
  const straight = lengthOf(minus([2, 0.2, 1], shoulder)) - 0.64;
  assert.ok(found.place < straight + 0.05, `${found.place} of ${straight}`);
});

test("with a base that drives, a place across the room is reached, told in the frame of the room", () => {
  const target = { at: [3, -2, 1.0] as const, turn: turnAbout([0, 0, 1], 2) };
  const base = { x: 0, y: 0, yaw: 0 };
  const found = inverse(careRobot, [{ link: right, pose: target }], {
    start,
    joints: ["right_arm"],
    base,
    drives: true,
  });
  assert.ok(found.isReached);
  const pose = poseTimes(basePose(found.base), poseOf(careRobot, found.position, right));
  assert.ok(lengthOf(minus(pose.at, target.at)) < 1e-3);
  const stood = inverse(careRobot, [{ link: right, pose: target }], { start, joints: ["right_arm"], base: found.base });
  assert.ok(stood.isReached);
});

test("two hands reach at once, with the torso they share", () => {
  const reaches = [left, right].map((link, i) => ({
    link,
    pose: { at: [0.45, i === 0 ? 0.15 : -0.15, 0.75] as const, turn: turnAbout([0, 1, 0], -1.2) },
  }));
  const found = inverse(careRobot, reaches, { start, joints: ["torso", "left_arm", "right_arm"] });
  assert.ok(found.isReached);
  for (const { link, pose } of reaches) assert.ok(apart(found, link, pose)[0] <= 1e-4 + 1e-9);
});

test("what the target leaves free keeps to the posture, and a weight of 0 leaves a turning free", () => {
  const { at, turn } = poseOf(careRobot, start, left);
  const pose = { at: [at[0] + 0.05, at[1], at[2] + 0.05] as const, turn };
  const options = { start, joints: ["left_arm"] };
  const full = inverse(careRobot, [{ link: left, pose }], options);
  const loose = inverse(careRobot, [{ link: left, pose, turning: [0, 0, 0] }], options);
  const away = ({ position }: Inverse): number => Math.hypot(...position.map((x, i) => x - (start[i] ?? 0)));
  assert.ok(full.isReached && loose.isReached);
  assert.ok(away(loose) < away(full));
  const elbowUp = start.map((x, i) => (careRobot.joints[i]?.name === "left_arm/joint_2" ? -0.8 : x));
  const lifted = inverse(careRobot, [{ link: left, pose }], { ...options, posture: elbowUp });
  const second = arm[1] ?? 0;
  assert.ok(lifted.isReached);
  assert.ok((lifted.position[second] ?? 0) < (full.position[second] ?? 0) - 0.05);
});
