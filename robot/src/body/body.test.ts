import assert from "node:assert/strict";
import { test } from "node:test";
import { guardDefaults } from "../guard/guard.ts";
import { ballsOf, posesOf, selfDistance } from "../kinematics/index.ts";
import { bodyLinks, careRobot, graspCentre, homePosition, robotUrdf } from "./index.ts";
import { inertiaOf } from "./inertia.ts";
import { box, capsule, cylinder, looks } from "./shapes.ts";

const placeOf = (name: string, position: Float64Array): readonly number[] => {
  const link = careRobot.links.findIndex((one) => one.name === name);
  return posesOf(careRobot, position)[link]?.at ?? assert.fail(`no link ${name}`);
};

const bent = (angles: Readonly<Record<string, number>>): Float64Array =>
  Float64Array.from(careRobot.joints, ({ name }) => angles[name] ?? 0);

const isNear = (measured: readonly number[], expected: readonly number[], within = 1e-9): void => {
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs((measured[i] ?? Number.NaN) - value) <= within, `${measured} is not ${expected}`);
};

test("joints stand in the order that every observation and command has", () => {
  assert.equal(careRobot.joints.length, 30);
  assert.deepEqual(
    careRobot.joints.map(({ name }) => name),
    [
      ...["torso", "head"].flatMap((part) => [1, 2, 3].map((i) => `${part}/joint_${i}`)),
      ...["left_arm", "right_arm"].flatMap((arm) => [1, 2, 3, 4, 5, 6, 7].map((i) => `${arm}/joint_${i}`)),
      ...["left", "right"].flatMap((side) =>
        ["thumb_1", "thumb_2", "index", "middle", "ring"].map((finger) => `${side}_hand/${finger}`),
      ),
    ],
  );
});

test("a parent comes before its children, and each joint moves one link", () => {
  for (const [i, { parent }] of careRobot.links.entries()) assert.ok(parent === null || (parent >= 0 && parent < i));
  const moved = careRobot.links.flatMap(({ joint }) => (joint === null ? [] : [joint]));
  assert.deepEqual(
    moved.toSorted((a, b) => a - b),
    careRobot.joints.map((_, i) => i),
  );
});

test("ranges and torques are Torobo's", () => {
  const of = (name: string) => careRobot.joints.find((joint) => joint.name === name) ?? assert.fail(name);
  const arm = [1, 2, 3, 4, 5, 6, 7].map((i) => of(`right_arm/joint_${i}`));
  assert.deepEqual(
    arm.map(({ torque }) => torque),
    [135, 75, 75, 75, 30, 30, 30],
  );
  assert.deepEqual(
    arm.map(({ lowest, highest }) => [lowest, highest]),
    [
      [-1.22, 4.19],
      [-1.92, 0],
      [-2.09, 2.09],
      [-0.087, 2.356],
      [-1.571, 1.571],
      [-1.571, 1.571],
      [-0.349, 1.571],
    ],
  );
});

test("the same angles move both arms as in a mirror", () => {
  const angles = [0.7, -0.4, 0.3, 1.1, -0.6, 0.5, 0.8];
  const both = Object.fromEntries(
    ["left", "right"].flatMap((side) => angles.map((angle, i) => [`${side}_arm/joint_${i + 1}`, angle])),
  );
  for (const name of ["arm/link_4", "hand/palm", "hand/thumb_2"]) {
    const [x = 0, y = 0, z = 0] = placeOf(`left_${name}`, bent(both));
    isNear(placeOf(`right_${name}`, bent(both)), [x, -y, z]);
  }
});

test("hanging arms are as long as Torobo's, and their joints bend as told", () => {
  isNear(placeOf("left_arm/link_1", bent({})), [0, 0.22, 1.2935]);
  isNear(placeOf("left_arm/link_6", bent({})), [0, 0.228, 1.2935 - 0.018 - 0.6]);
  const [forward = 0] = placeOf("left_hand/palm", bent({ "left_arm/joint_4": Math.PI / 2 }));
  assert.ok(forward > 0.3, "the elbow lifts the hand forward");
  const [, left = 0] = placeOf("left_hand/palm", bent({ "left_arm/joint_2": -1 }));
  assert.ok(left > 0.6, "the shoulder lifts the arm sideways");
});

test("at home the hands are above tables, no arm is at a limit, and nothing is too near itself", () => {
  const distance = selfDistance(careRobot, ballsOf(careRobot, homePosition()));
  assert.ok(distance > guardDefaults.selfClearance, `${distance} m`);
  for (const [i, { name, lowest, highest }] of careRobot.joints.entries()) {
    const room = Math.min((homePosition()[i] ?? 0) - lowest, highest - (homePosition()[i] ?? 0));
    if (name.includes("arm")) assert.ok(room >= (highest - lowest) * 0.15, `${name} begins near its limit`);
  }
  const [x = 0, y = 0, z = 0] = placeOf("left_hand/palm", homePosition());
  assert.ok(x > 0.1 && x < 0.26 && y > 0.2 && z > 0.95 && z < 1.1, `${[x, y, z]}`);
  const [left, right] = [graspCentre("left"), graspCentre("right")];
  assert.deepEqual(right, [left[0], -left[1], left[2]]);
});

test("weight and inertia of shapes are those of the textbook", () => {
  const rod = inertiaOf([cylinder([0, 0, 0], [0, 0, 2], 1, 12, looks.shell)]);
  isNear(rod?.at ?? [], [0, 0, 1]);
  isNear(rod?.tensor ?? [], [7, 0, 0, 0, 7, 0, 0, 0, 6]);
  const dumbbell = inertiaOf([
    box([1, 0, 0], [0.1, 0.1, 0.1], 1, looks.shell),
    box([-1, 0, 0], [0.1, 0.1, 0.1], 1, looks.shell),
  ]);
  isNear(dumbbell?.tensor ?? [], [0.04 / 3, 0, 0, 0, 2 + 0.04 / 3, 0, 0, 0, 2 + 0.04 / 3]);
  const lying = inertiaOf([capsule([0, -1, 0], [0, 1, 0], 0.001, 3, looks.shell)]);
  isNear(lying?.tensor ?? [], [1, 0, 0, 0, 0, 0, 0, 0, 1], 2e-3);
  assert.equal(inertiaOf([]), null);
});

test("the robot weighs what Torobo weighs, arms of ten kilograms each", () => {
  const mass = (names: RegExp): number =>
    bodyLinks
      .filter(({ name }) => names.test(name))
      .reduce((sum, link) => sum + (inertiaOf(link.shapes)?.mass ?? 0), 0);
  assert.ok(Math.abs(mass(/^left_arm/) - 10) < 0.5, `${mass(/^left_arm/)} kg`);
  assert.ok(Math.abs(mass(/./) - 108) < 3, `${mass(/./)} kg`);
});

test("the URDF has every link and joint once, joined to one root", () => {
  const urdf = robotUrdf();
  const names = (pattern: RegExp): readonly string[] => Array.from(urdf.matchAll(pattern), ([, name = ""]) => name);
  assert.deepEqual(
    names(/<link name="([^"]+)"/g),
    careRobot.links.map(({ name }) => name),
  );
  assert.deepEqual(
    names(/<joint name="([^"]+)" type="revolute"/g).toSorted(),
    careRobot.joints.map(({ name }) => name).toSorted(),
  );
  const children = names(/<child link="([^"]+)"/g);
  assert.equal(new Set(children).size, careRobot.links.length - 1);
  assert.ok(!children.includes("base"));
});
