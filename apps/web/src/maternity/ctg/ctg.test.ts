import assert from "node:assert/strict";
import { test } from "node:test";
import { GridWave, isBpm, runsOf } from "./grid-trace.ts";
import {
  bpmLabels,
  fineMs,
  layoutOf,
  type Setting,
  timesWithin,
  USUAL_PX_PER_CM,
  widthOf,
  yOfBpm,
  yOfToco,
} from "./paper.ts";

const setting: Setting = { speed: 3, scale: 30, pxPerCm: 40 };

test("a minute is one, two or three centimetres, and an hour at three is 180", () => {
  assert.equal(widthOf(60_000, setting), 120);
  assert.equal(widthOf(60_000, { ...setting, speed: 1 }), 40);
  assert.equal(Math.round(widthOf(3_600_000, { ...setting, speed: 3 }) / setting.pxPerCm), 180);
  assert.equal(USUAL_PX_PER_CM.toFixed(3), "37.795", "a centimetre of CSS");
});

test("thirty beats are a centimetre at one scale, twenty at the other, and the layers lie under one another", () => {
  for (const scale of [20, 30] as const) {
    const layout = layoutOf({ ...setting, scale });
    assert.ok(Math.abs(yOfBpm(120, layout) - yOfBpm(120 + scale, layout) - 40) < 1e-9);
    assert.equal(yOfBpm(210, layout), layout.fhrTop);
    assert.ok(yOfBpm(50, layout) <= layout.stripTop + 1e-9 && layout.stripTop < layout.tocoTop);
    assert.ok(Math.abs(yOfToco(0, layout) - yOfToco(25, layout) - 40) < 1e-9);
    for (const bpm of bpmLabels({ scale })) assert.equal((bpm - 60) % scale, 0);
  }
});

test("fine lines are half a centimetre apart and stand on the clock", () => {
  assert.deepEqual(
    [1, 2, 3].map((speed) => widthOf(fineMs({ speed: speed as 1 }), { ...setting, speed: speed as 1 })),
    [20, 20, 20],
  );
  assert.deepEqual(timesWithin(90_000, 240_000, 60_000), [120_000, 180_000, 240_000]);
  assert.deepEqual(timesWithin(61_000, 62_000, 60_000), []);
});

test("live blocks are put on their place, late, twice, slow or before the beginning; what was not measured stays a hole", () => {
  const wave = new GridWave(1000, [140, null, 141]);
  wave.put(2000, 4, [150, null, 152]);
  wave.put(2000, 4, [150, null, 152]);
  assert.deepEqual([wave.length, wave.at(4), wave.at(6), wave.until], [7, 150, 152, 2750]);
  assert.ok([1, 3, 5].every((i) => Number.isNaN(wave.at(i))));
  wave.put(1250, 4, [139]);
  assert.equal(wave.at(1), 139, "a late one fills its hole");
  wave.put(0, 4, [1, 2, 3, 4]);
  assert.equal(wave.at(0), 140, "what was before is passed by");
  wave.put(4000, 1, [120]);
  assert.deepEqual([wave.at(12), wave.at(15), wave.length], [120, 120, 16]);
  assert.ok(Number.isNaN(wave.at(11)));
  wave.put(10_000, 4, [null, null]);
  assert.equal(wave.until, 10_500, "silence moves the end");
  wave.put(Date.parse("2030-01-01"), 4, [140]);
  assert.equal(wave.until, 10_500, "a clock of another year does not");
});

test("a line is drawn only through what follows one another, and never through a zero", () => {
  const values = Float32Array.from([140, 141, Number.NaN, 0, 139, 300, 138]);
  assert.deepEqual(runsOf(values, isBpm), [
    [0, 2],
    [4, 5],
    [6, 7],
  ]);
  assert.deepEqual(runsOf(new Float32Array(0), isBpm), []);
});

test("an hour and a half grows without losing a value", () => {
  const wave = new GridWave(0);
  for (let s = 0; s < 5400; s++) wave.put(s * 1000, 4, [140, 141, 142, 143]);
  assert.deepEqual([wave.length, wave.at(0), wave.at(21_599)], [21_600, 140, 143]);
  assert.equal(wave.part(21_590, 30_000).length, 10);
});
