import { mkdirSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { about, aboutOf } from "../about-backup.ts";
import { type AddCommand, type DataOptions, examples, withData } from "../command.ts";
import { existingPlaces } from "../open.ts";
import { size } from "../size.ts";
import { sayJson, type Terminal } from "../terminal.ts";

interface Options extends DataOptions {
  readonly json?: true;
}

export const backup: AddCommand = (program, terminal) => {
  withData(program.command("backup"))
    .argument("<folder>", "where to; empty, or not there yet")
    .description("Copy a ward, as of one moment, while it runs.")
    .option("--json", "print the manifest as JSON")
    .addHelpText(
      "after",
      examples("backup /mnt/usb/ward-$(date +%F)", "backup --demo /tmp/demo-copy --json") +
        "\nIt holds everything about people: keep it as safe as the ward itself. Certificates of --lan are not in it.\n",
    )
    .action((folder: string, options: Options) => run(resolve(folder), options, terminal));
};

async function run(to: string, options: Options, terminal: Terminal): Promise<void> {
  const { data, mode } = existingPlaces(terminal, options);
  const { backupTo, stateDirOf, storesBeside } = await import("@sakiyomi/sqlite");
  mkdirSync(dirname(to), { recursive: true });
  const isNew = mkdirSync(to, { recursive: true, mode: 0o700 }) !== undefined;
  try {
    const manifest = await backupTo({
      ...storesBeside({ dir: data, stateDir: stateDirOf(data, terminal.env) }),
      to,
      now: Date.now(),
    });
    about.write(to, aboutOf(mode));
    if (options.json) return sayJson(terminal, { ...manifest, mode });
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    terminal.say(
      `${size(bytes)} in ${manifest.files.length} files in ${to}, up to entry ${manifest.journal.n} of the journal.`,
    );
  } catch (error) {
    if (isNew) rmSync(to, { recursive: true, force: true });
    throw error;
  }
}
