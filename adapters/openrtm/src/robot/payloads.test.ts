import assert from "node:assert/strict";
import { test } from "node:test";
import { type Command, regions, type SensorFeature } from "@sakiyomi/robot";
import { twoArms } from "@sakiyomi/robot/testing";
import fc from "fast-check";
import { encodePayload } from "../data-types.ts";
import { CorbaFault } from "../fault.ts";
import { clockMatch } from "./clock-match.ts";
import {
  decodeCommand,
  decodeContacts,
  decodeJoints,
  decodeNearest,
  decodeSample,
  encodeCommand,
  encodeContacts,
  encodeJoints,
  encodeNearest,
  encodeSample,
  sensorPort,
} from "./robot-ports.ts";

const whole: Command = {
  at: 3.25,
  expires: 3.3,
  position: Float64Array.of(0.1, 0.2, 0.3, 0.4),
  velocity: Float64Array.of(1, 2, 3, 4),
  torque: Float64Array.of(-1, 0, 1, 2),
  stiffness: 0.5,
  base: { forward: 0.1, sideways: -0.2, turn: 0.3 },
  hands: [
    { link: 2, at: [1, 2, 3], turn: [1, 0, 0, 0], stiffness: 300, turning: 10, force: 5, push: [0, 0, -2] },
    { link: 4, at: [3, 2, 1], turn: [0, 1, 0, 0], stiffness: 200, turning: 20, force: 4 },
  ],
};

for (const isLittle of [true, false])
  test(`a command keeps all that it holds, ${isLittle ? "little" : "big"} endian; what it leaves out stays left out`, () => {
    assert.deepEqual(decodeCommand(encodeCommand(7, whole, isLittle), twoArms, isLittle), {
      number: 7,
      command: whole,
    });
    const least = { at: 1, expires: 1.05, position: whole.position, stiffness: 1 };
    const { command } = decodeCommand(encodeCommand(8, least, isLittle), twoArms, isLittle);
    assert.deepEqual(command, least);
  });

test("observations keep their times, numbers and regions; an unknown region stays unknown, an unknown distance null", () => {
  const joints = {
    at: 12.5,
    position: Float64Array.of(1, 2, 3, 4),
    velocity: Float64Array.of(5, 6, 7, 8),
    torque: Float64Array.of(9, 10, 11, 12),
  };
  assert.deepEqual(decodeJoints(encodeJoints({ number: 3, joints }, true), 4, true), { number: 3, joints });
  const [first = "skull"] = regions;
  const contacts = [
    { at: 2, region: first, force: 4.5 },
    { at: 2, region: "wing", force: 1 },
  ];
  assert.deepEqual(decodeContacts(encodeContacts(contacts, 2, true), true), [
    contacts[0],
    { ...contacts[1], region: "unknown" },
  ]);
  const nearest = { at: 2, distance: 0.7, regions: { [first]: 0.9 } };
  assert.deepEqual(decodeNearest(encodeNearest(nearest, 2, false), false), nearest);
  assert.equal(decodeNearest(encodeNearest(null, 2, true), true), null);
});

test("a picture and a force leave by their own types and come back; one of another shape is refused", () => {
  const eye: SensorFeature = { name: "head/left/image", shape: [2, 3, 3], unit: "1", rate: 30 };
  const wrist: SensorFeature = { name: "left_wrist/force", shape: [6], unit: "N", rate: 100 };
  assert.deepEqual([sensorPort(eye).type, sensorPort(wrist).type], ["CameraImage", "TimedFloatSeq"]);
  assert.equal(sensorPort(eye).name, "head_left_image");
  const picture = { at: 1, data: Uint8Array.from({ length: 18 }, (_, i) => i) };
  assert.deepEqual(decodeSample(eye, encodeSample(eye, picture, true), true), picture);
  const force = { at: 1, data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  assert.deepEqual(decodeSample(wrist, encodeSample(wrist, force, false), false), force);
  assert.throws(
    () => decodeSample({ ...wrist, shape: [3] }, encodeSample(wrist, force, true), true),
    /6 values instead of 3/,
  );
  assert.throws(() => decodeSample({ ...eye, shape: [3, 2, 3] }, encodeSample(eye, picture, true), true), /2 × 3/);
});

test("hostile rows of numbers are refused with a reason, never taken", () => {
  const numbers = fc.array(fc.oneof(fc.double(), fc.constantFrom(Number.NaN, 1e300, -1, 2 ** 31)), { maxLength: 60 });
  fc.assert(
    fc.property(numbers, (row) => {
      const payload = encodePayload("TimedDoubleSeq", { at: 1, data: Float64Array.from(row) });
      for (const read of [
        () => decodeCommand(payload, twoArms, true).command.position,
        () => decodeJoints(payload, 4, true).joints.position,
      ])
        try {
          assert.ok(read().length === 4 && read().every(Number.isFinite));
        } catch (error) {
          assert.ok(error instanceof CorbaFault, String(error));
        }
    }),
    { seed: 3, numRuns: 2000 },
  );
});

test("between two clocks nobody knows, times are never in the future, commands never live longer, and a restart is noticed", () => {
  const clock = clockMatch();
  assert.equal(clock.toRobot(100), null);
  // The robot's clock is 90 s behind ours; messages take 1 to 5 ms.
  for (let i = 0; i < 100; i += 1) {
    const stamp = 10 + i * 0.01;
    const way = 0.001 + (0.004 * ((i * 7) % 10)) / 10;
    const ours = clock.heard(stamp, stamp + 90 + way);
    assert.ok(ours <= stamp + 90 + way + 1e-9);
  }
  const there = clock.toRobot(101) ?? 0;
  assert.ok(there <= 11 && there > 11 - 0.002, String(there));
  // It was started again.
  assert.equal(clock.heard(0.5, 120.5), 120.5);
  assert.equal(clock.toRobot(121), 1);
});

test("of a command's life the whole round trip is gone when it arrives, however the way is shared out", () => {
  const valid = 0.05;
  for (const [down, up] of [
    [0.001, 0.02],
    [0.03, 0.03],
    [0.3, 0.001],
  ] as const) {
    const clock = clockMatch();
    const ahead = 1000;
    for (let i = 0; i < 100; i += 1) clock.heard(i * 0.01, i * 0.01 + ahead + down);
    const ours = ahead + 1;
    const left = (clock.toRobot(ours + valid) ?? 0) - (ours - ahead + up);
    assert.ok(Math.abs(left - (valid - down - up)) < 1e-9, String(left));
  }
});
