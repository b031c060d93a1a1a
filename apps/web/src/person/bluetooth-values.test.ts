import assert from "node:assert/strict";
import { test } from "node:test";
import { readCuff, readThermometer } from "./bluetooth-values.ts";

const view = (...bytes: number[]) => new DataView(Uint8Array.from(bytes).buffer);
const AT = "2026-01-31T09:30:00Z";

test("a cuff's reading is charted with the cuff's own unit (made-up bytes: 124/78, mean 93, mmHg)", () => {
  const charted = readCuff(view(0x00, 124, 0, 78, 0, 93, 0), AT);
  assert.deepEqual(charted, [
    { kind: "systolic", value: 124, unit: "mm[Hg]" },
    { kind: "diastolic", value: 78, unit: "mm[Hg]" },
    { kind: "mean-pressure", value: 93, unit: "mm[Hg]" },
  ]);
});

test("a cuff that sends NaN (0x07FF) charts nothing", () => {
  assert.deepEqual(readCuff(view(0x00, 0xff, 0x07, 0xff, 0x07, 0xff, 0x07), AT), []);
});

test("a thermometer's tenths are exact (made-up bytes: 366 × 10⁻¹ °C)", () => {
  assert.deepEqual(readThermometer(view(0x00, 0x6e, 0x01, 0x00, 0xff), AT), [
    { kind: "body-temperature", value: 36.6, unit: "Cel" },
  ]);
});

test("a message that is cut short charts nothing", () => {
  assert.deepEqual(readCuff(view(0x00, 124), AT), []);
});
