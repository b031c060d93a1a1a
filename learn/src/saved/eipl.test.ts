import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import { npyHeader } from "../episodes/npy.ts";
import { LearnFault } from "../fault.ts";
import { initialParameters } from "../model/parameters.ts";
import { sarnn } from "../models/sarnn.ts";
import { nodeBackend } from "../runtime/node.ts";
import { floats, sizeOf, type Tensor, zerosOf } from "../tensor.ts";
import { eiplSarnnWeights } from "./eipl.ts";
import { openModel } from "./predictor.ts";
import { encodeSafetensors } from "./safetensors.ts";
import { encodeSavedModel, readSavedModel } from "./saved-model.ts";
import { readWeights } from "./weights.ts";

const reference = sarnn({ joints: 8, points: 5, hidden: 50 });
const weights = initialParameters(reference, 5);
/** As model.state_dict() of EIPL's class lists it: the grids of its attention layers are in it. */
const stateDict: Readonly<Record<string, Tensor>> = {
  ...weights,
  "pos_encoder.6.pos_x": zerosOf([58 * 58]),
  "pos_encoder.6.pos_y": zerosOf([58 * 58]),
  "issm.pos_xy": zerosOf([2, 58, 58]),
};
const refused = (words: RegExp) => (error: unknown) =>
  error instanceof LearnFault && error.code === "weights" && words.test(error.message);

/** An archive as numpy.savez writes it, without packing. */
const npz = (tensors: Readonly<Record<string, Tensor>>): Uint8Array => {
  const [parts, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, { data, shape }] of Object.entries(tensors)) {
    const file = Buffer.concat([npyHeader("f4", shape), new Uint8Array(data.buffer)]);
    const text = Buffer.from(`${name}.npy`);
    const [local, central] = [Buffer.alloc(30), Buffer.alloc(46)];
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(text.length, 26);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt32LE(crc32(file), 16);
    central.writeUInt32LE(file.length, 20);
    central.writeUInt32LE(file.length, 24);
    central.writeUInt16LE(text.length, 28);
    central.writeUInt32LE(at, 42);
    parts.push(local, text, file);
    directory.push(central, text);
    at += 30 + text.length + file.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length / 2, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
};

test("the reference's 34,515 numbers come into our model, from safetensors and from npz", async () => {
  assert.equal(
    Object.values(weights).reduce((total, { shape }) => total + sizeOf(shape), 0),
    34_515,
  );
  for (const file of [encodeSafetensors(stateDict), npz(stateDict)]) {
    const read = eiplSarnnWeights(await readWeights(file));
    assert.deepEqual(read.settings, { joints: 8, points: 5, hidden: 50 });
    assert.deepEqual(
      Object.keys(read.weights),
      reference.parameters.map(({ name }) => name),
    );
    assert.deepEqual(read.weights, weights);
  }
});

test("names as torch.compile writes them are the same names", () => {
  const compiled = Object.fromEntries(Object.entries(stateDict).map(([name, one]) => [`_orig_mod.${name}`, one]));
  assert.deepEqual(eiplSarnnWeights(compiled).weights, weights);
});

test("what is missing, too many or of another shape is named", () => {
  const { "rec.bias_hh": _, ...missing } = stateDict;
  assert.throws(() => eiplSarnnWeights(missing), refused(/"rec.bias_hh" is missing/));
  assert.throws(() => eiplSarnnWeights({}), refused(/"decoder_joint.0.weight" is missing/));
  const extra = { ...stateDict, "encoder.1.gamma": zerosOf([3]) };
  assert.throws(() => eiplSarnnWeights(extra), refused(/"encoder.1.gamma" belongs to no layer/));
  const odd = { ...stateDict, "im_encoder.2.weight": floats(new Float32Array(16), [16]) };
  assert.throws(
    () => eiplSarnnWeights(odd),
    refused(/"im_encoder.2.weight" is float32 \[16\], not float32 \[32, 16, 3, 3\]/),
  );
});

/** PyTorch 1.13.0a0 (Debian python3-torch 1.13.1+dfsg-4), float64, by learn/dev/eipl-step-golden.py. */
const expected = [
  {
    joints: [0.180374783, -0.071694733],
    points: [0.498859799, 0.501141707, 0.504846653, 0.495385744, 0.532742453, 0.468460657],
    points_next: [-0.095055417, -0.018690888, 0.238188439, -0.036174773, -0.097102101, 0.122826193],
    image: [-8.650104544, -0.08184748, -0.159315665, -0.142644477],
  },
  {
    joints: [0.211620162, -0.063166472],
    points: [0.509318678, 0.491120237, 0.511586583, 0.48888649, 0.534223164, 0.467087519],
    points_next: [-0.096438417, -0.024489843, 0.209187791, -0.045503672, -0.10462295, 0.110331811],
    image: [-8.606218529, -0.082091094, -0.158675945, -0.142012299],
  },
] as const;
const wave = (count: number, scale: number, turn: number, phase: number, centre = 0): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => centre + scale * Math.sin(turn * i + phase));
/** Of an image: the sum of its numbers, each times cos(0.7 i), and its first three. */
const fingerprint = (image: Float32Array): readonly number[] => [
  image.reduce((sum, value, i) => sum + value * Math.cos(0.7 * i), 0),
  ...image.slice(0, 3),
];

test("weights of EIPL, saved and opened, predict step by step what PyTorch predicts from them", async () => {
  const model = sarnn({ height: 16, width: 16, points: 3, joints: 2, hidden: 4, temperature: 0.1 });
  const given = model.parameters.map(({ name, shape }, which) => {
    return [name, floats(wave(sizeOf(shape), 0.3, 1.7, 0.9 * which), shape)] as const;
  });
  const { weights: parameters } = eiplSarnnWeights(await readWeights(encodeSafetensors(Object.fromEntries(given))));
  const card = { data: { hash: "" }, seed: 0, metric: { name: "loss", value: 0, on: "test" }, steps: 0, version: "0" };
  const backend = nodeBackend({ threads: 1 });
  const predictor = await openModel(readSavedModel(encodeSavedModel({ model, parameters, card })), backend);
  for (const [step, { image, ...vectors }] of expected.entries()) {
    const seen = { image: wave(768, 0.4, 0.37, step, 0.5), joints: wave(2, 0.4, 1, step, 0.5) };
    const { image: picture, ...found } = await predictor.step(seen);
    const pairs = [
      ...Object.entries(vectors).map(([name, numbers]) => [found[name]?.data ?? [], numbers] as const),
      [fingerprint(picture?.data ?? new Float32Array()), image] as const,
    ];
    for (const [actual, wanted] of pairs)
      for (const [i, value] of wanted.entries())
        assert.ok(Math.abs((actual[i] ?? Number.NaN) - value) < 1e-5, `step ${step}: ${actual[i]} is not ${value}`);
  }
  await predictor.close();
});
