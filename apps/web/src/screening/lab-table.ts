/** A table as a laboratory's program puts it onto the clipboard: code, value, unit, low, high; tabs, commas or semicolons. */
export interface LabLine {
  readonly code: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly low?: number;
  readonly high?: number;
}
export interface Pasted {
  readonly lines: readonly LabLine[];
  readonly wrong: readonly { readonly line: number; readonly words: string }[];
}

/** Full-width figures and a decimal point as they are typed in Japan; a comma inside a number is refused, not guessed. */
function numberOf(words: string): number | null {
  const plain = words.normalize("NFKC").trim();
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

const isHead = (cells: readonly string[]): boolean => cells.length > 1 && !cells.some((cell) => /\p{Nd}/u.test(cell));

function lineOf(cells: readonly string[], nameOf: (code: string) => string): LabLine | null {
  const [code = "", value = "", unit = "", low = "", high = ""] = cells;
  const [read, least, most] = [numberOf(value), numberOf(low), numberOf(high)];
  if (code === "" || code.length > 40 || read === null) return null;
  // What stands there and is no number must not get lost.
  if ((low !== "" && least === null) || (high !== "" && most === null) || cells.length > 5) return null;
  return {
    ...{ code, name: nameOf(code), value: read, unit },
    ...(least === null ? {} : { low: least }),
    ...(most === null ? {} : { high: most }),
  };
}

export function readLabTable(text: string, nameOf: (code: string) => string): Pasted {
  const lines: LabLine[] = [];
  const wrong: { line: number; words: string }[] = [];
  for (const [index, words] of text.split(/\r?\n/).entries()) {
    if (words.trim() === "") continue;
    const by = ["\t", ";", ","].find((mark) => words.includes(mark)) ?? "\t";
    const cells = words.split(by).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
    if (index === 0 && isHead(cells)) continue;
    const line = lineOf(cells, nameOf);
    if (line === null) wrong.push({ line: index + 1, words });
    else lines.push(line);
  }
  return { lines, wrong };
}
