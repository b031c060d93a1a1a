import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { linesOf } from "../drugs/csv.ts";
import { analyse } from "./analyse.ts";
import { analysisCsv, csvOf, incidentCsv, nearMissCsv } from "./csv.ts";
import type { Incident, NearMiss } from "./incident.ts";

const reading = { language: "en", zone: "Asia/Tokyo" } as const;
const at = Date.UTC(2026, 10, 22, 23, 5);

const nearMiss: NearMiss = {
  id: "check-1",
  at,
  person: "person:ann",
  place: "Room 2, by the window",
  by: "staff:tanaka",
  mishaps: ["wrong-drug", "wrong-dose"],
  wanted: "2149001F1999",
  scanned: null,
  overridden: false,
  offline: true,
};
const incident: Incident = {
  id: "incident-1",
  at,
  reportedAt: at + 3_600_000,
  by: null,
  person: "person:ann",
  place: "Room 2",
  mishap: "double",
  harm: "C",
  what: '=HYPERLINK("http://example.org")',
  wanted: null,
  given: null,
  causes: ["interrupted", "the lamp was broken"],
};
const rowsOf = (csv: string) => [...linesOf(csv)].map(({ cells }) => cells);

test("a near miss is a line with its time on the wall of the house, in words, without names", () => {
  const [head, row] = rowsOf(nearMissCsv([nearMiss], reading));
  assert.deepEqual(head?.slice(0, 3), ["When", "Where", "What was wrong"]);
  assert.deepEqual(row, [
    "2026-11-23 08:05",
    "Room 2, by the window",
    "Wrong drug; Wrong dose",
    "2149001F1999",
    "",
    "no",
    "yes",
  ]);
  assert.doesNotMatch(nearMissCsv([nearMiss], reading), /tanaka|person:/);
});

test("people are told only where it is asked for, and of a report without a name neither its author nor its minute", () => {
  const [, row] = rowsOf(nearMissCsv([nearMiss], { ...reading, withPeople: true }));
  assert.deepEqual(row?.slice(-2), ["person:ann", "staff:tanaka"]);
  const [, told] = rowsOf(incidentCsv([incident], { ...reading, withPeople: true }));
  assert.equal(told?.[1], "2026-11-23");
  assert.deepEqual(told?.slice(-2), ["person:ann", ""]);
  const [, signed] = rowsOf(incidentCsv([{ ...incident, by: "staff:tanaka" }], reading));
  assert.equal(signed?.[1], "2026-11-23 09:05");
});

test("a place of few people is not named where only those of many may be", () => {
  const [, row] = rowsOf(nearMissCsv([nearMiss], { ...reading, places: new Set() }));
  assert.equal(row?.[1], "Small places together (each fewer than 5 people)");
  const [, named] = rowsOf(incidentCsv([incident], { ...reading, places: new Set(["Room 2"]) }));
  assert.equal(named?.[2], "Room 2");
});

test("what could run as a formula is a text; a cause that nobody foresaw is told as it was written", () => {
  const [, row] = rowsOf(incidentCsv([incident], reading));
  assert.equal(row?.[5], `'${incident.what}`);
  assert.equal(row?.[8], "Interrupted; the lamp was broken");
});

test("no text of anybody begins as a formula does, and every one is read back", () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom("=1", "+1", "-1", "@x", "\t=1", "＝1", ' "a"', "a\r\nb", "\uFEFF=1"),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
      const csv = csvOf(rows.map((row) => ["x", ...row]));
      assert.ok(csv.startsWith("\uFEFF") && csv.endsWith("\r\n"));
      for (const [i, [, ...cells]] of rowsOf(csv).entries())
        for (const [j, text] of cells.entries()) {
          assert.doesNotMatch(text, /^[\s\uFEFF]*[=+\-@＝＋－＠]/);
          assert.ok(text === rows[i]?.[j] || text === `'${rows[i]?.[j]}`);
        }
    }),
    { seed: 8 },
  );
});

test("the figures of an analysis are lines in the language of the reader, and null is empty, not nought", () => {
  const analysis = analyse({
    nearMisses: [nearMiss],
    incidents: [],
    doses: [{ at, person: "person:ann", place: nearMiss.place, by: "staff:tanaka" }],
    from: at - 1,
    until: at + 1,
    zone: reading.zone,
    policy: { meals: { breakfast: "08:00", lunch: "12:00", dinner: "18:00", bedtime: "21:00" } },
    formulary: null,
    period: "day",
    baseline: null,
  });
  const rows = rowsOf(analysisCsv(analysis, { language: "ja", zone: reading.zone }));
  assert.deepEqual(rows[1]?.slice(0, 5), ["全体", "", "1", "1", "1000"]);
  assert.ok(rows.some((row) => row[0] === "場所別" && row[1] === "少人数の場所をまとめたもの（各5人未満）"));
  assert.deepEqual(rows.find((row) => row[0] === "時刻別" && row[1] === "3")?.slice(2), [
    "0",
    "0",
    "",
    "",
    "",
    "0",
    "",
    "",
    "",
  ]);
});
