import { programFor, type Terminal } from "sakiyomi";
import { generated } from "./markdown.ts";

type Command = ReturnType<typeof programFor>;

/** Hears everything, says nothing. */
const deaf: Terminal = {
  env: {},
  isWatched: false,
  say: () => {},
  note: () => {},
  exit: () => {},
  stopped: () => new Promise(() => {}),
};

const COLUMNS = 100;

/** The whole help, with the examples that stand under it. */
function helpOf(command: Command): string {
  let help = "";
  command.configureOutput({ writeOut: (text) => (help += text), getOutHelpWidth: () => COLUMNS });
  command.outputHelp();
  return help.trim();
}

function sections(command: Command, path: string): readonly string[] {
  const below = command.commands.filter((one) => one.name() !== "help");
  if (below.length > 0 && command.parent !== null)
    return below.flatMap((one) => sections(one, `${path} ${one.name()}`));
  if (below.length > 0) return below.flatMap((one) => sections(one, one.name()));
  return [`## ${path}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\``];
}

export function cliPage(): string {
  const program = programFor(deaf);
  return [
    generated("apps/cli/src/commands"),
    "# The command line",
    "In a clone, `npx sakiyomi …` runs any of these with the Node that the project brings along. `--help` says the same as this page.",
    "| Exit code | Means |\n| --- | --- |\n| 0 | done |\n| 1 | trouble was found, and told |\n| 2 | wrong use |\n| 70 | a defect of the program: please report it |",
    "Answers are on stdout and everything else on stderr, so that a pipe gets the answer alone; `--json` answers for a program. An error reads `CODE: what. What to do.` ([all codes](../errors.md)); `--debug` before the command shows where it came from.",
    ...sections(program, ""),
  ].join("\n\n");
}
