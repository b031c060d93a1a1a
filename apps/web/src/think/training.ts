import { type Backend, type Batches, createLearner, floats, type Learner, type Model } from "@sakiyomi/learn";
import type { Toy } from "./toys.ts";

export interface Progress {
  readonly step: number;
  readonly loss: number;
  readonly parts: Readonly<Record<string, number>>;
  /** Milliseconds that the step took. */
  readonly took: number;
}

export interface TrainingOptions {
  readonly backend: Backend;
  readonly model: Model;
  readonly toy: Toy;
  readonly batches: Batches;
  readonly seed: number;
  /** After each step; the next one waits for it. */
  readonly onStep: (progress: Progress, learner: Learner) => void | Promise<void>;
}

/** A training run in this tab: it can rest, go on, and end; its learner stays until it is ended. */
export interface Training {
  readonly learner: Learner;
  rest(): void;
  /** Takes steps until it rests or ends. @throws what a step throws */
  go(): Promise<void>;
  end(): Promise<void>;
}

export async function openTraining({ backend, model, toy, batches, seed, onStep }: TrainingOptions): Promise<Training> {
  const learner = await createLearner({ model, backend, size: batches.size, optimizer: toy.optimizer, seed });
  let step = 0;
  let goes: Promise<void> | null = null;
  let wanted = false;
  const once = async (): Promise<void> => {
    const { batch } = await batches.at(step);
    const scheduled = Object.entries(toy.settings(step)).map(([name, value]) => [
      name,
      floats(Float32Array.of(value), []),
    ]);
    const before = performance.now();
    const { loss, parts } = await learner.step({ ...batch, ...Object.fromEntries(scheduled) }, toy.rate);
    const took = performance.now() - before;
    step += 1;
    await onStep({ step, loss, parts, took }, learner);
  };
  const run = async (): Promise<void> => {
    while (wanted) await once();
  };
  const rest = (): void => {
    wanted = false;
  };
  return {
    learner,
    rest,
    go: () => {
      wanted = true;
      goes ??= run().finally(() => {
        goes = null;
      });
      return goes;
    },
    end: async () => {
      rest();
      await goes?.catch(() => undefined);
      await learner.close();
    },
  };
}
