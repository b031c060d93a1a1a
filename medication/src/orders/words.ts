import type { Language, Words } from "@sakiyomi/core";
import { en } from "./words.en.ts";
import { ja } from "./words.ja.ts";
import { ko } from "./words.ko.ts";

type Table = Readonly<Record<string, string>>;

/** Most times of a day, days of a month. */
const MOST = 31;
const counted = Array.from({ length: MOST }, (_, i) => i + 1);
const tableOf = (rows: readonly (readonly [key: string, sentence: string])[]): Table => Object.fromEntries(rows);

/** `order-times-3`: "{time1}, {time2} and {time3}", joined as each language joins. */
const lists = (name: string, hole: string, comma: string, and: string): Table =>
  tableOf(
    counted.map((count) => {
      const holes = counted.slice(0, count).map((n) => `{${hole}${n}}`);
      const all = count < 2 ? holes.join("") : `${holes.slice(0, -1).join(comma)}${and}${holes.at(-1)}`;
      return [`order-${name}-${count}`, all];
    }),
  );

const LAST_DAY = 31;
const english = new Intl.PluralRules("en", { type: "ordinal" });
const endings: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd", other: "th" };
const nth = (n: number): string => `${n}${endings[english.select(n)]}`;
const monthsOfYear = counted.slice(0, 12);
const shortMonth = (n: number): string =>
  new Date(Date.UTC(2026, n - 1)).toLocaleString("en", { month: "short", timeZone: "UTC" });

const daysOfMonth = (last: string, word: (n: number) => string): Table =>
  tableOf(counted.map((n) => [`order-nth-${n}`, n === LAST_DAY ? last : word(n)]));
const months = (word: (n: number) => string): Table => tableOf(monthsOfYear.map((n) => [`order-month-${n}`, word(n)]));

const made: Readonly<Record<Language, Table>> = {
  en: {
    ...lists("times", "time", ", ", " and "),
    ...lists("weekdays", "weekday", ", ", " and "),
    ...lists("month-days", "nth", ", ", " and "),
    ...daysOfMonth("last day", nth),
    ...months(shortMonth),
  },
  ja: {
    ...lists("times", "time", "・", "・"),
    ...lists("weekdays", "weekday", "・", "・"),
    ...lists("month-days", "nth", "・", "・"),
    ...daysOfMonth("末日", (n) => `${n}日`),
    ...months((n) => `${n}月`),
  },
  ko: {
    ...lists("times", "time", ", ", ", "),
    ...lists("weekdays", "weekday", "·", "·"),
    ...lists("month-days", "nth", ", ", ", "),
    ...daysOfMonth("말일", (n) => `${n}일`),
    ...months((n) => `${n}월`),
  },
};

/** A language without a singular says of one what it says of many. */
const alike = (table: Table): Table =>
  Object.fromEntries(
    Object.keys(en)
      .filter((key) => !(key in table))
      .map((key) => [key, table[key.replace(/-1$/, "")] ?? ""]),
  );

/** The sentences of `orderWords` and `stepWords`. */
export const wordsOfOrders: Words = {
  en: { ...made.en, ...en },
  ja: { ...made.ja, ...ja, ...alike(ja) },
  ko: { ...made.ko, ...ko, ...alike(ko) },
};
