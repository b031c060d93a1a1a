import { z } from "zod";
import { LearnFault } from "../fault.ts";
import type { Model } from "../model/model.ts";
import type { Shape } from "../tensor.ts";
import { cae } from "./cae.ts";
import { cnnRnn } from "./cnnrnn.ts";
import { forecaster } from "./forecaster/forecaster.ts";
import { forecasterDefaults } from "./forecaster/settings.ts";
import { lstmModel } from "./lstm.ts";
import { mtrnn } from "./mtrnn.ts";
import { prae } from "./prae/prae.ts";
import { praeDefaults } from "./prae/settings.ts";
import { pvrnn } from "./pvrnn/pvrnn.ts";
import { tGleanAgent } from "./pvrnn/settings.ts";
import { sarnn } from "./sarnn.ts";

/** Shapes of one frame of what the data offers, by observation: { image: [3, 64, 64], joints: [8] }. */
export type DataShapes = Readonly<Record<string, Shape>>;

/** A kind of model that a configuration or a saved file can name. */
export interface ModelKind {
  readonly kind: string;
  /** What it is for, in a line. */
  readonly title: string;
  /** Every setting with its meaning and default. */
  readonly settings: z.ZodType<object>;
  /** Which observations it needs of the data. */
  readonly observations: readonly string[];
  /** Settings that the data decide. */
  inferred(shapes: DataShapes): Readonly<Record<string, unknown>>;
  /** @throws {LearnFault} "settings" */
  create(settings: unknown): Model;
}

const count = (what: string) => z.number().int().positive().describe(what);
const share = (what: string) => z.number().nonnegative().describe(what);

const row = <Shape extends z.ZodRawShape>(
  kind: string,
  title: string,
  shape: Shape,
  observations: readonly string[],
  inferred: ModelKind["inferred"],
  make: (settings: z.output<z.ZodObject<Shape>>) => Model,
): ModelKind => {
  const settings = z.strictObject(shape);
  const create = (given: unknown): Model => {
    const read = settings.safeParse(given);
    if (read.success) return make(read.data as z.output<z.ZodObject<Shape>>);
    throw new LearnFault(
      "settings",
      `Settings of ${kind}: ${z.prettifyError(read.error)}.`,
      `They are ${Object.keys(shape).join(", ")}.`,
    );
  };
  return { kind, title, settings: settings as unknown as z.ZodType<object>, observations, inferred, create };
};

const imageOf = ({ image = [3, 64, 64] }: DataShapes) => ({ height: image[1], width: image[2] });
const sizeOfRow = (shape: Shape | undefined): number | undefined => shape?.[0];
const picture = {
  height: count("Pixels; a multiple of 32."),
  width: count("Pixels; a multiple of 32."),
  hasLayerNorm: z.boolean().default(false).describe("Layer normalisation and rectifiers instead of tanh."),
};

const simpleKinds: readonly ModelKind[] = [
  row(
    "lstm",
    "Predicts the next joints and features from those so far, with one LSTM.",
    { values: count("Numbers a frame."), hidden: count("Units of the LSTM.").default(50) },
    ["values"],
    ({ values }) => ({ values: sizeOfRow(values) }),
    lstmModel,
  ),
  row(
    "mtrnn",
    "Fast units follow the motion, slow ones hold what it is about.",
    {
      values: count("Numbers a frame."),
      fast: count("Fast units.").default(60),
      slow: count("Slow units.").default(5),
      fastTau: z.number().min(1).default(2).describe("Time constant of the fast units, frames."),
      slowTau: z.number().min(1).default(12).describe("Time constant of the slow units, frames."),
    },
    ["values"],
    ({ values }) => ({ values: sizeOfRow(values) }),
    mtrnn,
  ),
];

const pictureKinds: readonly ModelKind[] = [
  row(
    "cae",
    "An image in a few numbers and back: features for the models without images.",
    { ...picture, features: count("Numbers that an image is told in.").default(10) },
    ["image"],
    imageOf,
    cae,
  ),
  row(
    "cnnrnn",
    "Image features and joints through one LSTM; image and joints predicted.",
    {
      ...picture,
      joints: count("Joints."),
      hidden: count("Units of the LSTM.").default(50),
      features: count("Numbers that an image is told in.").default(10),
      weights: z
        .strictObject({ image: share("Share of the image loss."), joints: share("Share of the joint loss.") })
        .default({ image: 0.1, joints: 1 }),
    },
    ["image", "joints"],
    (shapes) => ({ ...imageOf(shapes), joints: sizeOfRow(shapes.joints) }),
    cnnRnn,
  ),
  row(
    "sarnn",
    "Learns where to look; image, joints and points of attention predicted.",
    {
      height: count("Pixels."),
      width: count("Pixels."),
      joints: count("Joints."),
      forces: z.number().int().nonnegative().default(0).describe("Numbers of force, 0: none."),
      touches: z.number().int().nonnegative().default(0).describe("Numbers of touch, 0: none."),
      points: count("Points of attention.").default(5),
      hidden: count("Units of the LSTM.").default(50),
      attention: z
        .enum(["on", "off"])
        .default("on")
        .describe("off: feature strengths instead of points, for ablations."),
      temperature: z.number().positive().default(1e-4).describe("Of the spatial softmax; small is sharp."),
      heat: z.number().positive().default(0.1).describe("Size of a heat spot, in squared shares of the picture."),
      weights: z
        .strictObject({
          image: share("Share of the image loss."),
          joints: share("Share of the joint loss."),
          points: share("Share of the points' loss."),
        })
        .default({ image: 0.1, joints: 1, points: 0.1 }),
    },
    ["image", "joints"],
    ({ forces, touches, ...shapes }) => ({
      ...imageOf(shapes),
      joints: sizeOfRow(shapes.joints),
      forces: sizeOfRow(forces) ?? 0,
      touches: sizeOfRow(touches) ?? 0,
    }),
    sarnn,
  ),
];

const pvrnnLayer = z.strictObject({
  units: count("Deterministic units."),
  latent: count("Stochastic units."),
  tau: z.number().min(1).describe("Time constant, frames."),
  metaPrior: share("w: large holds it to its own prediction, small lets it follow the data."),
});

const pvrnnCode = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("linear") }),
  z.strictObject({
    kind: z.literal("softmax"),
    units: z.number().int().min(2),
    low: z.number(),
    high: z.number(),
    spread: z.number().positive(),
  }),
]);

const generativeKinds: readonly ModelKind[] = [
  row(
    "pvrnn",
    "Predicts with its own uncertainty, explains what it sees by error regression, plans toward a goal.",
    {
      observation: z.string().default("values").describe("Which observation it predicts."),
      dimensions: count("Numbers a frame, normalised to 0 … 1."),
      layers: z
        .array(pvrnnLayer)
        .min(1)
        .default([...tGleanAgent.layers])
        .describe("From the bottom, fast, to the top, slow."),
      firstMetaPrior: share("w of the first frame.").default(tGleanAgent.firstMetaPrior),
      code: pvrnnCode.default(tGleanAgent.code).describe("softmax: a number as a distribution; linear: as it is."),
      sequences: count("Training sequences: each has a posterior of its own.").default(tGleanAgent.sequences),
      steps: count("Frames of the longest sequence.").default(tGleanAgent.steps),
    },
    ["values"],
    ({ values }) => ({ dimensions: sizeOfRow(values) }),
    pvrnn,
  ),
];

const numbers = (what: string) => z.array(z.number().positive()).readonly().describe(what);

const languageKinds: readonly ModelKind[] = [
  row(
    "prae",
    "Puts motion into words, and makes motion of a sentence and what is seen.",
    {
      joints: count("Numbers of the body a frame."),
      features: count("Numbers that an image was told in."),
      words: count("Words of a sentence, its marks included."),
      symbols: count("Words there are, marks included."),
      hidden: count("Units of each LSTM.").default(praeDefaults.hidden),
      layers: count("LSTMs above each other for motion.").default(praeDefaults.layers),
      shared: count("Numbers in which a sentence and a motion meet.").default(praeDefaults.shared),
      noise: z
        .strictObject({
          joints: share("On the joints in training, in the model's range."),
          features: share("On the image features, anew in every frame."),
          light: share("On the image features, one draw an episode."),
          shared: share("On what sentence and motion share."),
        })
        .default(praeDefaults.noise),
      weights: z
        .strictObject({
          language: share("Share of the words' loss."),
          joints: share("Share of the motion's loss."),
          features: share("Share of the loss of the images foretold."),
          binding: share("Share of the distance between a sentence and its motion."),
        })
        .default(praeDefaults.weights),
    },
    ["joints", "features", "sentence"],
    ({ joints, features, sentence }) => ({
      joints: sizeOfRow(joints),
      features: sizeOfRow(features),
      words: sentence?.[0],
      symbols: sentence?.[1],
    }),
    prae,
  ),
  row(
    "forecaster",
    "Quantiles of one scalar signal at several horizons, with gaps.",
    {
      horizons: numbers("Steps ahead, ascending.").default([5, 15, 30, 60]),
      quantiles: numbers("Ascending, the median among them.").default(forecasterDefaults.quantiles),
      hidden: count("Units of the GRU.").default(forecasterDefaults.hidden),
      spans: numbers("Time constants of its running levels, steps, ascending.").default(forecasterDefaults.spans),
      context: z.number().int().nonnegative().default(0).describe("Numbers beside the signal: hour of the day."),
    },
    ["value", "present"],
    ({ context }) => ({ context: sizeOfRow(context) ?? 0 }),
    forecaster,
  ),
];

/** Every kind of model, one row each. */
export const modelKinds: readonly ModelKind[] = [...simpleKinds, ...languageKinds, ...pictureKinds, ...generativeKinds];

/** @throws {LearnFault} "settings" for a kind that there is not. */
export const modelKind = (kind: string): ModelKind => {
  const found = modelKinds.find((one) => one.kind === kind);
  if (found) return found;
  throw new LearnFault(
    "settings",
    `There is no model "${kind}".`,
    `Take ${modelKinds.map((one) => one.kind).join(", ")}.`,
  );
};
