import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { languages, say } from "@sakiyomi/core";
import {
  bedsideOfRow,
  findingWords,
  readSituations,
  SituationError,
  verdictWords,
} from "../testing/situations/index.ts";
import { medicationWords } from "../words/index.ts";
import { checks, type Decision } from "./bedside.ts";
import { check } from "./check.ts";

const csv = readFileSync(new URL("../../situations/bedside.csv", import.meta.url), "utf8");
const rows = readSituations(csv);

const sentences = ({ findings }: Decision, language: "en" | "ja" | "ko", zone: string): readonly string[] =>
  findings
    .flatMap(({ text, next }) => (next ? [text, next] : [text]))
    .map((text) => say(medicationWords, text, { language, zone }));

for (const row of rows)
  test(`situation ${row.number}: ${row.title}`, () => {
    const bedside = bedsideOfRow(row);
    const decision = check(bedside);
    assert.equal(verdictWords(decision), row.verdict);
    assert.equal(findingWords(decision), row.findings);
    const said = sentences(decision, "en", bedside.zone);
    for (const words of row.words.split(" / "))
      assert.ok(
        said.some((sentence) => sentence.includes(words)),
        `“${words}” is not said, but: ${said.join(" · ")}`,
      );
  });

test("in no situation and no language a hole or a key is left in a sentence", () => {
  for (const row of rows) {
    const bedside = bedsideOfRow(row);
    const decision = check(bedside);
    for (const language of languages)
      for (const sentence of sentences(decision, language, bedside.zone))
        assert.doesNotMatch(sentence, /[{}]|check\.|when\.|span\.|route\.|order-/, `${row.number} ${language}`);
  }
});

test("there are at least 75 situations, numbered one after another, and each check is wrong or unknown in one of them", () => {
  assert.ok(rows.length >= 75);
  assert.deepEqual(
    rows.map(({ number }) => Number(number)),
    rows.map((_, i) => i + 1),
  );
  const bad = new Set(rows.flatMap(({ findings }) => findings.split("; ").map((one) => one.split(" ")[0])));
  assert.deepEqual(
    checks.filter((name) => !bad.has(name)),
    [],
  );
});

test("a word that nobody knows is refused and not passed over", () => {
  const [first] = rows;
  assert.ok(first);
  assert.throws(() => bedsideOfRow({ ...first, staff: "surgeon" }), SituationError);
  assert.throws(() => bedsideOfRow({ ...first, scanned: "aspirin" }), SituationError);
  assert.throws(() => bedsideOfRow({ ...first, ordered: "pressure5 1 tablet whenever" }), SituationError);
  assert.throws(() => readSituations("number,title\n1,x"), SituationError);
});
