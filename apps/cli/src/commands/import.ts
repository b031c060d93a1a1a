import { basename, resolve } from "node:path";
import { bareIdOf, Fault, type House, isHere, isKind, type Kind, mayRecord } from "@sakiyomi/core";
import type { RunningWard } from "@sakiyomi/server";
import { admitPatients, admitPerson } from "../admitting.ts";
import { type AddCommand, type DataOptions, examples, withData } from "../command.ts";
import type { ImportOptions } from "../import/index.ts";
import { existingPlaces, placesFor, readPerson } from "../open.ts";
import { progressOn } from "../progress.ts";
import { exits, sayJson, type Terminal } from "../terminal.ts";
import { readTime } from "../time.ts";
import { withWard } from "../ward.ts";

interface Options extends DataOptions {
  readonly person?: string;
  readonly admit?: string | true;
  readonly start?: string;
  readonly zone?: string;
  readonly map?: readonly string[];
  readonly mapping?: string;
  readonly json?: true;
}

const importer = { id: "import:cli", name: "import" };

export const importCommand: AddCommand = (program, terminal) => {
  withData(program.command("import"))
    .argument("<file...>", "WFDB (.hea), EDF, CSV with --mapping, FHIR R4 (bundle or NDJSON)")
    .description("Bring recordings and records in. Said again, it changes nothing; stopped, it goes on where it was.")
    .option("--person <id>", "whose they are; FHIR says it itself")
    .option("--admit [name]", "admit the person under this name; of FHIR, every Patient under the own name")
    .option("--start <time>", "when a recording began: ISO 8601, or a time ago such as 8min")
    .option("--zone <zone>", "time zone of recordings that tell none, for example Asia/Tokyo")
    .option("--map <channel=kind...>", "which kind a channel is; CHANNEL=- leaves it out")
    .option("--mapping <file>", "what the columns of a CSV are (docs/guide/import.md)")
    .option("--json", "print the report as JSON")
    .addHelpText(
      "after",
      examples(
        'import 100.hea --person p100 --admit "Record 100" --start 30min',
        "import sleep.edf --person ann --zone Asia/Tokyo --map 'EOG=-'",
        "import numerics.csv --person ann --mapping numerics.json --start 8min",
        "import Patient.ndjson Observation.ndjson --admit",
      ),
    )
    .action((files: readonly string[], options: Options) => run(files, options, terminal));
};

async function run(files: readonly string[], options: Options, terminal: Terminal): Promise<void> {
  const { admit } = options;
  const places = admit === undefined ? existingPlaces(terminal, options) : placesFor(terminal, options);
  const settings = await settingsOf(options);
  const { importFiles, printReport } = await import("../import/index.ts");
  const progress = progressOn(terminal, "samples");
  const report = await withWard(places, terminal, async (ward) => {
    if (settings.person && admit !== undefined)
      await admitPerson(ward, settings.person, admit === true ? bareIdOf(settings.person) : admit, null, importer);
    const report = await importFiles({
      ...settings,
      files: files.map((file) => resolve(file)),
      store: ward.store,
      records: ward.records,
      now: () => ward.now(),
      by: importer.id,
      // Who is only now brought in is admitted when the names are known.
      house: admit === undefined ? houseOf(ward) : { isHere: () => true, mayRecord: () => true },
      onProgress: ({ file, phase, done, total }) => progress.at(done, total, `${phase} ${basename(file)}`),
    }).finally(progress.end);
    if (admit === true) await admitPatients(ward, importer);
    return report;
  });
  if (options.json) sayJson(terminal, report);
  else for (const line of printReport(report)) terminal.say(line);
  if (!report.ok) terminal.exit(exits.trouble);
}

const houseOf = ({ loop }: RunningWard): Pick<House, "isHere" | "mayRecord"> => ({
  isHere: (subject) => isHere(loop.roster, subject),
  mayRecord: (subject) => mayRecord(loop.roster, subject),
});

type Settings = Pick<ImportOptions, "person" | "start" | "zone" | "map" | "mapping">;

async function settingsOf({ person, start, zone, map = [], mapping }: Options): Promise<Settings> {
  return {
    ...(person === undefined ? {} : { person: readPerson(person) }),
    ...(start === undefined ? {} : { start: readTime("--start", start, Date.now()) }),
    ...(zone === undefined ? {} : { zone }),
    ...(map.length === 0 ? {} : { map: Object.fromEntries(map.map(mapped)) }),
    ...(mapping === undefined ? {} : { mapping: await (await import("@sakiyomi/csv")).readMapping(mapping) }),
  };
}

/** `MLII=ecg`, or `EOG=-` for a channel that is left out. */
function mapped(said: string): readonly [string, Kind | null] {
  const [, channel, kind = ""] = /^(.+)=([^=]+)$/.exec(said) ?? [];
  if (channel !== undefined && kind === "-") return [channel, null];
  if (channel !== undefined && isKind(kind)) return [channel, kind];
  throw new Fault("CLI_USAGE", `--map ${said} has to be CHANNEL=KIND, or CHANNEL=- to leave it out.`);
}
