import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveSignal } from "../../link/shapes.ts";
import type { TraceView } from "../shapes.ts";
import { JUDGED_MS, judgedPart, LiveRecording } from "./live-recording.ts";
import { settingIn } from "./setting.ts";
import { timeNear } from "./time-near.ts";

const FROM = 1_800_000_000_000;
const fhr = (at: number, value: readonly (number | null)[], source = "device:a"): LiveSignal => ({
  ...{ kind: "fetal-heart-rate", at, source, quality: "good", value, rate: 4 },
});
const trace = (values: readonly (number | null)[]): TraceView => ({
  ...{ from: FROM, to: FROM + values.length * 250, toco: null, movements: [] },
  fhr: [{ source: "device:a", values }],
  mother: [{ at: FROM, bpm: 80 }],
});

test("what comes live while the beginning is still on its way is not lost when that arrives", () => {
  const held = new LiveRecording({ from: FROM, source: "device:a" });
  assert.ok(held.hear([fhr(FROM + 1000, [150, 151, 152, 153])]));
  held.begin(trace([140, 141, null, 143]));
  const wave = held.waves.get("device:a");
  assert.deepEqual([wave?.at(0), wave?.at(3), wave?.at(4), held.until], [140, 143, 150, FROM + 2000]);
  assert.ok(Number.isNaN(wave?.at(2)), "a hole stays one");
});

test("a twin is a second line behind the one that was chosen, and what is bad or struck out is not drawn", () => {
  const held = new LiveRecording({ from: FROM, source: "device:b" });
  held.hear([fhr(FROM, [120], "device:a"), fhr(FROM, [150], "device:b")]);
  assert.deepEqual(
    held.fhr.map(({ source }) => source),
    ["device:b", "device:a"],
  );
  assert.equal(held.hear([{ ...fhr(FROM + 250, [99], "device:b"), quality: "bad" }]), false);
  assert.equal(held.hear([{ ...fhr(FROM + 250, [99], "device:b"), quality: "entered-in-error" }]), false);
  assert.equal(held.until, FROM + 250);
});

test("of two that tell the mother's pulse the first is believed, and a movement that is said twice is one", () => {
  const held = new LiveRecording({ from: FROM, source: "device:a" });
  const figure = (kind: "pulse-rate" | "heart-rate", at: number, value: number): LiveSignal => ({
    ...{ kind, at, value, source: "device:w", quality: "good" },
  });
  held.hear([
    figure("pulse-rate", FROM, 80),
    figure("heart-rate", FROM + 500, 140),
    figure("pulse-rate", FROM + 1000, 82),
  ]);
  assert.deepEqual(
    held.mother.map(({ bpm }) => bpm),
    [80, 82],
  );
  const moved: LiveSignal = {
    kind: "fetal-movement",
    at: FROM,
    source: "device:w",
    quality: "good",
    value: { count: 1 },
  };
  held.hear([moved, moved]);
  assert.equal(held.movements.length, 1);
});

test("the rules are asked about the last hour, with holes as holes, and about nothing where nothing is", () => {
  const held = new LiveRecording({ from: FROM, source: "device:a" });
  assert.equal(judgedPart(held), null);
  held.begin(trace(Array.from({ length: 70 * 240 }, (_, i) => (i % 240 === 0 ? null : 140))));
  const found = judgedPart(held);
  assert.deepEqual([found?.from, found?.part.fhr.length, found?.part.toco], [held.until - JUDGED_MS, 14_400, null]);
  assert.ok(Number.isNaN(found?.part.fhr[0]));
});

test("a time that is typed is the nearest such moment, also over midnight", () => {
  const zoned = (at: number) => new Date(at).toISOString().slice(11, 19);
  const about = Date.parse("2026-11-23T23:58:30Z");
  const near = (text: string) => {
    const at = timeNear(text, about, zoned);
    return at === null ? null : new Date(at).toISOString();
  };
  assert.equal(near("23:59:10"), "2026-11-23T23:59:10.000Z");
  assert.equal(near("0:01"), "2026-11-24T00:01:00.000Z");
  assert.equal(near("later"), null);
});

test("a paper that somebody has set stays, and nonsense becomes the usual one", () => {
  assert.deepEqual(settingIn('{"speed":3,"scale":30,"pxPerCm":42}'), { speed: 3, scale: 30, pxPerCm: 42 });
  const usual = settingIn(null);
  for (const kept of ["{", "[]", '{"speed":7,"scale":"20","pxPerCm":9000}', "null"])
    assert.deepEqual(settingIn(kept), usual);
});
