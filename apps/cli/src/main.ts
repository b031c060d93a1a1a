import { Fault } from "@sakiyomi/core";
import { Command, CommanderError } from "commander";
import { commands } from "./commands/index.ts";
import { partFault } from "./part-fault.ts";
import { exits, processTerminal, type Terminal } from "./terminal.ts";
import { version } from "./version.ts";

const groups = `
Exit codes: 0 done, 1 trouble was found, 2 wrong use, 70 a defect of the program.
Errors read "CODE: what. What to do."; docs/errors.md explains each code.`;

export function programFor(terminal: Terminal): Command {
  const program = new Command("sakiyomi")
    .description("Sakiyomi (先読み) reads the signals of people, predicts what comes next, and acts in time.")
    .version(version())
    .option("--debug", "show where an error came from")
    .addHelpText("after", groups)
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.say(text.trimEnd()), outputError: () => {} });
  for (const add of commands) add(program, terminal);
  for (const command of program.commands) inherit(program, command);
  return program;
}

/** Sub-commands of sub-commands report their errors in the same way. */
function inherit(from: Command, to: Command): void {
  to.copyInheritedSettings(from);
  for (const below of to.commands) inherit(to, below);
}

export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<void> {
  const program = programFor(terminal);
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    terminal.exit(report(error, terminal, program.opts<{ debug?: true }>().debug === true));
  }
}

/** Says what is wrong and what to do; answers the exit code. */
function report(error: unknown, terminal: Terminal, debug: boolean): number {
  if (error instanceof CommanderError) return reportUse(error, terminal);
  if (debug && error instanceof Error && error.stack) terminal.note(error.stack);
  if (error instanceof Fault) {
    terminal.note(error.message);
    return error.code === "CLI_USAGE" ? exits.usage : exits.trouble;
  }
  const fault = partFault(error);
  if (fault) {
    terminal.note(fault.words);
    return fault.isUse ? exits.usage : exits.trouble;
  }
  const what = error instanceof Error ? error.message : String(error);
  terminal.note(new Fault("CLI_DEFECT", `${what}.`).message);
  return exits.defect;
}

function reportUse(error: CommanderError, terminal: Terminal): number {
  const isHelp = error.exitCode === 0;
  const isListed = error.code === "commander.help"; // without a sub-command: the list of them stands there already
  if (!isHelp && !isListed) terminal.note(new Fault("CLI_USAGE", sentence(error.message)).message);
  return isHelp ? exits.ok : exits.usage;
}

const sentence = (message: string): string =>
  `${message
    .replace(/^error: /, "")
    .replace(/\s+/g, " ")
    .replace(/^./, (first) => first.toUpperCase())
    .replace(/\.?$/, "")}.`;
