import assert from "node:assert/strict";
import { test } from "node:test";
import { languages } from "@sakiyomi/core";
import { specialCauses } from "./analysis.ts";
import { roundKeys } from "./house-clock.ts";
import { harmLevels, mishaps } from "./incident.ts";
import { incidentCauses, incidentWords } from "./words.ts";

const holes = (sentence: string | undefined) =>
  [...(sentence ?? "").matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test("every key is there in each language, with the same values to put in", () => {
  for (const language of languages) {
    assert.deepEqual(Object.keys(incidentWords[language]).sort(), Object.keys(incidentWords.en).sort(), language);
    for (const [key, sentence] of Object.entries(incidentWords[language])) {
      assert.deepEqual(holes(sentence), holes(incidentWords.en[key]), `${language} ${key}`);
      assert.ok(sentence.trim().length > 0, `${language} ${key}`);
    }
  }
});

test("Japanese and Korean are written in their own letters", () => {
  const own = { ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u, ko: /\p{Script=Hangul}/u };
  for (const language of ["ja", "ko"] as const)
    for (const [key, sentence] of Object.entries(incidentWords[language]))
      assert.match(sentence, own[language], `${language} ${key}`);
});

test("everything that can be said of an error has words", () => {
  const wanted = [
    ...mishaps.map((it) => `mishap.${it}`),
    ...harmLevels.map((it) => `harm.${it}`),
    ...incidentCauses.map((it) => `cause.${it}`),
    ...roundKeys.map((it) => `round.${it}`),
    ...specialCauses.map((it) => `special.${it}`),
    "together",
  ];
  assert.deepEqual(
    wanted.filter((key) => !Object.hasOwn(incidentWords.en, key)),
    [],
  );
});
