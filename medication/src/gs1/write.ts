import { accept, type Read } from "@sakiyomi/core";
import { readElements } from "./elements.ts";
import { type Element, FNC1 } from "./fields.ts";
import { fixedLength } from "./identifiers.ts";

/**
 * The element string for a symbol, FNC1 as U+001D between fields and none at either end: the symbol's own FNC1 at the start is
 * the printer's. Refused is whatever `readElements` would refuse.
 */
export function writeElements(elements: readonly Element[]): Read<string> {
  const text = elements
    .map(({ ai, value }, n) => ai + value + (fixedLength(ai) === null && n < elements.length - 1 ? FNC1 : ""))
    .join("");
  // With a separator before it, digits alone are never taken for a GTIN.
  const read = readElements(FNC1 + text);
  if (!read.ok) return read;
  return accept(text);
}

/** As it stands under the symbol: "(8018)952000000000000014(8019)1". */
export const bracketed = (elements: readonly Element[]): string =>
  elements.map(({ ai, value }) => `(${ai})${value}`).join("");
