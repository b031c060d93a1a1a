import { agentSequences, tGleanAgent } from "@sakiyomi/learn";
import { nodeBackend } from "@sakiyomi/learn/node";
import { everySequence, pvrnnLearner } from "./pvrnn-training.ts";
import type { Table } from "./table.ts";

export interface CurveOptions {
  /** Networks, from this seed on. */
  readonly seed: number;
  readonly isQuick: boolean;
  readonly onProgress: (done: number, of: number) => void;
}

interface Mark {
  readonly epoch: number;
  /** Over 5 seeds of T-GLean's own learning logs, on its own data (github.com/oist-cnru/T-GLean, results/2dagent_1a_*). */
  readonly published: readonly [number, number];
  /** Over 4 seeds of an independent PV-RNN in PyTorch 1.13.1, on our data. */
  readonly peer: readonly [number, number];
}

const marks: readonly Mark[] = [
  { epoch: 10, published: [0.0684, 0.072], peer: [0.0697, 0.0717] },
  { epoch: 50, published: [0.0156, 0.0162], peer: [0.0288, 0.0339] },
  { epoch: 100, published: [0.0109, 0.0124], peer: [0.0186, 0.0208] },
  { epoch: 200, published: [0.00754, 0.0079], peer: [0.0159, 0.0165] },
  { epoch: 300, published: [0.00674, 0.007], peer: [0.0145, 0.0147] },
  { epoch: 400, published: [0.00632, 0.00655], peer: [0.0136, 0.0142] },
  { epoch: 1000, published: [0.0021, 0.0054], peer: [0.00457, 0.00898] },
];
const networks = 5;
const dataSeed = 1;

/** The reconstruction error of T-GLean's training protocol on an agent of our own. */
export async function evaluatePvrnnCurve({ seed, isQuick, onProgress }: CurveOptions): Promise<Table> {
  const begun = performance.now();
  const seeds = Array.from({ length: isQuick ? 1 : networks }, (_, i) => seed + i);
  const shown = isQuick ? marks.slice(0, 1) : marks;
  const epochs = shown.at(-1)?.epoch ?? 0;
  const curves: (readonly number[])[] = [];
  for (const [i, one] of seeds.entries())
    curves.push(await curve(one, epochs, (epoch) => onProgress(i * epochs + epoch, seeds.length * epochs)));
  const seconds = (performance.now() - begun) / 1000;
  const at = shown.map((mark) => ({ ...mark, reached: curves.map((errors) => errors[mark.epoch - 1] as number) }));
  return {
    title: "PV-RNN: reconstruction error of the T-GLean protocol (25 sequences × 70 steps × 5 numbers)",
    columns: ["published (its own data)", "PyTorch, our data", ...seeds.map((one) => `seed ${one}`)],
    rows: at.map(({ epoch, published, peer, reached }) => ({
      name: `epoch ${epoch}`,
      cells: [published, peer].map(range).concat(reached.map(figure)),
    })),
    notes: [
      `Our agent walks around an obstacle on two sides to three goals (seed ${dataSeed}): other data than the published curve's,`,
      "whose ranges are orientation. The PyTorch column is an independent implementation on our data, measured once.",
      `${seconds.toFixed(0)} s for ${seeds.length * epochs} epochs: ${((1000 * seconds) / (seeds.length * epochs)).toFixed(1)} ms each, one thread.`,
    ],
    figures: { marks: at, seconds },
  };
}

const figure = (value: number): string => value.toPrecision(3);
const range = (ends: readonly number[]): string => ends.map(figure).join(" – ");

async function curve(seed: number, epochs: number, onEpoch: (epoch: number) => void): Promise<readonly number[]> {
  const { sequences, steps } = tGleanAgent;
  const backend = nodeBackend({ threads: 1 });
  const learner = await pvrnnLearner(tGleanAgent, seed, backend);
  const batch = everySequence(tGleanAgent, agentSequences({ sequences, steps, seed: dataSeed }));
  const errors: number[] = [];
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    errors.push((await learner.step(batch, 1e-3)).parts.reconstruction ?? Number.NaN);
    onEpoch(epoch);
  }
  await learner.close();
  await backend.close();
  return errors;
}
