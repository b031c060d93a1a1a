import { type Language, say, type Text, type Words } from "@sakiyomi/core";
import type { AllWords } from "../link/shapes.ts";

/** Puts a text of the server or of a skill into words; the skill's own table comes first. */
export type SayText = (text: Text, skill?: string) => string;

function merged(all: AllWords, first: string | undefined): Words {
  const tables = Object.entries(all).sort(([a], [b]) => Number(a === first) - Number(b === first));
  const of = (language: Language) =>
    Object.assign({}, ...tables.map(([, words]) => words[language])) as Record<string, string>;
  return { en: of("en"), ja: of("ja"), ko: of("ko") };
}

export function textSayer(all: AllWords, language: Language, zone: string): SayText {
  const known = new Map<string | undefined, Words>();
  return (text, skill) => {
    const words = known.get(skill) ?? merged(all, skill);
    known.set(skill, words);
    return say(words, text, { language, zone });
  };
}

/** The first of the keys that the skill has words for; else the last one as it is. */
export function labelOf(all: AllWords, language: Language, skill: string, keys: readonly string[]): string {
  const words = all[skill];
  const found = keys.map((key) => words?.[language]?.[key] ?? words?.en?.[key]).find((label) => label !== undefined);
  return found ?? (keys.at(-1) ?? skill).replaceAll("-", " ");
}
