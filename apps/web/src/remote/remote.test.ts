import assert from "node:assert/strict";
import { test } from "node:test";
import { bazett, corrected, fridericia, inLetters, nothingMeasured, perMinute } from "./intervals.ts";
import { askableBy } from "./may.ts";
import { isStandard, layPaper, MARGIN_MM, millivoltsAt, standard, timeAt } from "./paper-layout.ts";

test("corrected QT: at 60 a minute it is QT itself, at 100 Bazett says more than Fridericia", () => {
  assert.deepEqual([bazett(400, 1000), fridericia(400, 1000)], [400, 400]);
  // By hand: 360 / √0.6 = 464.8; 360 / ∛0.6 = 426.8.
  assert.deepEqual(corrected({ ...nothingMeasured, RR: 600, QT: 360 }), { bazett: 465, fridericia: 427 });
  assert.equal(corrected({ ...nothingMeasured, QT: 360 }), null);
  assert.equal(perMinute(750), 80);
  assert.equal(
    inLetters({ RR: 1000, PR: 160, QRS: null, QT: 400 }),
    "RR 1000 ms (60/min), PR 160 ms, QT 400 ms, QTcB 400 ms, QTcF 400 ms",
  );
});

const lead = (values: readonly (number | null)[], rate = 250) => ({
  source: "x",
  rate,
  at: 1000,
  values,
  resolution: 0.001,
});
const points = (path: string) => path.split(/(?=[ML])/).filter((piece) => piece !== "");

test("a second is 25 mm and a millivolt 10 mm, and every sample is drawn", () => {
  const values = Array.from({ length: 251 }, (_, i) => (i === 250 ? 1 : 0));
  const { lines, high, middle } = layPaper(lead(values), [1000, 2000], 133, standard);
  assert.deepEqual([lines.length, middle, high], [1, 0, 30]);
  const drawn = points(lines[0]?.path ?? "");
  assert.equal(drawn.length, 251);
  assert.equal(drawn[0], `M${MARGIN_MM} 15`);
  assert.equal(drawn.at(-1), `L${MARGIN_MM + 25} 5`);
});

test("a long strip goes on in the next line without losing a sample, and the last of a line is the first of the next", () => {
  const values = Array.from({ length: 1000 }, (_, i) => i / 1000);
  const { lines, wide } = layPaper(lead(values), [1000, 10_000], 58, standard);
  assert.equal(wide, 58);
  assert.deepEqual(
    lines.map(({ from }) => from),
    [1000, 3000],
  );
  const drawn = lines.flatMap(({ path }) => points(path));
  assert.equal(drawn.length, 1001);
});

test("what was not measured is a gap, and nothing is drawn over it", () => {
  const values = Array.from({ length: 250 }, (_, i) => (i >= 100 && i < 150 ? null : 0));
  const [line] = layPaper(lead(values), [1000, 2000], 133, standard).lines;
  assert.deepEqual(line?.gaps, [[MARGIN_MM + 10, MARGIN_MM + 15]]);
  assert.equal(points(line?.path ?? "").filter((piece) => piece.startsWith("M")).length, 2);
});

test("a wave that drifts lies in the middle, and one that is too large is said to be outside", () => {
  const drifting = layPaper(lead(Array.from({ length: 250 }, () => 3)), [1000, 2000], 133, standard);
  assert.deepEqual([drifting.middle, drifting.outside], [3, 0]);
  const large = layPaper(lead([0, 0, 0, 9, 0]), [1000, 2000], 133, standard);
  assert.deepEqual([large.high, large.outside], [60, 1]);
});

test("the calipers read times and millivolts off the same paper", () => {
  const paper = layPaper(lead(Array.from({ length: 250 }, () => 0)), [1000, 2000], 133, standard);
  const [line] = paper.lines;
  assert(line);
  assert.equal(timeAt(line, MARGIN_MM + 20, standard), 1800);
  assert.equal(millivoltsAt(5, paper, standard), 1);
  assert.ok(isStandard(standard) && !isStandard({ speed: 50, gain: 10 }));
});

test("a pharmacist is offered to ask about pressures only; with a second role also about a heart", () => {
  assert.deepEqual(askableBy(["pharmacist"]), ["blood-pressure"]);
  assert.deepEqual(askableBy(["pharmacist", "family"]), ["ecg", "blood-pressure"]);
  for (const role of ["carer", "nurse", "doctor", "teacher", "family"] as const)
    assert.deepEqual(askableBy([role]), ["ecg", "blood-pressure"], role);
});
