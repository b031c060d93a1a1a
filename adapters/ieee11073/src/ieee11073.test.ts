// The byte sequences are put together by hand after the layouts of the specifications; no device was recorded for them.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Read } from "@sakiyomi/core";
import fc from "fast-check";
import {
  bloodPressureMessages,
  heartRateMessages,
  oximetryMessages,
  readBloodPressure,
  readContinuousOximetry,
  readFloat,
  readHeartRate,
  readSfloat,
  readSpotOximetry,
  readTemperature,
  temperatureMessages,
} from "./index.ts";

const bytes = (hex: string): DataView =>
  new DataView(Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (two) => Number.parseInt(two, 16)).buffer);
const read = <T>(result: Read<T>): T => {
  assert.ok(result.ok, result.ok ? "" : `${result.refusal.field}: ${result.refusal.found}`);
  return result.value;
};
const known = (value: number) => ({ known: true, value }) as const;
const at = "2026-01-31T09:30:00+09:00";

test("SFLOAT is 4 bits of exponent and 12 of mantissa, to the base of ten", () => {
  const rows: readonly [hex: string, value: number][] = [
    ["7200", 114],
    ["6cf1", 36.4],
    ["ffff", -0.1],
    ["0000", 0],
    ["0070", 0],
    ["cd77", 19_970_000_000],
    ["3388", -0.00001997],
  ];
  for (const [hex, value] of rows) assert.deepEqual(readSfloat(bytes(hex), 0), known(value), hex);
});

test("FLOAT 364 × 10^-1 is 36.4 to the last bit", () => {
  assert.deepEqual(readFloat(bytes("6c0100ff"), 0), known(36.4));
  assert.deepEqual(readFloat(bytes("72010000"), 0), known(370));
  assert.deepEqual(readFloat(bytes("94feffff"), 0), known(-36.4));
});

test("the special values are never numbers", () => {
  const rows = [
    ["not a number", "ff07", "ffff7f00"],
    ["not at this resolution", "0008", "00008000"],
    ["above range", "fe07", "feff7f00"],
    ["below range", "0208", "02008000"],
    ["reserved", "0108", "01008000"],
  ] as const;
  for (const [why, sfloat, float] of rows) {
    assert.deepEqual(readSfloat(bytes(sfloat), 0), { known: false, why });
    assert.deepEqual(readFloat(bytes(float), 0), { known: false, why });
  }
  assert.deepEqual(readSfloat(bytes("fff7"), 0), { known: false, why: "not a number" }, "with an exponent, too");
});

test("a cuff tells pressure, its time, the pulse, the user and what it doubts", () => {
  const pressure = read(readBloodPressure(bytes("1e 7800 5000 5d00 ea07 01 1f 09 1e 00 4800 02 0500")));
  assert.deepEqual(pressure, {
    unit: "mm[Hg]",
    systolic: known(120),
    diastolic: known(80),
    mean: known(93),
    localTime: "2026-01-31T09:30:00",
    pulse: known(72),
    user: 2,
    status: { moved: true, cuffTooLoose: false, irregularPulse: true, pulseOutOfRange: false, wrongPosition: false },
  });
  assert.deepEqual(
    bloodPressureMessages(pressure, at).map(({ kind, value, quality }) => [kind, value, quality]),
    [
      ["systolic", 120, "questionable"],
      ["diastolic", 80, "questionable"],
      ["mean-pressure", 93, "questionable"],
      ["pulse-rate", 72, "questionable"],
    ],
  );
});

test("a cuff with tenths, an unknown mean, an unknown user and flags of the future", () => {
  const pressure = read(readBloodPressure(bytes("ce f6f4 16f3 ff07 0000 00 00 00 00 00 b2f2 ff aabb")));
  assert.deepEqual([pressure.systolic, pressure.diastolic, pressure.pulse], [known(127), known(79), known(69)]);
  assert.deepEqual([pressure.mean.known, pressure.user, pressure.localTime], [false, null, null]);
  assert.deepEqual(
    bloodPressureMessages(pressure, at).map(({ kind }) => kind),
    ["systolic", "diastolic", "pulse-rate"],
  );
});

test("a cuff in kPa says so, and nobody converts it", () => {
  const pressure = read(readBloodPressure(bytes("01 a0f0 6bf0 7cf0")));
  assert.equal(bloodPressureMessages(pressure, at)[0]?.unit, "kPa");
});

test("a thermometer tells the temperature, its time and the place", () => {
  const temperature = read(readTemperature(bytes("06 6c0100ff ea07 02 1c 17 3b 3b 03")));
  assert.deepEqual(temperature, {
    unit: "Cel",
    temperature: known(36.4),
    localTime: "2026-02-28T23:59:59",
    site: "ear",
  });
  assert.deepEqual(temperatureMessages(temperature, at), [
    { kind: "body-temperature", value: 36.4, unit: "Cel", at, quality: "good" },
  ]);
  assert.equal(read(readTemperature(bytes("01 da0300ff"))).unit, "[degF]");
  assert.deepEqual(temperatureMessages(read(readTemperature(bytes("00 ffff7f00"))), at), []);
  assert.equal(
    read(readTemperature(bytes("02 6c0100ff ea07 02 1e 00 00 00"))).localTime,
    null,
    "there is no 30 February",
  );
});

test("a strap tells the rate in one byte or two, contact, energy and the time between beats", () => {
  assert.deepEqual(read(readHeartRate(bytes("00 48"))), { rate: 72, onSkin: null, energy: null, beatToBeatMs: [] });
  assert.deepEqual(read(readHeartRate(bytes("1f 0e01 0a00 0004 0002"))), {
    rate: 270,
    onSkin: true,
    energy: 10,
    beatToBeatMs: [1000, 500],
  });
  const off = read(readHeartRate(bytes("04 00")));
  assert.deepEqual([off.onSkin, heartRateMessages(off, at)], [false, []]);
});

test("a pulse oximeter tells saturation and pulse, and a finger that is not there tells nothing", () => {
  const plain = read(readContinuousOximetry(bytes("00 6100 4800")));
  assert.deepEqual(
    oximetryMessages(plain, at).map(({ kind, value, quality }) => [kind, value, quality]),
    [
      ["spo2", 97, "good"],
      ["pulse-rate", 72, "good"],
    ],
  );
  const full = read(readContinuousOximetry(bytes("1f 6100 4800 6000 4900 6200 4700 0100 200000 19f0")));
  assert.deepEqual([full.fast?.spo2, full.slow?.pulse, full.amplitude], [known(96), known(71), known(2.5)]);
  assert.deepEqual(
    oximetryMessages(full, at).map(({ quality }) => quality),
    ["questionable", "questionable"],
  );
  assert.deepEqual(oximetryMessages(read(readContinuousOximetry(bytes("08 6100 4800 000800"))), at), []);
  const spot = read(readSpotOximetry(bytes("11 6100 ff07 ea07 01 1f 09 1e 00")));
  assert.deepEqual(
    [spot.spo2, spot.pulse.known, spot.localTime, spot.clockSet],
    [known(97), false, "2026-01-31T09:30:00", false],
  );
});

test("what is cut off is refused with the byte where it ends, and so is what nothing announces", () => {
  const full = bytes("1e 7800 5000 5d00 ea07 01 1f 09 1e 00 4800 02 0500");
  for (let length = 0; length < full.byteLength; length++) {
    const result = readBloodPressure(new DataView(full.buffer, 0, length));
    assert.equal(result.ok ? null : result.refusal.field, `blood pressure, byte ${length}`);
  }
  const more = readTemperature(bytes("00 6c0100ff 00"));
  assert.equal(more.ok ? null : `${more.refusal.code} ${more.refusal.field}`, "SIG_SHAPE temperature, byte 5");
});

test("whatever bytes come, reading them never throws and never gives a number that is not finite", () => {
  const readers = [readBloodPressure, readTemperature, readHeartRate, readContinuousOximetry, readSpotOximetry];
  const check = (content: Uint8Array) => {
    for (const reader of readers) {
      const result = reader(new DataView(content.buffer, content.byteOffset, content.length));
      if (result.ok) assert.doesNotMatch(JSON.stringify(result.value), /"value":null/);
    }
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 24 }), check), { seed: 1, numRuns: 1000 });
});
