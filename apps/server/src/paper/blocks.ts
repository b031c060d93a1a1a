// The plain blocks of a page: rows of a name and its value, a boxed notice, a statement with its sign and source, a picture.
import { inks, LEADING, type Style } from "./pen.ts";
import type { Sheet } from "./sheet.ts";

export type Pair = readonly [name: string, value: string];
export type Tone = "plain" | "good" | "watch" | "act";

export interface Statement {
  /** What kind it is: each tone has its own shape, so that it is not told by colour alone. */
  readonly tone: Tone;
  readonly title: string;
  /** Short paragraphs, such as what was found, what it means, what to do next. */
  readonly words: readonly string[];
  readonly source?: string;
  /** A small picture of what it is about: paths of SVG in a square of 24. */
  readonly picture?: readonly string[];
}
export interface Picture {
  readonly png: Uint8Array;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
}

const toneInks: Readonly<Record<Tone, string>> = {
  plain: inks.soft,
  good: "#2f6b3a",
  watch: "#8a5a00",
  act: inks.alert,
};
const BODY: Style = { size: 9.5 };
const NAME: Style = { size: 9, ink: inks.soft };
const SOURCE: Style = { size: 7, ink: inks.soft };
const PICTURE = 26;

export function drawPairs(sheet: Sheet, pairs: readonly Pair[], nameWidth = sheet.width * 0.28): void {
  for (const [name, value] of pairs) {
    const names = sheet.pen.lines(name, nameWidth - 8, NAME);
    const values = sheet.pen.lines(value, sheet.width - nameWidth, BODY);
    const rows = Math.max(names.length, values.length);
    const step = BODY.size * LEADING;
    sheet.need(Math.min(rows * step, sheet.pageHeight));
    sheet.tagged("P", (mark) => {
      for (let row = 0; row < rows; row += 1) {
        sheet.need(step);
        mark(() => {
          sheet.pen.draw(names[row]?.text ?? "", sheet.left, sheet.y + 0.5, NAME);
          sheet.pen.draw(values[row]?.text ?? "", sheet.left + nameWidth, sheet.y, BODY);
        });
        sheet.y += step;
      }
    });
  }
  sheet.y += 6;
}

/** A notice in a box. */
export function drawNotice(sheet: Sheet, text: string, tone: Tone = "plain"): void {
  const style: Style = { size: 8.5 };
  const step = style.size * LEADING;
  const lines = sheet.pen.lines(text, sheet.width - 30, style);
  const height = lines.length * step + 10;
  sheet.need(Math.min(height, sheet.pageHeight));
  sheet.ornament(() => {
    sheet.doc.rect(sheet.left, sheet.y, sheet.width, height).fill(inks.ground);
    drawTone(sheet, tone, sheet.left + 12, sheet.y + 12);
  });
  sheet.y += 5;
  sheet.text("P", text, style, sheet.left + 24, sheet.width - 30);
  sheet.y += 11;
}

export function drawStatement(sheet: Sheet, { tone, title, words, source, picture = [] }: Statement): void {
  const inset = PICTURE + 12;
  const width = sheet.width - inset;
  const style: Style = { size: 10.5, bold: true };
  const count = words.reduce((sum, word) => sum + sheet.pen.lines(word, width, BODY).length, 0);
  sheet.need(Math.min(style.size * LEADING + count * BODY.size * LEADING + 20, sheet.pageHeight));
  sheet.ornament(() => {
    if (picture.length > 0) drawPaths(sheet, picture, sheet.left, sheet.y + 2, toneInks[tone]);
    else drawTone(sheet, tone, sheet.left + PICTURE / 2, sheet.y + 12);
    if (picture.length > 0) drawTone(sheet, tone, sheet.left + PICTURE / 2, sheet.y + PICTURE + 12);
  });
  const top = sheet.y;
  sheet.text("H3", title, style, sheet.left + inset, width);
  for (const word of words) sheet.text("P", word, BODY, sheet.left + inset, width);
  if (source !== undefined) sheet.text("P", source, SOURCE, sheet.left + inset, width);
  sheet.y = (sheet.y > top ? Math.max(sheet.y, top + PICTURE + 22) : sheet.y) + 6;
}

function drawPaths({ doc }: Sheet, paths: readonly string[], x: number, y: number, ink: string): void {
  doc
    .save()
    .translate(x, y)
    .scale(PICTURE / 24);
  doc.lineWidth(1.6).lineCap("round").lineJoin("round").strokeColor(ink);
  for (const path of paths) doc.path(path).stroke();
  doc.restore();
}

/** Round: good. Triangle: watch. Square with a bar: act. A short line: told only. */
function drawTone({ doc }: Sheet, tone: Tone, x: number, y: number): void {
  doc.lineWidth(1.4).strokeColor(toneInks[tone]).fillColor(toneInks[tone]).lineCap("round").lineJoin("round");
  if (tone === "good")
    doc
      .circle(x, y, 5.5)
      .stroke()
      .moveTo(x - 2.6, y)
      .lineTo(x - 0.6, y + 2.2)
      .lineTo(x + 2.8, y - 2.2)
      .stroke();
  else if (tone === "watch")
    doc
      .polygon([x, y - 6], [x + 6.4, y + 5], [x - 6.4, y + 5])
      .stroke()
      .moveTo(x, y - 2)
      .lineTo(x, y + 2)
      .stroke();
  else if (tone === "act")
    doc
      .rect(x - 5.5, y - 5.5, 11, 11)
      .fill()
      .lineWidth(1.6)
      .strokeColor("#ffffff")
      .moveTo(x, y - 3)
      .lineTo(x, y + 0.5)
      .moveTo(x, y + 3.2)
      .lineTo(x, y + 3.2)
      .stroke();
  else
    doc
      .moveTo(x - 4, y)
      .lineTo(x + 4, y)
      .stroke();
}

export function drawPicture(sheet: Sheet, { png, alt, width, height }: Picture): void {
  const scale = Math.min(1, sheet.width / width, sheet.pageHeight / height);
  sheet.need(height * scale);
  sheet.tagged(
    "Figure",
    (mark) =>
      mark(
        () =>
          void sheet.doc.image(Buffer.from(png), sheet.left, sheet.y, { width: width * scale, height: height * scale }),
      ),
    alt,
  );
  sheet.y += height * scale + 8;
}
