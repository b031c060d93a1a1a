import { join } from "node:path";
import { Fault } from "@sakiyomi/core";
import type { SqlResult } from "@sakiyomi/duckdb";
import { type AddCommand, type DataOptions, examples, withData } from "../command.ts";
import { existingPlaces } from "../open.ts";
import { textTable } from "../table.ts";
import { sayJson, type Terminal } from "../terminal.ts";

interface Options extends DataOptions {
  readonly json?: true;
  readonly csv?: true;
}

const views = `
Views (times are UTC):
  signals(subject, kind, source, time, value, unit, quality)   every sample
  events(subject, kind, source, time, value, quality)          states and events, value as JSON
  samples_of(subject, kind, from, to)                          signals of one kind, bounded: faster
`;

export const sql: AddCommand = (program, terminal) => {
  withData(program.command("sql"))
    .argument("<query>", "in the dialect of DuckDB")
    .description("Ask the signals in SQL, while the server runs. Nothing is changed.")
    .option("--json", "an array of objects")
    .option("--csv", "comma-separated values")
    .addHelpText(
      "after",
      views +
        examples(
          'sql "select kind, count(*) n, min(time), max(time) from signals group by kind order by n desc"',
          "sql \"select time_bucket(interval '1 hour', time) h, avg(value) from samples_of('person:ann', 'heart-rate', '2026-01-31', '2026-02-01') group by h order by h\"",
          "sql --csv \"select * from events where kind = 'void'\" > voids.csv",
        ),
    )
    .action((query: string, options: Options) => run(query, options, terminal));
};

async function run(query: string, options: Options, terminal: Terminal): Promise<void> {
  const { data } = existingPlaces(terminal, options);
  const { openSql } = await import("@sakiyomi/duckdb");
  const database = await openSql(join(data, "signals"));
  try {
    const result = await database.query(query).catch((error: unknown) => {
      throw error instanceof Fault ? error : new Fault("CLI_SQL", firstLine(error), { cause: error });
    });
    tell(result, options, terminal);
  } finally {
    database.close();
  }
}

function tell({ columns, rows }: SqlResult, { json, csv }: Options, terminal: Terminal): void {
  const names = columns.map(({ name }) => name);
  if (json)
    sayJson(
      terminal,
      rows.map((row) => Object.fromEntries(names.map((name, i) => [name, jsonOf(row[i])]))),
    );
  else if (csv) for (const row of [names, ...rows]) terminal.say(row.map(csvCell).join(","));
  else {
    for (const line of textTable([names, ...rows.map((row) => row.map(shown))])) terminal.say(line);
    terminal.note(`${rows.length} rows.`);
  }
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value, (_, one) => jsonOf(one)) : String(value);
}

/** A whole number that JSON cannot hold exactly travels as text. */
const jsonOf = (value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);

/** RFC 4180. */
const csvCell = (value: unknown): string => {
  const text = shown(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const firstLine = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return `${message.split("\n")[0] ?? ""}.`.replace(/[.!]+$/, ".");
};
