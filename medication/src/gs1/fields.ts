import { accept, type Read, refuse } from "@sakiyomi/core";
import { readChecked } from "./check-digit.ts";
import { checkedDigits, fixedLength, identifier, identifierAt, longest, patternOf, shortest } from "./identifiers.ts";

/** Between two fields, as readers give it: ASCII group separator. */
export const FNC1 = "\u001D";

/** One field of a code. */
export interface Element {
  /** "01" */
  readonly ai: string;
  readonly value: string;
}

export interface Placed extends Element {
  /** Where in the text, for the refusal. */
  readonly at: number;
}

export function splitElements(text: string): Read<readonly Placed[]> {
  const placed: Placed[] = [];
  let at = 0;
  while (at < text.length) {
    const ai = identifierAt(text, at);
    if (ai === null)
      return refuse("GS1_FIELD", `character ${at + 1}`, text.slice(at, at + 4), "an identifier that GS1 knows");
    const field = fieldAt(text, at + ai.length, ai);
    if (!field.ok) return field;
    placed.push({ ai, value: field.value, at });
    at += ai.length + field.value.length;
    if (text[at] === FNC1 && ++at === text.length)
      return refuse("GS1_SHAPE", `character ${at}`, "a separator at the end", "a field after it: the code is cut off");
  }
  return accept(placed);
}

/** To its fixed length, or to the separator. */
function fieldAt(text: string, from: number, ai: string): Read<string> {
  const end = text.indexOf(FNC1, from);
  const rest = text.slice(from, end === -1 ? undefined : end);
  const fixed = fixedLength(ai);
  if (fixed !== null) return checkField({ ai, value: rest.slice(0, fixed), at: from - ai.length });
  const most = longest(identifier(ai)?.form ?? "");
  if (rest.length > most)
    return refuse(
      "GS1_FIELD",
      place({ ai, at: from - ai.length }),
      rest,
      `at most ${most} characters, then a separator`,
    );
  return checkField({ ai, value: rest, at: from - ai.length });
}

export const place = ({ ai, at }: { readonly ai: string; readonly at: number }): string =>
  `AI ${ai} at character ${at + 1}`;

/** Characters, length and check digit of one field. */
export function checkField({ ai, value, at }: Placed): Read<string> {
  const row = identifier(ai);
  if (row === null) return refuse("GS1_FIELD", `character ${at + 1}`, ai, "an identifier that GS1 knows");
  const where = place({ ai, at });
  if (!patternOf(row.form).test(value)) {
    const isCut = value.length < shortest(row.form);
    return refuse(
      isCut ? "GS1_SHAPE" : "GS1_TEXT",
      where,
      value,
      `${row.title}: ${row.form}${isCut ? ", cut off" : ""}`,
    );
  }
  const digits = checkedDigits[ai];
  const read = digits === undefined ? accept(value) : readChecked(value.slice(0, digits), where);
  if (!read.ok) return read;
  if (digits !== undefined && /^0+$/.test(value.slice(0, digits)))
    return refuse("GS1_TEXT", where, value, "a number that is not nought");
  return accept(value);
}

/** "(01)04512345678906(10)A1". A lot that holds a bracketed identifier itself cannot be told from a field, and is read as one. */
export function splitBracketed(text: string): Read<readonly Placed[]> {
  const heads = [...text.matchAll(/\((\d{2,4})\)/g)];
  if (heads[0]?.index !== 0) return refuse("GS1_SHAPE", "character 1", text, "an identifier in brackets");
  const placed: Placed[] = [];
  for (const [n, { 0: head, 1: ai = "", index: at }] of heads.entries()) {
    const field = checkField({ ai, value: text.slice(at + head.length, heads[n + 1]?.index), at });
    if (!field.ok) return field;
    placed.push({ ai, value: field.value, at });
  }
  return accept(placed);
}
