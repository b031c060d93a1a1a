import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { dataFolder } from "../../../tools/test-data.ts";
import { inventedRows } from "../testing/invented-list.ts";
import { inUnit } from "./amount.ts";
import { type Drug, ingredientOf } from "./drug.ts";
import { formularyOf } from "./formulary.ts";
import { likeness } from "./likeness.ts";
import { comparingOf, LOOK_ALIKE_FROM } from "./look-alike.ts";
import { stemOf } from "./names.ts";
import { readPriceList } from "./price-list.ts";
import { reportedPairs } from "./reported.ts";

const folder = dataFolder("jp-drug");
const skip = folder === null && "skipped: no data";
const read = once(() => readPriceList(readFileSync(join(folder ?? "", "mhlw_price_20250716.csv"), "utf8")));
const formulary = once(() => formularyOf(read().drugs, []));

function once<T>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
const share = (part: number, whole: number): string => `${part} of ${whole} (${percent(part, whole)})`;

test("The whole list is read, every row of it", { skip }, (t) => {
  const { drugs, wrong } = read();
  assert.deepEqual([drugs.length, wrong.length], [12_434, 0]);
  assert.equal(drugs.filter(({ isNarcotic }) => isNarcotic).length, 177);
  const known = drugs.filter(({ routes: [first] }) => first !== "other" && first !== "injection");
  t.diagnostic(`way of giving known: ${share(known.length, drugs.length)}`);
  t.diagnostic(`unit known: ${share(drugs.filter(({ unit }) => unit !== null).length, drugs.length)}`);
});

/** An amount of the drug itself is written, and of one ingredient only: then there is something to read. */
const saysStrength = ({ pack, ingredient, name }: Drug): boolean =>
  !/・|配合/.test(ingredient) && !name.includes("配合") && /[\d.](?:%|mg|μg|[万K国際]*単位|mEq|g(?=\d))/.test(pack);

test("Of the rows that write a strength of one ingredient, at least 99 in 100 are read", { skip }, (t) => {
  const { drugs } = read();
  const saying = drugs.filter(saysStrength);
  const readable = saying.filter(({ strength }) => strength !== null);
  const all = drugs.filter(({ strength }) => strength !== null);
  t.diagnostic(`strength written and read: ${share(readable.length, saying.length)}`);
  t.diagnostic(`strength known, of all rows: ${share(all.length, drugs.length)}; the others do not write one`);
  assert.ok(readable.length >= 0.99 * saying.length);
});

/** The one amount that the name itself says, without volumes and units. */
function namedAmount(name: string): { readonly value: number; readonly unit: "mg" | "ug" | "g" | "%" } | null {
  const [first, second] = name.replace(/「.*?」/g, "").matchAll(/([\d,]+(?:\.\d+)?)(mg|μg|g|%)(?!\/)/g);
  if (first === undefined || second !== undefined) return null;
  const unit = first[2] === "μg" ? "ug" : (first[2] as "mg" | "g" | "%");
  return { value: Number(first[1]?.replaceAll(",", "")), unit };
}

function agrees({ name, strength, fill }: Drug): boolean | null {
  const named = namedAmount(name);
  if (strength === null || named === null) return null;
  const mg = inUnit(strength.amount, "mg")?.value;
  if (mg === undefined) return null;
  if (named.unit !== "%") return Math.abs(mg - (inUnit({ ...named, unit: named.unit }, "mg")?.value ?? -1)) < 1e-6 * mg;
  const volume = ["mL", "g"].includes(strength.per.unit) ? strength.per.value : fill?.value;
  return volume === undefined ? null : Math.abs(mg / volume / 10 - named.value) < 1e-6 * named.value;
}

test("What is read from the pack agrees with what the name says, in 98 of 100", { skip }, (t) => {
  const answers = read()
    .drugs.map(agrees)
    .filter((answer) => answer !== null);
  const right = answers.filter(Boolean).length;
  t.diagnostic(`strength of pack and name agree: ${share(right, answers.length)}`);
  assert.ok(answers.length > 7000 && right >= 0.98 * answers.length);
});

test("A drug is found within 5 ms, and its look-alikes within 20 ms", { skip }, (t) => {
  const { drugs } = read();
  formulary().find("a", 1);
  formulary().lookAlikes(drugs[0]?.code ?? "");
  const some = drugs.filter((_, index) => index % 120 === 0);
  const median = (work: (drug: Drug) => void): number => {
    const took = some.map((drug) => {
      const before = performance.now();
      work(drug);
      return performance.now() - before;
    });
    return took.sort((one, other) => one - other)[took.length >> 1] ?? Number.NaN;
  };
  const find = median(({ name }) => formulary().find(name.slice(0, 4), 20));
  const alike = median(({ code }) => formulary().lookAlikes(code));
  t.diagnostic(`median of ${some.length}: find ${find.toFixed(2)} ms, look-alikes ${alike.toFixed(2)} ms`);
  assert.ok(find <= 5 && alike <= 20);
});

test("Each reported pair of which both names are in the list is found, from either side", { skip }, () => {
  const byStem = Map.groupBy(read().drugs, ({ name }) => stemOf(name));
  let both = 0;
  for (const { names } of reportedPairs)
    for (const [one, other] of [names, names.toReversed()]) {
      const drug = byStem.get(one ?? "")?.[0];
      if (drug === undefined || !byStem.has(other ?? "")) continue;
      both++;
      const found = formulary().lookAlikes(drug.code);
      assert.ok(
        found.some((alike) => stemOf(alike.drug.name) === other),
        `${one} ${other}`,
      );
    }
  assert.ok(both >= 40, String(both));
});

test("The measure by itself finds most of the reported pairs, and few names have more than five warnings", {
  skip,
}, (t) => {
  const seen = new Set<string>();
  const counts: number[] = [];
  for (const drug of read().drugs) {
    const stem = stemOf(drug.name);
    if (stem.length < 3 || seen.has(stem)) continue;
    seen.add(stem);
    // A fifth of the names: every one takes seconds.
    if (seen.size % 5 === 0)
      counts.push(
        formulary()
          .lookAlikes(drug.code)
          .filter((one) => one.likeness >= LOOK_ALIKE_FROM).length,
      );
  }
  const many = counts.filter((count) => count > 5).length;
  const some = counts.filter((count) => count > 0).length;
  const comparing = comparingOf([...seen], 0);
  const caught = reportedPairs.filter(({ names: [one, other] }) => likeness(one, other, comparing) >= LOOK_ALIKE_FROM);
  t.diagnostic(
    `${seen.size} names; of ${counts.length}: any look-alike ${percent(some, counts.length)}, more than five ${percent(many, counts.length)}`,
  );
  t.diagnostic(`reported pairs that the measure finds by itself: ${share(caught.length, reportedPairs.length)}`);
  assert.ok(many <= 0.02 * counts.length);
  assert.ok(caught.length >= 0.6 * reportedPairs.length);
});

test("No invented ingredient has a number of the real list", { skip }, () => {
  const real = new Set(read().drugs.map(({ code }) => ingredientOf(code)));
  for (const { code } of inventedRows) assert.equal(real.has(ingredientOf(code)), false, code);
});
