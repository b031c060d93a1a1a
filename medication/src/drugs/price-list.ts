import { accept, type Read, type Refusal, refuse } from "@sakiyomi/core";
import { type Line, linesOf } from "./csv.ts";
import type { Drug } from "./drug.ts";
import { routesOf, useOf } from "./routes.ts";
import { readPack } from "./strength.ts";
import { oneWidth } from "./width.ts";

/** The columns that are read, whatever their order; others are passed over. */
const columns = {
  code: ["薬価基準収載医薬品コード"],
  ingredient: ["成分名"],
  pack: ["規格"],
  name: ["品名"],
} as const;
const columnsThatMayLack = { kind: ["区分"], maker: ["メーカー名"], narcotic: ["麻薬"] } as const;

type Column = keyof typeof columns | keyof typeof columnsThatMayLack;
type Row = Readonly<Record<Column, string>>;

/** What was read, and what was not: each wrong row with its line. */
export interface PriceList {
  readonly drugs: readonly Drug[];
  readonly wrong: readonly Refusal[];
}

/** 7 digits, a letter for the form, then digits; the last one is the list's own check digit, whose rule is not published. */
const codeForm = /^\d{7}[A-Z]\d{4}$/;

/**
 * The price list (薬価基準収載品目リスト) as CSV text, already decoded. The columns may stand in any order; a row that is wrong is
 * refused with its line ("line 17"), the others go on. A text without the columns gives one refusal and no drug.
 */
export function readPriceList(text: string): PriceList {
  const lines = linesOf(text);
  const head = lines.next();
  const places = placesOf(head.done === true ? [] : head.value.cells);
  if (!places.ok) return { drugs: [], wrong: [places.refusal] };
  const drugs = new Map<string, Drug>();
  const wrong: Refusal[] = [];
  for (const line of lines) {
    const read = readRow(line, places.value, drugs);
    if (read.ok) drugs.set(read.value.code, read.value);
    else wrong.push(read.refusal);
  }
  return { drugs: [...drugs.values()], wrong };
}

type Places = ReadonlyMap<Column, number>;

function placesOf(head: readonly string[]): Read<Places> {
  const titles = head.map(oneWidth);
  const places = new Map<Column, number>();
  for (const [column, names] of Object.entries({ ...columns, ...columnsThatMayLack })) {
    const place = titles.findIndex((title) => (names as readonly string[]).includes(title));
    if (place !== -1) places.set(column as Column, place);
    else if (column in columns) return refuse("DRUG_TABLE", "line 1", titles.join(","), `a column ${names[0]}`);
  }
  return accept(places);
}

function readRow({ line, cells }: Line, places: Places, known: ReadonlyMap<string, Drug>): Read<Drug> {
  const at = (column: Column): string => oneWidth(cells[places.get(column) ?? -1] ?? "");
  const row = { code: at("code").toUpperCase(), ingredient: at("ingredient"), pack: at("pack"), name: at("name") };
  const where = `line ${line}`;
  if (!codeForm.test(row.code) || useOf(row.code) === null)
    return refuse("DRUG_ROW", `${where}, code`, row.code, "12 characters, as 1124001F1022");
  if (known.has(row.code)) return refuse("DRUG_ROW", `${where}, code`, row.code, "a code that stands here once");
  for (const field of ["name", "ingredient"] as const)
    if (row[field] === "") return refuse("DRUG_ROW", `${where}, ${field}`, "", `the ${field}`);
  return accept(drugOf({ ...row, kind: at("kind"), maker: at("maker"), narcotic: at("narcotic") }));
}

function drugOf(row: Row): Drug {
  const routes = routesOf(row);
  const use = useOf(row.code) ?? "external";
  const { strength, fill, unit } = readPack({ ...row, use, route: routes[0] ?? "other" });
  const { code, name, ingredient, maker, pack } = row;
  return { code, name, ingredient, maker, pack, strength, fill, unit, routes, isNarcotic: row.narcotic !== "" };
}
