import { accept, type Read, refuse, rowOf } from "@sakiyomi/core";
import type { CsvColumn } from "./mapping.ts";

/** What a cell says: a number in the kind's unit, the code of a state, null where nothing was measured. */
export type CellReader = (cell: string, place: string) => Read<number | string | null>;

/** The reader of a column's cells. Only plain decimal numbers are numbers: not "", "1,5", "0x10" or "1e999". */
export function cellReader(column: CsvColumn, missing: readonly string[]): CellReader {
  const isMissing = new Set(missing);
  if (rowOf(column.kind).class === "state") {
    const codes = new Map(Object.entries(column.codes ?? {}));
    return (cell) => accept(isMissing.has(cell.trim()) ? null : (codes.get(cell.trim()) ?? cell.trim()));
  }
  const { scale = 1, offset = 0 } = column;
  return (cell, place) => {
    const text = cell.trim();
    if (isMissing.has(text)) return accept(null);
    const value = number(text);
    return Number.isNaN(value)
      ? refuse("SIG_NUMBER", place, text, "a decimal number, or one of `missing`")
      : accept(value * scale + offset);
  };
}

const decimal = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;

/** NaN where the text is no finite decimal number. */
export function number(text: string): number {
  const value = decimal.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}
