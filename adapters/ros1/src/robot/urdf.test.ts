import assert from "node:assert/strict";
import { test } from "node:test";
import { featuresOfUrdf } from "./urdf.ts";

const urdf = `<?xml version="1.0"?>
<robot name="small &amp; good">
  <!-- <link name="not here"/> -->
  <link name="base"><collision><geometry><box size="0.2 0.2 0.6"/></geometry></collision></link>
  <joint name="lift" type="prismatic">
    <parent link="base"/><child link="upper"/>
    <origin xyz="0 0 1" rpy="0 0 1.5707963267948966"/>
    <axis xyz="0 0 2"/><limit lower="0" upper="0.5" velocity="0.1" effort="200"/>
  </joint>
  <joint name="elbow" type="revolute">
    <origin xyz="1 0 0"/><parent link="upper"/><child link="fore"/><axis xyz='1 0 0'/>
    <limit lower="-1" upper="2" velocity="1.5" effort="30"/>
  </joint>
  <joint name="plate" type="fixed"><parent link="fore"/><child link="hand"/><origin xyz="0 0 0.1"/></joint>
  <link name="upper"/><link name="fore"><collision><geometry><sphere radius="0.05"/></geometry></collision></link>
  <link name="hand"/>
</robot>`;

const near = (seen: readonly number[], wanted: readonly number[]): void => {
  for (const [i, x] of wanted.entries())
    assert.ok(Math.abs((seen[i] ?? Number.NaN) - x) < 1e-12, `${seen} ≠ ${wanted}`);
};

test("a URDF's joints and links become features, with frames aligned at zero", () => {
  const { name, joints, links, rate } = featuresOfUrdf(urdf);
  assert.equal(name, "small & good");
  assert.equal(rate, 100);
  assert.deepEqual(joints[0], {
    name: "lift",
    unit: "m",
    lowest: 0,
    highest: 0.5,
    speed: 0.1,
    torque: 200,
    acceleration: 0.5,
  });
  assert.deepEqual(
    links.map(({ name, parent, joint, motion, isTool }) => [name, parent, joint, motion, isTool]),
    [
      ["base", null, null, "turns", false],
      ["upper", 0, 0, "slides", false],
      ["fore", 1, 1, "turns", false],
      ["hand", 2, null, "turns", true],
    ],
  );
  // The upper part is turned by a quarter about z: its x is the base's y.
  near(links[2]?.offset ?? [], [0, 1, 0]);
  near(links[2]?.axis ?? [], [0, 1, 0]);
  near(links[1]?.axis ?? [], [0, 0, 1]);
  assert.equal(links[0]?.balls.length, 3);
  near(links[0]?.balls.map(({ at }) => at[2]) ?? [], [-0.2, 0, 0.2]);
  assert.deepEqual(links[2]?.balls, [{ at: [0, 0, 0], radius: 0.05 }]);
});

test("a URDF without limits, with loops, strange joints or broken tags is refused with what is wrong", () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    [urdf.replace(/velocity="1.5"/, ""), /joint elbow has no limit "velocity"/],
    [urdf.replace('<parent link="base"/>', '<parent link="hand"/>'), /2 roots|no tree/],
    [urdf.replace('type="prismatic"', 'type="floating"'), /joint lift is floating/],
    [urdf.replace("</robot>", ""), /<robot> is not closed/],
    [urdf.replace("</robot>", "</robot></link>"), /closes what is not open/],
    [urdf.replace('xyz="0 0 2"', 'xyz="0 0 0"'), /no direction/],
    [urdf.replace('xyz="1 0 0"', 'xyz="1 x 0"'), /no vector/],
    ["{}", /not one root/],
    ["<a>".repeat(1000), /too deep/],
  ];
  for (const [text, why] of cases) assert.throws(() => featuresOfUrdf(text), why);
});
