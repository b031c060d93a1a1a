// Which piece of which font draws a character. Noto Sans comes cut into about 120 pieces for each language; a document
// carries only the characters that it shows, so a page stays small and a rare kanji of a name (髙, 﨑) is there.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Language } from "@sakiyomi/core";

export type Weight = 400 | 700;
type Script = "jp" | "kr";
type Range = readonly [first: number, last: number];

interface Slice {
  readonly script: Script;
  readonly name: string;
  readonly ranges: readonly Range[];
}

/** Latin first: a space or a digit must not open a piece of kanji. */
const LATIN = ["latin", "latin-ext", "vietnamese", "cyrillic"];
const folders = { jp: "@fontsource/noto-sans-jp", kr: "@fontsource/noto-sans-kr" } as const;
/** The same kanji is drawn differently in Japan and Korea: the reader's own shapes come first. */
const scripts: Readonly<Record<Language, readonly Script[]>> = { en: ["jp", "kr"], ja: ["jp", "kr"], ko: ["kr", "jp"] };

/** The packages let only their files through by name, so the folder is found beside one that they do. */
const pathOf = (script: Script, file: string): string =>
  fileURLToPath(new URL(file, import.meta.resolve(`${folders[script]}/LICENSE`)));

const rangeOf = (range: string): Range => {
  const [first = "", last = first] = range.slice("U+".length).split("-");
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
};

function slicesOf(script: Script): readonly Slice[] {
  const listed = JSON.parse(readFileSync(pathOf(script, "unicode.json"), "utf8")) as Record<string, string>;
  const slices = Object.entries(listed).map(([key, ranges]) => ({
    script,
    name: key.replace(/[[\]]/g, ""),
    ranges: ranges.split(",").map(rangeOf),
  }));
  const order = ({ name }: Slice) => (LATIN.includes(name) ? LATIN.indexOf(name) : LATIN.length);
  return slices.toSorted((a, b) => order(a) - order(b));
}

const read = new Map<Script, readonly Slice[]>();
function slices(script: Script): readonly Slice[] {
  const known = read.get(script) ?? slicesOf(script);
  read.set(script, known);
  return known;
}

const holders = new Map<string, readonly string[]>();
/** The pieces that may hold the character, best first; looked for once. */
function holding(script: Script, code: number): readonly string[] {
  const key = `${script} ${code}`;
  const known =
    holders.get(key) ??
    slices(script)
      .filter(({ ranges }) => ranges.some(([first, last]) => first <= code && code <= last))
      .map(({ name }) => name);
  holders.set(key, known);
  return known;
}

/** Files that may hold the character, best first. */
export const facesFor = (code: number, language: Language, weight: Weight): readonly string[] =>
  scripts[language].flatMap((script) =>
    holding(script, code).map((name) => pathOf(script, `files/noto-sans-${script}-${name}-${weight}-normal.woff`)),
  );
