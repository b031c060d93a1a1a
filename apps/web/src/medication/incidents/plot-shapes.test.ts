import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChartPoint, PChart } from "@sakiyomi/medication";
import { margin, paretoPlot, placesOf, pPlot, rateBar, scaleOf, ticksTo } from "./plot-shapes.ts";

const point = (n: number, p: number | null, high: number | null, special: ChartPoint["special"] = []): ChartPoint => ({
  ...{ from: 0, until: 1, n, x: p === null ? 0 : Math.round(n * p), p, low: p === null ? null : 0, high },
  ...{ isBaseline: true, special, isSmall: n < 100 },
});
const size = { width: 660, height: 244 };
const chart: PChart = {
  ...{ centre: 0.01, sigmaZ: 1 },
  points: [
    point(200, 0.01, 0.03),
    point(0, null, null),
    point(50, 0.05, 0.04, [{ cause: "beyond-3-sigma", side: "above" }]),
  ],
};

test("ticks are round, begin at nothing and reach the highest value", () => {
  assert.deepEqual(ticksTo(4.3), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(ticksTo(50), [0, 10, 20, 30, 40, 50]);
  assert.deepEqual(ticksTo(0.7), [0, 0.2, 0.4, 0.6, 0.8]);
  assert.deepEqual(ticksTo(0), [0, 1]);
  assert.deepEqual([placesOf(ticksTo(0.7)), placesOf(ticksTo(50)), placesOf(ticksTo(0.07))], [1, 0, 2]);
});

test("the line breaks where nothing was given, and no point stands there", () => {
  const plot = pPlot(chart, size);
  assert.deepEqual(
    plot.points.map(({ index, isSpecial, isSmall }) => [index, isSpecial, isSmall]),
    [
      [0, false, false],
      [2, true, true],
    ],
  );
  assert.equal(plot.line.match(/M/g)?.length, 2);
  assert.equal(plot.high.match(/M/g)?.length, 2);
});

test("higher is worse: a point of 50 per thousand lies above one of 10, both inside of the plot", () => {
  const [first, second] = pPlot(chart, size).points;
  assert.ok(first && second && second.y < first.y);
  assert.ok(second.y >= margin.top && first.y <= size.height - margin.bottom);
  assert.equal(pPlot(chart, size).centre, first.y);
});

test("dates are as far from each other as they need", () => {
  const many: PChart = { ...chart, points: Array.from({ length: 90 }, () => point(100, 0.01, 0.03)) };
  const { dates } = pPlot(many, size, 60);
  const band = (size.width - margin.left - margin.right) / 90;
  assert.ok(dates.length >= 2);
  for (const [i, date] of dates.entries()) if (i > 0) assert.ok((date - (dates[i - 1] ?? 0)) * band >= 60);
});

test("a rate's bar has its interval around it; what goes beyond the edge is cut and says so", () => {
  const rate = { events: 4, doses: 1000, perThousand: 4, low: 1.1, high: 10.2 };
  assert.deepEqual(rateBar(rate, 8), { at: 0.5, from: 1.1 / 8, to: 1, isCut: true });
  assert.equal(rateBar({ events: 0, doses: 0, perThousand: null, low: null, high: null }, 8), null);
});

test("one part with few doses does not press the others flat", () => {
  const usual = { events: 10, doses: 2000, perThousand: 5, low: 2.4, high: 9.2 };
  const rare = { events: 0, doses: 3, perThousand: 0, low: 0, high: 1230 };
  assert.equal(scaleOf([usual, rare]), 9);
  assert.equal(scaleOf([rare]), 1230);
});

test("the bars of a Pareto chart stand side by side, and its line ends at the top", () => {
  const plot = paretoPlot(
    [
      { key: "wrong-time", count: 3, share: 0.75, upTo: 0.75 },
      { key: "omitted", count: 1, share: 0.25, upTo: 1 },
    ],
    size,
  );
  const [first, second] = plot.bars;
  assert.ok(first && second && first.x + first.width <= second.x && first.height === 3 * second.height);
  assert.equal(plot.dots.at(-1)?.y, margin.top);
});
