import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../random.ts";
import { principalAxes } from "./principal-axes.ts";

const near = (value: number, wanted: number, within: number): void =>
  assert.ok(Math.abs(value - wanted) <= within, `${value} instead of ${wanted}`);

test("a known ellipsoid gives back its axes, its shares and its points", () => {
  const draw = random(3);
  // Orthonormal by hand: columns of a rotation in four dimensions.
  const directions = [
    [0.5, 0.5, 0.5, 0.5],
    [0.5, -0.5, 0.5, -0.5],
    [0.5, 0.5, -0.5, -0.5],
  ];
  const spreads = [4, 2, 1];
  const rows = Array.from({ length: 4000 }, () => {
    const along = spreads.map((spread) => spread * draw.normal());
    return [0, 1, 2, 3].map((i) => 7 + along.reduce((sum, a, k) => sum + a * (directions[k]?.[i] as number), 0));
  });
  const { mean, axes, shares, points } = principalAxes(rows, 3);
  for (const value of mean) near(value, 7, 0.2);
  for (const [k, axis] of axes.entries()) {
    const dot = axis.reduce((sum, value, i) => sum + value * (directions[k]?.[i] as number), 0);
    near(Math.abs(dot), 1, 5e-3);
    near(shares[k] as number, (spreads[k] as number) ** 2 / 21, 0.02);
  }
  near(shares[0] as number, 16 / 21, 0.02);
  // Nothing lies outside of the three directions: the points rebuild the rows.
  for (const [i, row] of rows.slice(0, 20).entries())
    for (const [j, value] of row.entries())
      near(
        axes.reduce((sum, axis, k) => sum + (axis[j] as number) * (points[i]?.[k] as number), mean[j] as number),
        value,
        1e-9,
      );
});

test("axes stand upright on each other, and the same cloud gives the same signs", () => {
  const draw = random(8);
  const rows = Array.from({ length: 30 }, () => Array.from({ length: 12 }, () => draw.normal()));
  const { axes } = principalAxes(rows, 12);
  for (const [i, a] of axes.entries())
    for (const [j, b] of axes.entries())
      near(
        a.reduce((sum, value, k) => sum + value * (b[k] as number), 0),
        i === j ? 1 : 0,
        1e-9,
      );
  const mirrored = rows.map((row) => row.map((value) => -value));
  for (const [i, axis] of principalAxes(mirrored, 3).axes.entries())
    for (const [k, value] of axis.entries()) near(value, axes[i]?.[k] as number, 1e-9);
});

test("one point, or many at one place, has no direction and no variance", () => {
  const { shares, points } = principalAxes([[1, 2, 3]], 3);
  assert.deepEqual(shares, [0, 0, 0]);
  assert.deepEqual([...(points[0] as Float64Array)], [0, 0, 0]);
});
