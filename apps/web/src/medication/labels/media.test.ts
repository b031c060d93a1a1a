import assert from "node:assert/strict";
import { test } from "node:test";
import { media, mediaFor, pageRule, pagesOf, paperOf } from "./media.ts";

test("the labels of every sheet fit on it, with the same margin at both sides", () => {
  for (const kind of media) {
    const { left, top, width, height } = paperOf(kind);
    const { columns, rows, gap } = kind.sheet ?? { columns: 1, rows: 1, gap: 0 };
    assert.ok(left >= 0 && top >= 0, kind.id);
    assert.ok(Math.abs(2 * left + columns * kind.width + (columns - 1) * gap - width) < 1e-9, kind.id);
    assert.ok(Math.abs(2 * top + rows * kind.height - height) < 1e-9, kind.id);
  }
});

test("margins are those that the makers draw", () => {
  const margins = (id: string) => media.filter((kind) => kind.id === id).map((kind) => paperOf(kind))[0];
  assert.ok(Math.abs((margins("a4-63x34")?.left ?? 0) - 7.25) < 0.01);
  assert.ok(Math.abs((margins("a4-63x34")?.top ?? 0) - 12.9) < 0.01);
  assert.ok(Math.abs((margins("a4-99x38")?.left ?? 0) - 4.65) < 0.01);
  assert.ok(Math.abs((margins("a4-99x38")?.top ?? 0) - 15.15) < 0.01);
});

test("no label is lost or printed twice, whatever was used of the first sheet", () => {
  const labels = Array.from({ length: 31 }, (_, i) => i);
  for (const kind of media)
    for (const skip of [0, 5, 500]) {
      const pages = pagesOf(labels, kind, skip);
      assert.deepEqual(
        pages.flat().filter((label) => label !== null),
        labels,
        `${kind.id} ${skip}`,
      );
      const most = kind.sheet === null ? 1 : kind.sheet.columns * kind.sheet.rows;
      assert.ok(pages.every((page) => page.length <= most && page.length > 0));
    }
});

test("a roll's paper is its label", () => {
  const [roll] = mediaFor("pack");
  assert.ok(roll);
  assert.equal(pageRule(roll), "@page { size: 62mm 40mm; margin: 0; }");
});
