import { open } from "node:fs/promises";
import { Fault } from "@sakiyomi/core";
import { type AddCommand, examples } from "../command.ts";
import { readNumber } from "../open.ts";
import type { Terminal } from "../terminal.ts";

interface Options {
  readonly episode?: string;
  readonly data?: string;
  readonly trust: string;
  readonly out?: string;
}

export const predict: AddCommand = (program, terminal) => {
  program
    .command("predict")
    .argument("<model>", "folder of a run, or a file of a model")
    .description(
      "Lead a trained model through an episode: what it predicted for each frame beside what was true, as CSV.",
    )
    .option("--episode <n>", "which; the first one that it was not trained on without it")
    .option("--data <set>", "episodes of another set than the run's own (needed for a file)")
    .option("--trust <share>", "share of what is observed; the rest is the model's own prediction", "1")
    .option("--out <file>", "instead of stdout")
    .addHelpText(
      "after",
      examples("predict runs/arm --out arm.csv", "predict arm.sakiyomi-model --data lifting/ --trust 0.8"),
    )
    .action((model: string, options: Options) => run(model, options, terminal));
};

async function run(model: string, { episode, data, trust, out }: Options, terminal: Terminal): Promise<void> {
  const [{ trainedAt }, { predictions }] = await Promise.all([
    import("../learn/trained.ts"),
    import("../learn/predictions.ts"),
  ]);
  const share = Number(trust);
  if (!(share >= 0 && share <= 1)) throw new Fault("CLI_USAGE", `--trust is ${trust}, and has to be from 0 to 1.`);
  const trained = await trainedAt(model, data);
  try {
    const chosen = episode === undefined ? (trained.episodes[0] ?? 0) : readNumber("--episode", episode, 0, 1e9);
    const lines = predictions({ trained, episode: chosen, trust: share });
    if (out === undefined) for await (const line of lines) terminal.say(line);
    else terminal.say(`${(await save(out, lines)) - 1} frames of episode ${chosen} in ${out}.`);
  } finally {
    await trained.source.close();
  }
}

async function save(file: string, lines: AsyncIterable<string>): Promise<number> {
  const handle = await open(file, "w").catch((cause: unknown) => {
    throw new Fault("CLI_FILE", `${file} cannot be written.`, { cause });
  });
  let count = 0;
  try {
    for await (const line of lines) {
      await handle.write(`${line}\n`);
      count += 1;
    }
  } finally {
    await handle.close();
  }
  return count;
}
