import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type ChartGroup, pChart } from "./p-chart.ts";

const groupsOf = (ns: readonly number[], xs: readonly number[]): readonly ChartGroup[] =>
  ns.map((n, i) => ({ from: i * 10, until: (i + 1) * 10, n, x: xs[i] ?? 0 }));
const evenly = (n: number, xs: readonly number[]) =>
  groupsOf(
    xs.map(() => n),
    xs,
  );
const digits = (value: number | null | undefined, places = 4) => value?.toFixed(places);

/** Orange juice cans, 30 samples of 50: Montgomery, Introduction to Statistical Quality Control, 6th ed., example 7.1. */
const cans = [
  12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
];

test("Montgomery's cans: centre 0.2313, limits 0.0524 and 0.4102, samples 15 and 23 beyond them", () => {
  const chart = pChart(evenly(50, cans));
  assert.equal(digits(chart.centre), "0.2313");
  assert.equal(digits(chart.points[0]?.low), "0.0524");
  assert.equal(digits(chart.points[0]?.high), "0.4102");
  const beyond = chart.points.flatMap(({ special }, i) =>
    special.some(({ cause }) => cause === "beyond-3-sigma") ? [i + 1] : [],
  );
  assert.deepEqual(beyond, [15, 23]);
});

/** Purchase orders, 25 weeks of different sizes: Montgomery, 6th ed., table 7.4. */
const sizes = [
  100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90, 100, 100, 100, 100, 90, 90,
];
const wrong = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9];

test("Montgomery's purchase orders, of different n: centre 234/2450, and only the 11th week beyond its own limit", () => {
  const chart = pChart(groupsOf(sizes, wrong));
  assert.equal(digits(chart.centre), digits(234 / 2450));
  assert.deepEqual(
    [0, 1, 10].map((i) => digits(chart.points[i]?.high, 3)),
    ["0.184", "0.194", "0.180"],
    "the smaller the sample the wider",
  );
  const marked = chart.points.flatMap(({ special }, i) => special.map(({ cause }) => [i + 1, cause]));
  assert.deepEqual(marked, [[11, "beyond-3-sigma"]]);
});

/** p̄ 0.5 and n 100 by a baseline of its own: σ is 0.05, so that x = 50 + 5z lies z σ off. */
const marksOf = (zs: readonly (number | null)[]) => {
  const own = zs.map((z, i) => ({ from: 100 + i, until: 101 + i, n: z === null ? 0 : 100, x: 50 + 5 * (z ?? -10) }));
  const chart = pChart([{ from: 0, until: 1, n: 1000, x: 500 }, ...own], { from: 0, until: 1 });
  return chart.points.slice(1).map(({ special }) => special.map(({ cause, side }) => `${cause} ${side}`).join(", "));
};

test("a point is marked beyond 3 σ, and not before", () => {
  assert.deepEqual(marksOf([2.8, 3.2, -3.2]), [
    "",
    "beyond-3-sigma above, two-of-three-beyond-2-sigma above",
    "beyond-3-sigma below",
  ]);
});

test("the second of three beyond 2 σ on one side is marked; on two sides none is, nor the point between", () => {
  assert.deepEqual(marksOf([2.2, 0, 2.4]), ["", "", "two-of-three-beyond-2-sigma above"]);
  assert.deepEqual(marksOf([2.2, -2.2, 0, 2.4]), ["", "", "", ""]);
  assert.deepEqual(marksOf([2.2, 2.2, 0]), ["", "two-of-three-beyond-2-sigma above", ""]);
});

test("the fourth of five beyond 1 σ on one side is marked", () => {
  assert.deepEqual(marksOf([-1.2, -1.2, 0.4, -1.2, -1.2]).at(-1), "four-of-five-beyond-1-sigma below");
  assert.deepEqual(marksOf([-1.2, -1.2, 0.4, 0.4, -1.2, -1.2]).at(-1), "");
});

test("the eighth in a row on one side is marked; a point on the centre ends the row", () => {
  assert.equal(marksOf(Array(8).fill(0.2)).at(-1), "eight-on-one-side above");
  assert.equal(marksOf(Array(7).fill(0.2)).at(-1), "");
  assert.equal(marksOf([...Array(4).fill(0.2), 0, ...Array(4).fill(0.2)]).at(-1), "");
});

test("a time without attempts is a point without p, and neither ends nor lengthens a row", () => {
  const marks = marksOf([0.2, 0.2, 0.2, 0.2, null, 0.2, 0.2, 0.2, 0.2]);
  assert.deepEqual(marks.slice(-3), ["", "", "eight-on-one-side above"]);
  const [point] = pChart(groupsOf([0, 10], [0, 1])).points;
  assert.deepEqual([point?.p, point?.low, point?.high], [null, null, null]);
});

test("without any attempt there is no centre, no limit and no mark", () => {
  const chart = pChart(groupsOf([0, 0], [0, 0]));
  assert.equal(chart.centre, null);
  assert.ok(chart.points.every(({ special }) => special.length === 0));
  assert.deepEqual(pChart([]), { centre: null, points: [], sigmaZ: null });
});

test("the baseline alone gives the centre: what is worse later is marked against what was", () => {
  const xs = [2, 1, 2, 3, 2, 12];
  const chart = pChart(evenly(100, xs), { from: 0, until: 50 });
  assert.equal(chart.centre, 10 / 500);
  assert.deepEqual(
    chart.points.map(({ isBaseline }) => isBaseline),
    [true, true, true, true, true, false],
  );
  assert.equal(chart.points.at(-1)?.special[0]?.cause, "beyond-3-sigma");
});

test("an event where there never was one is beyond every limit", () => {
  const chart = pChart(evenly(100, [0, 0, 0, 1]), { from: 0, until: 30 });
  assert.equal(chart.points.at(-1)?.special[0]?.cause, "beyond-3-sigma");
});

test("limits hold the centre, lie between 0 and 1, and get narrower with n", () => {
  const group = fc.record({ n: fc.integer({ min: 1, max: 5000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(fc.array(group, { minLength: 1, maxLength: 40 }), (given) => {
      const groups = given.map(({ n, share }, i) => ({ from: i, until: i + 1, n, x: Math.round(n * share) }));
      const { centre, points } = pChart(groups);
      assert.ok(centre !== null);
      for (const { low, high } of points)
        assert.ok(low !== null && high !== null && 0 <= low && low <= centre && centre <= high && high <= 1);
      const widths = points.toSorted((a, b) => a.n - b.n).map(({ low, high }) => (high ?? 0) - (low ?? 0));
      assert.ok(widths.every((width, i) => i === 0 || width <= (widths[i - 1] ?? 0) + 1e-12));
    }),
    { seed: 6 },
  );
});

/** Numbers of a binomial process, by a generator with a seed. */
const binomial = (n: number, p: number, seed: number): (() => number) => {
  let state = seed;
  const draw = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return () => Array.from({ length: n }, draw).filter((value) => value < p).length;
};

test("a process in control is marked about once in 92 points (Champ and Woodall 1987), and varies as a binomial does", () => {
  const next = binomial(400, 0.2, 7);
  const chart = pChart(
    evenly(
      400,
      Array.from({ length: 3000 }, () => next()),
    ),
  );
  const share = chart.points.filter(({ special }) => special.length > 0).length / chart.points.length;
  assert.ok(share > 0.5 / 92 && share < 3 / 92, `marked ${share}`);
  assert.ok(Math.abs((chart.sigmaZ ?? 0) - 1) < 0.05, `σz ${chart.sigmaZ}`);
});

test("days that differ by themselves have a σz above 1 (Laney 2002)", () => {
  const [calm, busy] = [binomial(400, 0.1, 1), binomial(400, 0.3, 2)];
  const chart = pChart(
    evenly(
      400,
      Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? calm() : busy())),
    ),
  );
  assert.ok((chart.sigmaZ ?? 0) > 3, `σz ${chart.sigmaZ}`);
});
