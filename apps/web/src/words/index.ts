import { en } from "./en.ts";
import { ja } from "./ja.ts";
import { ko } from "./ko.ts";

export type Key = keyof typeof en;
export type Table = Readonly<Record<Key, string>>;
export type Values = Readonly<Record<string, string | number>>;

/** The same three as core speaks; each in its own name, so that it can be found by who cannot read the others. */
export const languageNames = { en: "English", ja: "日本語", ko: "한국어" } as const;
export type Language = keyof typeof languageNames;
export const tables: Readonly<Record<Language, Table>> = { en, ja, ko };

export const isKey = (key: string): key is Key => Object.hasOwn(en, key);
export const isLanguage = (value: string | null): value is Language => value !== null && Object.hasOwn(tables, value);

/** What the reader chose before, else the first of the browser's languages that we speak, else English. */
export function languageOf(chosen: string | null, preferred: readonly string[]): Language {
  if (isLanguage(chosen)) return chosen;
  return preferred.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? "en";
}

/** Puts values into a sentence; a hole without its value stays visible. */
export function fill(sentence: string, values: Values = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

export type Speak = (key: Key, values?: Values) => string;
export const speaker =
  (language: Language): Speak =>
  (key, values) =>
    fill(tables[language][key], values);
