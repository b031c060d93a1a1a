import { basename } from "node:path";
import { accept, Fault, type Read, refuse } from "@sakiyomi/core";
import { type CellReader, cellReader } from "./cells.ts";
import type { CsvColumn, CsvMapping } from "./mapping.ts";
import { type CsvRow, readRows } from "./rows.ts";
import { checkRate, type TimeOfRow, timeReader } from "./times.ts";
import type { CsvValue } from "./value.ts";
import { WaveColumn } from "./wave-column.ts";

export interface CsvFile {
  readonly title: string;
  readonly mapping: CsvMapping;
  /** Whether `at` is an instant, or counts from a beginning that the file does not know. */
  readonly isAbsolute: boolean;
  /** In order of rows; a cell that cannot be read is a refusal, and the rows after it go on. */
  values(): AsyncIterable<Read<CsvValue>>;
}

/**
 * Opens a CSV file by its mapping; rows are read one after another, never all of them at once.
 * @throws Fault FILE_FORM for a file that is no CSV, FILE_MAP where it lacks a column of the mapping
 */
export async function openCsv(path: string, mapping: CsvMapping): Promise<CsvFile> {
  const header = await headerOf(path, mapping);
  await checkRates(path, mapping, header);
  const { is } = mapping.time;
  return {
    title: basename(path).replace(/\.(csv|tsv|txt)$/i, ""),
    mapping,
    isAbsolute: mapping.start !== undefined || is === "iso" || is === "unix" || is === "unix-ms",
    values: () => readValues(path, mapping, header),
  };
}

async function headerOf(path: string, mapping: CsvMapping): Promise<readonly string[]> {
  const timeColumn = "column" in mapping.time ? [mapping.time.column] : [];
  const wanted = [...timeColumn, ...mapping.columns.map(({ column }) => column)];
  for await (const [first] of readRows(path, mapping.encoding, mapping.delimiter)) {
    const header = (first?.cells ?? []).map((cell) => cell.trim());
    const lacking = wanted.find((column) => header.filter((name) => name === column).length !== 1);
    if (lacking !== undefined)
      throw new Fault(
        "FILE_MAP",
        `${path}, line 1: there is no one column "${lacking}" among ${header
          .map((name) => `"${name}"`)
          .join(", ")
          .slice(0, 200)}.`,
      );
    return header;
  }
  throw new Fault("FILE_FORM", `${path} is empty.`);
}

/** Looks at the first rows: a waveform whose rate is declared wrongly would fall into single samples. */
async function checkRates(path: string, mapping: CsvMapping, header: readonly string[]): Promise<void> {
  const timeOf = timeReader(mapping, header, path);
  const times: number[] = [];
  let rows = 0;
  for await (const some of dataRows(path, mapping)) {
    for (const row of some.slice(0, 100 - rows)) {
      const time = timeOf(row, rows);
      if (time.ok) times.push(time.value);
      rows += 1;
    }
    if (rows === 100) break;
  }
  for (const { column, rate } of mapping.columns)
    if (rate !== undefined) checkRate(times, rate, `${path}, column "${column}"`);
}

async function* dataRows(path: string, { encoding, delimiter }: CsvMapping): AsyncGenerator<readonly CsvRow[]> {
  let isFirst = true;
  for await (const rows of readRows(path, encoding, delimiter)) {
    yield isFirst ? rows.slice(1) : rows;
    isFirst = false;
  }
}

/** A column while the file is read. */
interface Reading {
  readonly column: CsvColumn;
  readonly cell: number;
  readonly read: CellReader;
  readonly wave: WaveColumn | null;
}

async function* readValues(
  path: string,
  mapping: CsvMapping,
  header: readonly string[],
): AsyncGenerator<Read<CsvValue>> {
  const timeOf = timeReader(mapping, header, path);
  const readings = mapping.columns.map((column): Reading => {
    const wave = column.rate === undefined ? null : new WaveColumn(column);
    return { column, cell: header.indexOf(column.column), read: cellReader(column, mapping.missing), wave };
  });
  let rows = 0;
  const atRow = (row: CsvRow) => timeOfRow(path, row, rows++, header.length, timeOf);
  for await (const some of dataRows(path, mapping))
    for (const value of readBatch(readings, some, atRow, path)) yield value;
  for (const { wave } of readings) if (wave) yield* wave.end();
}

/** Not async: a wait for each cell would cost ten times as much as reading it. */
function* readBatch(
  readings: readonly Reading[],
  rows: readonly CsvRow[],
  atRow: (row: CsvRow) => Read<number>,
  path: string,
): Generator<Read<CsvValue>> {
  for (const row of rows) {
    const time = atRow(row);
    if (!time.ok) yield time;
    else for (const reading of readings) yield* readCell(reading, row, time.value, path);
  }
}

/** A cell that cannot be read is refused; in a waveform it leaves a gap. */
function* readCell(
  { column, cell, read, wave }: Reading,
  row: CsvRow,
  at: number,
  path: string,
): Generator<Read<CsvValue>> {
  const value = read(row.cells[cell] as string, `${path}, line ${row.line}, column "${column.column}"`);
  if (!value.ok) yield value;
  const sample = value.ok ? value.value : null;
  if (wave) yield* wave.add(at, sample as number | null, row.line);
  else if (sample !== null)
    yield accept({ column: column.column, kind: column.kind, at, line: row.line, value: sample });
}

function timeOfRow(path: string, row: CsvRow, index: number, width: number, timeOf: TimeOfRow): Read<number> {
  if (row.cells.length !== width)
    return refuse(
      "FILE_FORM",
      `${path}, line ${row.line}`,
      `${row.cells.length} cells`,
      `${width} cells, as in line 1`,
    );
  return timeOf(row, index);
}
