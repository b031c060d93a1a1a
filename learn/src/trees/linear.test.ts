import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../random.ts";
import { fitLinear, type LinearModel, linearChances, linearScores } from "./index.ts";

const near = (a: number, b: number, within = 1e-6): void => {
  assert.ok(Math.abs(a - b) < within, `${a} and ${b}`);
};

test("a line is found where the ridge is small", () => {
  const rows = [[0], [1], [2], [3]];
  const model = fitLinear(rows, { task: "number", values: [1, 3, 5, 7] }, { ridge: 1e-9 });
  near(linearScores(model, [10])[0] as number, 21);
});

test("ridge regression shrinks the slope by n / (n + ridge)", () => {
  // Scaled, the two values are -1 and 1: the slope of the scaled feature is 2·3 / (2 + 2), and the mean is free.
  const model = fitLinear([[0], [10]], { task: "number", values: [2, 8] }, { ridge: 2 });
  near(linearScores(model, [10])[0] as number, 5 + 1.5);
});

test("without features logistic regression says the share", () => {
  const model = fitLinear([[], [], [], []], { task: "class", labels: [1, 0, 0, 0], classes: 2 });
  near(linearChances(model, [])[1] as number, 0.25);
});

test("at the logistic optimum the slope of the penalised loss is zero", () => {
  const draw = random(1);
  const rows = Array.from({ length: 60 }, () => [draw.normal(), draw.normal()]);
  const labels = rows.map(([a, b]) => Number((a as number) - (b as number) + draw.normal() > 0));
  const model = fitLinear(rows, { task: "class", labels, classes: 2 }, { ridge: 3 });
  for (let k = 0; k < 2; k += 1) {
    let slope = 3 * (model.weights[0]?.[k] as number);
    rows.forEach((row, i) => {
      const scaled = ((row[k] as number) - (model.mean[k] as number)) / (model.deviation[k] as number);
      slope += scaled * ((linearChances(model, row)[1] as number) - (labels[i] as number));
    });
    near(slope, 0);
  }
});

test("three classes: chances add up to 1, and turning the labels turns the answers", () => {
  const draw = random(2);
  const rows = Array.from({ length: 90 }, () => [draw.normal(), draw.normal()]);
  const labels = rows.map(([a, b]) => ((a as number) > 0.5 ? 2 : Number((b as number) > 0)));
  const model = fitLinear(rows, { task: "class", labels, classes: 3 });
  const turned = fitLinear(rows, { task: "class", labels: labels.map((label) => (label + 1) % 3), classes: 3 });
  for (const row of rows) {
    const [chances, others] = [linearChances(model, row), linearChances(turned, row)];
    near(
      chances.reduce((sum, p) => sum + p, 0),
      1,
    );
    chances.forEach((p, k) => {
      near(p, others[(k + 1) % 3] as number);
    });
  }
});

test("units change nothing, a missing value counts as the mean, and JSON keeps the model", () => {
  const draw = random(3);
  const rows = Array.from({ length: 40 }, () => [draw.normal(), draw.normal()]);
  const values = rows.map(([a, b]) => 2 * (a as number) - (b as number));
  const model = fitLinear(rows, { task: "number", values });
  const other = fitLinear(
    rows.map(([a, b]) => [1000 * (a as number) + 5, b as number]),
    { task: "number", values },
  );
  near(linearScores(model, [1, 1])[0] as number, linearScores(other, [1005, 1])[0] as number);
  const mean = [...model.mean];
  near(linearScores(model, [Number.NaN, 1])[0] as number, linearScores(model, [mean[0] as number, 1])[0] as number);
  assert.deepEqual(JSON.parse(JSON.stringify(model)) as LinearModel, model);
});

test("classes that a line parts stay finite, and no ridge is refused", () => {
  const model = fitLinear([[0], [1]], { task: "class", labels: [0, 1], classes: 2 }, { ridge: 0.001 });
  assert.ok(Number.isFinite(linearScores(model, [1])[0]));
  assert.throws(() => fitLinear([[0]], { task: "number", values: [0] }, { ridge: 0 }), /above 0/);
});

test("a tied weight never turns its sign, and what holds it is the slope there", () => {
  const draw = random(4);
  const rows = Array.from({ length: 50 }, () => [draw.normal(), draw.normal(), draw.normal()]);
  const sums = rows.map(([a, b, c]) => (a as number) - (b as number) + 0.2 * (c as number) + 0.3 * draw.normal());
  const monotone = [1, 1, 0];
  const targets = [
    { task: "number", values: sums },
    { task: "class", labels: sums.map((sum) => Number(sum > 0)), classes: 2 },
  ] as const;
  for (const target of targets) {
    const [a, b, c] = fitLinear(rows, target, { ridge: 2, monotone }).weights[0] as number[];
    assert.ok((a as number) > 0 && b === 0 && c !== 0);
    // Tied to 0, the second says as little as a feature that is not there.
    const without = fitLinear(
      rows.map(([x, , z]) => [x as number, z as number]),
      target,
      { ridge: 2 },
    ).weights[0] as number[];
    near(a as number, without[0] as number);
    near(c as number, without[1] as number);
  }
});

test("ties that the data keep by themselves change nothing; three classes have no direction", () => {
  const draw = random(5);
  const rows = Array.from({ length: 50 }, () => [draw.normal(), draw.normal()]);
  const target = { task: "number", values: rows.map(([a, b]) => 2 * (a as number) - (b as number)) } as const;
  const [free, tied] = [fitLinear(rows, target), fitLinear(rows, target, { monotone: [1, -1] })];
  free.weights[0]?.forEach((weight, i) => {
    near(weight, tied.weights[0]?.[i] as number);
  });
  const three = { task: "class", labels: rows.map((_, i) => i % 3), classes: 3 } as const;
  assert.throws(() => fitLinear(rows, three, { monotone: [1] }), /three classes/);
});
