import assert from "node:assert/strict";
import { test } from "node:test";
import { kinds } from "@sakiyomi/core";
import { cuffEntries, gridOf, mealAt, mealChoices, voidChoices } from "./chart-rows.ts";

test("a temperature is charted exactly, in its unit", () => {
  const choice = gridOf("temperature").find(({ label }) => "number" in label && label.number === 36.6);
  assert.deepEqual(choice?.entries, [{ kind: "body-temperature", value: 36.6, unit: "Cel" }]);
});

test("room air and oxygen are charted with their flow", () => {
  const [air, , one] = gridOf("oxygen");
  assert.deepEqual(
    air?.entries.map(({ value }) => value),
    ["air", 0],
  );
  assert.deepEqual(one?.entries, [
    { kind: "supplemental-oxygen", value: "oxygen", unit: null },
    { kind: "oxygen-flow", value: 1, unit: "L/min" },
  ]);
});

test("events that are charted pass the kind's own schema", () => {
  for (const { entries } of [
    ...gridOf("drink"),
    ...mealChoices("lunch"),
    ...voidChoices({ volumeMl: 200, leaked: true }),
  ])
    for (const { kind, value } of entries) {
      const row = kinds[kind];
      assert.ok(row.class === "event" && row.schema.safeParse(value).success, kind);
    }
});

test("a void without a volume says nothing about the volume", () => {
  assert.deepEqual(voidChoices({ volumeMl: null, leaked: false })[0]?.entries[0]?.value, { how: "toilet" });
});

test("a cuff needs both pressures, the upper one higher", () => {
  assert.equal(cuffEntries(120, null), null);
  assert.equal(cuffEntries(80, 120), null);
  assert.deepEqual(
    cuffEntries(124, 78)?.map(({ kind, value, unit }) => [kind, value, unit]),
    [
      ["systolic", 124, "mm[Hg]"],
      ["diastolic", 78, "mm[Hg]"],
    ],
  );
});

test("the meal follows the hour", () =>
  assert.deepEqual([7, 12, 18, 15, 2].map(mealAt), ["breakfast", "lunch", "dinner", "snack", "snack"]));
