import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../random.ts";
import { columnsOf } from "./columns.ts";
import {
  type BoostedTrees,
  boost,
  boostedChances,
  boostedScores,
  forestAnswer,
  groupedFolds,
  growForest,
  stratifiedFolds,
} from "./index.ts";
import { leafOf, type Tree } from "./tree.ts";

const drawn = (count: number, width: number, seed: number): number[][] => {
  const { normal } = random(seed);
  return Array.from({ length: count }, () => Array.from({ length: width }, normal));
};
const plain = { rowShare: 1, featureShare: 1 };

test("one tree of two leaves cuts in the middle of the gap and answers with the means", () => {
  const rows = [[1], [2], [3], [10], [11], [12]];
  const target = { task: "number", values: [1, 1, 1, 5, 6, 7] } as const;
  const { model } = boost(rows, target, { ...plain, rounds: 1, rate: 1, leaves: 2, leastRows: 1, ridge: 0 });
  const tree = model.trees[0]?.[0] as Tree;
  assert.equal(tree.cut[0], 6.5);
  assert.deepEqual(
    [6.5, 6.6].map((value) => boostedScores(model, [value])[0]),
    [1, 6],
  );
});

test("a ridge draws the answer to the mean by weight / (weight + ridge)", () => {
  const target = { task: "number", values: [0, 0, 4, 4] } as const;
  const { model } = boost([[0], [0], [1], [1]], target, { ...plain, rounds: 1, rate: 1, leastRows: 1, ridge: 2 });
  assert.deepEqual([...boostedScores(model, [1])], [2 + (2 * 2) / (2 + 2)]);
});

test("the first step of a logistic tree is Newton's", () => {
  // Two of four are of class 1: the start is 0, each gradient ±1/2 and each curvature 1/4.
  const target = { task: "class", labels: [0, 0, 1, 1], classes: 2 } as const;
  const { model } = boost([[0], [0], [1], [1]], target, { ...plain, rounds: 1, rate: 1, leastRows: 1, ridge: 1 });
  assert.deepEqual([...boostedScores(model, [0])], [-1 / (0.5 + 1)]);
  assert.deepEqual([...boostedScores(model, [1])], [1 / (0.5 + 1)]);
});

test("the loss falls in every round for numbers, two classes and three", () => {
  const rows = drawn(120, 4, 1);
  const sums = rows.map(([a, b, c]) => (a as number) * (b as number) + (c as number));
  const targets = [
    { task: "number", values: sums },
    { task: "class", labels: sums.map((sum) => Number(sum > 0.5)), classes: 2 },
    { task: "class", labels: sums.map((sum) => (sum > 1 ? 2 : Number(sum > 0))), classes: 3 },
  ] as const;
  for (const target of targets) {
    const { losses } = boost(rows, target, { ...plain, rounds: 30 });
    assert.equal(losses.length, 31);
    losses.slice(1).forEach((loss, i) => {
      assert.ok(loss < (losses[i] as number), `${target.task}: round ${i}`);
    });
  }
});

test("what no single feature tells, two together do", () => {
  const rows = drawn(400, 2, 2);
  const labels = rows.map(([a, b]) => Number((a as number) * (b as number) > 0));
  const { model } = boost(rows.slice(0, 300), { task: "class", labels: labels.slice(0, 300), classes: 2 });
  const right = rows
    .slice(300)
    .filter((row, i) => (boostedScores(model, row)[0] as number) > 0 === (labels[300 + i] === 1));
  assert.ok(right.length >= 90, `${right.length} of 100`);
});

test("a missing value goes where it lowers the loss, and where most went if none was missing before", () => {
  const rows = [[0], [0], [1], [1], [Number.NaN], [Number.NaN]];
  const settings = { ...plain, rounds: 1, rate: 1, leastRows: 1, ridge: 0 };
  const said = (values: readonly number[]) => {
    const { model } = boost(rows, { task: "number", values }, settings);
    return [0, 1, Number.NaN].map((value) => boostedScores(model, [value])[0]);
  };
  assert.deepEqual(said([0, 0, 9, 9, 9, 9]), [0, 9, 9]);
  assert.deepEqual(said([0, 0, 9, 9, 0, 0]), [0, 9, 0]);
  assert.deepEqual(said([3, 3, 3, 3, 9, 9]), [3, 3, 9], "that it is missing may be all that is told");
  const { model } = boost([[0], [1], [1]], { task: "number", values: [0, 9, 9] }, settings);
  assert.equal(boostedScores(model, [Number.NaN])[0], 9);
});

test("stretching a feature by a rising function changes no answer", () => {
  const rows = drawn(80, 3, 3);
  const values = rows.map(([a, b]) => Math.sin(a as number) + (b as number));
  const stretched = rows.map((row) => row.map((value) => Math.exp(3 * value)));
  const target = { task: "number", values } as const;
  const [one, other] = [boost(rows, target, { bins: 255 }), boost(stretched, target, { bins: 255 })];
  rows.forEach((row, i) => {
    assert.equal(boostedScores(one.model, row)[0], boostedScores(other.model, stretched[i] as number[])[0]);
  });
});

test("a monotone feature never turns the answer back, however noisy the table is", () => {
  const rows = drawn(200, 2, 4);
  const noise = random(5);
  const values = rows.map(([a, b]) => (a as number) + (b as number) + 2 * noise.normal());
  const free = boost(rows, { task: "number", values }, { rounds: 100 }).model;
  const tied = boost(rows, { task: "number", values }, { rounds: 100, monotone: [1, -1] }).model;
  const path = (model: BoostedTrees, feature: number) =>
    Array.from({ length: 201 }, (_, i) => {
      const row = [0.3, -0.2];
      row[feature] = (i - 100) / 40;
      return boostedScores(model, row)[0] as number;
    });
  const falls = (line: readonly number[]) => line.slice(1).some((value, i) => value < (line[i] as number) - 1e-12);
  assert.ok(falls(path(free, 0)));
  assert.ok(!falls(path(tied, 0)));
  assert.ok(!falls(path(tied, 1).map((value) => -value)));
});

test("a row of weight 3 counts as three rows", () => {
  const rows = [[0], [0], [1], [1]];
  const settings = { ...plain, rounds: 3, leastRows: 1 };
  const once = boost(rows, { task: "number", values: [0, 1, 5, 9] }, { ...settings, weights: [1, 3, 1, 1] }).model;
  const twice = boost([[0], ...rows, [0]], { task: "number", values: [1, 0, 1, 5, 9, 1] }, settings).model;
  for (const value of [0, 1])
    assert.ok(
      Math.abs((boostedScores(once, [value])[0] as number) - (boostedScores(twice, [value])[0] as number)) < 1e-12,
    );
});

test("one seed gives one model, another another, and JSON changes nothing", () => {
  const rows = drawn(100, 5, 6).map((row, i) => (i % 7 === 0 ? [Number.NaN, ...row.slice(1)] : row));
  const labels = rows.map(([, b, c]) => ((b as number) > 0.5 ? 2 : Number((c as number) > 0)));
  const target = { task: "class", labels, classes: 3 } as const;
  const model = boost(rows, target, { seed: 8, rounds: 20 }).model;
  assert.deepEqual(boost(rows, target, { seed: 8, rounds: 20 }).model, model);
  assert.notDeepEqual(boost(rows, target, { seed: 9, rounds: 20 }).model, model);
  const back = JSON.parse(JSON.stringify(model)) as BoostedTrees;
  for (const row of rows) assert.deepEqual(boostedChances(back, row), boostedChances(model, row));
});

test("chances of classes add up to 1", () => {
  const rows = drawn(60, 2, 7);
  const labels = rows.map((_, i) => i % 3);
  const { model } = boost(rows, { task: "class", labels, classes: 3 }, { rounds: 10 });
  for (const row of rows) assert.ok(Math.abs(boostedChances(model, row).reduce((sum, p) => sum + p, 0) - 1) < 1e-12);
});

test("each leaf keeps its least rows, and no tree is deeper or wider than it may be", () => {
  const rows = drawn(150, 3, 8);
  const values = rows.map(([a]) => (a as number) ** 2);
  const settings = { ...plain, rounds: 5, leaves: 9, depth: 4, leastRows: 12 };
  for (const [tree] of boost(rows, { task: "number", values }, settings).model.trees as Tree[][]) {
    const counts = new Map<number, number>();
    for (const row of rows) counts.set(leafOf(tree as Tree, row), (counts.get(leafOf(tree as Tree, row)) ?? 0) + 1);
    assert.ok(counts.size <= 9 && [...counts.values()].every((count) => count >= 12), JSON.stringify([...counts]));
  }
});

test("a forest's leaf says the shares of its classes, and rows out of the bag are foretold by others", () => {
  const rows = drawn(300, 3, 9);
  const labels = rows.map(([a, b]) => Number((a as number) + (b as number) > 0));
  const { model, outOfBag } = growForest(rows, { task: "class", labels, classes: 2 }, { trees: 60 });
  const right = labels.filter((label, i) => (outOfBag[2 * i + 1] as number) > 0.5 === (label === 1)).length;
  assert.ok(right > 270 && right < 300, `${right} of 300 out of the bag`);
  for (const row of rows) assert.ok(Math.abs(forestAnswer(model, row).reduce((sum, p) => sum + p, 0) - 1) < 1e-9);
});

test("a forest of numbers never leaves the range that it has seen", () => {
  const rows = drawn(100, 2, 10);
  const { model } = growForest(rows, { task: "number", values: rows.map(([a]) => a as number) }, { trees: 30 });
  const most = Math.max(...rows.map(([a]) => a as number));
  assert.ok((forestAnswer(model, [100, 0])[0] as number) <= most);
});

test("few values are cut between, many at quantiles, and what is missing has a bin of its own", () => {
  const { cuts, bins } = columnsOf([[1], [3], [Number.NaN], [3], [7]]);
  assert.deepEqual(cuts, [[2, 5]]);
  assert.deepEqual([...(bins[0] as Uint8Array)], [0, 1, 3, 1, 2]);
  const many = columnsOf(
    Array.from({ length: 1000 }, (_, i) => [i]),
    10,
  );
  assert.deepEqual(
    many.cuts[0],
    Array.from({ length: 9 }, (_, k) => 100 * (k + 1) - 0.5),
  );
});

test("a table without use is answered with the mean: no rows differ, no feature is there", () => {
  const target = { task: "number", values: [1, 3] } as const;
  for (const rows of [
    [[5], [5]],
    [[Number.NaN], [Number.NaN]],
    [[], []],
  ])
    assert.equal(boostedScores(boost(rows, target, { rounds: 2 }).model, rows[0] as number[])[0], 2);
});

test("uneven rows, labels that do not fit and targets without a number are refused", () => {
  assert.throws(() => columnsOf([[1], [1, 2]]), /Row 1 has 2 features/);
  assert.throws(() => boost([[1]], { task: "class", labels: [2], classes: 2 }), /label below/);
  assert.throws(() => boost([[1]], { task: "number", values: [Number.NaN] }), /finite number/);
});

test("stratified folds share out each class evenly; groups stay together", () => {
  const labels = Array.from({ length: 103 }, (_, i) => Number(i % 10 === 0));
  const folds = stratifiedFolds(labels, 5, random(1));
  for (let fold = 0; fold < 5; fold += 1) {
    const own = labels.filter((_, i) => folds[i] === fold);
    assert.ok(own.length >= 20 && own.length <= 21);
    assert.ok([2, 3].includes(own.filter((label) => label === 1).length));
  }
  const groups = Array.from({ length: 60 }, (_, i) => Math.floor(i / 4));
  const grouped = groupedFolds(groups, 5, random(1));
  groups.forEach((group, i) => {
    assert.equal(grouped[i], grouped[4 * group]);
  });
});
