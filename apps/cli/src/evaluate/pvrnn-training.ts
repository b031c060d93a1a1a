import {
  type Backend,
  createLearner,
  floats,
  type Learner,
  type PvrnnSettings,
  pvrnn,
  type Tensor,
} from "@sakiyomi/learn";

/** All sequences at once, as T-GLean trains them: Adam with its ε of 1e-4. */
export const pvrnnLearner = (settings: PvrnnSettings, seed: number, backend: Backend): Promise<Learner> =>
  createLearner({
    model: pvrnn(settings),
    backend,
    size: { time: settings.steps, batch: settings.sequences },
    optimizer: { kind: "adam", epsilon: 1e-4 },
    seed,
  });

/** The batch of every sequence in its order, none of them padded. */
export const everySequence = ({ sequences, steps }: PvrnnSettings, observation: Tensor) => ({
  observation,
  mask: floats(new Float32Array(steps * sequences).fill(1), [steps, sequences]),
  sequence: {
    type: "int64",
    shape: [sequences],
    data: BigInt64Array.from({ length: sequences }, (_, i) => BigInt(i)),
  } satisfies Tensor,
});
