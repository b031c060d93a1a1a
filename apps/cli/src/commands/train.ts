import { readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { Fault } from "@sakiyomi/core";
import { type AddCommand, examples } from "../command.ts";
import type { Terminal } from "../terminal.ts";

interface Options {
  readonly init?: string;
  readonly run?: string;
  readonly json?: true;
}

export const train: AddCommand = (program, terminal) => {
  program
    .command("train")
    .argument("[config]", "YAML; every setting is explained at the top of what --init prints")
    .description("Train a predictive model from a configuration, on this machine. Ctrl-C keeps what it has learnt.")
    .option("--init <kind>", "print a complete configuration for a kind of model (see `sakiyomi models`)")
    .option("--run <dir>", "folder of the run (default: the configuration's, or runs/NAME)")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      examples("train --init sarnn > arm.yaml", "train arm.yaml", "train arm.yaml --run runs/first"),
    )
    .action((config: string | undefined, options: Options) => begin(config, options, terminal));
};

async function begin(path: string | undefined, options: Options, terminal: Terminal): Promise<void> {
  if (options.init !== undefined) {
    const { template } = await import("../learn/template.ts");
    return terminal.say(template(options.init).trimEnd());
  }
  if (path === undefined) throw new Fault("CLI_USAGE", "Name a configuration, or make one with --init KIND.");
  const { startRun } = await import("../learn/start.ts");
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new Fault("CLI_FILE", `${path} cannot be read.`, { cause });
  });
  const name = basename(path, extname(path));
  await startRun({ text, name: basename(path), usualDir: join("runs", name), ...options }, terminal);
}
