import type { Shape } from "../tensor.ts";
import type { BatchSize, InputSpec } from "./model.ts";

/** Sequences [time, batch, …] of what is seen and of what comes next (`ahead` frames later), and the mask. */
export const seenAndNext = (
  observation: Readonly<Record<string, Shape>>,
  { time, batch }: BatchSize,
  ahead = 1,
): Readonly<Record<string, InputSpec>> => ({
  ...Object.fromEntries(
    Object.entries(observation).flatMap(([of, shape]): readonly (readonly [string, InputSpec])[] => [
      [of, { from: "data", shape: [time, batch, ...shape], of, ahead: 0, isClean: false }],
      [`${of}.next`, { from: "data", shape: [time, batch, ...shape], of, ahead, isClean: true }],
    ]),
  ),
  mask: { from: "mask", shape: [time, batch] },
});
