import assert from "node:assert/strict";
import { test } from "node:test";
import { aucDifference, aucOf, meanAuc } from "./auc.ts";

const near = (a: number | undefined, b: number): void => {
  assert.ok(a !== undefined && Math.abs(a - b) < 1e-12, `${a} and ${b}`);
};

test("the area is the share of pairs in the right order, ties half", () => {
  // Cases 3 and 1 against controls 2, 1, 0: right 2<3, 1<3, 0<3, 0<1 and half of 1=1.
  near(aucOf([3, 1, 2, 1, 0], [1, 1, 0, 0, 0])?.auc, 4.5 / 6);
});

test("DeLong's variance is that of the placements, by hand", () => {
  // Placements: cases 1 and 1/2 (variance 1/8), controls 1/2, 3/4, 1 (variance 1/16).
  near(aucOf([3, 1, 2, 1, 0], [1, 1, 0, 0, 0])?.variance, 1 / 8 / 2 + 1 / 16 / 3);
});

test("turned round, the score's area is what is left of 1, and its interval is mirrored", () => {
  const scores = [0.1, 0.4, 0.35, 0.8, 0.7, 0.2];
  const labels = [0, 0, 1, 1, 1, 0];
  const [one, other] = [
    aucOf(scores, labels),
    aucOf(
      scores.map((score) => -score),
      labels,
    ),
  ];
  near(one?.auc, 1 - (other?.auc ?? 0));
  near(one?.interval[0], 1 - (other?.interval[1] ?? 0));
});

test("the interval stays within 0 and 1, and is not a point where all are parted rightly", () => {
  const perfect = aucOf([1, 2, 8, 9], [0, 0, 1, 1]);
  assert.equal(perfect?.auc, 1);
  assert.ok((perfect?.interval[0] ?? 1) < 0.99 && perfect?.interval[1] === 1);
});

test("it covers the true area in about 95 of 100 samples", () => {
  // Triangular waves instead of chance: cases uniform on 0.3 … 1.3, controls on 0 … 1; the true area is 1 - 0.7² / 2.
  const truth = 1 - 0.7 ** 2 / 2;
  let covered = 0;
  for (let trial = 0; trial < 200; trial++) {
    const labels = Array.from({ length: 80 }, (_, i) => Number(i < 30));
    const scores = labels.map(
      (label, i) => (((trial * 80 + i) * 0.754877666) % 1) * 1 + 0.3 * label + jitter(trial, i),
    );
    const [low, high] = aucOf(scores, labels)?.interval ?? [1, 0];
    if (low <= truth && truth <= high) covered += 1;
  }
  assert.ok(covered >= 182, `${covered} of 200`);
});

const jitter = (trial: number, i: number): number => ((Math.sin(trial * 12.9898 + i * 78.233) * 43758.5453) % 1) * 1e-9;

test("the difference of a score with itself is 0 without doubt, and of one with its opposite twice what is above half", () => {
  const scores = [0.1, 0.4, 0.35, 0.8, 0.7, 0.2];
  const labels = [0, 0, 1, 1, 1, 0];
  const turned = scores.map((score) => -score);
  assert.deepEqual(aucDifference([scores], scores, labels), { difference: 0, interval: [0, 0] });
  near(aucDifference([scores], turned, labels)?.difference, 2 * ((aucOf(scores, labels)?.auc ?? 0) - 0.5));
});

test("the mean of several draws keeps the width of one", () => {
  const one = aucOf([3, 1, 2, 1, 0], [1, 1, 0, 0, 0]);
  assert.ok(one);
  assert.deepEqual(meanAuc([one, one, one]), one);
  assert.equal(meanAuc([]), null);
});

test("where no case or no control is, nothing is said", () => {
  assert.equal(aucOf([1, 2], [1, 1]), null);
  assert.equal(aucDifference([[1, 2]], [1, 2], [0, 0]), null);
});
