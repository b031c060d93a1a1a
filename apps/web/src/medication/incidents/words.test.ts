import assert from "node:assert/strict";
import { test } from "node:test";
import { say } from "@sakiyomi/core";
import { incidentWords, mishaps, specialCauses, togetherKey } from "@sakiyomi/medication";
import { keyWords, type Sayer } from "./key-words.ts";
import { figure, rateCell, rateWords } from "./rate-words.ts";

const word: Sayer = (key, values = {}) => say(incidentWords, { key, values }, { language: "en", zone: "UTC" });

test("a part of an analysis has its name: mishaps and rounds in words, hours as a stretch, places as they are", () => {
  assert.equal(keyWords("mishap", "wrong-drug", word), "Wrong drug");
  assert.equal(keyWords("round", "between", word), "Between the rounds");
  assert.deepEqual(
    ["7", "23"].map((hour) => keyWords("hour", hour, word)),
    ["07–08", "23–00"],
  );
  assert.deepEqual(
    ["0-19", "100-"].map((load) => keyWords("load", load, word)),
    ["0–19", "100+"],
  );
  assert.equal(keyWords("place", "Ward 1", word), "Ward 1");
  assert.equal(keyWords("place", togetherKey, word), word("together"));
});

test("everything that the pages name has words", () => {
  for (const mishap of mishaps) assert.ok(Object.hasOwn(incidentWords.en, `mishap.${mishap}`), mishap);
  for (const cause of specialCauses) assert.ok(Object.hasOwn(incidentWords.en, `special.${cause}`), cause);
});

test("a rate is shown with its interval and no more places than it is worth; without doses it is a dash, never 0", () => {
  const rate = { events: 3, doses: 4000, perThousand: 0.75, low: 0.155, high: 2.19 };
  assert.equal(rateCell(rate, "en"), "0.75 (0.16–2.2)");
  assert.match(rateWords(rate, "en", word), /0\.75 per 1,000 doses \(95 % interval 0\.16 to 2\.2\)/);
  const none = { events: 0, doses: 0, perThousand: null, low: null, high: null };
  assert.equal(rateCell(none, "en"), "–");
  assert.equal(rateWords(none, "en", word), word("rate.unknown"));
  assert.deepEqual([figure(123.4, "en"), figure(0, "en")], ["123", "0"]);
});
