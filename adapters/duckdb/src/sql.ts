import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { Fault, type Instant, type Kind, qualities, rowOf } from "@sakiyomi/core";
import { openSignalFiles } from "@sakiyomi/sqlite";
import { registerScans } from "./scans.ts";

export interface SqlResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Times as Date, whole numbers as number where they fit, else as bigint. */
  readonly rows: readonly (readonly unknown[])[];
}

export interface ParquetExport {
  /** Appears only when it is whole; one that is there is replaced. */
  readonly file: string;
  /** What to export; without it, the view `signals` within the bounds below. */
  readonly query?: string;
  readonly subject?: string;
  readonly kind?: Kind;
  readonly from?: Instant;
  readonly to?: Instant;
}

export interface Sql {
  /**
   * Views: `signals(subject, kind, source, time, value, unit, quality)` with every sample, and
   * `events(subject, kind, source, time, value, quality)` with states and events as JSON. Times are UTC; the column is
   * not called `at` as elsewhere, because that is a reserved word of DuckDB.
   * `samples_of(subject, kind, from, to)` is `signals` bounded, and faster for it.
   */
  query(sql: string): Promise<SqlResult>;
  exportParquet(what: ParquetExport): Promise<{ readonly rows: number }>;
  close(): void;
}

/** SQL over the files of a store, while a server writes them or not. Nothing is changed. */
export async function openSql(dir: string): Promise<Sql> {
  if (!existsSync(join(dir, "signals-head.db"))) throw new Fault("REC_MISSING", `${dir} holds no signals.`);
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "2GB" });
  const connection = await instance.connect();
  const closeScans = registerScans(connection, dir);
  await connection.run(tables);
  return {
    query: async (sql) => {
      await refreshChannels(connection, dir);
      const reader = await connection.runAndReadAll(sql);
      const types = reader.columnTypes();
      const columns = reader.columnNames().map((name, i) => ({ name, type: String(types[i]) }));
      return { columns, rows: reader.getRowsJS().map((row) => row.map(plainNumber)) };
    },
    exportParquet: async (what) => {
      await refreshChannels(connection, dir);
      return exportTo(connection, what);
    },
    close: () => {
      closeScans();
      connection.closeSync();
      instance.closeSync();
    },
  };
}

const quality = `case s.quality ${qualities.map((name, i) => `when ${i} then '${name}'`).join(" ")} end as quality`;
const time = "make_timestamp(cast(round(s.ms * 1000) as bigint)) as time";
const ALL = "'', '', -9e15, 9e15";

const samplesFrom = (bounds: string) =>
  `select c.subject, c.kind, c.source, ${time}, s.value, c.unit, ${quality} from sakiyomi_samples(${bounds}) s join channels c on c.id = s.channel`;

const tables = `
  create table channels(id integer, subject varchar, kind varchar, source varchar, unit varchar);
  create view signals as ${samplesFrom(ALL)};
  create view events as
    select c.subject, c.kind, c.source, ${time}, cast(s.value as json) as value, ${quality}
    from sakiyomi_events(${ALL}) s join channels c on c.id = s.channel;
  create macro samples_of(a_subject, a_kind, a_from, a_to) as table
    ${samplesFrom("a_subject, a_kind, epoch_ms(cast(a_from as timestamp)), epoch_ms(cast(a_to as timestamp))")};
`;

/** Names and units are told once a channel, not once a sample. */
async function refreshChannels(connection: DuckDBConnection, dir: string): Promise<void> {
  const files = openSignalFiles(dir);
  const { channels } = files;
  files.close();
  await connection.run("delete from channels");
  const appender = await connection.createAppender("channels");
  for (const { id, subject, kind, source } of channels) {
    const row = rowOf(kind);
    appender.appendInteger(id);
    for (const name of [subject, kind, source, "unit" in row ? row.unit : ""]) appender.appendVarchar(name);
    appender.endRow();
  }
  appender.closeSync();
}

async function exportTo(connection: DuckDBConnection, what: ParquetExport): Promise<{ rows: number }> {
  const partial = `${what.file}.partial-${process.pid}`;
  try {
    const copied = await connection.runAndReadAll(
      `copy (${what.query ?? boundedQuery(what)}) to ${quoted(partial)} (format parquet, compression zstd)`,
    );
    syncFile(partial);
    renameSync(partial, what.file);
    syncFile(dirname(what.file) || ".");
    return { rows: Number(copied.getRowsJS()[0]?.[0] ?? 0) };
  } finally {
    rmSync(partial, { force: true });
  }
}

const boundedQuery = ({ subject = "", kind, from = -9e15, to = 9e15 }: ParquetExport): string =>
  samplesFrom(`${quoted(subject)}, ${quoted(kind ?? "")}, ${from}, ${to}`);

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const plainNumber = (value: unknown): unknown =>
  typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;

function syncFile(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
