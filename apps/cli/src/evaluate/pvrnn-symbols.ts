import {
  type Backend,
  createErrorRegression,
  entropyRate,
  type FreeNetwork,
  type PvrnnSettings,
  pfsmSequences,
  schedule,
  type Tensor,
  threeStates,
  wordCounts,
  wordDivergence,
  wordProbabilities,
} from "@sakiyomi/learn";
import { everySequence, pvrnnLearner } from "./pvrnn-training.ts";

/** Training data: sequences and steps. Unseen sequences have the same steps and another seed. */
export const [sequences, steps, dataSeed, unseenSeed] = [20, 40, 1, 2];
export const wordLength = 5;
/** Error regression on unseen sequences; each is followed by several draws side by side, whose predictions are averaged. */
const regression = { window: 10, iterations: 30, rate: 0.3, draws: 8 } as const;

/** One layer, one stochastic unit. w of the first step is small, so that each sequence may begin where it wants. */
export const settingsOf = (metaPrior: number): PvrnnSettings => ({
  observation: "symbol",
  dimensions: 1,
  layers: [{ units: 40, latent: 1, tau: 1.5, metaPrior }],
  firstMetaPrior: 1e-5,
  code: { kind: "softmax", units: 2, low: 0, high: 1, spread: 0.05 },
  sequences,
  steps,
});

/** Trained parameters, and the KL divergence of posterior from prior that they came to, a step. */
export async function trained(settings: PvrnnSettings, seed: number, epochs: number, backend: Backend) {
  const learner = await pvrnnLearner(settings, seed, backend);
  const batch = everySequence(settings, pfsmSequences({ machine: threeStates, sequences, steps, seed: dataSeed }));
  const rates = schedule(0.01, { kind: "cosine", steps: epochs });
  let complexity = Number.NaN;
  for (let epoch = 0; epoch < epochs; epoch += 1)
    complexity = (await learner.step(batch, rates.at(epoch))).parts["complexity.0"] ?? Number.NaN;
  const parameters = await learner.parameters();
  await learner.close();
  return { parameters, complexity };
}

/** The network left to itself: its words, and how sure its prior is. It begins with 20 drawn steps. */
export function generatedBy(network: FreeNetwork, count: number, begin: () => number, noise: () => number) {
  const symbols: number[] = [];
  let [state, deviations] = [network.rest(), 0];
  for (let t = -100; t < count; t += 1) {
    const next = network.step(state, t < -80 ? begin : noise, t === -100);
    ({ state } = next);
    if (t < 0) continue;
    symbols.push(Number((next.output[1] ?? 0) > (next.output[0] ?? 0)));
    deviations += next.deviation[0] ?? 0;
  }
  const truth = wordProbabilities(threeStates, wordLength);
  return { deviation: deviations / count, words: wordDivergence(truth, wordCounts(symbols, wordLength)) };
}

/** Error regression follows unseen sequences; what it predicts of the next symbol is scored before it is shown. */
export async function predicted(
  settings: PvrnnSettings,
  parameters: Readonly<Record<string, Tensor>>,
  count: number,
  backend: Backend,
): Promise<number> {
  const { draws, ...window } = regression;
  const batch = count * draws;
  const unseen = pfsmSequences({ machine: threeStates, sequences: count, steps, seed: unseenSeed });
  const regressing = await createErrorRegression({
    settings,
    parameters,
    backend,
    ...window,
    horizon: 1,
    seed: 7,
    batch,
    isSampled: true,
  });
  let cost = 0;
  for (let t = 0; t + 1 < steps; t += 1) {
    const symbolOf = (i: number, at: number): number => unseen.data[at * count + Math.floor(i / draws)] as number;
    const { prediction } = await regressing.observe(Float32Array.from({ length: batch }, (_, i) => symbolOf(i, t)));
    if (t < window.window) continue;
    for (let s = 0; s < count; s += 1) {
      const one = prediction.data.subarray(s * draws, (s + 1) * draws).reduce((a, b) => a + b, 0) / draws;
      const share = symbolOf(s * draws, t + 1) === 1 ? one : 1 - one;
      // A draw more of each symbol: eight draws that agree are not sure.
      cost -= Math.log((share * draws + 0.5) / (draws + 1));
    }
  }
  await regressing.close();
  return cost / (count * (steps - 1 - window.window)) - entropyRate(threeStates);
}
