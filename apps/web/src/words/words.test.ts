import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fill, type Key, languageOf, speaker, tables } from "./index.ts";

const holes = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const keys = Object.keys(tables.en) as Key[];
/** Names, and sentences that are nothing but holes. */
const sameEverywhere: readonly Key[] = ["app.name", "device.http", "device.mqtt", "time.between"];

for (const language of ["ja", "ko"] as const) {
  test(`${language} has a sentence for every key of en and no other`, () => {
    assert.deepEqual(Object.keys(tables[language]).sort(), [...keys].sort());
  });

  test(`${language} leaves the same holes as en`, () => {
    for (const key of keys) assert.deepEqual(holes(tables[language][key]), holes(tables.en[key]), key);
  });

  test(`${language} leaves no sentence untranslated`, () => {
    const same = keys.filter((key) => tables[language][key] === tables.en[key]);
    assert.deepEqual(
      same.filter((key) => !sameEverywhere.includes(key)),
      [],
    );
  });
}

test("no sentence is empty or carries stray spaces", () => {
  for (const table of Object.values(tables))
    for (const [key, sentence] of Object.entries(table)) assert.match(sentence, /^\S(.*\S)?$/s, key);
});

test("a value fills its hole, and a hole without a value stays visible", () => {
  assert.equal(fill("{a} of {b}", { a: 1 }), "1 of {b}");
  assert.equal(speaker("ja")("time.ago", { age: "3分" }), "3分前");
});

test("the chosen language comes first, then the browser's, then English", () => {
  assert.equal(languageOf("ko", ["ja-JP"]), "ko");
  assert.equal(languageOf(null, ["de-DE", "ja-JP"]), "ja");
  assert.equal(languageOf("xx", ["de-DE"]), "en");
});

test("every key is used somewhere: by itself, or through the beginning that a template names", () => {
  const folder = join(import.meta.dirname, "..");
  const files = globSync("**/*.{ts,tsx}", {
    cwd: folder,
    exclude: (path) => path.startsWith("words/") && !path.endsWith("speak.tsx"),
  });
  const source = files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  const begun = new Set([...source.matchAll(/`([a-z]+\.)\$\{/g)].map(([, beginning]) => beginning));
  const unused = keys.filter(
    (key) =>
      !source.includes(`"${key}"`) && !begun.has(key.slice(0, key.indexOf(".") + 1)) && !source.includes(`\`${key}\``),
  );
  assert.deepEqual(unused, []);
});
