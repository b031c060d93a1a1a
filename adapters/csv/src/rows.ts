import { createReadStream } from "node:fs";
import { Fault } from "@sakiyomi/core";

export interface CsvRow {
  /** Of the file, from 1; a quoted cell may go over several. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A row of more characters is a quote that was never closed. */
const MAX_ROW = 1 << 20;

/**
 * The rows of a CSV file, a handful at a time, because a wait for each row costs more than reading it (RFC 4180; CRLF or
 * LF; a byte order mark is left out; empty lines too).
 * @throws Fault FILE_FORM naming the line
 */
export async function* readRows(path: string, encoding: string, delimiter: string): AsyncGenerator<readonly CsvRow[]> {
  let rest = "";
  let line = 1;
  for await (const text of decoded(path, encoding)) {
    rest += text;
    const rows: CsvRow[] = [];
    let from = 0;
    for (let end = rowEnd(rest, from); end >= 0; end = rowEnd(rest, from)) {
      const row = rest.slice(from, end);
      addRow(rows, row, line, path, delimiter);
      line += newlines(row) + 1;
      from = end + 1;
    }
    rest = rest.slice(from);
    if (rest.length > MAX_ROW)
      throw new Fault("FILE_FORM", `${path}, line ${line}: a row of more than ${MAX_ROW} characters.`);
    if (rows.length > 0) yield rows;
  }
  if (quotes(rest) % 2 === 1)
    throw new Fault("FILE_FORM", `${path}, line ${line}: a quote is not closed: the file is cut off.`);
  const last: CsvRow[] = [];
  addRow(last, rest, line, path, delimiter);
  if (last.length > 0) yield last;
}

async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      yield decoder.decode(chunk as Uint8Array, { stream: true });
      bytes += (chunk as Uint8Array).length;
    }
    yield decoder.decode();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ERR_ENCODING_INVALID_ENCODED_DATA")
      throw new Fault("FILE_FORM", `${path}, after byte ${bytes}: the text is not ${encoding}.`, { cause });
    if (cause instanceof Fault) throw cause;
    throw new Fault("FILE_FORM", `${path} cannot be read (${code}).`, { cause });
  }
}

/** Where the row ends that begins at `from`: the first line feed outside quotes, or -1. */
function rowEnd(text: string, from: number): number {
  let end = text.indexOf("\n", from);
  let open = quotes(text.slice(from, end)) % 2 === 1;
  while (end >= 0 && open) {
    const next = text.indexOf("\n", end + 1);
    open = quotes(text.slice(end, next)) % 2 === 0;
    end = next;
  }
  return end;
}

function quotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

const newlines = (text: string): number => (text.includes("\n") ? text.split("\n").length - 1 : 0);

function addRow(rows: CsvRow[], text: string, line: number, path: string, delimiter: string): void {
  const row = text.endsWith("\r") ? text.slice(0, -1) : text;
  if (row === "") return;
  const isQuoted = row.includes('"');
  rows.push({ line, cells: isQuoted ? quotedCells(row, delimiter, `${path}, line ${line}`) : row.split(delimiter) });
}

function quotedCells(row: string, delimiter: string, place: string): string[] {
  const cells: string[] = [];
  let at = 0;
  while (at <= row.length) {
    const cell = row[at] === '"' ? quotedCell(row, at, place) : plainCell(row, at, delimiter, place);
    cells.push(cell.text);
    if (cell.end < row.length && row[cell.end] !== delimiter)
      throw new Fault("FILE_FORM", `${place}: "${row.slice(cell.end, cell.end + 10)}" stands behind a closing quote.`);
    at = cell.end + 1;
  }
  return cells;
}

function plainCell(row: string, from: number, delimiter: string, place: string): { text: string; end: number } {
  const next = row.indexOf(delimiter, from);
  const end = next < 0 ? row.length : next;
  const text = row.slice(from, end);
  if (text.includes('"'))
    throw new Fault("FILE_FORM", `${place}: a quote stands inside the cell ${JSON.stringify(text.slice(0, 20))}.`);
  return { text, end };
}

function quotedCell(row: string, from: number, place: string): { text: string; end: number } {
  let end = row.indexOf('"', from + 1);
  while (end >= 0 && row[end + 1] === '"') end = row.indexOf('"', end + 2);
  if (end < 0) throw new Fault("FILE_FORM", `${place}: a quote is not closed.`);
  return { text: row.slice(from + 1, end).replaceAll('""', '"'), end: end + 1 };
}
