import type { Drug, Formulary, MedicationCode } from "../drugs/drug.ts";
import { formularyOf } from "../drugs/formulary.ts";
import { readPackCodes } from "../drugs/pack-codes.ts";
import { readPriceList } from "../drugs/price-list.ts";
import { withCheckDigit } from "../gs1/check-digit.ts";
import { type InventedKey, type InventedRow, inventedRows } from "./invented-list.ts";

export type { InventedKey };

const rows: readonly InventedRow[] = inventedRows;

/** As the ministry's file is written: for `readPriceList`. */
export const inventedPriceList = (): string =>
  [
    "区分,薬価基準収載医薬品コード,成分名,規格,日本薬局方,麻薬,業者名追記,品名,メーカー名,薬価",
    ...rows.map(({ code, ingredient, pack, isNarcotic, name }) =>
      [kindOf(code), code, ingredient, pack, "", isNarcotic ? "麻" : "", "", name, "先読製薬", "10"].join(","),
    ),
  ].join("\r\n");

const kindOf = (code: string): string => (code[4] === "3" ? "内用薬" : code[4] === "6" ? "注射薬" : "外用薬");

/**
 * Two codes a drug, as the Japanese ministry asks for: of the package that is dispensed (調剤包装単位, indicator 0) and of the
 * box that is sold (販売包装単位, indicator 1). For `readPackCodes`.
 */
export const inventedPackCodes = (): string =>
  ["gtin,code,value,unit", ...rows.flatMap(({ code, holds }, n) => packRows(code, holds, n))].join("\r\n");

function packRows(code: string, holds: string | undefined, n: number): readonly string[] {
  const [value = "", unit = ""] = holds?.split(" ") ?? [];
  return [`${gtinOfRow(n, 0)},${code},${value},${unit}`, `${gtinOfRow(n, 1)},${code},,`];
}

const gtinOfRow = (n: number, indicator: 0 | 1): string =>
  withCheckDigit(`${indicator}9520001${String(n + 1).padStart(5, "0")}`);

/** The invented drugs by how tests call them: `inventedDrug("narcotic").code`. */
export function inventedDrug(key: InventedKey): Drug {
  const drug = inventedFormulary().drug(rows.find((row) => row.key === key)?.code ?? "");
  if (drug === null) throw new TypeError(`no invented drug ${key}`);
  return drug;
}

/** As an order names it. */
export function inventedCode(key: InventedKey): MedicationCode {
  const { code, name } = inventedDrug(key);
  return { system: "mhlw", code, text: name };
}

/** The GTIN of its small package, or of the box. */
export const inventedGtin = (key: InventedKey, of: "dispensed" | "box" = "dispensed"): string =>
  gtinOfRow(
    rows.findIndex((row) => row.key === key),
    of === "box" ? 1 : 0,
  );

let made: Formulary | null = null;
/** About 30 drugs, none of which exists; for tests and for a first look without the price list. */
export function inventedFormulary(): Formulary {
  if (made !== null) return made;
  const { drugs } = readPriceList(inventedPriceList());
  const { packCodes } = readPackCodes(inventedPackCodes(), formularyOf(drugs, []));
  made = formularyOf(drugs, packCodes);
  return made;
}

/** For a server or page that takes drugs and codes apart from each other. */
export const inventedDrugs = (): readonly Drug[] => readPriceList(inventedPriceList()).drugs;
