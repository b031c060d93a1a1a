import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Entry, Fault, type Instant, isKind, type Kind, kinds, type Signal, type SubjectId } from "@sakiyomi/core";
import { type AddCommand, type DataOptions, examples, withData } from "../command.ts";
import { existingPlaces, readPerson } from "../open.ts";
import type { Places } from "../places.ts";
import { sayJson, type Terminal } from "../terminal.ts";
import { readTime } from "../time.ts";
import { withWard } from "../ward.ts";

interface Options extends DataOptions {
  readonly person?: string;
  readonly kind?: string;
  readonly from?: string;
  readonly to?: string;
  readonly out?: string;
  readonly scaled?: true;
  readonly json?: true;
}

const formats = ["parquet", "fhir", "journal"] as const;
type Format = (typeof formats)[number];

export const exportCommand: AddCommand = (program, terminal) => {
  withData(program.command("export"))
    .argument("<format>", [...formats, "onnx"].join(", "))
    .argument("<file>", "replaced where it is there; of onnx: the folder of a run, or a file of a model")
    .description(
      "Write signals as Parquet, a person as a FHIR R4 bundle, the journal as NDJSON, a trained model as ONNX.",
    )
    .option("--person <id>", "only this person; needed for FHIR")
    .option("--kind <kind>", "only this kind")
    .option("--from <time>", "ISO 8601, or a time ago such as 30d")
    .option("--to <time>", "ISO 8601, or a time ago")
    .option("--out <file>", "of onnx: where to")
    .option("--scaled", "of onnx: in the model's own numbers, instead of the units of the episodes")
    .option("--json", "print what was written as JSON")
    .addHelpText(
      "after",
      examples(
        "export parquet january.parquet --from 2026-01-01T00:00:00+09:00 --to 2026-02-01T00:00:00+09:00",
        "export fhir ann.json --person ann        # needs the person's consent to export, and a stopped server",
        "export journal journal.ndjson",
        "export onnx runs/arm --out arm.onnx",
      ),
    )
    .action(async (format: string, file: string, options: Options) => {
      if (format === "onnx") return writeOnnx(file, options, terminal);
      const places = existingPlaces(terminal, options);
      const write = writers[format as Format];
      if (!Object.hasOwn(writers, format))
        throw new Fault("CLI_USAGE", `${format} is none of ${[...formats, "onnx"].join(", ")}.`);
      const count = await write({ places, file: resolve(file), options, terminal });
      if (options.json) sayJson(terminal, { file: resolve(file), format, ...count });
      else
        terminal.say(
          `${Object.entries(count)
            .map(([what, n]) => `${n} ${what}`)
            .join(", ")} in ${resolve(file)}.`,
        );
    });
};

interface Task {
  readonly places: Places;
  readonly file: string;
  readonly options: Options;
  readonly terminal: Terminal;
}

type Counted = Readonly<Record<string, number>>;

const writers: Readonly<Record<Format, (task: Task) => Promise<Counted>>> = {
  parquet: writeParquet,
  fhir: writeFhir,
  journal: writeJournal,
};

async function writeParquet({ places, file, options: { person, kind, from, to } }: Task): Promise<Counted> {
  const { openSql } = await import("@sakiyomi/duckdb");
  const database = await openSql(join(places.data, "signals"));
  try {
    const written = database.exportParquet({
      file,
      ...(person === undefined ? {} : { subject: readPerson(person) }),
      ...(kind === undefined ? {} : { kind: readKind(kind) }),
      ...(from === undefined ? {} : { from: readTime("--from", from, Date.now()) }),
      ...(to === undefined ? {} : { to: readTime("--to", to, Date.now()) }),
    });
    return await written.catch((error: unknown) => {
      if (error instanceof Error && /^IO Error/.test(error.message))
        throw new Fault("CLI_FILE", `${error.message.split("\n")[0]}.`, { cause: error });
      throw error;
    });
  } finally {
    database.close();
  }
}

async function writeJournal({ places, file, options: { person, from, to } }: Task): Promise<Counted> {
  const { readEntries } = await import("@sakiyomi/sqlite");
  const entries: readonly Entry[] = readEntries(
    { dir: places.data },
    {
      ...(person === undefined ? {} : { subject: readPerson(person) }),
      ...(from === undefined ? {} : { from: readTime("--from", from, Date.now()) }),
      ...(to === undefined ? {} : { to: readTime("--to", to, Date.now()) }),
    },
  );
  save(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  return { entries: entries.length };
}

async function writeFhir({ places, file, options, terminal }: Task): Promise<Counted> {
  if (options.person === undefined) throw new Fault("CLI_USAGE", "FHIR is of one person: name --person.");
  const subject = readPerson(options.person);
  const to = options.to === undefined ? Date.now() : readTime("--to", options.to, Date.now());
  const from = options.from === undefined ? 0 : readTime("--from", options.from, Date.now());
  const { bundleOf, isFhir, observationOf } = await import("@sakiyomi/fhir");
  return withWard(places, terminal, async (ward) => {
    if (!ward.loop.roster.consents.get(subject)?.has("export"))
      throw new Fault("ACT_CONSENT", `${subject} has not agreed to data leaving the house.`);
    const signals = await signalsOf(ward.store, subject, options.kind, from, to);
    const records = (await ward.records.ofSubject(subject)).map(({ resource }) => resource).filter(isFhir);
    const resources = [...records, ...signals.map(observationOf)];
    await ward.journal("exported", "system", subject, { format: "fhir", from, to, resources: resources.length });
    save(file, `${JSON.stringify(bundleOf(resources, Date.now()), null, 1)}\n`);
    return { resources: resources.length };
  });
}

async function signalsOf(
  store: Parameters<Parameters<typeof withWard>[2]>[0]["store"],
  subject: SubjectId,
  kind: string | undefined,
  from: Instant,
  to: Instant,
): Promise<readonly Signal[]> {
  const wanted = kind === undefined ? (Object.keys(kinds) as Kind[]) : [readKind(kind)];
  const signals: Signal[] = [];
  for (const one of wanted) signals.push(...(await store.range({ subject, kind: one, from, to })));
  return signals;
}

/** One run-time step, for any runtime: opset 17 or lower, standard operators. */
async function writeOnnx(model: string, { out, scaled, json }: Options, terminal: Terminal): Promise<void> {
  if (out === undefined) throw new Fault("CLI_USAGE", "Say where to write it with --out FILE.");
  const [{ exportOnnx }, { writeWholeFile }, { modelAt }] = await Promise.all([
    import("@sakiyomi/learn"),
    import("@sakiyomi/learn/node"),
    import("../learn/trained.ts"),
  ]);
  const bytes = exportOnnx(await modelAt(model), { units: scaled ? "scaled" : "physical" });
  await writeWholeFile(resolve(out), bytes);
  if (json) sayJson(terminal, { file: resolve(out), format: "onnx", bytes: bytes.length });
  else terminal.say(`${bytes.length} bytes in ${resolve(out)}.`);
}

function readKind(kind: string): Kind {
  if (isKind(kind)) return kind;
  throw new Fault("CLI_USAGE", `${kind} is no kind of docs/guide/kinds.md.`);
}

/** Only the owner may read what is about people. */
function save(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    throw new Fault("CLI_FILE", `${file}: ${(error as Error).message}.`, { cause: error });
  }
}
