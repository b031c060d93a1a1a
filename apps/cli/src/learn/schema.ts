import { z } from "zod";

const steps = z.number().int().positive();
const share = z.number().min(0).max(1);
const spread = z.number().min(0).max(1).optional();

const toy = z.strictObject({
  episodes: z.number().int().min(2).default(12).describe("Made-up episodes."),
  frames: z.number().int().min(4).default(60).describe("Frames of the longest, 10 a second."),
  shorter: z.number().int().min(0).default(10).describe("An episode is up to so many frames shorter."),
  image: z.number().int().min(8).default(32).describe("Pixels of a side."),
  seed: z.number().int().default(1).describe("The same seed gives the same episodes."),
});

const data = z.strictObject({
  from: z
    .string()
    .describe("toy:reaching, toy:telling, toy:wandering, or a set: LeRobot v3, EIPL's arrays, MCAP, CSV, a recording."),
  toy: toy.optional().describe("Of toy:reaching."),
  rate: z
    .number()
    .positive()
    .optional()
    .describe("Frames a second, where the files do not say it (EIPL, CSV without times)."),
  mapping: z.string().optional().describe("File that says which topics of an MCAP recording are which features."),
  signals: z
    .record(z.string(), z.union([z.string(), z.array(z.string()).min(1).readonly()]))
    .optional()
    .describe("What the model calls image, joints, values is which feature of the data, or which beside each other."),
  image: z.number().int().min(8).optional().describe("Pictures are brought to so many pixels a side."),
  test: share.default(0.25).describe("Share of the episodes kept for the test; a set's own split is kept."),
  range: z
    .tuple([z.number(), z.number()])
    .refine(([least, greatest]) => least < greatest, { message: "needs the least value first, then a greater one" })
    .default([0, 1])
    .describe("Least and greatest value come to lie here."),
  window: steps.optional().describe("Steps of a sequence; whole episodes without it."),
  stride: steps.optional().describe("Steps from one window's begin to the next; the window's length without it."),
});

const augmentation = z.strictObject({
  brightness: spread.describe("Times 1 ± up to this, one draw a sequence."),
  contrast: spread.describe("Times 1 ± up to this, one draw a sequence."),
  saturation: spread.describe("Times 1 ± up to this, one draw a sequence."),
  erase: share.optional().describe("Share of the sequences in which one box of the picture is grey."),
  imageNoise: z.number().min(0).optional().describe("Deviation of the noise on each colour value, new in each frame."),
  noise: z
    .number()
    .min(0)
    .optional()
    .describe("Deviation of the noise on joints and other numbers, new in each frame."),
});

const warmup = z.number().int().min(0).optional().describe("Steps in which the rate rises from 0.");
const schedule = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("constant"), warmup }),
  z.strictObject({ kind: z.literal("cosine"), warmup, steps: steps.optional(), to: z.number().min(0).optional() }),
  z.strictObject({ kind: z.literal("step"), warmup, every: steps, factor: z.number().positive() }),
  z.strictObject({ kind: z.literal("exponential"), warmup, every: steps, factor: z.number().positive() }),
]);

const train = z.strictObject({
  seed: z.number().int().min(0).default(1).describe("Of weights, split, order, augmentation and noise."),
  epochs: steps.optional().describe("Passes over the training data. This or steps."),
  steps: steps.optional().describe("Optimiser steps."),
  batch: steps.default(5).describe("Sequences of one step."),
  optimizer: z.enum(["adam", "adamw", "sgd"]).default("adam").describe("adam, adamw, sgd."),
  rate: z.number().positive().default(0.001).describe("Learning rate."),
  momentum: share.default(0.9).describe("Of sgd."),
  decay: z.number().min(0).optional().describe("Weight decay."),
  clip: z.number().positive().optional().describe("Largest norm of the gradient; longer ones are shortened."),
  schedule: schedule
    .default({ kind: "constant" })
    .describe("Of the rate: {kind: constant | cosine | step | exponential, warmup, steps, to, every, factor}."),
  ramps: z
    .record(z.string(), steps)
    .optional()
    .describe("Inputs of the model that grow from 0 to 1 along an S over so many steps: {points.share: 500}."),
  every: steps.optional().describe("Steps from point to point of the curve; a pass over the data without it."),
  patience: steps.optional().describe("Ends after so many points without a better one."),
  chunk: steps.optional().describe("Frames that a model with pictures works on at once: memory against speed."),
  threads: steps.optional().describe("Processor threads; all without it. The numbers depend on it in the last digits."),
});

/** A training's configuration, as a person writes it. The settings of `model` are those of its kind. */
export const configSchema = z.strictObject({
  model: z.looseObject({ kind: z.string() }),
  data,
  augmentation: augmentation.default({}),
  train: train.refine(({ epochs, steps }) => (epochs === undefined) !== (steps === undefined), {
    message: "needs either epochs or steps",
  }),
  run: z.string().optional().describe("Folder of the run; runs/… without it. --run goes before it."),
});

export const toyDefaults = toy.parse({});
export type Config = z.output<typeof configSchema>;
