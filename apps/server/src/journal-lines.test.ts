import assert from "node:assert/strict";
import { test } from "node:test";
import { languages, say } from "@sakiyomi/core";
import { skills } from "@sakiyomi/skills";
import type { JournalLine } from "./api.ts";
import { testHouse } from "./testing/test-house.ts";
import { serverWords } from "./words.ts";

test("a night on the ward is told in plain words in three languages, without a hole", async () => {
  const house = await testHouse();
  const { person } = await house.settle();
  const nurse = await house.as(["nurse"], { name: "Tanaka" });
  const at = house.ward.now();
  const said = [
    ["respiration-rate", 26, "/min"],
    ["spo2", 90, "%"],
    ["supplemental-oxygen", "air", null],
    ["systolic", 95, "mm[Hg]"],
    ["heart-rate", 118, "/min"],
    ["consciousness", "alert", null],
    ["body-temperature", 38.4, "Cel"],
    ["void", { volumeMl: 300, how: "toilet" }, null],
    ["note", { text: "slept well" }, null],
  ] as const;
  for (const [kind, value, unit] of said) await nurse("POST", `/api/people/${person}/chart`, { kind, value, unit, at });
  await house.pass(1000);
  const [alert] = house.ward.board().alerts;
  await nurse("POST", `/api/alerts/${alert?.id}/take`);
  await nurse("POST", `/api/people/${person}/bindings`, { device: "cuff-1" });
  await nurse("PUT", `/api/people/${person}/consents/family`, { given: true });
  await nurse("POST", `/api/people/${person}/move`, { place: null });
  await nurse("GET", `/api/people/${person}`);
  const lines = (await nurse("GET", `/api/people/${person}/journal`)).json as JournalLine[];
  const tables = [...Object.values(serverWords), ...skills.map(({ words }) => words)];
  for (const language of languages) {
    const of = (name: (typeof languages)[number]) => Object.assign({}, ...tables.map((words) => words[name]));
    const words = { en: of("en"), ja: of("ja"), ko: of("ko") };
    const told = lines.map(({ text }) => say(words, text, { language, zone: "Asia/Tokyo" }));
    for (const line of told) assert.equal(/[{}]|^journal\./.test(line), false, `${language}: ${line}`);
    if (language === "en") {
      assert.ok(told.includes("void: toilet, 300 mL (Tanaka)."), told.join("\n"));
      assert.ok(told.includes("note: slept well (Tanaka)."));
      assert.ok(told.some((line) => line.startsWith("Tanaka takes it: ") && line.length > 25));
    }
  }
  await house.close();
});

test("each sentence of the server exists in all three languages, with the same holes", () => {
  const holes = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();
  const { en = {}, ja = {}, ko = {} } = serverWords.server ?? {};
  for (const [key, sentence] of Object.entries(en)) {
    assert.deepEqual(holes(ja[key] ?? ""), holes(sentence), key);
    assert.deepEqual(holes(ko[key] ?? ""), holes(sentence), key);
  }
});
