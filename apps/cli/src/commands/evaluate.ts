import { Fault } from "@sakiyomi/core";
import { type AddCommand, examples } from "../command.ts";
import type { Table } from "../evaluate/index.ts";
import { readNumber } from "../open.ts";
import { type Progress, progressOn } from "../progress.ts";
import { exits, sayJson, type Terminal } from "../terminal.ts";

interface Options {
  readonly days?: string;
  readonly people?: string;
  readonly list?: string;
  readonly skip?: string;
  readonly seed: string;
  readonly quick?: true;
  readonly data?: string;
  readonly test?: string;
  readonly seeds?: string;
  readonly task?: string;
  readonly only?: string;
  readonly json?: true;
}

interface ModelOptions {
  readonly data?: string;
  readonly json?: true;
}

interface Evaluation {
  /** What is counted on the way. */
  readonly unit: string;
  readonly run: (options: Options, progress: Progress) => Promise<Table>;
}

/** One row an evaluation. */
const evaluations: Readonly<Record<string, Evaluation>> = {
  "toilet-timing": {
    unit: "people",
    run: async ({ days = "200", seed }, progress) => {
      const { evaluateToiletTiming } = await import("../evaluate/index.ts");
      const personDays = readNumber("--days", days, 1, 100_000);
      return evaluateToiletTiming({ personDays, seed, onProgress: (done, of) => progress.at(done, of) });
    },
  },
  medication: {
    unit: "days",
    run: async ({ days, people, list, skip, seed }, progress) => {
      const { evaluateMedication } = await import("../evaluate/index.ts");
      return evaluateMedication({
        seed: readNumber("--seed", seed, 0, 1_000_000),
        onProgress: (done, of) => progress.at(done, of),
        ...(days !== undefined && { days: readNumber("--days", days, 1, 366) }),
        ...(people !== undefined && { people: readNumber("--people", people, 2, 1000) }),
        ...(list !== undefined && { list }),
        ...(skip !== undefined && { skip: readNumber("--skip", skip, 0, 100) / 100 }),
      });
    },
  },
  watch: {
    unit: "parts",
    run: async ({ data, only, seed }, progress) => {
      const { evaluateWatch } = await import("../evaluate/index.ts");
      return evaluateWatch({
        seed: readNumber("--seed", seed, 0, 1_000_000),
        onProgress: (done, of) => progress.at(done, of),
        ...(data !== undefined && { data }),
        ...(only !== undefined && { only }),
      });
    },
  },
  "pvrnn-law": {
    unit: "networks",
    run: async (options, progress) => {
      const { evaluatePvrnnLaw } = await import("../evaluate/index.ts");
      return evaluatePvrnnLaw(networkOptions(options, progress));
    },
  },
  "pvrnn-curve": {
    unit: "epochs",
    run: async (options, progress) => {
      const { evaluatePvrnnCurve } = await import("../evaluate/index.ts");
      return evaluatePvrnnCurve(networkOptions(options, progress));
    },
  },
  "language-motion": {
    unit: "models",
    run: async ({ data, test, seeds, seed }, progress) => {
      const { evaluateLanguageMotion, needData } = await import("../evaluate/index.ts");
      return evaluateLanguageMotion({
        data: needData("prae", data),
        seed: readNumber("--seed", seed, 0, 1_000_000),
        onProgress: (done, of) => progress.at(done, of),
        ...(test !== undefined && { test }),
        ...(seeds !== undefined && { seeds: readNumber("--seeds", seeds, 1, 100) }),
      });
    },
  },
  experts: {
    unit: "runs",
    run: async ({ seeds = "100", seed, task }, progress) => {
      const { evaluateExperts } = await import("../evaluate/index.ts");
      return evaluateExperts({
        seeds: readNumber("--seeds", seeds, 1, 10_000),
        firstSeed: readNumber("--seed", seed, 0, 1_000_000),
        onProgress: (done, of) => progress.at(done, of),
        ...(task !== undefined && { task }),
      });
    },
  },
  forecaster: {
    unit: "updates",
    run: async ({ data, seed }, progress) => {
      const { evaluateForecaster, findData } = await import("../evaluate/index.ts");
      const bidmc = findData("bidmc", data);
      return evaluateForecaster({
        seed: readNumber("--seed", seed, 0, 1_000_000),
        onProgress: (done, of) => progress.at(done, of),
        ...(bidmc !== null && { data: bidmc }),
      });
    },
  },
};

const networkOptions = ({ seed, quick }: Options, progress: Progress) => ({
  seed: readNumber("--seed", seed, 0, 1_000_000),
  isQuick: quick ?? false,
  onProgress: (done: number, of: number) => progress.at(done, of),
});

const shown: readonly string[] = [
  "evaluate toilet-timing",
  "evaluate watch",
  "evaluate watch --only heart --data records",
  "evaluate toilet-timing --days 50 --seed 7 --json",
  "evaluate medication --list price-list.csv",
  "evaluate pvrnn-law",
  "evaluate language-motion",
  "evaluate forecaster",
  "evaluate experts --task pour --seeds 20",
  "evaluate model runs/arm",
];

export const evaluate: AddCommand = (program, terminal) => {
  program
    .command("evaluate")
    .argument("<what>", [...Object.keys(evaluations), "model"].join(", "))
    .argument("[model]", "of model: folder of a run, or a file of a model")
    .description("How good a skill is, on simulated days beside baselines; what a predictive model does.")
    .option("--days <n>", "toilet-timing: person-days (default: 200); medication: of the home (default: 90)")
    .option("--people <n>", "medication: in the home (default: 100)")
    .option("--list <file>", "medication: draw the drugs from this price list; left out: invented ones")
    .option("--skip <percent>", "medication: attempts that are not scanned (default: 5)")
    .option(
      "--seed <seed>",
      "of the people, who are none of those that the skill was made with; of the first network",
      "1",
    )
    .option("--quick", "pvrnn: in seconds, to see that it runs; the figures mean nothing")
    .option(
      "--data <set>",
      "of model: other episodes than those that its run kept for the test; of language-motion, forecaster and watch: folder of the data",
    )
    .option("--test <dir>", "language-motion: learn from all of the data, and be judged on these episodes")
    .option("--seeds <n>", "language-motion: models that vote; experts: runs of each task (default: 100)")
    .option("--task <task>", "experts: only this one")
    .option("--only <part>", "watch: only the parts whose name begins so")
    .option("--json", "print the figures as JSON")
    .addHelpText("after", examples(...shown))
    .action((name: string, model: string | undefined, options: Options) =>
      name === "model" ? runModel(model, options, terminal) : run(name, options, terminal),
    );
};

async function run(name: string, options: Options, terminal: Terminal): Promise<void> {
  const evaluation = evaluations[name];
  if (!evaluation) throw new Fault("CLI_USAGE", `${name} has no evaluation: ${Object.keys(evaluations).join(", ")}.`);
  const progress = progressOn(terminal, evaluation.unit);
  const table = await evaluation.run(options, progress).finally(progress.end);
  const { failures = [] } = table;
  if (options.json) sayJson(terminal, table.figures);
  else {
    const { tableText } = await import("../evaluate/index.ts");
    terminal.say(tableText(table));
  }
  if (failures.length > 0) terminal.exit(exits.trouble);
}

async function runModel(model: string | undefined, { data, json }: ModelOptions, terminal: Terminal): Promise<void> {
  if (model === undefined) throw new Fault("CLI_USAGE", "Name the folder of a run, or a file of a model.");
  const [{ trainedAt }, { judge }] = await Promise.all([import("../learn/trained.ts"), import("../learn/judge.ts")]);
  const trained = await trainedAt(model, data);
  const progress = progressOn(terminal, "episodes");
  const table = await judge(trained, progress).finally(() => {
    progress.end();
    return trained.source.close();
  });
  if (json) return sayJson(terminal, table.figures);
  const { tableText } = await import("../evaluate/table.ts");
  terminal.say(tableText(table));
}
