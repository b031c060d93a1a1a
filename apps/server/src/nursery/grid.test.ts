import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE } from "@sakiyomi/core";
import { cellOf, checkersAt, initialsOf, pagesAcross } from "./grid.ts";
import type { LedgerChild, LedgerView, LookView } from "./shapes.ts";
import { sheetWords } from "./sheet-words.ts";

const T = Date.parse("2026-11-23T03:00:00Z");
const at = (minutes: number) => T + minutes * MINUTE;
const look = (minutes: number, more: Partial<LookView> = {}): LookView => ({
  ...{ entry: "o-1", at: at(minutes), lateAt: null, cameAt: null, by: "田中", posture: "back", breathing: "seen" },
  ...{ colour: null, turned: false, sensorWrong: false, note: null, counts: "counts", sensor: null },
  ...more,
});
const child = (looks: readonly LookView[], more: Partial<LedgerChild> = {}): LedgerChild => ({
  ...{ id: "p", name: "青木 澪", ageYears: 0, everyMin: 5, isAssumed: false, calls: [], looks },
  naps: [{ from: at(1), to: at(62), gaps: [{ due: at(20), until: at(26), missed: 2, reasons: [] }] }],
  ...more,
});
const cell = (one: LedgerChild, minutes: number) => cellOf(one, at(minutes), at(70), sheetWords.ja);

test("each five minutes show how the child lay, what was late, where nobody looked, and when it slept", () => {
  const one = child([
    look(6),
    look(12, { posture: "front", turned: true }),
    look(15.5, { posture: "left", sensor: "supine" }),
    look(19),
    look(22, { counts: "late" }),
    look(31, { breathing: "not-seen" }),
  ]);
  assert.deepEqual(
    [-5, 0, 5, 10, 15, 20, 25, 30, 60, 65].map((minutes) => cell(one, minutes).text),
    ["", "入", "↑", "↓直", "←!,↑", "欠(↑)", "欠", "↑×", "起", ""],
  );
  assert.deepEqual(
    [-5, 5, 20, 65].map((minutes) => cell(one, minutes).is),
    ["awake", "asleep", "gap", "awake"],
  );
});

test("a sheet is as wide as its naps, three hours to a page, and leaves out hours in which nobody slept", () => {
  const ledger = (children: readonly LedgerChild[]): LedgerView =>
    ({ children, at: at(1000), from: at(-600), until: at(1000) }) as LedgerView;
  assert.deepEqual(pagesAcross(ledger([])), []);
  const [page = [], ...more] = pagesAcross(ledger([child([])]));
  assert.deepEqual([page[0], page.at(-1), more.length], [at(0), at(60), 0]);
  const evening = child([], { naps: [{ from: at(600), to: at(630), gaps: [] }] });
  assert.equal(pagesAcross(ledger([child([]), evening])).length, 2);
});

test("two teachers whose names begin alike have two signs", () => {
  const one = child([look(6), look(7, { by: "田村" }), look(8, { by: "鈴木", counts: "late" })]);
  const signs = initialsOf([one]);
  assert.deepEqual(
    [...signs],
    [
      ["田中", "田"],
      ["田村", "田2"],
      ["鈴木", "鈴"],
    ],
  );
  assert.equal(checkersAt([one], at(5), signs), "田,田2");
});
