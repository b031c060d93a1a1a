import assert from "node:assert/strict";
import { test } from "node:test";
import { textTable } from "./table.ts";

test("columns stand below each other where names are Japanese or Korean, composed or not", () => {
  const names = ["arm", "腕の学習", "컵 들기", "컵 들기".normalize("NFD"), "ガ".normalize("NFD"), "カード"];
  const lines = textTable([["run", "loss"], ...names.map((name) => [name, "0.5"])]);
  const [head = "", rule = "", arm = ""] = lines;
  assert.deepEqual([head, rule, arm], ["run       loss", "────────  ────", "arm        0.5"]);
  const spaces = lines.slice(2).map((line) => /( +)0\.5$/.exec(line)?.[1]?.length);
  assert.deepEqual(spaces, [8, 3, 4, 4, 9, 5]);
});
