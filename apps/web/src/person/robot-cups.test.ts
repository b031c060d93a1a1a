import assert from "node:assert/strict";
import { test } from "node:test";
import { medicationPolicy, type OneDosePack } from "@sakiyomi/medication";
import { chartOf, eventOf, orderOf } from "@sakiyomi/medication/testing";
import type { ChartView } from "../medication/shapes.ts";
import { cupsOf } from "./robot-cups.ts";

const eight = Date.parse("2026-11-23T08:00:00+09:00");
const hour = 3_600_000;
const dose = "o1@2026-11-23/0";
const policy = medicationPolicy.parse({});

const pack = (more: Partial<OneDosePack> = {}): OneDosePack => ({
  ...{ id: "p1", person: "person:ann", doses: [dose], contents: [], expiry: null, preparedAt: eight, by: "staff:sato" },
  withdrawn: null,
  ...more,
});

const cupsAt = (now: number, packs: readonly OneDosePack[], more: Partial<ChartView> = {}) => {
  const chart = { ...chartOf({ orders: [orderOf(eight)], packs }), version: "1", hasPhoto: false, ...more };
  return cupsOf({ chart: chart as ChartView, policy }, now, "Asia/Tokyo");
};

test("a cup is ready while its doses are due and nobody has given one of them", () => {
  assert.deepEqual(cupsAt(eight, [pack()]), [{ doses: [dose], at: eight }]);
  assert.deepEqual(cupsAt(eight - 3 * hour, [pack()]), []);
  assert.deepEqual(cupsAt(eight + 3 * hour, [pack()]), []);
  assert.deepEqual(cupsAt(eight, [pack({ withdrawn: "changed" })]), []);
  assert.deepEqual(cupsAt(eight, [pack({ doses: [dose, "o1@2026-11-24/0"] })]), []);
  const handed = eventOf({ type: "handed", id: "e1", at: eight });
  assert.deepEqual(cupsAt(eight, [pack()], { events: [handed] }), []);
});
