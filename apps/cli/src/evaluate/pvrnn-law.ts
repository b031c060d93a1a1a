import { type Backend, freeNetwork, largestExponent, random } from "@sakiyomi/learn";
import { nodeWorkerBackend } from "@sakiyomi/learn/node";
import {
  dataSeed,
  generatedBy,
  predicted,
  sequences,
  settingsOf,
  steps,
  trained,
  wordLength,
} from "./pvrnn-symbols.ts";
import type { Table } from "./table.ts";

export interface LawOptions {
  /** Networks for each w, from this seed on. */
  readonly seed: number;
  /** A few seconds, to see that it runs: the figures mean nothing. */
  readonly isQuick: boolean;
  readonly onProgress: (done: number, of: number) => void;
}

interface Extent {
  readonly metaPriors: readonly number[];
  readonly networks: number;
  readonly epochs: number;
  /** Symbols that each network generates. */
  readonly generated: number;
  /** Steps over which a Lyapunov exponent is measured. */
  readonly exponentSteps: number;
  readonly unseen: number;
}

const whole: Extent = {
  metaPriors: [0.001, 0.01, 0.03, 0.1, 0.3, 1],
  networks: 3,
  epochs: 4000,
  generated: 10_000,
  exponentSteps: 3000,
  unseen: 12,
};
const quick: Extent = {
  metaPriors: [0.001, 0.1],
  networks: 1,
  epochs: 40,
  generated: 500,
  exponentSteps: 100,
  unseen: 2,
};

interface Measured {
  /** Mean σp while it generates. */
  readonly deviation: number;
  /** Largest Lyapunov exponents, nats a step: along the mean of the prior, and with the noise of the prior. */
  readonly exponent: number;
  readonly noisyExponent: number;
  /** KL of the machine's words from the generated ones, nats; and from those of the mean of the prior alone. */
  readonly words: number;
  readonly wordsOfMean: number;
  /** Nats a symbol of unseen sequences beyond what chance itself costs. */
  readonly prediction: number;
  /** KL divergence of posterior from prior after training, nats a step. */
  readonly complexity: number;
}

interface Job {
  readonly metaPrior: number;
  readonly seed: number;
}

/** The law of the meta-prior, shown on a probabilistic finite-state machine as Ahmadi and Tani 2019 show it. */
export async function evaluatePvrnnLaw({ seed, isQuick, onProgress }: LawOptions): Promise<Table> {
  const extent = isQuick ? quick : whole;
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const jobs = extent.metaPriors.flatMap((metaPrior) =>
    Array.from({ length: extent.networks }, (_, i): Job => ({ metaPrior, seed: seed + i })),
  );
  let done = 0;
  const measured = await inTwoThreads(jobs, async (job, backend) => {
    const result = await measure(job, extent, backend);
    done += 1;
    onProgress(done, jobs.length);
    return result;
  });
  const rows = extent.metaPriors.map((metaPrior) => ({
    metaPrior,
    ...averaged(measured.filter((_, i) => jobs[i]?.metaPrior === metaPrior)),
  }));
  const { user, system } = process.cpuUsage(cpu);
  return tableOf(rows, extent, { seconds: (performance.now() - begun) / 1000, cpuSeconds: (user + system) / 1e6 });
}

/** Two networks at a time, each on a thread of its own. */
async function inTwoThreads<T>(
  jobs: readonly Job[],
  run: (job: Job, backend: Backend) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = Array(jobs.length);
  const open = [...jobs.entries()];
  const worker = async (): Promise<void> => {
    const backend = await nodeWorkerBackend({ threads: 1 });
    try {
      for (let next = open.shift(); next; next = open.shift()) results[next[0]] = await run(next[1], backend);
    } finally {
      await backend.close();
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

async function measure({ metaPrior, seed }: Job, extent: Extent, backend: Backend): Promise<Measured> {
  const settings = settingsOf(metaPrior);
  const { parameters, complexity } = await trained(settings, seed, extent.epochs, backend);
  const network = freeNetwork(settings, parameters);
  const { normal } = random(seed + 1000);
  const settle = 300;
  const { deviation, words } = generatedBy(network, extent.generated, normal, normal);
  return {
    deviation,
    words,
    wordsOfMean: generatedBy(network, extent.generated, normal, () => 0).words,
    exponent: largestExponent(network, { settle, steps: extent.exponentSteps, begin: normal }),
    noisyExponent: largestExponent(network, { settle, steps: extent.exponentSteps, noise: normal }),
    prediction: await predicted(settings, parameters, extent.unseen, backend),
    complexity,
  };
}

const keys = ["deviation", "exponent", "noisyExponent", "words", "wordsOfMean", "prediction", "complexity"] as const;

const averaged = (all: readonly Measured[]): Measured =>
  Object.fromEntries(
    keys.map((key) => [key, all.reduce((sum, one) => sum + one[key], 0) / all.length]),
  ) as unknown as Measured;

type Row = Measured & { readonly metaPrior: number };

const least = (rows: readonly Row[], key: (typeof keys)[number]): number =>
  rows.reduce((best, row) => (row[key] < best[key] ? row : best)).metaPrior;

interface Took {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

function tableOf(rows: readonly Row[], { networks, epochs, generated }: Extent, took: Took): Table {
  return {
    title: `PV-RNN on a probabilistic finite-state machine: ${networks} networks for each w, ${epochs} epochs`,
    columns: ["mean σp", "λ of the mean", "λ with noise", "words, KL", "without noise", "next symbol", "KL q‖p"],
    rows: rows.map((row) => ({
      name: `w ${row.metaPrior}`,
      cells: [
        row.deviation,
        row.exponent,
        row.noisyExponent,
        row.words,
        row.wordsOfMean,
        row.prediction,
        row.complexity,
      ].map((value) => value.toFixed(3)),
    })),
    notes: [
      `Trained on ${sequences} sequences of ${steps} symbols (seed ${dataSeed}); one layer of 40 units, one stochastic unit, tau 1.5.`,
      `mean σp, words: over ${generated} generated symbols; words of ${wordLength} against the machine's own, KL in nats.`,
      "without noise: the same words when it follows the mean of its prior, so that only its own dynamics can vary.",
      "λ: largest Lyapunov exponent in nats a step, two trajectories 1e-8 apart (Benettin); above 0 is chaos.",
      "next symbol: nats on unseen sequences beyond the machine's entropy, predicted after error regression.",
      `Least at w ${least(rows, "deviation")} (σp), ${least(rows, "words")} (words), ${least(rows, "prediction")} (next symbol).`,
      `${took.seconds.toFixed(0)} s, of the processor ${took.cpuSeconds.toFixed(0)} s.`,
    ],
    figures: { rows, networks, epochs, ...took },
  };
}
