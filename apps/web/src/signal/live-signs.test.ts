import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveSignal } from "../link/shapes.ts";
import { isWave, newerSign } from "./live-signs.ts";

const pulse = (at: number, value: unknown, quality: LiveSignal["quality"] = "good"): LiveSignal => ({
  kind: "pulse-rate",
  at,
  value,
  quality,
  source: "device:a",
});

test("the newest value is kept, whatever the order of arrival", () => {
  const signs = [pulse(2, 72), pulse(1, 60)].reduce(newerSign, new Map());
  assert.deepEqual(signs.get("pulse-rate"), {
    known: true,
    kind: "pulse-rate",
    value: 72,
    unit: "/min",
    at: 2,
    quality: "good",
    source: "device:a",
  });
});

test("a bad or struck-out reading never replaces a good one", () => {
  const signs = [pulse(1, 72), pulse(2, 0, "bad"), pulse(3, 0, "entered-in-error")].reduce(newerSign, new Map());
  assert.equal(signs.get("pulse-rate")?.at, 1);
});

test("an event is no figure", () => {
  assert.equal(newerSign(new Map(), { ...pulse(1, { volumeMl: 100 }), kind: "fluid-intake" }).size, 0);
});

test("a waveform is told by its rate", () => {
  assert.equal(isWave({ ...pulse(1, [1, null]), kind: "ecg", rate: 250 }), true);
  assert.equal(isWave(pulse(1, 72)), false);
});
