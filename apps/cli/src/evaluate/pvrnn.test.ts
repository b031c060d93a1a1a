import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluatePvrnnCurve } from "./pvrnn-curve.ts";
import { evaluatePvrnnLaw } from "./pvrnn-law.ts";
import { tableText } from "./table.ts";

const progress = () => {
  const seen: (readonly [number, number])[] = [];
  return { seen, onProgress: (done: number, of: number) => void seen.push([done, of]) };
};

test("the law of the meta-prior is a table of figures, a row for each w", async () => {
  const { seen, onProgress } = progress();
  const table = await evaluatePvrnnLaw({ seed: 1, isQuick: true, onProgress });
  assert.deepEqual(
    table.rows.map(({ name }) => name),
    ["w 0.001", "w 0.1"],
  );
  for (const { cells } of table.rows) {
    assert.equal(cells.length, table.columns.length);
    assert.ok(
      cells.every((cell) => Number.isFinite(Number(cell))),
      cells.join(),
    );
  }
  assert.deepEqual(seen, [
    [1, 2],
    [2, 2],
  ]);
  assert.match(tableText(table), /mean σp/);
});

test("the reconstruction curve begins where an untrained network does and falls", async () => {
  const { seen, onProgress } = progress();
  const table = await evaluatePvrnnCurve({ seed: 4, isQuick: true, onProgress });
  const reached = Number(table.rows[0]?.cells[2]);
  assert.ok(reached > 0.06 && reached < 0.08, `${reached} at epoch 10`);
  assert.equal(seen.length, 10);
});
