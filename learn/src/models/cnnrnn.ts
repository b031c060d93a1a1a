import { type LstmState, lstm, lstmCell } from "../graph/cells.ts";
import { add, mul, relu, tanh } from "../graph/elementwise.ts";
import { chunkOf, lossOverFrames, mapFrames } from "../graph/frames.ts";
import { concat } from "../graph/move.ts";
import { reshape } from "../graph/shape.ts";
import type { Value } from "../graph/value.ts";
import { framesAtOnce } from "../model/frames-at-once.ts";
import { layer, recurrentLayer } from "../model/initial.ts";
import { frameWeights, weightedError } from "../model/masked.ts";
import type { BatchSize, Model, Values } from "../model/model.ts";
import { cellOf, dense, named } from "../model/named.ts";
import { seenAndNext } from "../model/seen.ts";
import {
  checkedPicture,
  decodePicture,
  encodePicture,
  type Picture,
  pictureDecoderLayers,
  pictureEncoderLayers,
} from "./picture.ts";

export interface CnnRnnSettings extends Picture {
  readonly joints: number;
  readonly hidden: number;
  /** Numbers that an image is told in. */
  readonly features: number;
  readonly weights: { readonly image: number; readonly joints: number };
}

const jointsFrom = (s: CnnRnnSettings, hidden: Value, p: Values): Value => {
  const drive = dense(hidden, p, "decoder_joint.0");
  return s.hasLayerNorm ? relu(drive) : tanh(drive);
};

const lossOf = (s: CnnRnnSettings, p: Values, x: Values, { time, batch, chunk = framesAtOnce(s) }: BatchSize) => {
  const count = time * batch;
  const at = { chunk: chunkOf(count, chunk) };
  const flat = (name: string): Value => reshape(named(x, name), [count, ...named(x, name).shape.slice(2)]);
  const [features] = mapFrames(
    ([image]) => [encodePicture(s, image as Value, p, "encoder_image")],
    [flat("image")],
    at,
  ) as [Value];
  const seen = reshape(concat([features, flat("joints")], 1), [time, batch, s.features + s.joints]);
  const states = reshape(lstm(seen, cellOf(p, "rec")).hidden, [count, s.hidden]);
  const weights = frameWeights(named(x, "mask"));
  const image = lossOverFrames(
    ([hidden, target, share]) =>
      weightedError(decodePicture(s, hidden as Value, p, "decoder_image"), target as Value, share as Value),
    [states, flat("image.next"), weights],
    at,
  );
  const joints = weightedError(jointsFrom(s, states, p), flat("joints.next"), weights);
  return { total: add(mul(image, s.weights.image), mul(joints, s.weights.joints)), parts: { image, joints } };
};

/**
 * Picture and joints through one LSTM, both predicted from its state: EIPL's CNNRNN (82,875 parameters at 128 × 128) and,
 * with `hasLayerNorm`, its CNNRNNLN (1,282,611).
 */
export const cnnRnn = (given: Partial<CnnRnnSettings> = {}): Model<CnnRnnSettings> => {
  const s = checkedPicture({
    height: 128,
    width: 128,
    joints: 8,
    hidden: 50,
    features: 10,
    hasLayerNorm: false,
    weights: { image: 0.1, joints: 1 },
    ...given,
  });
  const observation = { image: [3, s.height, s.width], joints: [s.joints] };
  return {
    kind: "cnnrnn",
    settings: s,
    parameters: [
      ...pictureEncoderLayers(s, "encoder_image", s.features),
      ...recurrentLayer("rec", 4, s.features + s.joints, s.hidden),
      ...layer("decoder_joint.0", [s.joints, s.hidden], s.joints),
      ...pictureDecoderLayers(s, "decoder_image", s.hidden, false),
    ],
    inputs: (size) => seenAndNext(observation, size),
    loss: (p, x, size) => lossOf(s, p, x, size),
    observation,
    state: { hidden: [1, s.hidden], cell: [1, s.hidden] },
    step: (p, seen, state) => {
      const features = encodePicture(s, reshape(named(seen, "image"), [1, 3, s.height, s.width]), p, "encoder_image");
      const body = concat([features, reshape(named(seen, "joints"), [1, s.joints])], 1);
      const before: LstmState = { hidden: named(state, "hidden"), cell: named(state, "cell") };
      const next = lstmCell(body, before, cellOf(p, "rec"));
      const image = reshape(decodePicture(s, next.hidden, p, "decoder_image"), [3, s.height, s.width]);
      const joints = reshape(jointsFrom(s, next.hidden, p), [s.joints]);
      return { outputs: { image, joints }, state: { hidden: next.hidden, cell: next.cell } };
    },
  };
};
