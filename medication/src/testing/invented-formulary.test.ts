import assert from "node:assert/strict";
import { test } from "node:test";
import { formularyOf } from "../drugs/formulary.ts";
import { readPackCodes } from "../drugs/pack-codes.ts";
import { readPriceList } from "../drugs/price-list.ts";
import {
  inventedDrug,
  inventedFormulary,
  inventedGtin,
  inventedPackCodes,
  inventedPriceList,
} from "./invented-formulary.ts";
import { inventedRows } from "./invented-list.ts";

test("The invented list is read whole, as the ministry's would be, and so are its barcodes", () => {
  const { drugs, wrong } = readPriceList(inventedPriceList());
  assert.deepEqual(wrong, []);
  assert.equal(drugs.length, inventedRows.length);
  const codes = readPackCodes(inventedPackCodes(), formularyOf(drugs, []));
  assert.deepEqual(codes.wrong, []);
  assert.equal(codes.packCodes.length, 2 * inventedRows.length);
});

test("The invented drugs have the strengths and ways that their rows say", () => {
  const seen = (["painTablet", "eyeDrops", "insulin", "drip", "painPatch", "inhaler", "kampo"] as const).map((key) => {
    const { strength, fill, unit, routes } = inventedDrug(key);
    const amount =
      strength === null
        ? "-"
        : `${strength.amount.value} ${strength.amount.unit} in ${strength.per.value} ${strength.per.unit}`;
    return `${key}: ${amount}; ${fill === null ? "-" : `${fill.value} ${fill.unit}`}; ${unit}; ${routes[0]}`;
  });
  assert.deepEqual(seen, [
    "painTablet: 60 mg in 1 {tablet}; -; {tablet}; oral",
    "eyeDrops: 0.05 mg in 1 mL; -; {drop}; ophthalmic",
    "insulin: 300 [iU] in 1 {kit}; -; {kit}; injection",
    "drip: 50 mg in 1 {vial}; 10 mL; {vial}; intravenous",
    "painPatch: 20 mg in 1 {patch}; -; {patch}; transdermal",
    "inhaler: 50 ug in 1 {puff}; -; {puff}; inhalation",
    "kampo: -; -; g; oral",
  ]);
});

test("A scanned package of the invented list is its drug; both narcotics are marked", () => {
  const formulary = inventedFormulary();
  const pack = formulary.byGtin(inventedGtin("narcotic"));
  assert.deepEqual(pack, {
    gtin: inventedGtin("narcotic"),
    drug: inventedDrug("narcotic").code,
    holds: { value: 1, unit: "{tablet}" },
  });
  assert.equal(formulary.byGtin(inventedGtin("narcotic", "box"))?.holds, null);
  assert.deepEqual([inventedDrug("narcotic").isNarcotic, inventedDrug("fat").isNarcotic], [true, false]);
});

test("The two invented names that look alike are found from either side", () => {
  const formulary = inventedFormulary();
  const names = (key: "sugar" | "sugarLookAlike"): readonly string[] =>
    formulary.lookAlikes(inventedDrug(key).code).map(({ drug }) => drug.name);
  assert.deepEqual(names("sugar"), ["アケナール錠10mg"]);
  assert.deepEqual(names("sugarLookAlike"), ["アカネール錠1mg"]);
});
