import type { Language } from "../words/index.ts";

/** By the script that the words are written in: kana or ideographs without hangul are Japanese here. */
export const languageOfWords = (words: string): Language => {
  if (/\p{Script=Hangul}/u.test(words)) return "ko";
  return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(words) ? "ja" : "en";
};

/** How long words stay to be read, ms: a moment to look up, then at a slow reader's pace. */
export const shownFor = (words: string): number => {
  const perCharacter = languageOfWords(words) === "en" ? 90 : 220;
  return Math.min(30_000, 4000 + perCharacter * words.length);
};

const tags: Readonly<Record<Language, string>> = { en: "en", ja: "ja", ko: "ko" };

/** Speaks where the browser has a voice for the language; what was being said before is cut short. */
export function speak(words: string): void {
  if (!("speechSynthesis" in globalThis)) return;
  const tag = tags[languageOfWords(words)];
  const voice = speechSynthesis.getVoices().find(({ lang }) => lang.toLowerCase().startsWith(tag));
  const said = new SpeechSynthesisUtterance(words);
  said.lang = voice?.lang ?? tag;
  if (voice) said.voice = voice;
  said.rate = 0.9;
  speechSynthesis.cancel();
  speechSynthesis.speak(said);
}

export function beSilent(): void {
  if ("speechSynthesis" in globalThis) speechSynthesis.cancel();
}
