import type { Words } from "@sakiyomi/core";

type Row = readonly [key: string, en: string, many: string, ja: string, ko: string];

const rows: readonly Row[] = [
  ["mg", "mg", "mg", "mg", "mg"],
  ["g", "g", "g", "g", "g"],
  ["ug", "µg", "µg", "µg", "µg"],
  ["mL", "mL", "mL", "mL", "mL"],
  ["iU", "unit", "units", "単位", "단위"],
  ["arbU", "unit", "units", "単位", "단위"],
  ["meq", "mEq", "mEq", "mEq", "mEq"],
  ["tablet", "tablet", "tablets", "錠", "정"],
  ["capsule", "capsule", "capsules", "カプセル", "캡슐"],
  ["packet", "packet", "packets", "包", "포"],
  ["drop", "drop", "drops", "滴", "방울"],
  ["puff", "puff", "puffs", "吸入", "회 흡입"],
  ["patch", "patch", "patches", "枚", "매"],
  ["suppository", "suppository", "suppositories", "個", "개"],
  ["vial", "vial", "vials", "本", "바이알"],
  ["kit", "kit", "kits", "キット", "키트"],
  ["sheet", "sheet", "sheets", "シート", "시트"],
  ["dose", "dose", "doses", "回分", "회분"],
];

const table = (one: (row: Row) => string, many: (row: Row) => string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    rows.flatMap((row) => [
      [`unit.${row[0]}`, one(row)],
      [`unit.${row[0]}s`, many(row)],
    ]),
  );

/** What doses are counted in, one of it and several. */
export const unitWords: Words = {
  en: table(
    (row) => row[1],
    (row) => row[2],
  ),
  ja: table(
    (row) => row[3],
    (row) => row[3],
  ),
  ko: table(
    (row) => row[4],
    (row) => row[4],
  ),
};
