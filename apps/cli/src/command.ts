import type { Command } from "commander";
import type { Terminal } from "./terminal.ts";

/** Adds one command to the program. */
export type AddCommand = (program: Command, terminal: Terminal) => void;

/** What everybody reads first. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ sakiyomi ${line}`).join("\n")}\n`;

/** Where the data lie, in every command that opens them. */
export const withData = (command: Command): Command =>
  command
    .option("--data <dir>", "folder of the databases (default: $XDG_DATA_HOME/sakiyomi)")
    .option("--demo", "the ward of simulated people")
    .option("--real", "the ward of real people");

export interface DataOptions {
  readonly data?: string;
  readonly demo?: true;
  readonly real?: true;
}
