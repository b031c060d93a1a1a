import type { Line } from "./break.ts";
import { type Align, inks, LEADING, type Style } from "./pen.ts";
import type { Sheet, Structure } from "./sheet.ts";

export interface Column {
  readonly title: string;
  /** A share of the width that is left after the fixed ones, or points. */
  readonly share?: number;
  readonly points?: number;
  readonly align?: Align;
}
export interface CellLook {
  readonly text: string;
  readonly bold?: boolean;
  readonly ink?: string;
  /** Colour of the ground; never the only sign. */
  readonly ground?: string;
  readonly align?: Align;
}
export type Cell = string | CellLook;

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Of the letters: 9 points unless told; a ledger of many narrow columns takes 6 or 7. */
  readonly textSize?: number;
  readonly padding?: number;
  /** Every cell in a box, as an inspector's form has it; otherwise only lines between the rows. */
  readonly grid?: boolean;
  readonly leastRowHeight?: number;
  readonly source?: string;
}

interface Laid {
  readonly cells: readonly { readonly look: CellLook; readonly lines: readonly Line[] }[];
  readonly rows: number;
}
interface Plan {
  readonly table: Table;
  readonly size: number;
  readonly step: number;
  readonly padding: number;
  readonly widths: readonly number[];
  readonly header: Laid;
}

/** More columns than this are tagged as one row of words: a thousand tags would be heavier than the page. */
const TAGGED_COLUMNS = 12;
const HEAD_GROUND = "#e7ecf0";

export function drawTable(sheet: Sheet, table: Table): void {
  const size = table.textSize ?? 9;
  const padding = table.padding ?? 4;
  const widths = widthsOf(table.columns, sheet.width);
  const heads = table.columns.map(({ title, align }) => ({ text: title, bold: true, ...(align ? { align } : {}) }));
  const base = { table, size, padding, widths, step: size * LEADING * 0.93 };
  const plan: Plan = { ...base, header: lay(sheet, base, heads) };
  sheet.need(heightOf(plan, plan.header) * 2 + plan.step);
  sheet.tagged("Table", (_mark, element) => {
    drawRow(sheet, plan, plan.header, element, true);
    for (const row of table.rows) drawWhole(sheet, plan, lay(sheet, base, row), element);
  });
  sheet.y += 3;
  if (table.source !== undefined) sheet.text("P", table.source, { size: 7, ink: inks.soft });
  sheet.y += 8;
}

export function widthsOf(columns: readonly Column[], width: number): readonly number[] {
  const fixed = columns.reduce((sum, { points = 0 }) => sum + points, 0);
  const shares = columns.reduce((sum, { points, share = 1 }) => sum + (points === undefined ? share : 0), 0);
  const left = Math.max(0, width - fixed);
  const tight = fixed > width ? width / fixed : 1;
  return columns.map(({ points, share = 1 }) => (points === undefined ? (left * share) / shares : points * tight));
}

type Base = Omit<Plan, "header">;

function lay(sheet: Sheet, { size, padding, widths, table }: Base, row: readonly Cell[]): Laid {
  const cells = table.columns.map((column, index) => {
    const cell = row[index] ?? "";
    const look = { align: column.align ?? "left", ...(typeof cell === "string" ? { text: cell } : cell) } as const;
    const lines = sheet.pen.lines(look.text, (widths[index] ?? 0) - 2 * padding, styleOf(look, size));
    return { look, lines };
  });
  return { cells, rows: Math.max(1, ...cells.map(({ lines }) => lines.length)) };
}

const styleOf = ({ bold, ink }: CellLook, size: number): Style => ({
  size,
  ...(bold === undefined ? {} : { bold }),
  ...(ink === undefined ? {} : { ink }),
});

const heightOf = ({ step, padding, table }: Base, { rows }: Laid): number =>
  Math.max(table.leastRowHeight ?? 0, rows * step + 2 * padding);

/** A row that is higher than what a page can hold goes on on the next one; the head stands on every page. */
function drawWhole(sheet: Sheet, plan: Plan, laid: Laid, table: Structure): void {
  let rest = laid;
  for (;;) {
    const room = () => Math.floor((sheet.bottom - sheet.y - 2 * plan.padding) / plan.step);
    if (room() < Math.min(rest.rows, 1) || (room() < rest.rows && !isTooTall(sheet, plan, rest))) {
      sheet.newPage();
      drawRow(sheet, plan, plan.header, table, true);
    }
    const now = Math.max(1, room());
    drawRow(sheet, plan, part(rest, 0, now), table, false);
    if (rest.rows <= now) return;
    rest = part(rest, now, Number.POSITIVE_INFINITY);
  }
}

const isTooTall = (sheet: Sheet, plan: Plan, laid: Laid): boolean =>
  heightOf(plan, laid) > sheet.pageHeight - heightOf(plan, plan.header);

function part({ cells }: Laid, from: number, until: number): Laid {
  const cut = cells.map(({ look, lines }) => ({ look, lines: lines.slice(from, until) }));
  return { cells: cut, rows: Math.max(1, ...cut.map(({ lines }) => lines.length)) };
}

function drawRow(sheet: Sheet, plan: Plan, laid: Laid, table: Structure, isHead: boolean): void {
  const height = heightOf(plan, laid);
  const top = sheet.y;
  sheet.ornament(() => drawFrame(sheet, plan, laid, height, isHead));
  const draw = (index: number) => drawCell(sheet, plan, laid, index, top);
  const drawAll = () => {
    for (const index of plan.widths.keys()) draw(index);
  };
  const tagCells = (row: Structure) => {
    for (const index of plan.widths.keys())
      sheet.tagged(isHead ? "TH" : "TD", (mark) => mark(() => draw(index)), undefined, row);
  };
  const isWide = plan.widths.length > TAGGED_COLUMNS;
  sheet.tagged(
    "TR",
    (_mark, row) => (isWide ? sheet.tagged("TD", (mark) => mark(drawAll), undefined, row) : tagCells(row)),
    undefined,
    table,
  );
  sheet.y = top + height;
}

function drawCell(sheet: Sheet, plan: Plan, laid: Laid, index: number, top: number): void {
  const cell = laid.cells[index];
  if (cell === undefined) return;
  const { padding, size, step, widths } = plan;
  const x = sheet.left + widths.slice(0, index).reduce((sum, width) => sum + width, 0) + padding;
  const width = (widths[index] ?? 0) - 2 * padding;
  const { align = "left" } = cell.look;
  const spare = heightOf(plan, laid) - laid.rows * step - 2 * padding;
  for (const [row, line] of cell.lines.entries())
    sheet.pen.drawAligned(line, x, top + padding + spare / 2 + row * step, width, align, styleOf(cell.look, size));
}

function drawFrame(sheet: Sheet, plan: Plan, laid: Laid, height: number, isHead: boolean): void {
  const { doc, left, y, width } = sheet;
  if (isHead) doc.rect(left, y, width, height).fill(HEAD_GROUND);
  let x = left;
  for (const [index, wide] of plan.widths.entries()) {
    const ground = laid.cells[index]?.look.ground;
    if (ground !== undefined) doc.rect(x, y, wide, height).fill(ground);
    x += wide;
  }
  doc.lineWidth(0.5).strokeColor(plan.table.grid === true ? inks.line : inks.faint);
  if (plan.table.grid === true) drawGrid(sheet, plan, height);
  else
    doc
      .moveTo(left, y + height)
      .lineTo(left + width, y + height)
      .stroke();
}

function drawGrid({ doc, left, y }: Sheet, { widths }: Plan, height: number): void {
  let x = left;
  for (const wide of widths) {
    doc.rect(x, y, wide, height).stroke();
    x += wide;
  }
}
