import assert from "node:assert/strict";
import { test } from "node:test";
import type { Observation as ModelObservation, Predictor } from "@sakiyomi/learn";
import type { RobotFeatures } from "../contract/features.ts";
import { seenAt, twoArms } from "../testing/two-arms.ts";
import { learnedPolicy } from "./learned-policy.ts";

const camera = { name: "head/left/image", shape: [2, 3, 3], unit: "1", rate: 30 };
const features: RobotFeatures = { ...twoArms, sensors: [camera] };
const names = ["right_arm/joint_1", "left_arm/joint_1"];

interface Described {
  readonly names?: readonly string[];
  readonly units?: readonly string[];
  readonly image?: readonly number[];
  readonly outputNames?: readonly string[];
}

/** A model that says: each joint a tenth further, the picture as it was. */
const modelOf = ({ units = ["rad", "rad"], image = [3, 2, 3], outputNames = names, ...more }: Described = {}) => {
  const seen: ModelObservation[] = [];
  let resets = 0;
  const inputs = [
    { name: "joints", shape: [2], onnx: "joints", from: "signal", names: more.names ?? names, units },
    {
      name: "image",
      shape: image,
      onnx: "image",
      from: "signal",
      kind: "image",
      features: ["observation.images.head_left"],
    },
    { name: "noise", shape: [4], onnx: "noise", from: "noise" },
  ];
  const outputs = [
    { name: "joints", shape: [2], onnx: "output_joints", names: outputNames },
    { name: "image", shape: image, onnx: "output_image", kind: "image" },
  ];
  const predictor = {
    saved: { description: { kind: "sarnn", inputs, outputs, state: [], rate: 10, settings: {}, card: {} } },
    steps: 0,
    step: async (observation: ModelObservation) => {
      seen.push(observation);
      const joints = Float32Array.from(observation.joints as ArrayLike<number>, (at) => at + 0.1);
      return {
        joints: { type: "float32", shape: [2], data: joints },
        image: { type: "float32", shape: image, data: observation.image },
      };
    },
    reset: async () => {
      resets += 1;
    },
    close: async () => {},
  } as unknown as Predictor;
  return { predictor, seen, resets: () => resets };
};

const position = Float64Array.of(0.1, 0.2, 0.3, 0.4);
const bytes = Uint8Array.from({ length: 18 }, (_, i) => i * 10);
const seeing = (at: number) => seenAt(at, position, { samples: { [camera.name]: { at, data: bytes } } });

test("it reads joints and pictures by their names, and tells joints where it predicts them to be", async () => {
  const { predictor, seen } = modelOf();
  const policy = learnedPolicy({ predictor, features });
  const command = await policy.step(seeing(1), 1);
  assert.deepEqual(
    [...((seen[0]?.joints ?? []) as Float32Array)].map((x) => Math.round(x * 10) / 10),
    [0.3, 0.1],
  );
  const image = (seen[0]?.image ?? new Float32Array()) as Float32Array;
  assert.deepEqual([...image.slice(0, 6)], [0, 30, 60, 90, 120, 150], "red of all six pixels comes first");
  const rounded = [...(command?.position ?? [])].map((x) => Math.round(x * 1e6) / 1e6);
  assert.deepEqual(rounded, [0.2, 0.2, 0.4, 0.4], "joints that it does not know of stay where they were");
  assert.ok(Math.abs((command?.velocity?.[0] ?? 0) - 1) < 1e-5, "0.1 rad in a tenth of a second");
  assert.equal(command?.expires, 1.2);
  assert.deepEqual(
    command?.expects?.samples?.[camera.name],
    bytes,
    "what it expects to see is a picture of that camera",
  );
});

test("a reset begins anew, also with where the other joints are held", async () => {
  const { predictor, resets } = modelOf();
  const policy = learnedPolicy({ predictor, features });
  await policy.step(seeing(1), 1);
  await policy.reset();
  const moved = seenAt(2, Float64Array.of(0.5, 0.9, 0.5, 0.9), { samples: { [camera.name]: { at: 2, data: bytes } } });
  const command = await policy.step(moved, 2);
  assert.equal(resets(), 1);
  assert.equal(command?.position[1], 0.9);
});

test("a model for another robot is refused before it moves anything, in words", () => {
  const refused = (described: Described, more = features): string => {
    try {
      learnedPolicy({ predictor: modelOf(described).predictor, features: more });
      return "taken";
    } catch (error) {
      return String(error);
    }
  };
  assert.match(refused({ names: ["elbow", "wrist"] }), /reads "joints", which this robot has not.*head\/left\/image/);
  assert.match(refused({ units: ["deg", "deg"] }), /another unit: right_arm\/joint_1 is in rad/);
  assert.match(refused({ image: [3, 64, 64] }), /sees 64 × 64 pixels, head\/left\/image gives 3 × 2/);
  assert.match(refused({ outputNames: ["elbow"] }), /predicts no joints of this robot/);
  assert.match(refused({}, twoArms), /reads "image", which this robot has not/);
});

test("until its camera has spoken it has nothing to say, and makes nothing up", async () => {
  const { predictor, seen } = modelOf();
  const policy = learnedPolicy({ predictor, features });
  assert.equal(await policy.step(seenAt(1, position), 1), null);
  assert.equal(seen.length, 0);
  assert.ok(await policy.step(seeing(2), 2));
});
