import { type Language, languages, type Words } from "@sakiyomi/core";
import { parameters } from "./news2.ts";
import { en } from "./words.en.ts";
import { ja } from "./words.ja.ts";
import { ko } from "./words.ko.ts";

type Table = Readonly<Record<string, string>>;

/** The names that stand in for `{p1}`, `{p2}`, …, joined as each language joins them. */
const joined = (count: number, comma: string, and: string): string => {
  const holes = Array.from({ length: count }, (_, i) => `{p${i + 1}}`);
  return holes.length < 2 ? holes.join("") : `${holes.slice(0, -1).join(comma)}${and}${holes.at(-1)}`;
};

const named: Readonly<Record<Language, (count: number) => Table>> = {
  en: (n) => ({
    [`incomplete-${n}`]: `Score incomplete: ${joined(n, ", ", " and ")} missing or too old. It is at least {total}.`,
    [`complete-observation-${n}`]: `Measure ${joined(n, ", ", " and ")} to complete the score`,
  }),
  ja: (n) => ({
    [`incomplete-${n}`]: `スコアは未完成です：${joined(n, "、", "、")}が未測定か古くなっています。少なくとも{total}点です。`,
    [`complete-observation-${n}`]: `スコアを完成させるため、${joined(n, "、", "、")}を測定してください`,
  }),
  ko: (n) => ({
    [`incomplete-${n}`]: `점수 미완성: ${joined(n, ", ", ", ")} 항목이 없거나 오래되었습니다. 최소 {total}점입니다.`,
    [`complete-observation-${n}`]: `점수를 완성하도록 다음을 측정하세요: ${joined(n, ", ", ", ")}`,
  }),
};

const counted = (language: Language): Table =>
  Object.assign({}, ...parameters.map((_, i) => named[language](i + 1))) as Table;

const tables: Readonly<Record<Language, Table>> = { en, ja, ko };

export const words = Object.fromEntries(
  languages.map((language) => [language, { ...tables[language], ...counted(language) }]),
) as Record<Language, Table> satisfies Words;
