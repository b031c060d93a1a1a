// A page that is read away from the screen: a report, an inspector's ledger, a letter. English, Japanese and Korean.
import {
  drawNotice,
  drawPairs,
  drawPicture,
  drawStatement,
  type Pair,
  type Picture,
  type Statement,
  type Tone,
} from "./blocks.ts";
import { type Chart, drawChart } from "./chart.ts";
import { inks, LEADING, type Style } from "./pen.ts";
import { type PaperOptions, Sheet } from "./sheet.ts";
import { drawStrip, type Strip } from "./strip.ts";
import { drawTable, type Table } from "./table.ts";

export interface Paper {
  /** Points between the margins. */
  readonly width: number;
  heading(text: string, level?: 1 | 2 | 3): void;
  paragraph(text: string, style?: Partial<Style>): void;
  pairs(rows: readonly Pair[]): void;
  table(table: Table): void;
  chart(chart: Chart): void;
  strip(strip: Strip): void;
  statement(statement: Statement): void;
  notice(text: string, tone?: Tone): void;
  picture(picture: Picture): void;
  space(points: number): void;
  newPage(): void;
  /** Characters that no font of ours has; a box stands for each. Say it to whoever made the paper. */
  missing(): readonly string[];
  /** Once, at the end. */
  bytes(): Promise<Uint8Array>;
}

const levels = {
  1: { tag: "H1", style: { size: 17, bold: true }, before: 0, after: 6 },
  2: { tag: "H2", style: { size: 12.5, bold: true, ink: inks.accent }, before: 8, after: 3 },
  3: { tag: "H3", style: { size: 10.5, bold: true }, before: 4, after: 1 },
} as const;
const BODY: Style = { size: 9.5 };
/** A heading is not left alone at the end of a page: so much must still come under it. */
const WITH_HEADING = 60;

export function openPaper(options: PaperOptions): Paper {
  const sheet = new Sheet(options);
  return {
    width: sheet.width,
    heading: (text, level = 1) => drawHeading(sheet, text, level),
    paragraph(text, style = {}) {
      sheet.text("P", text, { ...BODY, ...style });
      sheet.y += 4;
    },
    pairs: (rows) => drawPairs(sheet, rows),
    table: (table) => drawTable(sheet, table),
    chart: (chart) => drawChart(sheet, chart),
    strip: (strip) => drawStrip(sheet, strip),
    statement: (statement) => drawStatement(sheet, statement),
    notice: (text, tone) => drawNotice(sheet, text, tone),
    picture: (picture) => drawPicture(sheet, picture),
    space(points) {
      sheet.y += points;
    },
    newPage: () => sheet.newPage(),
    missing: () => sheet.pen.missing(),
    bytes: () => sheet.bytes(),
  };
}

function drawHeading(sheet: Sheet, text: string, level: 1 | 2 | 3): void {
  const { tag, style, before, after } = levels[level];
  sheet.need(before + style.size * LEADING + WITH_HEADING);
  sheet.y += before;
  sheet.text(tag, text, style);
  sheet.y += after;
}
