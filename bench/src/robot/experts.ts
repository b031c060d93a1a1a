import { fileURLToPath } from "node:url";
import { openSimulation } from "@sakiyomi/mujoco";
import { expertFor, expertTasks, forceLimit, runTask, type Task, type TaskResult, taskNamed } from "@sakiyomi/robot";

/** What the runs of one expert came to. */
export interface ExpertRow {
  readonly task: string;
  readonly runs: number;
  readonly done: number;
  /** Of the runs that were done, s of simulated time. */
  readonly medianTime: number | null;
  /** Largest force on a person in all runs as a share of the guard's limit for that region and task; null: nobody was touched. */
  readonly peakShare: number | null;
  readonly peakForce: Readonly<Record<string, number>>;
  /** Stops that a person had to let go of, in all runs. */
  readonly interventions: number;
  /** m²/s⁵, of the runs that were done. */
  readonly medianJerk: number | null;
  /** CPU seconds a run. */
  readonly cpu: number;
  /** Seeds of the runs that were not done. */
  readonly failed: readonly number[];
}

export interface ExpertsOptions {
  readonly tasks?: readonly string[];
  readonly seeds?: number;
  readonly firstSeed?: number;
  readonly onRun?: (result: TaskResult) => void;
}

const median = (values: readonly number[]): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
};

const peaksOf = (results: readonly TaskResult[]): Readonly<Record<string, number>> => {
  const peaks: Record<string, number> = {};
  for (const { measures } of results)
    for (const [region, force] of Object.entries(measures.peakForce))
      peaks[region] = Math.max(peaks[region] ?? 0, force);
  return peaks;
};

const rowOf = (task: Task, results: readonly TaskResult[], cpu: number): ExpertRow => {
  const done = results.filter(({ isDone }) => isDone);
  const peakForce = peaksOf(results);
  const shares = Object.entries(peakForce).map(([region, force]) => force / forceLimit(region, undefined, task.touch));
  return {
    task: task.id,
    runs: results.length,
    done: done.length,
    medianTime: median(done.map(({ measures }) => measures.time ?? 0)),
    peakShare: shares.length > 0 ? Math.max(...shares) : null,
    peakForce,
    interventions: results.reduce((sum, { measures }) => sum + measures.interventions, 0),
    medianJerk: median(done.map(({ measures }) => measures.jerk)),
    cpu: cpu / results.length,
    failed: results.filter(({ isDone }) => !isDone).map(({ seed }) => seed),
  };
};

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const runsOf = async (task: Task, options: ExpertsOptions): Promise<ExpertRow> => {
  const { seeds = 20, firstSeed = 1, onRun } = options;
  const simulation = await openSimulation({ world: task.world, seed: firstSeed, pictures: null, truth: true });
  await simulation.open();
  const began = cpuSeconds();
  const results: TaskResult[] = [];
  try {
    for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
      const policy = expertFor(task.id, simulation.features, { seed });
      const result = await runTask(simulation, policy, task, seed);
      onRun?.(result);
      results.push(result);
    }
  } finally {
    await simulation.close();
  }
  return rowOf(task, results, cpuSeconds() - began);
};

/** Runs every expert through control loop and guard on so many seeds of its task; without pictures, in lockstep. */
export const evaluateExperts = async (options: ExpertsOptions = {}): Promise<readonly ExpertRow[]> => {
  const rows: ExpertRow[] = [];
  for (const id of options.tasks ?? expertTasks) {
    const task = taskNamed(id);
    if (!task) throw new Error(`There is no task "${id}". Take one of ${expertTasks.join(", ")}.`);
    rows.push(await runsOf(task, options));
  }
  return rows;
};

const digits = (value: number | null, places: number): string => (value === null ? "–" : value.toFixed(places));

/** The rows as a table in Markdown. */
export const expertsTable = (rows: readonly ExpertRow[]): string => {
  const lines = rows.map(
    ({ task, runs, done, medianTime, peakShare, peakForce, interventions, medianJerk, cpu }) =>
      `| ${task} | ${done} of ${runs} | ${digits(medianTime, 1)} | ${Object.entries(peakForce)
        .map(([region, force]) => `${region} ${force.toFixed(1)}`)
        .join(", ")} | ${digits(peakShare, 2)} | ${interventions} | ${digits(medianJerk, 0)} | ${digits(cpu, 1)} |`,
  );
  return [
    "| task | done | time, median s | peak force on the person, N | share of the limit | stops | jerk, median m²/s⁵ | CPU s a run |",
    "|---|---|---|---|---|---|---|---|",
    ...lines,
  ].join("\n");
};

/** `node --conditions=sakiyomi-source bench/src/robot/experts.ts [task|all] [seeds] [first seed]` */
const main = async ([task = "all", seeds = "20", firstSeed = "1"]: readonly string[]): Promise<void> => {
  const rows = await evaluateExperts({
    ...(task === "all" ? {} : { tasks: [task] }),
    seeds: Number(seeds),
    firstSeed: Number(firstSeed),
    onRun: ({ task: id, seed, isDone, took, stops, progress }) =>
      process.stderr.write(
        `${id} ${seed}: ${isDone ? "done" : `not done ${progress.map((x) => x.toFixed(2)).join(" ")}`} after ${took.toFixed(1)} s${stops.map((why) => `; ${why}`).join("")}\n`,
      ),
  });
  process.stdout.write(`${expertsTable(rows)}\n`);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
