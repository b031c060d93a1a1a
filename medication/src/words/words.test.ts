import assert from "node:assert/strict";
import { test } from "node:test";
import { languages } from "@sakiyomi/core";
import { checks } from "../check/bedside.ts";
import { routes } from "../drugs/drug.ts";
import { confirmations, outcomes } from "../ledger/dose-event.ts";
import { roundParts } from "../round/round.ts";
import { medicationWords, wordTables } from "./index.ts";

const holes = (sentence: string | undefined): readonly string[] =>
  [...new Set([...(sentence ?? "").matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ""))].sort();

test("the three languages have the same keys, with the same holes", () => {
  const { en } = medicationWords;
  assert.ok(Object.keys(en).length > 300);
  for (const language of languages) {
    const table = medicationWords[language];
    assert.deepEqual(Object.keys(table).sort(), Object.keys(en).sort(), language);
    for (const [key, sentence] of Object.entries(table)) {
      assert.ok(sentence.trim().length > 0, `${language} ${key}`);
      // Orders name a count in one language ("once a day") and write it as a number in another.
      if (key.startsWith("order-")) continue;
      assert.deepEqual(holes(sentence), holes(en[key]), `${language} ${key}`);
    }
  }
});

test("no key stands in two tables", () => {
  const keys = wordTables.flatMap((table) => Object.keys(table.en));
  assert.deepEqual(
    keys.filter((key, i) => keys.indexOf(key) !== i),
    [],
  );
});

test("whatever is not right says what to do", () => {
  const { en } = medicationWords;
  for (const key of Object.keys(en).filter((one) => one.startsWith("check.") && one.endsWith(".next")))
    assert.ok(en[key.slice(0, -".next".length)], key);
});

test("every check, route, outcome and part of the round has its name", () => {
  const wanted = [
    ...checks.map((check) => `check.${check}`),
    ...routes.map((route) => `route.${route}`),
    ...outcomes.map((outcome) => `state.${outcome}`),
    ...confirmations.map((way) => `confirmed.${way}`),
    ...roundParts.map((part) => `part.${part}`),
  ];
  for (const language of languages)
    assert.deepEqual(
      wanted.filter((key) => !(key in medicationWords[language])),
      [],
    );
});
