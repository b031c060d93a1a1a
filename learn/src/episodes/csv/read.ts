import { refuse } from "../../fault.ts";
import { floats, type Tensor } from "../../tensor.ts";
import { type Closable, damaged, episodeAt, type Folder, openingAll, type RandomAccess } from "../access.ts";
import type { EpisodeInfo, EpisodeSource, Frames } from "../episode.ts";
import { hashFiles } from "../sha256.ts";
import { isUnits, type Layout, layoutOf } from "./columns.ts";
import { cellsOf, type Line, linesOf } from "./lines.ts";

export interface CsvOptions {
  /** Frames a second; without it, from the time column of the first episode. */
  readonly rate?: number;
}

/** Every so many rows the byte is kept at which a row begins. */
const MARK_EVERY = 256;

interface Table {
  readonly file: RandomAccess;
  readonly layout: Layout;
}

interface Mark {
  readonly row: number;
  readonly at: number;
  readonly line: number;
}

interface CsvEpisode {
  readonly table: Table;
  readonly marks: Mark[];
  /** As the file numbers it. */
  readonly key: string;
  readonly task?: string;
  length: number;
  firstAt: number;
  lastAt: number;
}

/**
 * Plain tables: one file an episode, or a column `episode` (`episode_index`) in which rows of one episode follow each
 * other. The first line names the columns, a second may name units. `time` (seconds) and `task` are optional columns.
 * @throws {LearnFault} "data" with file and line.
 */
export const openCsv = (folder: Folder, options: CsvOptions = {}): Promise<EpisodeSource> =>
  openingAll((opened) => openWith(folder, options, opened));

async function openWith(folder: Folder, options: CsvOptions, opened: Closable[]): Promise<EpisodeSource> {
  const paths = (await folder.list()).filter((path) => /\.csv$/i.test(path));
  const episodes: CsvEpisode[] = [];
  const tables: Table[] = [];
  for (const path of paths) {
    const file = await folder.open(path);
    opened.push(file);
    const table = await openTable(file);
    sameLayout(tables[0] ?? table, table);
    tables.push(table);
    episodes.push(...(await indexOf(table)));
  }
  const [first] = tables;
  if (!first || episodes.length === 0)
    return damaged(folder.name, "holds no rows of CSV.", "Put one file an episode into it.");
  const rate = options.rate ?? rateOf(episodes, folder.name);
  return {
    features: first.layout.features,
    rate,
    episodes: episodes.map(
      ({ length, task }, index): EpisodeInfo => ({ index, length, ...(task !== undefined && { task }) }),
    ),
    notes: rateNotes(options.rate, first.layout.time < 0 ? null : timedRate(episodes)),
    hash: () => hashFiles(folder, paths),
    read: async (...wanted) =>
      readFrames(
        episodeAt(folder.name, episodes, ({ length }) => length, wanted),
        wanted[1],
        wanted[2],
        rate,
      ),
    close: async () => {
      for (const file of opened) await file.close();
    },
  };
}

async function openTable(file: RandomAccess): Promise<Table> {
  const head: Line[] = [];
  for await (const line of linesOf(file)) if (head.push(line) === 2) break;
  const [names, second] = head;
  if (!names) return damaged(file.name, "is empty.");
  const header = cellsOf(names.text.replace(/^\uFEFF/, ""), `${file.name}: line 1`);
  const cells = second ? cellsOf(second.text, `${file.name}: line 2`) : [];
  return { file, layout: layoutOf(header, isUnits(cells) ? cells : null, file.name) };
}

function sameLayout(a: Table, b: Table): void {
  const words = ({ layout }: Table) =>
    layout.features.map(({ name, shape, names }) => `${name}[${shape}] ${names ?? ""}`).join("; ");
  if (words(a) !== words(b))
    damaged(
      b.file.name,
      `has columns ${words(b)}; ${a.file.name} has ${words(a)}.`,
      "Give every file the same columns.",
    );
}

/** One walk over the file: where episodes begin, and where some of their rows stand. */
async function indexOf(table: Table): Promise<readonly CsvEpisode[]> {
  const { file, layout } = table;
  const episodes: CsvEpisode[] = [];
  const seen = new Set<string>();
  for await (const line of linesOf(file)) {
    if (line.number < layout.firstLine) continue;
    const cells = cellsOf(line.text, `${file.name}: line ${line.number}`);
    const key = cells[layout.episode] ?? "";
    const last = episodes.at(-1);
    const current = last?.key === key ? last : begun(table, key, cells[layout.task]);
    if (current !== last) {
      if (seen.has(key))
        damaged(file.name, `line ${line.number} goes back to episode ${key}.`, "Sort the rows by episode and time.");
      seen.add(key);
      episodes.push(current);
    }
    markRow(current, line, cells, layout.time);
  }
  return episodes;
}

const begun = (table: Table, key: string, task: string | undefined): CsvEpisode => ({
  table,
  marks: [],
  key,
  length: 0,
  firstAt: 0,
  lastAt: 0,
  ...(task && { task }),
});

function markRow(episode: CsvEpisode, line: Line, cells: readonly string[], time: number): void {
  if (episode.length % MARK_EVERY === 0) episode.marks.push({ row: episode.length, at: line.at, line: line.number });
  const at = Number(cells[time]);
  if (episode.length === 0) episode.firstAt = at;
  episode.lastAt = at;
  episode.length++;
}

function rateOf(episodes: readonly CsvEpisode[], name: string): number {
  return (
    timedRate(episodes) ??
    refuse(
      "setting",
      `${name} does not tell its rate: it has no time column.`,
      "Give the rate in frames a second (--rate, or data.rate in a configuration).",
    )
  );
}

/** Of the longest episode's times, null where they tell none. */
function timedRate(episodes: readonly CsvEpisode[]): number | null {
  const longest = episodes.reduce((a, b) => (b.length > a.length ? b : a));
  const rate = (longest.length - 1) / (longest.lastAt - longest.firstAt);
  return rate > 0 && Number.isFinite(rate) ? Number(rate.toPrecision(4)) : null;
}

/** A person's rate goes before the file's, and never in silence. */
function rateNotes(given: number | undefined, timed: number | null): readonly string[] {
  if (timed === null) return [];
  if (given === undefined) return [`The rate, ${timed} frames a second, is the one of the time column.`];
  const isSame = Math.abs(given - timed) < 0.02 * timed;
  return isSame ? [] : [`The time column has ${timed} frames a second, and ${given} was given: ${given} is taken.`];
}

async function readFrames(episode: CsvEpisode, start: number, end: number, rate: number): Promise<Frames> {
  const { file, layout } = episode.table;
  const count = end - start;
  const at = new Float64Array(count);
  const data = layout.columns.map((columns) => new Float32Array(count * columns.length));
  for await (const [row, line] of rowsOf(episode, start, end)) {
    const place = `${file.name}: line ${line.number}`;
    const cells = cellsOf(line.text, place);
    at[row] = layout.time < 0 ? (start + row) / rate : numberOf(cells[layout.time], place, "time") - episode.firstAt;
    for (const [f, columns] of layout.columns.entries())
      fill(data[f] as Float32Array, row * columns.length, columns, cells, place);
  }
  const columns: Record<string, Tensor<"float32">> = {};
  for (const [f, feature] of layout.features.entries())
    columns[feature.name] = floats(data[f] as Float32Array, [count, ...feature.shape]);
  return { start, at, columns };
}

/** Rows `start` to `end` with their number among them, from the nearest mark before. */
async function* rowsOf(
  { table, marks }: CsvEpisode,
  start: number,
  end: number,
): AsyncGenerator<readonly [number, Line]> {
  const mark = marks[Math.floor(start / MARK_EVERY)];
  let row = mark?.row ?? 0;
  if (start === end) return;
  for await (const line of linesOf(table.file, mark?.at, mark?.line)) {
    if (row >= start) yield [row - start, line];
    if (++row === end) return;
  }
}

function fill(
  into: Float32Array,
  at: number,
  columns: readonly number[],
  cells: readonly string[],
  place: string,
): void {
  columns.forEach((column, e) => {
    into[at + e] = numberOf(cells[column], place, `column ${column + 1}`);
  });
}

/** An empty cell was not measured. */
function numberOf(cell: string | undefined, place: string, what: string): number {
  if (cell === undefined)
    return damaged(place, "has fewer cells than the first line names.", "Fill the line, with empty cells if need be.");
  if (cell === "" || /^nan$/i.test(cell)) return Number.NaN;
  const value = Number(cell);
  return Number.isNaN(value)
    ? damaged(place, `${what} holds “${cell}”, which is no number.`, "Correct the cell, or empty it.")
    : value;
}
