import { type Language, languages, type Words } from "@sakiyomi/core";
import { checks } from "../check/bedside.ts";
import { incidentWords } from "../incidents/index.ts";
import { wordsOfOrders } from "../orders/words.ts";
import { en } from "./check.en.ts";
import { ja } from "./check.ja.ts";
import { ko } from "./check.ko.ts";
import { momentWords } from "./moments.ts";
import { roundWords } from "./round.ts";

type Table = Readonly<Record<string, string>>;

const checkTables: Words = { en, ja, ko };

/** Several doses of which all is well: said once for each check. */
const allRight: Readonly<Record<Language, string>> = {
  en: "All {n} are right",
  ja: "{n}件すべてよし",
  ko: "{n}건 모두 맞음",
};
const allTable = (language: Language): Table =>
  Object.fromEntries(checks.map((check) => [`check.${check}.all`, allRight[language]]));
const allTables: Words = { en: allTable("en"), ja: allTable("ja"), ko: allTable("ko") };

/** The tables of which `medicationWords` is made; no key is in two of them. */
export const wordTables: readonly Words[] = [
  checkTables,
  allTables,
  momentWords,
  roundWords,
  wordsOfOrders,
  incidentWords,
];

/** Every sentence about medicines, for `say` of core: of the check, the round, the orders, the incidents. */
export const medicationWords: Words = Object.fromEntries(
  languages.map((language) => [language, Object.assign({}, ...wordTables.map((table) => table[language])) as Table]),
) as Record<Language, Table>;
