import { accept, type Read, type Refusal, refuse } from "@sakiyomi/core";
import { readGtin } from "../gs1/check-digit.ts";
import { type Line, linesOf } from "./csv.ts";
import { type Drug, doseUnits, type PackCode, type Quantity, quantity } from "./drug.ts";
import { oneWidth } from "./width.ts";

const columns = ["gtin", "code", "value", "unit"] as const;
type Column = (typeof columns)[number];

/** What was read, and what was not: each wrong row with its line. */
export interface PackCodes {
  readonly packCodes: readonly PackCode[];
  readonly wrong: readonly Refusal[];
}

/**
 * The table of barcodes: CSV with the columns `gtin` (8, 12, 13 or 14 digits), `code` (12 characters of the price list), and
 * `value` and `unit` for what one package holds, both empty for a box of which any part is given. A wrong check digit, a
 * drug that is not in the formulary, and a GTIN that stands for two drugs or two amounts are refused, the last by each of its later rows.
 */
export function readPackCodes(text: string, formulary: { drug(code: string): Drug | null }): PackCodes {
  const lines = linesOf(text);
  const head = lines.next();
  const titles = head.done === true ? [] : head.value.cells.map((cell) => oneWidth(cell).toLowerCase());
  if (!titles.includes("gtin") || !titles.includes("code"))
    return {
      packCodes: [],
      wrong: [refuse("DRUG_TABLE", "line 1", titles.join(","), "columns gtin and code").refusal],
    };
  const known = new Map<string, PackCode>();
  const wrong: Refusal[] = [];
  for (const line of lines) {
    const read = readRow(line, titles, { formulary, known });
    if (read.ok) known.set(read.value.gtin, read.value);
    else wrong.push(read.refusal);
  }
  return { packCodes: [...known.values()], wrong };
}

interface Known {
  readonly formulary: { drug(code: string): Drug | null };
  readonly known: ReadonlyMap<string, PackCode>;
}

function readRow({ line, cells }: Line, titles: readonly string[], { formulary, known }: Known): Read<PackCode> {
  const at = (column: Column): string => oneWidth(cells[titles.indexOf(column)] ?? "");
  const gtin = readGtin(at("gtin"), `line ${line}, gtin`);
  if (!gtin.ok) return gtin;
  const drug = at("code").toUpperCase();
  if (formulary.drug(drug) === null)
    return refuse("DRUG_ROW", `line ${line}, code`, drug, "a code of the price list that was imported");
  const holds = readHolds(at("value"), at("unit"), line);
  if (!holds.ok) return holds;
  const packCode = { gtin: gtin.value, drug, holds: holds.value };
  const before = known.get(gtin.value);
  if (before !== undefined && said(before) !== said(packCode))
    return refuse("DRUG_ROW", `line ${line}, gtin`, said(packCode), `${said(before)}, as said before`);
  return accept(packCode);
}

const said = ({ gtin, drug, holds }: PackCode): string =>
  `${gtin} for ${drug}${holds === null ? "" : `, ${holds.value} ${holds.unit}`}`;

function readHolds(value: string, unit: string, line: number): Read<Quantity | null> {
  if (value === "" && unit === "") return accept(null);
  const read = quantity.safeParse({ value: Number(value === "" ? Number.NaN : value), unit });
  if (read.success) return accept(read.data);
  return refuse(
    "DRUG_ROW",
    `line ${line}, holds`,
    `${value} ${unit}`,
    `a number above 0 and one of ${doseUnits.join(" ")}`,
  );
}
