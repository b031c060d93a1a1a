import { userInfo } from "node:os";
import { Fault, refusalLine } from "@sakiyomi/core";
import { type AddCommand, type DataOptions, examples, withData } from "../command.ts";
import { existingPlaces } from "../open.ts";
import type { Terminal } from "../terminal.ts";

interface Options extends DataOptions {
  readonly reason: string;
  readonly yes?: true;
}

export const erase: AddCommand = (program, terminal) => {
  withData(program.command("erase"))
    .argument("<person>", "id, as in the address of the person's page")
    .description("Erase a person: signals, records, and the key of what the journal says. It cannot be undone.")
    .requiredOption("--reason <text>", "why; kept in the journal without the person's name")
    .option("--yes", "really")
    .addHelpText(
      "after",
      examples('erase ann --reason "asked for it in writing, 31 January" --yes') +
        "\nWhile the server runs, an administrator does it on the person's page. Backups are erased when they are restored.\n",
    )
    .action((person: string, options: Options) => run(person, options, terminal));
};

async function run(person: string, options: Options, terminal: Terminal): Promise<void> {
  const { data, mode } = existingPlaces(terminal, options);
  if (!options.yes)
    throw new Fault("CLI_USAGE", `Nothing was erased: say --yes to erase ${person} of the ${mode} ward for ever.`);
  const { openEmbeddedWard } = await import("@sakiyomi/server");
  const { stateDirOf } = await import("@sakiyomi/sqlite");
  const stateDir = stateDirOf(data, terminal.env);
  const { ward } = await openEmbeddedWard({ dataDir: data, stateDir, mode, zone: "UTC", ticks: false });
  try {
    const by = { id: "system", name: userInfo().username };
    const erased = await ward.erase(person, by);
    if (!erased.ok) throw new Fault(erased.refusal.code, refusalLine(erased.refusal));
    await ward.journal("person.erase", by.id, null, { at: "command line", reason: options.reason });
  } finally {
    await ward.close();
  }
  terminal.say(`${person} is erased. Exports and copies made before are yours to destroy.`);
}
