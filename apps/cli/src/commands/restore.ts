import { resolve } from "node:path";
import { Fault, say } from "@sakiyomi/core";
import { about } from "../about-backup.ts";
import { type AddCommand, type DataOptions, examples, withData } from "../command.ts";
import { placesFor } from "../open.ts";
import type { Places } from "../places.ts";
import { exits, sayJson, type Terminal } from "../terminal.ts";

interface Options extends DataOptions {
  readonly json?: true;
}

export const restore: AddCommand = (program, terminal) => {
  withData(program.command("restore"))
    .argument("<folder>", "a folder that `sakiyomi backup` made")
    .description("Bring a backup back onto a fresh machine: all of it, checked, or nothing.")
    .option("--json", "print what was restored as JSON")
    .addHelpText(
      "after",
      examples("restore /mnt/usb/ward-2026-01-31", "restore /tmp/demo-copy --data /srv/sakiyomi") +
        "\nWhoever was erased since the backup is erased again. Never onto a ward that is there: move its folder away first.\n",
    )
    .action((folder: string, options: Options) => run(resolve(folder), options, terminal));
};

async function run(from: string, options: Options, terminal: Terminal): Promise<void> {
  const places = whereTo(from, options, terminal);
  const { restore: bringBack, readManifest, stateDirFor } = await import("@sakiyomi/sqlite");
  const { database } = await readManifest(from);
  const stateDir = stateDirFor(database, terminal.env);
  const restored = await bringBack({ from, dir: places.data, stateDir, now: Date.now() });
  if (options.json) sayJson(terminal, { ...restored, data: places.data, mode: places.mode });
  else {
    const { manifest, erasedAgain, journal } = restored;
    terminal.say(`The ${places.mode} ward of ${manifest.at} is in ${places.data}.`);
    terminal.say(`${journal.entries} entries in the journal, ${erasedAgain} people erased again.`);
    const { journalWords } = await import("@sakiyomi/core");
    for (const { code, what } of journal.findings)
      terminal.say(`${code}: ${say(journalWords, what, { language: "en", zone: "UTC" })}`);
    terminal.say(`Start it with: sakiyomi start --${places.mode}`);
  }
  if (!restored.journal.ok) terminal.exit(exits.trouble);
}

function whereTo(from: string, options: Options, terminal: Terminal): Places {
  const known = about.read(from);
  const asked = options.demo ? "demo" : options.real ? "real" : null;
  if (known && asked && known.mode !== asked)
    throw new Fault("CLI_USAGE", `${from} is of a ${known.mode} ward, and cannot become a ${asked} one.`);
  const mode = known?.mode ?? asked ?? "real";
  return placesFor(terminal, { ...(options.data === undefined ? {} : { data: options.data }), [mode]: true });
}
