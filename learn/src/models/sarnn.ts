import { LearnFault } from "../fault.ts";
import { type LstmState, lstm, lstmCell } from "../graph/cells.ts";
import { conv2d, convTranspose2d } from "../graph/conv.ts";
import { add, leakyRelu, mul } from "../graph/elementwise.ts";
import { chunkOf, lossOverFrames, mapFrames } from "../graph/frames.ts";
import { concat, slice, split } from "../graph/move.ts";
import { mean } from "../graph/reduce.ts";
import { reshape } from "../graph/shape.ts";
import { spatialHeat, spatialSoftmax } from "../graph/spatial.ts";
import type { Value } from "../graph/value.ts";
import { framesAtOnce } from "../model/frames-at-once.ts";
import { layer, recurrentLayer } from "../model/initial.ts";
import { frameWeights, weightedError } from "../model/masked.ts";
import type { BatchSize, Model, ParameterSpec, Values } from "../model/model.ts";
import { cellOf, dense, named } from "../model/named.ts";
import { seenAndNext } from "../model/seen.ts";
import type { Shape } from "../tensor.ts";

export interface SarnnSettings {
  /** Pixels. */
  readonly height: number;
  readonly width: number;
  readonly joints: number;
  /** Numbers of force and of touch beside the joints; 0: none. */
  readonly forces: number;
  readonly touches: number;
  /** Attention points. */
  readonly points: number;
  readonly hidden: number;
  /** "off": the mean of each feature map instead of its point, and a gate a map instead of a heat map: for ablations. */
  readonly attention: "on" | "off";
  /** Of the spatial softmax: small is sharp. */
  readonly temperature: number;
  /** Size of a heat spot, in squared shares of the picture. */
  readonly heat: number;
  /** Shares of the loss: image, joints (with force and touch), points. */
  readonly weights: { readonly image: number; readonly joints: number; readonly points: number };
}

/** EIPL's reference: 34,515 parameters. Loss shares of its AIREC task. */
export const sarnnDefaults: SarnnSettings = {
  height: 64,
  width: 64,
  joints: 8,
  forces: 0,
  touches: 0,
  points: 5,
  hidden: 50,
  attention: "on",
  temperature: 1e-4,
  heat: 0.1,
  weights: { image: 0.1, joints: 1, points: 0.1 },
};

/** Slope below zero of every rectifier of the reference. */
const slope = 0.3;
/** Three convolutions of 3 × 3 without padding take 2 pixels each. */
const border = 6;

const encoderLayers = (name: string, maps: number): readonly ParameterSpec[] => [
  ...layer(`${name}.0`, [16, 3, 3, 3], 16),
  ...layer(`${name}.2`, [32, 16, 3, 3], 32),
  ...layer(`${name}.4`, [maps, 32, 3, 3], maps),
];

const encoded = (image: Value, p: Values, name: string): Value =>
  ["0", "2", "4"].reduce(
    (x, one) => conv2d(x, named(p, `${name}.${one}.weight`), named(p, `${name}.${one}.bias`), { leaky: slope }),
    image,
  );

const decoded = (features: Value, p: Values): Value =>
  ["0", "2", "4"].reduce(
    (x, one) =>
      convTranspose2d(x, named(p, `decoder_image.${one}.weight`), named(p, `decoder_image.${one}.bias`), {
        leaky: slope,
      }),
    features,
  );

/** Where the model looks: [frames, points · 2], or with attention off [frames, points] feature strengths. */
const looked = (s: SarnnSettings, p: Values, image: Value): Value => {
  const features = encoded(image, p, "pos_encoder");
  return s.attention === "on" ? spatialSoftmax(features, s.temperature).points : mean(features, [2, 3]);
};

const imagined = (s: SarnnSettings, p: Values, image: Value, points: Value): Value => {
  const features = encoded(image, p, "im_encoder");
  const [count, maps, height, width] = features.shape as [number, number, number, number];
  const where =
    s.attention === "on" ? spatialHeat(points, height, width, s.heat) : reshape(points, [count, maps, 1, 1]);
  return decoded(mul(where, features), p);
};

interface Recurrent {
  readonly joints: Value;
  readonly points: Value;
}

const predictedFrom = (hidden: Value, p: Values): Recurrent => ({
  joints: leakyRelu(dense(hidden, p, "decoder_joint.0"), slope),
  points: leakyRelu(dense(hidden, p, "decoder_point.0"), slope),
});

/** Body values of a frame beside the image, in the order of the model's vector: joints, forces, touches. */
const bodyOf = ({ joints, forces, touches }: SarnnSettings): Readonly<Record<string, Shape>> => ({
  joints: [joints],
  ...(forces > 0 ? { forces: [forces] } : {}),
  ...(touches > 0 ? { touches: [touches] } : {}),
});

const bodyVector = (s: SarnnSettings, x: Values, suffix: string): Value => {
  const parts = Object.keys(bodyOf(s)).map((name) => named(x, `${name}${suffix}`));
  return concat(parts, (parts[0]?.shape.length ?? 1) - 1);
};

const flatFrames = (x: Value): Value =>
  reshape(x, [(x.shape[0] as number) * (x.shape[1] as number), ...x.shape.slice(2)]);

const lossOf = (s: SarnnSettings, p: Values, x: Values, { time, batch, chunk = framesAtOnce(s) }: BatchSize) => {
  const at = { chunk: chunkOf(time * batch, chunk) };
  const [image, nextImage] = [flatFrames(named(x, "image")), flatFrames(named(x, "image.next"))];
  const [points] = mapFrames(([one]) => [looked(s, p, one as Value)], [image], at) as [Value];
  const seen = concat([points, flatFrames(bodyVector(s, x, ""))], 1);
  const states = lstm(reshape(seen, [time, batch, seen.shape[1] as number]), cellOf(p, "rec")).hidden;
  const predicted = predictedFrom(reshape(states, [time * batch, s.hidden]), p);
  const weights = frameWeights(named(x, "mask"));
  const imageLoss = lossOverFrames(
    ([one, where, target, share]) =>
      weightedError(imagined(s, p, one as Value, where as Value), target as Value, share as Value),
    [image, predicted.points, nextImage, weights],
    at,
  );
  const jointLoss = weightedError(predicted.joints, flatFrames(bodyVector(s, x, ".next")), weights);
  const pointLoss = pointError(predicted.points, points, named(x, "mask"), { time, batch });
  const share = mul(named(x, "points.share"), s.weights.points);
  const total = add(add(mul(imageLoss, s.weights.image), mul(jointLoss, s.weights.joints)), mul(pointLoss, share));
  return { total, parts: { image: imageLoss, joints: jointLoss, points: pointLoss } };
};

/** The points that were expected against those that the next frame shows. */
const pointError = (expected: Value, shown: Value, mask: Value, { time, batch }: BatchSize): Value => {
  const earlier = { axis: 0, start: 0, end: (time - 1) * batch };
  const later = { axis: 0, start: batch, end: time * batch };
  const exists = reshape(mask, [time * batch]);
  const both = mul(slice(exists, earlier), slice(exists, later));
  return weightedError(slice(expected, earlier), slice(shown, later), frameWeights(both));
};

const stepOf = (s: SarnnSettings, p: Values, seen: Values, state: Values) => {
  const image = reshape(named(seen, "image"), [1, 3, s.height, s.width]);
  const points = looked(s, p, image);
  const body = reshape(bodyVector(s, seen, ""), [1, bodySize(s)]);
  const before: LstmState = { hidden: named(state, "hidden"), cell: named(state, "cell") };
  const next = lstmCell(concat([points, body], 1), before, cellOf(p, "rec"));
  const predicted = predictedFrom(next.hidden, p);
  const nextImage = imagined(s, p, image, predicted.points);
  const lookSize = points.shape[1] as number;
  return {
    outputs: {
      ...bodyParts(s, reshape(predicted.joints, [bodySize(s)])),
      image: reshape(nextImage, [3, s.height, s.width]),
      points: reshape(points, [lookSize]),
      points_next: reshape(predicted.points, [lookSize]),
    },
    state: { hidden: next.hidden, cell: next.cell },
  };
};

const bodySize = ({ joints, forces, touches }: SarnnSettings): number => joints + forces + touches;

const bodyParts = (s: SarnnSettings, vector: Value): Values => {
  const names = Object.keys(bodyOf(s));
  const sizes = Object.values(bodyOf(s)).map(([size = 0]) => size);
  return Object.fromEntries(split(vector, sizes, 0).map((part, i) => [names[i] as string, part]));
};

const checked = (s: SarnnSettings): SarnnSettings => {
  if (Math.min(s.height, s.width) <= border + 1)
    throw new LearnFault(
      "settings",
      `An image of ${s.height} × ${s.width} pixels is too small.`,
      `Take more than ${border + 1}.`,
    );
  return s;
};

/**
 * SARNN, spatial attention with a recurrent network: it learns where to look, and predicts picture, joints and points.
 * Layers, initial weights and loss as in EIPL (https://github.com/ogata-lab/eipl, model/SARNN.py and
 * tutorials/airec/sarnn/libs/fullBPTT.py); Ichiwara et al. 2022, https://doi.org/10.1109/ICRA46639.2022.9811940.
 * Beside the reference: what pads a sequence does not count, force and touch may be seen and predicted, attention may be off.
 * The share of the points' loss follows the setting "points.share", 0 … 1.
 */
export const sarnn = (given: Partial<SarnnSettings> = {}): Model<SarnnSettings> => {
  const s = checked({ ...sarnnDefaults, ...given });
  const look = s.attention === "on" ? s.points * 2 : s.points;
  const body = bodySize(s);
  const observation = { image: [3, s.height, s.width], ...bodyOf(s) };
  return {
    kind: "sarnn",
    settings: s,
    parameters: [
      ...encoderLayers("pos_encoder", s.points),
      ...encoderLayers("im_encoder", s.points),
      ...recurrentLayer("rec", 4, body + look, s.hidden),
      ...layer("decoder_joint.0", [body, s.hidden], body),
      ...layer("decoder_point.0", [look, s.hidden], look),
      ...layer("decoder_image.0", [s.points, 32, 3, 3], 32),
      ...layer("decoder_image.2", [32, 16, 3, 3], 16),
      ...layer("decoder_image.4", [16, 3, 3, 3], 3),
    ],
    inputs: (size) => ({ ...seenAndNext(observation, size), "points.share": { from: "setting", shape: [], value: 1 } }),
    loss: (p, x, size) => lossOf(s, p, x, size),
    observation,
    state: { hidden: [1, s.hidden], cell: [1, s.hidden] },
    step: (p, seen, state) => stepOf(s, p, seen, state),
  };
};

/**
 * How the share of the points' loss grows: an S-curve from 0 to 1 over `steps`, t − sin(2πt)/2π (EIPL's LossScheduler).
 * Counted in epochs there; here `at` and `steps` are of one kind, whichever the caller counts.
 */
export const pointsShare = (at: number, steps: number): number => {
  const t = Math.min(1, at / steps);
  return t - Math.sin(2 * Math.PI * t) / (2 * Math.PI);
};
