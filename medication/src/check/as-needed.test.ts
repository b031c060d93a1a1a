import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, type Instant, MINUTE } from "@sakiyomi/core";
import fc from "fast-check";
import type { DoseEvent } from "../ledger/dose-event.ts";
import { eventOf } from "../testing/chart.ts";
import { inventedGtin } from "../testing/invented-formulary.ts";
import { bedsideOfRow } from "../testing/situations/index.ts";
import type { Bedside } from "./bedside.ts";
import { check } from "./check.ts";

const start = Date.parse("2026-05-04T00:00:00Z");

/** One painkiller as a tablet and as a suppository, both as needed: order 1 and order 2. */
const first = bedsideOfRow({
  number: "1",
  title: "",
  ordered:
    "painTablet 1 tablet as needed, 3 h apart, at most 4 | painSuppository 1 suppository as needed, 3 h apart, at most 4",
  before: "-",
  person: "wristband",
  scanned: "painTablet",
  when: "2026-05-04 09:00 Asia/Tokyo",
  how: "online",
  staff: "nurse",
  verdict: "",
  findings: "",
  words: "",
});

function bedsideAt(now: Instant, key: "painTablet" | "painSuppository", events: readonly DoseEvent[]): Bedside {
  const items = [{ code: `01${inventedGtin(key)}17271231`, count: 1, isPartial: false }];
  return { ...first, now, items, chart: { ...first.chart, events: [...events] } };
}

/** Gives whenever the check lets it through. */
function tryAll(attempts: readonly (readonly [wait: number, isTablet: boolean])[]): readonly DoseEvent[] {
  const events: DoseEvent[] = [];
  let now = start;
  for (const [wait, isTablet] of attempts) {
    now += wait * MINUTE;
    const decision = check(bedsideAt(now, isTablet ? "painTablet" : "painSuppository", events));
    const [dose] = decision.toGive;
    if (decision.verdict !== "give" || !dose) continue;
    const id = `e${events.length}`;
    events.push(eventOf({ type: "handed", id, at: now, order: dose.order, dose: `${dose.dose}/${id}` }));
  }
  return events;
}

const attempts = fc.array(fc.tuple(fc.integer({ min: 1, max: 150 }), fc.boolean()), { minLength: 20, maxLength: 60 });

test("whoever gives only what the check lets through never gives too soon, by whichever of two orders", () => {
  fc.assert(
    fc.property(attempts, (all) => {
      const events = tryAll(all);
      assert.ok(events.length > 0);
      for (const [i, { at }] of events.entries()) assert.ok(i === 0 || at - (events[i - 1]?.at ?? 0) >= 3 * HOUR);
    }),
    { seed: 5, numRuns: 20 },
  );
});

test("nor more than the maximum in any 24 hours", () => {
  fc.assert(
    fc.property(attempts, (all) => {
      const events = tryAll(all.map(([wait]) => [wait, true]));
      for (const { at } of events) assert.ok(events.filter((one) => one.at > at - DAY && one.at <= at).length <= 4);
    }),
    { seed: 5, numRuns: 20 },
  );
});

test("the same ingredient in another form counts towards the maximum", () => {
  const given = [5, 10, 15, 20].map((h, n) =>
    eventOf({ type: "handed", id: `e${n}`, at: start + h * HOUR, order: "o2", dose: `o2@prn/e${n}` }),
  );
  const decision = check(bedsideAt(start + 24 * HOUR, "painTablet", given));
  assert.ok(decision.findings.some(({ check: name, result }) => name === "maximum" && result === "wrong"));
});
