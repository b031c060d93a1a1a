import {
  DOUBLE,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBTableFunction,
  type DuckDBType,
  INTEGER,
  UTINYINT,
  VARCHAR,
} from "@duckdb/node-api";
import { qualities } from "@sakiyomi/core";
import { type FilesQuery, openSignalFiles, type SampleColumns, type SignalFiles } from "@sakiyomi/sqlite";

/** Rows that DuckDB takes at once. */
const CHUNK = 2048;

/** Writes the next rows into the chunk; returns how many, 0 at the end. */
interface Scan {
  fill(chunk: DuckDBDataChunk): number;
  close(): void;
}

interface ScanFunction {
  readonly name: string;
  readonly columns: Readonly<Record<string, DuckDBType>>;
  start(files: SignalFiles, query: FilesQuery): Scan["fill"];
}

/**
 * Functions of SQL that read the store's files; each scan sees the store as it was when the scan began.
 * Both take (subject, kind, from, to); an empty string means all, times are milliseconds since 1970.
 */
const functions: readonly ScanFunction[] = [
  {
    name: "sakiyomi_samples",
    columns: { channel: INTEGER, ms: DOUBLE, value: DOUBLE, quality: UTINYINT },
    start: (files, query) => sampleRows(files.samples(query)),
  },
  {
    name: "sakiyomi_events",
    columns: { channel: INTEGER, ms: DOUBLE, value: VARCHAR, quality: UTINYINT },
    start: (files, query) => eventRows(files, query),
  },
];

/** Returns a function that closes what scans have left open. */
export function registerScans(connection: DuckDBConnection, dir: string): () => void {
  const open = new Set<Scan>();
  for (const scan of functions) register(connection, dir, scan, open);
  return () => {
    for (const scan of open) scan.close();
    open.clear();
  };
}

function register(connection: DuckDBConnection, dir: string, scan: ScanFunction, open: Set<Scan>): void {
  connection.registerTableFunction(
    DuckDBTableFunction.create({
      name: scan.name,
      parameterTypes: [VARCHAR, VARCHAR, DOUBLE, DOUBLE],
      bindFunction: (bind) => {
        for (const [name, type] of Object.entries(scan.columns)) bind.addResultColumn(name, type);
        const [subject, kind, from, to] = [0, 1, 2, 3].map((i) => bind.getParameter(i));
        bind.setBindData({
          ...(subject ? { subject: String(subject) } : {}),
          ...(kind ? { kind: String(kind) } : {}),
          from: Number(from),
          to: Number(to),
        } satisfies FilesQuery);
      },
      initFunction: (init) => {
        const files = openSignalFiles(dir);
        const running = { fill: scan.start(files, init.getBindData() as FilesQuery), close: () => files.close() };
        open.add(running);
        init.setMaxThreads(1);
        init.setInitData(running);
      },
      mainFunction: (info, chunk) => {
        const running = info.getInitData() as Scan;
        if (running.fill(chunk) > 0) return;
        running.close();
        open.delete(running);
      },
    }),
  );
}

function sampleRows(all: Iterator<SampleColumns>): Scan["fill"] {
  let columns: SampleColumns | null = null;
  let next = 0;
  return (chunk) => {
    while (columns === null || next >= columns.at.length) {
      const more = all.next();
      if (more.done === true) {
        chunk.rowCount = 0;
        return 0;
      }
      columns = more.value;
      next = 0;
    }
    const end = Math.min(columns.at.length, next + CHUNK);
    fillSamples(chunk, columns, next, end);
    const rows = end - next;
    next = end;
    return rows;
  };
}

function fillSamples(chunk: DuckDBDataChunk, columns: SampleColumns, begin: number, end: number): void {
  chunk.rowCount = end - begin;
  const vectors = [0, 1, 2, 3].map((i) => chunk.getColumnVector(i));
  const [channel, ms, value, quality] = vectors;
  for (let row = 0, i = begin; i < end; row++, i++) {
    channel?.setItem(row, columns.channel.id);
    ms?.setItem(row, columns.at[i] as number);
    value?.setItem(row, columns.values[i] as number);
    quality?.setItem(row, columns.quality[i] as number);
  }
  for (const vector of vectors) vector.flush();
}

function eventRows(files: SignalFiles, query: FilesQuery): Scan["fill"] {
  const all = files.events(query);
  return (chunk) => {
    const rows: [number, number, string, number][] = [];
    while (rows.length < CHUNK) {
      const more = all.next();
      if (more.done === true) break;
      const { channel, at, json, quality } = more.value;
      rows.push([channel.id, at, json, qualities.indexOf(quality)]);
    }
    chunk.rowCount = rows.length;
    if (rows.length > 0) chunk.setRows(rows);
    return rows.length;
  };
}
