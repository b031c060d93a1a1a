import { damaged, type RandomAccess } from "../access.ts";
import { joined } from "../target.ts";

export interface Line {
  /** Counted from one, as editors do. */
  readonly number: number;
  /** Byte at which it begins. */
  readonly at: number;
  readonly text: string;
}

const PIECE = 1 << 16;
const NEWLINE = 10;
/** A line longer than this is no table's. */
const LONGEST = 1 << 22;

/** Lines from byte `from` on, which has to begin one; a piece of the file is in memory at a time. Empty lines are passed over. */
export async function* linesOf(file: RandomAccess, from = 0, number = 1): AsyncGenerator<Line> {
  let held: Uint8Array = new Uint8Array(0);
  let [at, next] = [from, number];
  for (let read = from; read < file.size; ) {
    const end = Math.min(read + PIECE, file.size);
    const bytes = joined([held, await file.read(read, end)]);
    read = end;
    let begin = 0;
    for (let stop = bytes.indexOf(NEWLINE); stop >= 0; stop = bytes.indexOf(NEWLINE, begin)) {
      yield* lineOf(bytes.subarray(begin, stop), at + begin, next++);
      begin = stop + 1;
    }
    held = bytes.slice(begin);
    at += begin;
    if (held.length > LONGEST)
      damaged(file.name, `line ${next} is longer than ${LONGEST} bytes.`, "This is no CSV file.");
  }
  yield* lineOf(held, at, next);
}

function* lineOf(bytes: Uint8Array, at: number, number: number): Generator<Line> {
  const text = new TextDecoder().decode(bytes).replace(/\r$/, "");
  if (text.trim() !== "") yield { number, at, text };
}

/** Cells of one line, as RFC 4180 quotes them. @throws {LearnFault} "data" where a quote is not closed in its line. */
export function cellsOf(line: string, place: string): readonly string[] {
  if (!line.includes('"')) return line.split(",").map((cell) => cell.trim());
  const cells: string[] = [];
  for (let at = 0; at <= line.length; ) {
    const quoted = /\s*"((?:[^"]|"")*)"\s*(?:,|$)/y;
    const plain = /([^,]*)(?:,|$)/y;
    const isQuoted = /\s*"/y;
    isQuoted.lastIndex = at;
    const pattern = isQuoted.test(line) ? quoted : plain;
    pattern.lastIndex = at;
    const match =
      pattern.exec(line) ?? damaged(place, "has a quote that is not closed.", "Keep a cell within its line.");
    cells.push(pattern === quoted ? (match[1] ?? "").replaceAll('""', '"') : (match[1] ?? "").trim());
    if (!match[0].endsWith(",")) break;
    at = pattern.lastIndex;
  }
  return cells;
}
