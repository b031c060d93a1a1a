import type { Backend } from "@sakiyomi/learn";
import { nodeBackend } from "@sakiyomi/learn/node";
import { autoregression, persistence, seasonal } from "./forecaster-baselines.ts";
import { learnt, type TrainingOptions } from "./forecaster-model.ts";
import { type Score, Scorer } from "./forecaster-scores.ts";
import { type Fold, signalsOfTask, type Task, type Way } from "./forecaster-series.ts";
import { bidmcTask, wardTask } from "./forecaster-tasks.ts";
import type { Table } from "./table.ts";

export interface ForecasterEvaluation {
  /** Folder of bidmc's …_Numerics.csv; without it only the simulated ward is forecast. */
  readonly data?: string;
  readonly seed?: number;
  readonly onProgress?: (done: number, of: number) => void;
}

/** Little is learnt of three patients, or their noise is learnt by heart. */
const bidmcTraining = { steps: 100, batch: 12, rate: 3e-3, window: 200, stride: 60, spans: [3, 15, 60], hidden: 8 };
const wardTraining = { steps: 500, batch: 24, rate: 3e-3, window: 288, stride: 144, spans: [3, 12, 72], hidden: 32 };
const ward = { trainingPeople: 16, testPeople: 8, days: 4 };

interface Work {
  readonly task: Task;
  readonly training: Omit<TrainingOptions, "seed">;
}

/** The forecaster beside what needs no learning and what needs little, on real monitors and on simulated days. */
export async function evaluateForecaster(options: ForecasterEvaluation = {}): Promise<Table> {
  const { data, seed = 1, onProgress } = options;
  const works: Work[] = [{ task: wardTask({ ...ward, seed }), training: wardTraining }];
  if (data !== undefined) works.unshift({ task: await bidmcTask(data), training: bidmcTraining });
  const total = works.reduce((sum, { task, training }) => sum + task.folds.length * training.steps, 0);
  const backend = nodeBackend();
  let done = 0;
  const judged: Judged[] = [];
  for (const { task, training } of works)
    judged.push(await judge(task, { ...training, seed }, backend, () => onProgress?.(++done, total)));
  await backend.close();
  return tableOf(judged, seed);
}

interface Judged {
  readonly task: Task;
  /** By signal, horizon and way. */
  readonly scores: ReadonlyMap<string, Score>;
  readonly ways: readonly string[];
}

const scoreKey = (signal: string, horizon: number, way: string): string => `${signal}/${horizon}/${way}`;

async function judge(task: Task, training: TrainingOptions, backend: Backend, onStep: () => void): Promise<Judged> {
  const scorers = new Map<string, Scorer>();
  const names = new Set<string>();
  for (const fold of task.folds) {
    const ways = await waysOf(task, fold, training, backend, onStep);
    for (const way of ways) {
      names.add(way.name);
      await judgeWay(task, fold, way, scorers);
      await way.close?.();
    }
  }
  return { task, ways: [...names], scores: new Map([...scorers].map(([key, scorer]) => [key, scorer.score()])) };
}

const waysOf = async (
  task: Task,
  { train }: Fold,
  training: TrainingOptions,
  backend: Backend,
  onStep: () => void,
): Promise<readonly Way[]> => [
  await learnt(task, train, backend, training, onStep),
  persistence(task, train),
  seasonal(task, train),
  autoregression(task, train),
];

async function judgeWay(task: Task, { test }: Fold, way: Way, scorers: Map<string, Scorer>): Promise<void> {
  for (const series of test) {
    const forecasts = await way.forecasts(series);
    for (const [h] of task.horizons.entries()) {
      const key = scoreKey(series.signal, h, way.name);
      const scorer = scorers.get(key) ?? new Scorer();
      scorer.add(task, h, series, forecasts);
      scorers.set(key, scorer);
    }
  }
}

function tableOf(judged: readonly Judged[], seed: number): Table {
  const ways = judged[0]?.ways ?? [];
  const rows = judged.flatMap((one) =>
    signalsOfTask(one.task).flatMap((signal) =>
      one.task.horizons.map(({ name }, h) => ({
        name: `${signal}, ${name}`,
        cells: [
          one.task.units[signal] ?? "",
          ...ways.map((way) => cellOf(one.scores, signal, h, way)),
          wonBy(one, signal, h),
        ],
      })),
    ),
  );
  return {
    title: `Forecasts: pinball loss · mean absolute error of the median · share within the 80 % interval`,
    columns: ["unit", ...ways, "best"],
    rows,
    notes: notesOf(judged, seed),
    figures: { seed, tasks: judged.map(figuresOf) },
  };
}

function cellOf(scores: Judged["scores"], signal: string, horizon: number, way: string): string {
  const score = scores.get(scoreKey(signal, horizon, way));
  if (!score) return "-";
  return `${score.pinball.toFixed(3)} · ${score.error.toFixed(2)} · ${(score.coverage * 100).toFixed(0)} %`;
}

/** By pinball loss, which weighs the whole forecast. */
function wonBy({ scores, ways }: Judged, signal: string, horizon: number): string {
  const of = (way: string) => scores.get(scoreKey(signal, horizon, way))?.pinball ?? Number.POSITIVE_INFINITY;
  return ways.toSorted((a, b) => of(a) - of(b))[0] ?? "-";
}

/** How often the forecaster has a smaller pinball loss, and its loss beside the other's, mean of all ratios. */
function against({ task, scores }: Judged, other: string) {
  const ratios = signalsOfTask(task).flatMap((signal) =>
    task.horizons.map((_, h) => {
      const of = (way: string) => scores.get(scoreKey(signal, h, way))?.pinball ?? Number.NaN;
      return of("forecaster") / of(other);
    }),
  );
  const wins = ratios.filter((ratio) => ratio < 1).length;
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  return { other, wins, of: ratios.length, mean };
}

const figuresOf = (one: Judged) => ({
  title: one.task.title,
  against: one.ways.filter((way) => way !== "forecaster").map((way) => against(one, way)),
  scores: Object.fromEntries(
    [...one.scores].map(([key, score]) => {
      const [signal = "", h = "0", way = ""] = key.split("/");
      return [`${signal}/${one.task.horizons[Number(h)]?.name}/${way}`, score];
    }),
  ),
});

const notesOf = (judged: readonly Judged[], seed: number): readonly string[] => [
  ...judged.flatMap((one) => [
    `${one.task.title}.`,
    ...one.ways
      .filter((way) => way !== "forecaster")
      .map((way) => against(one, way))
      .map(
        ({ other, wins, of, mean }) =>
          `  against ${other}: smaller pinball loss in ${wins} of ${of}, ${(100 * (1 - mean)).toFixed(1)} % smaller on (geometric) average.`,
      ),
  ]),
  "Persistence: as it was last. Seasonal: as it was a season before (a day; on the 8 min of bidmc, which has no season, 60 s). Linear: a regression of the next move on the last 12.",
  "These three get their quantiles from their own errors on the series that were learnt from, signal by signal and horizon by horizon.",
  `Quantiles .1, .25, .5, .75, .9; all ways are judged at the same steps. Seed ${seed}.`,
];
