import assert from "node:assert/strict";
import { test } from "node:test";
import { extremesOf, linesOf, scaleOf } from "./plot-lines.ts";
import { Trace } from "./trace.ts";
import { asked, lastSpan, lengthOf, moved, nearestWindow, stepOf, windows, zoomed } from "./window.ts";

const NOW = 1_800_000_000_000;
const YEAR = 365 * 86_400_000;

test("the zoom reaches from a year to a second and no further", () => {
  assert.equal(lengthOf(zoomed(lastSpan(1000, NOW), 0.1, 0.5, NOW)), 1000);
  assert.equal(lengthOf(zoomed(lastSpan(YEAR, NOW), 3, 0.5, NOW)), YEAR);
  assert.deepEqual([windows[0].ms, windows.at(-1)?.ms], [1000, YEAR]);
});

test("zooming keeps the time under the finger where it is", () => {
  const span = { from: NOW - 10_000, to: NOW };
  const focus = 0.25;
  const { from, to } = zoomed(span, 0.5, focus, NOW);
  assert.equal(from + (to - from) * focus, span.from + 10_000 * focus);
});

test("a window never runs far ahead of now", () => {
  const { from, to } = moved(lastSpan(1000, NOW), 5, NOW);
  assert.deepEqual([to - NOW, to - from], [50, 1000]);
});

test("steps go to the next wider and narrower window", () => {
  assert.equal(stepOf(60_000, 1), 600_000);
  assert.equal(stepOf(60_000, -1), 10_000);
  assert.equal(stepOf(1000, -1), 1000);
  assert.equal(nearestWindow(70_000).name, "window.minute");
});

test("what is asked covers the window, and a small move asks the same", () => {
  const span = lastSpan(100_000, NOW - 5_000);
  const wide = asked(span, 1000);
  assert.ok(wide.from <= span.from && wide.to >= span.to);
  assert.deepEqual(asked({ from: span.from + 100, to: span.to + 100 }, 1000), wide);
});

test("a bucket without a measurement is a gap", () => {
  const lines = linesOf({
    type: "buckets",
    kind: "heart-rate",
    unit: "/min",
    buckets: [
      { from: 0, n: 2, min: 60, mean: 61, max: 62 },
      { from: 1000, n: 0, min: Number.NaN, mean: Number.NaN, max: Number.NaN },
    ],
  });
  assert.deepEqual([lines.seconds, lines.mid, lines.exact], [[0, 1], [61, null], false]);
  assert.deepEqual(extremesOf(lines), { min: 60, max: 62 });
});

test("samples of two sources stand in the order of time", () => {
  const series = [
    { source: "a", at: [1000, 3000], value: [1, 3] },
    { source: "b", at: [2000], value: [null] },
  ];
  const lines = linesOf({ type: "samples", kind: "heart-rate", unit: "/min", series });
  assert.deepEqual(
    [lines.seconds, lines.mid],
    [
      [1, 2, 3],
      [1, null, 3],
    ],
  );
});

test("a flat line keeps a sober scale", () => {
  const [low, high] = scaleOf({ min: 60, max: 60 }, 10);
  assert.ok(high - low >= 10);
  assert.deepEqual(scaleOf(null, 10), [0, 1]);
});

const block = (at: number, values: readonly (number | null)[]) => ({ at, rate: 10, values });

test("blocks join without a gap, and a hole between them is one", () => {
  const trace = new Trace(60_000);
  trace.add(block(NOW, [1, 2]), NOW + 200);
  trace.add(block(NOW + 200, [3, 4]), NOW + 400);
  trace.add(block(NOW + 1000, [5, 6]), NOW + 1200);
  assert.deepEqual(trace.between(NOW, NOW + 2000).values, [1, 2, 3, 4, null, 5, 6]);
});

test("a late block finds its place and a repeated one changes nothing", () => {
  const trace = new Trace(60_000);
  trace.add(block(NOW + 200, [3, 4]), NOW + 400);
  trace.add(block(NOW, [1, 2]), NOW + 500);
  trace.add(block(NOW, [9, 9]), NOW + 600);
  assert.deepEqual(trace.between(NOW + 100, NOW + 200).values, [2, 3]);
});

test("the drawing stays as far behind as blocks are old when they come, and old blocks are let go", () => {
  const trace = new Trace(2_000);
  trace.add(block(NOW, [1, 2]), NOW + 1000);
  assert.equal(trace.delayMs, 1050);
  trace.add(block(NOW + 9_000, [3]), NOW + 9_100);
  assert.deepEqual(trace.between(NOW, NOW + 10_000).values, [3]);
  assert.equal(trace.newest, NOW + 9_100);
});
