import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import { npyHeader } from "../episodes/npy.ts";
import { LearnFault } from "../fault.ts";
import { initialParameters } from "../model/parameters.ts";
import { sarnn } from "../models/sarnn.ts";
import { floats, sizeOf, type Tensor, zerosOf } from "../tensor.ts";
import { eiplSarnnWeights } from "./eipl.ts";
import { encodeSafetensors } from "./safetensors.ts";
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
