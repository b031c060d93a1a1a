import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Entry, type EntryQuery, Fault, type Instant, say } from "@sakiyomi/core";
import { type AddCommand, type DataOptions, examples, withData } from "../command.ts";
import { existingPlaces, readNumber, readPerson } from "../open.ts";
import { exits, sayJson, type Terminal } from "../terminal.ts";
import { readTime } from "../time.ts";

interface VerifyOptions extends DataOptions {
  readonly json?: true;
}

interface ShowOptions extends DataOptions {
  readonly person?: string;
  readonly type?: string;
  readonly by?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: string;
  readonly json?: true;
}

/** Reads the journal beside a running server; neither command changes anything. */
export const journal: AddCommand = (program, terminal) => {
  const command = program.command("journal").description("Read the journal, and check that nobody has changed it.");
  withData(command.command("verify"))
    .description(
      "Find a changed, removed or reordered entry, and a tail that was cut off. Exit code 1 where there is one.",
    )
    .option("--json", "print the report as JSON")
    .addHelpText("after", examples("journal verify", "journal verify --real --json | jq .findings"))
    .action((options: VerifyOptions) => verify(options, terminal));
  withData(command.command("show"))
    .description("Show entries, the newest last.")
    .option("--person <id>", "only about this person")
    .option("--type <type,…>", "only of these types, for example alert-raised,alert-taken")
    .option("--by <actor>", "only by this actor, for example staff:tanaka")
    .option("--from <time>", "ISO 8601, or a time ago such as 8h")
    .option("--to <time>", "ISO 8601, or a time ago")
    .option("--limit <n>", "at most so many, the newest", "100")
    .option("--json", "one JSON object a line")
    .addHelpText(
      "after",
      examples("journal show --from 8h", "journal show --person ann --type alert-raised,alert-taken,alert-done"),
    )
    .action((options: ShowOptions) => show(options, terminal));
};

async function verify(options: VerifyOptions, terminal: Terminal): Promise<void> {
  const folder = await journalFolder(options, terminal);
  const { verifyJournal } = await import("@sakiyomi/sqlite");
  const { journalWords } = await import("@sakiyomi/core");
  const report = verifyJournal(folder);
  if (options.json) sayJson(terminal, report);
  else {
    const anchored = report.anchored ? `, anchored up to ${report.anchored.n} at ${report.anchored.at}` : "";
    terminal.say(`${report.entries} entries${anchored}; ${report.erased} erased people.`);
    for (const { code, what } of report.findings)
      terminal.say(`${code}: ${say(journalWords, what, { language: "en", zone: "UTC" })}`);
    terminal.say(
      report.ok ? "The journal is whole." : "The journal is not what was written. Keep the files, tell the auditor.",
    );
  }
  if (!report.ok) terminal.exit(exits.trouble);
}

async function show(options: ShowOptions, terminal: Terminal): Promise<void> {
  const folder = await journalFolder(options, terminal);
  const { readEntries } = await import("@sakiyomi/sqlite");
  const entries = readEntries(folder, queryOf(options, Date.now()));
  for (const entry of entries.toReversed()) terminal.say(options.json ? JSON.stringify(entry) : line(entry));
}

async function journalFolder(options: DataOptions, terminal: Terminal) {
  const { data } = existingPlaces(terminal, options);
  if (!existsSync(join(data, "records.db"))) throw new Fault("CLI_FOLDER", `There is no journal in ${data}.`);
  const { stateDirOf } = await import("@sakiyomi/sqlite");
  return { dir: data, stateDir: stateDirOf(data, terminal.env) };
}

function queryOf({ person, type, by, from, to, limit }: ShowOptions, now: Instant): EntryQuery {
  return {
    newestFirst: true,
    limit: readNumber("--limit", limit, 1, 1_000_000),
    ...(person === undefined ? {} : { subject: readPerson(person) }),
    ...(type === undefined ? {} : { types: type.split(",") }),
    ...(by === undefined ? {} : { actor: by }),
    ...(from === undefined ? {} : { from: readTime("--from", from, now) }),
    ...(to === undefined ? {} : { to: readTime("--to", to, now) }),
  };
}

const line = ({ n, at, type, actor, subject, content }: Entry): string =>
  `${n}  ${new Date(at).toISOString()}  ${type}  ${actor}  ${subject ?? "-"}  ${content === null ? "(erased)" : JSON.stringify(content)}`;
