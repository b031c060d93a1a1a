import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, languages, say } from "@sakiyomi/core";
import { classOf, ingredientOf } from "../drugs/drug.ts";
import type { MedicationOrder } from "../orders/order.ts";
import { medicationPolicy } from "../orders/policy.ts";
import { chartOf, orderOf } from "../testing/chart.ts";
import { inventedCode, inventedFormulary } from "../testing/invented-formulary.ts";
import type { InventedKey } from "../testing/invented-list.ts";
import { medicationWords } from "../words/index.ts";
import type { Finding, MedicationChart } from "./bedside.ts";
import { checkOrder } from "./check-order.ts";

const now = Date.parse("2026-11-23T10:00:00+09:00");
const zone = "Asia/Tokyo";

const order = (key: InventedKey, said: Partial<MedicationOrder> = {}): MedicationOrder =>
  orderOf(now, { id: "new", drug: inventedCode(key), from: now, at: now, ...said });

const findings = (of: MedicationOrder, chart: Partial<MedicationChart> = {}): readonly Finding[] =>
  checkOrder({
    order: of,
    chart: chartOf(chart),
    formulary: inventedFormulary(),
    policy: medicationPolicy.parse({}),
    now,
    zone,
  });
/** "duplicate wrong", of whatever is not right. */
const troubles = (of: MedicationOrder, chart: Partial<MedicationChart> = {}): readonly string[] =>
  findings(of, chart)
    .filter(({ result }) => result !== "right")
    .map(({ check, result }) => `${check} ${result}`);

const standing = (key: InventedKey, said: Partial<MedicationOrder> = {}): MedicationOrder =>
  orderOf(now, { id: "old", drug: inventedCode(key), ...said });

test("an order against which nothing speaks is right throughout", () => {
  assert.deepEqual(troubles(order("pressure5")), []);
  assert.deepEqual(troubles(order("insulin", { dose: { value: 4, unit: "[iU]" }, route: "subcutaneous" })), []);
  assert.deepEqual(troubles(order("eyeDrops", { dose: { value: 1, unit: "{drop}" }, route: "ophthalmic" })), []);
});

test("the same ingredient again is wrong, in another strength, form or combination; the same class is a warning", () => {
  const beside = (key: InventedKey, said?: Partial<MedicationOrder>) => ({ orders: [standing(key, said)] });
  assert.deepEqual(troubles(order("pressure5"), beside("pressure")), ["duplicate wrong"]);
  assert.deepEqual(troubles(order("pressure5"), beside("pressureBoth")), ["duplicate wrong"]);
  assert.deepEqual(troubles(order("painTablet"), beside("painSuppository")), ["duplicate wrong"]);
  assert.deepEqual(troubles(order("painTablet"), beside("painPatch")), ["duplicate warning"]);
  assert.deepEqual(troubles(order("pressure5"), beside("heart")), []);
});

test("an order that has ended, that is a draft, or that this one takes the place of is no duplicate", () => {
  const beside = (said: Partial<MedicationOrder>) => ({ orders: [standing("pressure5", said)] });
  assert.deepEqual(troubles(order("pressure5"), beside({ status: "stopped", until: now - HOUR })), []);
  assert.deepEqual(troubles(order("pressure5"), beside({ status: "draft" })), []);
  assert.deepEqual(troubles(order("pressure5", { replaces: "old" }), beside({})), []);
  assert.deepEqual(troubles(order("pressure5"), beside({ until: now + DAY })), ["duplicate wrong"]);
});

test("an allergy by ingredient, by class or in words is said", () => {
  const { code } = inventedCode("penicillin");
  const allergic = (to: MedicationChart["allergies"][number]["to"]) => ({
    allergies: [{ id: "a", to, severity: "severe" as const, note: "" }],
  });
  const vial = order("penicillinVial", { dose: { value: 1, unit: "{vial}" }, route: "intravenous" });
  const oral = { type: "ingredient" as const, code: ingredientOf(code), text: "アオゾラシリン水和物" };
  assert.deepEqual(troubles(vial, allergic(oral)), ["allergy wrong"]);
  assert.deepEqual(troubles(vial, allergic({ type: "class", code: classOf(code), text: "6131" })), ["allergy wrong"]);
  const words = (text: string) => ({
    type: "medication" as const,
    drug: { system: "text" as const, code: text, text },
  });
  assert.deepEqual(troubles(vial, allergic(words("アオゾラシリン"))), ["allergy wrong"]);
  assert.deepEqual(troubles(vial, allergic(words("そば"))), ["allergy warning"]);
  assert.equal(findings(vial, allergic(oral)).find(({ check }) => check === "allergy")?.mayOverride, false);
});

test("a name that is like one the person has beside it is a warning; somewhat like one of the list is none", () => {
  assert.deepEqual(troubles(order("sugar")), []);
  const beside = { orders: [standing("sugarLookAlike")] };
  assert.deepEqual(troubles(order("sugar"), beside), ["look-alike warning"]);
  const said = findings(order("sugar"), beside).find(({ check }) => check === "look-alike");
  assert.equal(said?.text.values?.other, "アケナール錠10mg");
});

test("a route or a unit that is not the drug's, and a missing dose, are said", () => {
  assert.deepEqual(troubles(order("pressure5", { route: "ophthalmic" })), ["route wrong"]);
  assert.deepEqual(troubles(order("pressure5", { dose: { value: 1, unit: "mL" } })), ["dose unknown"]);
  assert.deepEqual(troubles(order("pressure5", { dose: null })), ["dose unknown"]);
  assert.deepEqual(troubles(order("pressure5", { dose: { value: 5, unit: "mg" } })), []);
});

test("a dose that is no sensible number of tablets is a warning: a slip of the point, a third of a tablet", () => {
  assert.deepEqual(troubles(order("pressure5", { dose: { value: 50, unit: "mg" } })), []);
  assert.deepEqual(troubles(order("pressure5", { dose: { value: 55, unit: "mg" } })), ["dose warning"]);
  assert.deepEqual(troubles(order("pressure5", { dose: { value: 2, unit: "mg" } })), ["dose warning"]);
  assert.deepEqual(troubles(order("pressure5", { dose: { value: 0.5, unit: "{tablet}" } })), []);
  const steps = [
    { days: 3, dose: { value: 2, unit: "{tablet}" as const }, within: { type: "times" as const, times: ["08:00"] } },
    { days: 3, dose: { value: 0.3, unit: "{tablet}" as const }, within: { type: "times" as const, times: ["08:00"] } },
  ];
  assert.deepEqual(troubles(order("steroid", { timing: { type: "taper", first: "2026-11-23", steps } })), [
    "dose warning",
  ]);
});

test("hours at which nothing is due, or a maximum that the interval never reaches, are said", () => {
  const asNeeded = (minIntervalMin: number, maxPerDay: number) =>
    order("painTablet", {
      timing: { type: "as-needed", reason: "pain", minIntervalMin, maxPerDay, effectAfterMin: null },
    });
  assert.deepEqual(troubles(asNeeded(240, 4)), []);
  assert.deepEqual(troubles(asNeeded(720, 6)), ["time warning"]);
  assert.deepEqual(troubles(order("heart", { until: now + HOUR })), ["time wrong"]);
  assert.deepEqual(troubles(order("heart", { timing: null })), ["time unknown"]);
  assert.deepEqual(troubles(order("heart", { timing: { type: "stat" }, from: now - 5000 })), []);
  assert.deepEqual(troubles(order("heart", { from: now - 3 * DAY })), ["time warning"]);
});

test("what the list does not have can be ordered only with a reason", () => {
  const text = order("heart", { drug: { system: "text", code: "herbs", text: "herbs" } });
  assert.deepEqual(troubles(text), ["drug unknown"]);
});

test("narcotics say that a second person will be asked", () => {
  const said = findings(order("narcotic")).find(({ check }) => check === "witness");
  assert.equal(said?.text.key, "check.witness.will-be-asked");
});

test("every sentence has words in three languages", () => {
  const chart = { orders: [standing("pressure")] };
  const all = [
    order("pressure5", { dose: null, timing: null, route: "ophthalmic" }),
    order("sugar"),
    order("narcotic"),
  ];
  for (const { text, next } of all.flatMap((one) => findings(one, chart)))
    for (const said of next ? [text, next] : [text])
      for (const language of languages)
        assert.doesNotMatch(say(medicationWords, said, { language, zone }), /[{}]|check\.|order-/);
});
