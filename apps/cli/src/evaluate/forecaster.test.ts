import assert from "node:assert/strict";
import { test } from "node:test";
import { autoregression, persistence, quantilesOf, seasonal } from "./forecaster-baselines.ts";
import { pinballOf, Scorer } from "./forecaster-scores.ts";
import type { Series, Task, Way } from "./forecaster-series.ts";

const task: Task = {
  title: "test",
  horizons: [
    { steps: 1, name: "1" },
    { steps: 3, name: "3" },
  ],
  season: 8,
  units: { x: "1" },
  judgedFrom: 8,
  folds: [],
};

const seriesOf = (values: readonly number[]): Series => ({
  signal: "x",
  person: "p",
  values: Float64Array.from(values),
  context: values.map(() => []),
});

const scoreOf = async (way: Way, series: Series, horizon: number) => {
  const scorer = new Scorer();
  scorer.add(task, horizon, series, await way.forecasts(series));
  return scorer.score();
};

test("the pinball loss costs an error by the side that it is on", () => {
  assert.deepEqual(
    [pinballOf(0.9, 2), pinballOf(0.9, -2), pinballOf(0.5, 3)].map((x) => Number(x.toFixed(6))),
    [1.8, 0.2, 1.5],
  );
  assert.deepEqual(quantilesOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), [1, 2.5, 5, 7.5, 9]);
});

test("what repeats itself is forecast by its season without an error, not by its last value", async () => {
  const periodic = seriesOf(Array.from({ length: 64 }, (_, i) => Math.sin((2 * Math.PI * i) / 8)));
  assert.ok((await scoreOf(seasonal(task, [periodic]), periodic, 1)).error < 1e-9);
  assert.ok((await scoreOf(persistence(task, [periodic]), periodic, 1)).error > 0.5);
});

test("what goes on in a straight line is forecast by the linear one, after a gap too", async () => {
  const line = seriesOf(Array.from({ length: 60 }, (_, i) => i + (i % 2)));
  const linear = await scoreOf(autoregression(task, [line]), line, 1);
  const last = await scoreOf(persistence(task, [line]), line, 1);
  assert.ok(linear.error < 0.5 * last.error + 0.5, `${linear.error}, ${last.error}`);
  const gappy = seriesOf(Array.from(line.values, (value, i) => (i % 5 === 3 ? Number.NaN : value)));
  const score = await scoreOf(persistence(task, [gappy]), gappy, 0);
  assert.ok(Number.isFinite(score.pinball));
  assert.equal(score.count, Array.from(gappy.values).filter((value, i) => i >= 9 && !Number.isNaN(value)).length);
});

test("quantiles from a way's own errors hold what they should", async () => {
  let state = 7;
  const draw = () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  const noise = seriesOf(Array.from({ length: 4000 }, draw));
  const { coverage } = await scoreOf(persistence(task, [noise]), noise, 0);
  assert.ok(Math.abs(coverage - 0.8) < 0.01, `${coverage}`);
});
