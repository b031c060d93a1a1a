import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE } from "@sakiyomi/core";
import type { VoidTruth } from "@sakiyomi/simulator";
import { tellsWhere } from "./baselines.ts";
import { tableText } from "./table.ts";
import { bootstrapped, figuresOf, toldOf } from "./told.ts";

const [FROM, TO] = [0, DAY];
const went = (at: number): VoidTruth => ({ at, volumeMl: 300, reason: "urge", leaked: false });
const told = (minutesBefore: readonly number[]) => {
  const at = 10 * HOUR;
  return toldOf(
    minutesBefore.map((minutes) => at - minutes * MINUTE),
    [went(at)],
    FROM,
    TO,
  );
};

test("a void is told when a tell began 5 to 30 min before, both included", () => {
  assert.deepEqual(
    [4, 5, 30, 31].map((minutes) => told([minutes]).inWindow),
    [0, 1, 1, 0],
  );
});

test("a tell is false when nobody went within 45 min", () => {
  assert.deepEqual(
    [0, 45, 46].map((minutes) => told([minutes]).falseTells),
    [0, 0, 1],
  );
  assert.equal(told([-1]).falseTells, 1, "a tell after the void waits for the next one");
});

test("two tells before one void count as one void told", () => {
  const { inWindow, tells, leads } = told([29, 6]);
  assert.deepEqual({ inWindow, tells, leads }, { inWindow: 1, tells: 2, leads: [29] });
});

test("a void right at the beginning is left out, and so is a tell right at the end", () => {
  assert.equal(toldOf([], [went(FROM + 44 * MINUTE)], FROM, TO).voids, 0);
  assert.equal(toldOf([TO - 44 * MINUTE], [], FROM, TO).falseTells, 0);
});

test("figures are shares of all voids and rates a day", () => {
  const { toldShare, falseADay, tellsADay, medianLeadMin } = figuresOf([told([10]), told([46])]);
  assert.deepEqual(
    { toldShare, falseADay, tellsADay, medianLeadMin },
    { toldShare: 0.5, falseADay: 0.5, tellsADay: 1, medianLeadMin: 10 },
  );
});

test("a baseline tells when it begins to hold, and again after 25 min while it holds", () => {
  const minutes = tellsWhere((minute) => minute >= 10 && minute < 70, 0, 2 * HOUR).map((at) => at / MINUTE);
  assert.deepEqual(minutes, [10, 35, 60]);
});

test("a bootstrap interval holds the figure, and is a point where all are alike", () => {
  const values = [1, 2, 3, 4, 5, 6, 7, 8];
  const mean = (who: readonly number[]) => who.reduce((sum, i) => sum + (values[i] ?? 0), 0) / who.length;
  const [low, high] = bootstrapped(values.length, mean);
  assert.ok(low > 2 && low < 4.5 && high > 4.5 && high < 7);
  assert.deepEqual(
    bootstrapped(5, () => 3),
    [3, 3],
  );
});

test("a table is printed with its columns under each other", () => {
  const text = tableText({
    title: "T",
    columns: ["a", "long"],
    rows: [{ name: "row", cells: ["12", "3"] }],
    notes: ["n"],
    figures: {},
  });
  assert.equal(text, "T\n\n      a  long\nrow  12     3\n\nn\n");
});
