import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Fault } from "@sakiyomi/core";
import { inventedPriceList } from "@sakiyomi/medication/testing";
import { evaluateMedication } from "./medication.ts";
import { tableText } from "./table.ts";

const small = { people: 6, days: 3, seed: 1 } as const;

test("the table says what it is of, that it is a simulation, and what got through and why", async () => {
  const table = await evaluateMedication(small);
  const text = tableText(table);
  assert.match(text, /6 people, 3 days, \d+ doses, invented drugs, seed 1/);
  assert.match(text, /This is a simulation/);
  assert.match(text, /Got through \(doses\) because: \S/);
  assert.match(
    text,
    /Scanned before giving and stopped: wrong-person \d+ of \d+, wrong-drug \d+ of \d+, double \d+ of \d+/,
  );
  assert.equal(table.rows[0]?.name, "all errors");
  assert.deepEqual(table.failures, []);
});

test("a criterion that is not met stands in the table", async () => {
  const table = await evaluateMedication({ ...small, skip: 0 });
  assert.equal(table.figures.skipped, 0);
  assert.doesNotMatch(tableText(table), /NOT MET/);
});

test("the price list is read from a file; a file that is none is a wrong use", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sakiyomi-list-"));
  try {
    const [good, bad] = [join(folder, "list.csv"), join(folder, "other.csv")];
    await writeFile(good, inventedPriceList());
    await writeFile(bad, "a,b\n1,2\n");
    assert.match((await evaluateMedication({ ...small, list: good })).title, /\d+ drugs of the price list/);
    for (const list of [bad, join(folder, "none.csv")])
      await assert.rejects(
        evaluateMedication({ ...small, list }),
        (fault) => fault instanceof Fault && fault.code === "CLI_USAGE",
      );
  } finally {
    await rm(folder, { recursive: true });
  }
});
