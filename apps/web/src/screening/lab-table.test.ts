import assert from "node:assert/strict";
import { test } from "node:test";
import { readLabTable } from "./lab-table.ts";

const name = (code: string) => `name of ${code}`;
const read = (text: string) => readLabTable(text, name);

test("a table from a clipboard is read with tabs, commas or semicolons, with and without a head", () => {
  const hb = { code: "Hb", name: "name of Hb", value: 10.8, unit: "g/dL", low: 11.6, high: 14.8 };
  for (const mark of ["\t", ",", ";"]) {
    const line = ["Hb", "10.8", "g/dL", "11.6", "14.8"].join(mark);
    assert.deepEqual(read(line).lines, [hb]);
    assert.deepEqual(read(`${["code", "value", "unit", "low", "high"].join(mark)}\r\n${line}\r\n`).lines, [hb]);
  }
});

test("figures in full width are read; limits may be left out", () => {
  assert.deepEqual(read("CRP\t０．３\tmg/dL").lines, [{ code: "CRP", name: "name of CRP", value: 0.3, unit: "mg/dL" }]);
  assert.deepEqual(read("CRP\t0.3\tmg/dL\t\t0.14").lines[0]?.high, 0.14);
});

test("what is no number is told with its line, and never guessed", () => {
  const text = "Hb\t10.8\tg/dL\nK\t<3.5\tmmol/L\nNa\t1,400\tmmol/L\nCl\t101\tmmol/L\tlow\t108\n\t5\tx";
  const { lines, wrong } = read(text);
  assert.deepEqual(
    lines.map(({ code }) => code),
    ["Hb"],
  );
  assert.deepEqual(
    wrong.map(({ line }) => line),
    [2, 3, 4, 5],
  );
});
