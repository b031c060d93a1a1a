import assert from "node:assert/strict";
import { test } from "node:test";
import { gsrnOf, type MedicationChart, packLabel, wristbandLabel, writeElements } from "@sakiyomi/medication";
import { labelWorld } from "./label-world.ts";

const value = <T>(read: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  assert.ok(read.ok);
  return read.value;
};
const gsrn = value(gsrnOf("9520000", 7));
const band = value(wristbandLabel({ gsrn, printing: 2 })).code;
const pack = value(packLabel({ gsrn, id: "pk-1" })).code;
const box = value(
  writeElements([
    { ai: "01", value: "09520123456788" },
    { ai: "21", value: "7" },
  ]),
);
const ann = {
  person: "person:ann",
  wristbands: [{ gsrn, printing: 2, from: 0, until: null }],
} as unknown as MedicationChart;

test("a band is told from a pack and a box, and leads to its person", () => {
  const world = labelWorld([ann], new Map());
  assert.deepEqual([band, pack, box].map(world.isBand), [true, false, false]);
  assert.equal(world.personOfBand(band), "person:ann");
  assert.equal(labelWorld([], new Map([[gsrn, "person:ben"]])).personOfBand(band), "person:ben");
  assert.equal(labelWorld([], new Map()).personOfBand(band), null);
});

test("a pack and a box with a serial are single; one without may be scanned for each of several", () => {
  const world = labelWorld([ann], new Map());
  const plain = value(writeElements([{ ai: "01", value: "09520123456788" }]));
  assert.deepEqual([pack, box, plain].map(world.isSingle), [true, true, false]);
});

test("a band with a wrong check digit is still somebody's band, not a medicine", () => {
  const world = labelWorld([ann], new Map());
  const wrong = band.replace(gsrn, `${gsrn.slice(0, -1)}${(Number(gsrn.at(-1)) + 1) % 10}`);
  assert.equal(world.isBand(`]d2${wrong}`), true);
  assert.equal(world.personOfBand(wrong), null);
});
