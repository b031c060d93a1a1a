/** A row of a table as text, and on which line of the file it began (the first line is 1). */
export interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Comma-separated text (RFC 4180: quoted cells may hold commas, quotes said twice, and ends of lines), with a byte-order mark
 * and either end of line. Blank lines are passed over. Never throws: a quote that is never closed runs to the end of the text.
 */
export function* linesOf(text: string): Generator<Line> {
  const reader = { text: text.startsWith("\uFEFF") ? text.slice(1) : text, at: 0, line: 1 };
  while (reader.at < reader.text.length) {
    const line = reader.line;
    const cells = rowAt(reader);
    if (cells.length > 1 || cells[0] !== "") yield { line, cells };
  }
}

interface Reader {
  readonly text: string;
  at: number;
  line: number;
}

function rowAt(reader: Reader): readonly string[] {
  const cells: string[] = [];
  do cells.push(reader.text[reader.at] === '"' ? quotedAt(reader) : plainAt(reader));
  while (pass(reader, ","));
  const isEnd = pass(reader, "\r\n") || pass(reader, "\n") || pass(reader, "\r");
  if (isEnd) reader.line++;
  return cells;
}

function pass(reader: Reader, mark: string): boolean {
  const isThere = reader.text.startsWith(mark, reader.at);
  if (isThere) reader.at += mark.length;
  return isThere;
}

const plainCell = /[^,\r\n]*/y;
function plainAt(reader: Reader): string {
  plainCell.lastIndex = reader.at;
  const cell = plainCell.exec(reader.text)?.[0] ?? "";
  reader.at += cell.length;
  return cell;
}

/** What follows the closing quote is part of the cell, as spreadsheets read it. */
function quotedAt(reader: Reader): string {
  let cell = "";
  for (;;) {
    const end = reader.text.indexOf('"', reader.at + 1);
    const piece = reader.text.slice(reader.at + 1, end === -1 ? undefined : end);
    reader.line += piece.split("\n").length - 1;
    cell += piece;
    reader.at = end === -1 ? reader.text.length : end + 1;
    if (reader.text[reader.at] !== '"') return cell + plainAt(reader);
    cell += '"';
  }
}
