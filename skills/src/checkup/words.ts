import type { Language, Words } from "@sakiyomi/core";
import { labRows } from "./ranges.ts";
import { en } from "./words.en.ts";
import { ja } from "./words.ja.ts";
import { ko } from "./words.ko.ts";

const place: Readonly<Record<Language, 0 | 1 | 2>> = { en: 0, ja: 1, ko: 2 };
const tests = (language: Language) =>
  Object.fromEntries(labRows.map(({ code, names }) => [`lab.name.${code}`, names[place[language]]]));

export const words: Words = {
  en: { ...en, ...tests("en") },
  ja: { ...ja, ...tests("ja") },
  ko: { ...ko, ...tests("ko") },
};
