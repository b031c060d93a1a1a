/**
 * Characters of Chinese, Japanese and Korean take two columns of a terminal (Unicode's UAX #11, wide and fullwidth); those
 * beyond U+FFFF, emoji too, have a length of 2 already.
 */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/g;

/** Columns that a text takes; a name that a file system decomposed is counted as it is shown. */
function columnsOf(text: string): number {
  const shown = text.normalize("NFC");
  return shown.length + (shown.match(WIDE)?.length ?? 0);
}

/** Columns of text; figures stand at the right. The first row is the head. */
export function textTable(rows: readonly (readonly string[])[]): readonly string[] {
  const [head = [], ...body] = rows;
  const widths = head.map((_, i) => Math.max(...rows.map((row) => columnsOf(row[i] ?? ""))));
  const isFigure = head.map((_, i) => body.length > 0 && body.every((row) => /^-?[\d.]*$/.test(row[i] ?? "")));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => {
        const space = " ".repeat((widths[i] ?? 0) - columnsOf(cell));
        return isFigure[i] ? space + cell : cell + space;
      })
      .join("  ")
      .trimEnd();
  return [line(head), line(widths.map((width) => "─".repeat(width))), ...body.map(line)];
}
