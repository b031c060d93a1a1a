import { type Language, languages, type Words } from "@sakiyomi/core";
import { checks } from "../check/bedside.ts";
import { incidentWords } from "../incidents/index.ts";
import { wordsOfOrders } from "../orders/words.ts";
import { en } from "./check.en.ts";
import { ja } from "./check.ja.ts";
import { ko } from "./check.ko.ts";
import { roundWords } from "./round.ts";

type Table = Readonly<Record<string, string>>;

const checkTables: Words = { en, ja, ko };

/** Moments that sentences speak of: the hour alone today, and the day before it on another day. */
const moments = ["due", "from", "nextDose", "last", "next", "end", "until"] as const;
const momentTable: Table = Object.fromEntries(
  moments.flatMap((moment) => [
    [`when.${moment}`, `{${moment}At}`],
    [`when.${moment}-day`, `{${moment}Day} {${moment}At}`],
  ]),
);

/** Several doses of which all is well: said once for each check. */
const allRight: Readonly<Record<Language, string>> = {
  en: "All {n} are right",
  ja: "{n}件すべてよし",
  ko: "{n}건 모두 맞음",
};
const allTable = (language: Language): Table =>
  Object.fromEntries(checks.map((check) => [`check.${check}.all`, allRight[language]]));

/** The tables of which `medicationWords` is made; no key is in two of them. */
export const wordTables: readonly Words[] = [
  checkTables,
  roundWords,
  wordsOfOrders,
  incidentWords,
  Object.fromEntries(languages.map((language) => [language, { ...momentTable, ...allTable(language) }])) as Record<
    Language,
    Table
  >,
];

/** Every sentence about medicines, for `say` of core: of the check, the round, the orders, the incidents. */
export const medicationWords: Words = Object.fromEntries(
  languages.map((language) => [language, Object.assign({}, ...wordTables.map((table) => table[language])) as Table]),
) as Record<Language, Table>;
