import { z } from "zod";
import { LearnFault } from "../fault.ts";

const count = z.number().int().nonnegative();
const shape = z.array(count).readonly();

/** scaled = value · factor + offset; one number for all, or one an element of the last axes, repeated over the others. */
const scaling = z.object({ factor: z.array(z.number()).readonly(), offset: z.array(z.number()).readonly() });

const described = {
  /** As the model names it: "joints", "image". */
  name: z.string(),
  /** Of one step, without batch: [8], [3, 64, 64]. */
  shape,
  /** Its name in the step's graph. */
  onnx: z.string(),
  /** Left out: the model's own numbers are given and taken as they are. */
  scaling: scaling.optional(),
  kind: z.enum(["quantity", "image"]).optional(),
  /** UCUM, of each element or one for all. */
  units: z.array(z.string()).readonly().optional(),
  /** Of each element: joint names. */
  names: z.array(z.string()).readonly().optional(),
};

const input = z.object({
  ...described,
  /** noise: standard normal, drawn at each step unless it is given. */
  from: z.enum(["signal", "noise"]),
  /** Columns of the episodes that it was made of, in their order. */
  features: z.array(z.string()).readonly().optional(),
});
const output = z.object(described);

/** Zeros at the beginning; `next` of one step is `onnx` of the following. */
const state = z.object({ name: z.string(), shape, onnx: z.string(), next: z.string() });

const card = z.object({
  title: z.string().optional(),
  /** SHA-256 of the data that it was trained on, and what a person calls it. */
  data: z.object({ hash: z.string(), name: z.string().optional(), episodes: count.optional() }),
  seed: z.number().int(),
  /** What it was judged by, of the checkpoint in the file: { name: "loss", value: 3.1e-4, on: "test" }. */
  metric: z.object({ name: z.string(), value: z.number(), on: z.string() }),
  /** Optimiser steps that it has seen. */
  steps: count,
  /** Of the library that trained it. */
  version: z.string(),
  /** Loss on the training data, and on the test's where it was measured; thinned. */
  curve: z
    .array(z.object({ step: count, loss: z.number(), test: z.number().optional() }))
    .readonly()
    .optional(),
  notes: z.string().optional(),
});

const description = z.object({
  kind: z.string(),
  settings: z.record(z.string(), z.unknown()),
  inputs: z.array(input).readonly(),
  outputs: z.array(output).readonly(),
  state: z.array(state).readonly(),
  /** Steps a second. */
  rate: z.number().positive().optional(),
  card,
});

/** What a model was trained on and how well it does. */
export type ModelCard = z.output<typeof card>;
export type SavedInput = z.output<typeof input>;
export type SavedOutput = z.output<typeof output>;
export type SavedState = z.output<typeof state>;
export type SavedDescription = z.output<typeof description>;

/** Last axes of a shape that hold `count` numbers, so that they broadcast against it; null where there are none. */
export const trailing = (of: readonly number[], wanted: number): readonly number[] | null => {
  for (let axis = of.length; axis >= 0; axis--) {
    const tail = of.slice(axis);
    if (tail.reduce((product, size) => product * size, 1) === wanted) return tail;
  }
  return null;
};

/** Factors that do not fit would be read beyond their end. */
const checkScaling = ({ name, shape: of, scaling: found }: SavedOutput): void => {
  if (!found) return;
  const fits = found.offset.length === found.factor.length && trailing(of, found.factor.length) !== null;
  if (!fits || found.factor.some((factor) => factor === 0))
    throw new LearnFault("saved", `The scaling of "${name}" does not fit its shape.`, "Save the model again.");
};

/** @throws {LearnFault} "saved" with the path of what is wrong. */
export const checkedDescription = (given: unknown): SavedDescription => {
  const result = description.safeParse(given);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new LearnFault(
      "saved",
      `The model's description is wrong at ${issue?.path.join(".") || "its root"}: ${issue?.message}.`,
      "Save the model again.",
    );
  }
  for (const one of [...result.data.inputs, ...result.data.outputs]) checkScaling(one);
  return result.data;
};
