import { Fault } from "@sakiyomi/core";
import { type AddCommand, examples } from "../command.ts";
import type { Table } from "../evaluate/index.ts";
import { readNumber } from "../open.ts";
import { type Progress, progressOn } from "../progress.ts";
import { sayJson, type Terminal } from "../terminal.ts";

interface Options {
  readonly days: string;
  readonly seed: string;
  readonly json?: true;
}

type Evaluate = (options: Options, progress: Progress) => Promise<Table>;

/** One row an evaluation. */
const evaluations: Readonly<Record<string, Evaluate>> = {
  "toilet-timing": async ({ days, seed }, progress) => {
    const { evaluateToiletTiming } = await import("../evaluate/index.ts");
    const personDays = readNumber("--days", days, 1, 100_000);
    return evaluateToiletTiming({ personDays, seed, onProgress: (done, of) => progress.at(done, of) });
  },
};

export const evaluate: AddCommand = (program, terminal) => {
  program
    .command("evaluate")
    .argument("<skill>", Object.keys(evaluations).join(", "))
    .description("How good a skill is, on simulated days beside baselines.")
    .option("--days <n>", "person-days", "200")
    .option("--seed <seed>", "of the people, who are none of those that the skill was made with", "1")
    .option("--json", "print the figures as JSON")
    .addHelpText("after", examples("evaluate toilet-timing", "evaluate toilet-timing --days 50 --seed 7 --json"))
    .action((name: string, options: Options) => run(name, options, terminal));
};

async function run(name: string, options: Options, terminal: Terminal): Promise<void> {
  const evaluateIt = evaluations[name];
  if (!evaluateIt) throw new Fault("CLI_USAGE", `${name} has no evaluation: ${Object.keys(evaluations).join(", ")}.`);
  const progress = progressOn(terminal, "people");
  const table = await evaluateIt(options, progress).finally(progress.end);
  if (options.json) return sayJson(terminal, table.figures);
  const { tableText } = await import("../evaluate/index.ts");
  terminal.say(tableText(table));
}
