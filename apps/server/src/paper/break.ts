// Where a line may end. Japanese breaks between any two characters but for the rules of kinsoku (JIS X 4051: no line
// begins with a closing mark or a small kana, none ends with an opening bracket); Korean and Latin break at spaces.

const NOT_AT_START = new Set(
  "、。，．・：；？！‼⁇⁈⁉゛゜ヽヾゝゞ々ー〜～…‥’”）〕］｝〉》」』】〙〗｠»ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ" +
    "!%),.:;?]}¢°′″℃％›",
);
const NOT_AT_END = new Set("‘“（〔［｛〈《「『【〘〖｟«([{£¥＄￥#‹");
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

export interface Line {
  readonly text: string;
  readonly width: number;
}
/** How wide one character is. */
export type Measure = (character: string) => number;

export function mayBreak(before: string, after: string): boolean {
  if (after === " " || after === "\u00a0" || before === "\u00a0") return false;
  if (before === " ") return true;
  if (NOT_AT_START.has(after) || NOT_AT_END.has(before)) return false;
  // A number stays with its counter: 3回, 15日.
  if (/\d/.test(before) && /\p{Script=Han}/u.test(after)) return false;
  if (before === "-" && /\p{L}/u.test(after)) return true;
  return WIDE.test(before) || WIDE.test(after);
}

/** The pieces that are never torn, with their spaces after them. */
export function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let piece = "";
  let last = "";
  for (const character of text) {
    if (piece !== "" && mayBreak(last, character)) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
    last = character;
  }
  return piece === "" ? pieces : [...pieces, piece];
}

const widthOf = (text: string, measure: Measure): number => {
  let width = 0;
  for (const character of text) width += measure(character);
  return width;
};

/** A word that is wider than the whole line is torn anywhere: nothing is ever cut off. */
function torn(piece: string, width: number, measure: Measure): readonly string[] {
  const parts: string[] = [];
  let part = "";
  let filled = 0;
  for (const character of piece) {
    const wide = measure(character);
    if (part !== "" && filled + wide > width) {
      parts.push(part);
      part = "";
      filled = 0;
    }
    part += character;
    filled += wide;
  }
  return [...parts, part];
}

function linesOfParagraph(paragraph: string, width: number, measure: Measure): readonly Line[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of piecesOf(paragraph)) {
    if (widthOf((line + piece).trimEnd(), measure) <= width) {
      line += piece;
      continue;
    }
    if (line !== "") lines.push(line);
    const parts = torn(piece, width, measure);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? "";
  }
  return [...lines, line].map((text) => ({ text: text.trimEnd(), width: widthOf(text.trimEnd(), measure) }));
}

export const linesOf = (text: string, width: number, measure: Measure): readonly Line[] =>
  text.split("\n").flatMap((paragraph) => linesOfParagraph(paragraph, width, measure));
