import assert from "node:assert/strict";
import { test } from "node:test";
import { type MedicationOrder, medicationOrder } from "@sakiyomi/medication";
import { amountWords, orderBrief, stepLines, unitWords } from "./order-words.ts";

const ja = { language: "ja", zone: "Asia/Tokyo" } as const;
const en = { language: "en", zone: "Asia/Tokyo" } as const;
const order = (more: Partial<MedicationOrder>): MedicationOrder =>
  medicationOrder.parse({
    ...{ id: "o", person: "person:ann", drug: { system: "text", code: "x", text: "x" }, route: "oral", note: "" },
    ...{ dose: { value: 2, unit: "{tablet}" }, timing: { type: "stat" }, from: 0, until: null, status: "active" },
    ...{ holds: [], replaces: null, window: null, needsWitness: false, maySubstitute: false, by: "staff:a", at: 0 },
    ...more,
  });

test("an amount has its singular where the language has one", () => {
  const said = ([0.5, 1, 2] as const).map((value) => amountWords({ value, unit: "{tablet}" }, en));
  assert.deepEqual(said, ["0.5 tablet", "1 tablet", "2 tablets"]);
  assert.equal(amountWords({ value: 2, unit: "{tablet}" }, ja), "2錠");
  assert.equal(unitWords("mL", en), "mL");
});

test("by mouth goes without saying; any other way is said", () => {
  assert.ok(!orderBrief(order({}), en).includes("mouth"));
  assert.match(orderBrief(order({ route: "ophthalmic" }), en), /into the eye$/);
  assert.match(orderBrief(order({ route: "ophthalmic" }), ja), /点眼$/);
});

test("only a taper has steps", () => {
  const within = { type: "times", times: ["08:00"] } as const;
  const step = (value: number) => ({
    days: 3,
    dose: { value, unit: "{tablet}" as const },
    within: { ...within, times: [...within.times] },
  });
  const taper = order({ timing: { type: "taper", first: "2026-11-23", steps: [step(4), step(2)] } });
  assert.equal(stepLines(taper, en).length, 2);
  assert.deepEqual(stepLines(order({}), en), []);
});
