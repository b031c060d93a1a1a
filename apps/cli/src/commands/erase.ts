import { userInfo } from "node:os";
import { Fault } from "@sakiyomi/core";
import { type AddCommand, type DataOptions, examples, withData } from "../command.ts";
import { existingPlaces } from "../open.ts";
import { refused } from "../refused.ts";
import type { Terminal } from "../terminal.ts";
import { withWard } from "../ward.ts";

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
  const places = existingPlaces(terminal, options);
  if (!options.yes)
    throw new Fault(
      "CLI_USAGE",
      `Nothing was erased: say --yes to erase ${person} of the ${places.mode} ward for ever.`,
    );
  await withWard(places, terminal, async (ward) => {
    const by = { id: "system", name: userInfo().username };
    const erased = await ward.erase(person, by);
    if (!erased.ok) throw refused(erased.refusal);
    await ward.journal("person.erase", by.id, null, { at: "command line", reason: options.reason });
  });
  terminal.say(`${person} is erased. Exports and copies made before are yours to destroy.`);
}
