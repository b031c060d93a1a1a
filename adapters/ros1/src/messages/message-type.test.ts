import assert from "node:assert/strict";
import { test } from "node:test";
import * as common from "./common.ts";
import { commonType, messageTypeOf } from "./message-type.ts";
import { sumOfService } from "./sum.ts";
import { rosTime, secondsOf } from "./time.ts";

// `_md5sum` of Debian's ROS 1 packages (Noetic).
const sums: Readonly<Record<string, string>> = {
  "sensor_msgs/JointState": "3066dcd76a6cfaef579bd0f34173e9fd",
  "sensor_msgs/Image": "060021388200f6f0f447d0fcd9c64743",
  "trajectory_msgs/JointTrajectory": "65b4f94a94d1ed67169da35a02f33d3f",
  "geometry_msgs/Twist": "9f195f881246fdfa2798d1d3eebca84a",
  "nav_msgs/Odometry": "cd5e73d190d741a2f92e81eda573aca7",
  "tf2_msgs/TFMessage": "94810edda583a504dfda3829e70d7eec",
  "rosgraph_msgs/Clock": "a9c97c1d230cfc112e270351a944ee47",
  "std_msgs/Float64MultiArray": "4b7d974086d4060e7db4613a7e6c3ba4",
  "actionlib_msgs/GoalStatusArray": "8b2b82f13216d0a8ea88bd3af735e619",
  "sensor_msgs/Range": "c005c34273dc426c67a020a87bc24148",
};

test("sums of definitions are those of ROS", () => {
  for (const [name, sum] of Object.entries(sums)) assert.equal(commonType(name).md5, sum, name);
  assert.equal(common.log.md5, "acffd30cd6b6de30f120938c17c593fb");
  assert.equal(sumOfService("", "bool success\nstring message"), "937c9679a518e3a18d831e57125ea522");
  assert.equal(sumOfService("bool data # of what", "bool success\nstring message"), "09fb03525b03e7ea1fd3992bafd87e16");
});

test("a message comes back as it was written", () => {
  const told = {
    header: { seq: 7, stamp: { sec: 12, nsec: 5 }, frame_id: "基" },
    name: ["a", "b"],
    position: [1, -2],
    velocity: new Float64Array([0.5, 0.25]),
    effort: [],
  };
  const seen = common.jointState.read(common.jointState.frame(told).subarray(4));
  assert.deepEqual(JSON.parse(JSON.stringify(seen.header)), told.header);
  assert.deepEqual([...seen.name], told.name);
  assert.deepEqual([...Array.from(seen.position), ...Array.from(seen.velocity)], [1, -2, 0.5, 0.25]);
});

test("a message that lacks a field, and bytes that are cut or lie about a length, are refused by name", () => {
  const isBad = { code: "bad-message" };
  assert.throws(() => common.jointState.frame({} as common.JointStateMessage), isBad);
  const whole = common.jointState.frame({
    header: { seq: 0, stamp: { sec: 0, nsec: 0 }, frame_id: "" },
    name: ["a"],
    position: [1],
    velocity: [],
    effort: [],
  });
  for (let length = 0; length < whole.length - 4; length += 1)
    assert.throws(() => common.jointState.read(whole.subarray(4, 4 + length)), isBad, `cut at ${length}`);
  const lying = whole.slice(4);
  lying.fill(0xff, 16, 20);
  assert.throws(() => common.jointState.read(lying), isBad);
});

test("a picture is written in one piece, as it is written byte by byte", () => {
  const { image } = common;
  const data = Uint8Array.from({ length: 300 }, (_, i) => i);
  const told = {
    header: { seq: 0, stamp: { sec: 1, nsec: 2 }, frame_id: "eye" },
    height: 10,
    width: 10,
    encoding: "rgb8",
    is_bigendian: 0,
    step: 30,
    data,
  };
  const oneByOne = image.frame({ ...told, data: [...data] as unknown as Uint8Array });
  assert.deepEqual(image.frame(told), oneByOne);
  assert.deepEqual(image.read(oneByOne.subarray(4)).data, data);
  assert.equal(image.read(image.frame({ ...told, data: new Uint8Array(0) }).subarray(4)).data.length, 0);
});

test("a type of one's own is written, read and summed from its text", () => {
  const type = messageTypeOf<{ readonly id: string }>("own/Id", "string id");
  assert.equal(type.read(type.frame({ id: "x" }).subarray(4)).id, "x");
  assert.throws(() => messageTypeOf("own/Two", "own/One one"), { code: "unknown-type" });
  assert.throws(() => commonType("own/Nothing"), { code: "unknown-type" });
});

test("times keep their nanoseconds positive", () => {
  assert.deepEqual(rosTime(-0.25), { sec: -1, nsec: 750_000_000 });
  assert.deepEqual(rosTime(1.999_999_999_9), { sec: 2, nsec: 0 });
  assert.equal(secondsOf({ sec: 3, nsec: 500_000_000 }), 3.5);
});
