import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, type Instant, MINUTE } from "@sakiyomi/core";
import { chanceOf } from "@sakiyomi/core/testing";
import type { MedicationOrder } from "../orders/order.ts";
import { medicationPolicy } from "../orders/policy.ts";
import type { RoundDose } from "../round/round.ts";
import { roundOf } from "../round/round-of.ts";
import { anyOrder } from "../testing/any-order.ts";
import { chartOf } from "../testing/chart.ts";
import { inventedCode, inventedFormulary } from "../testing/invented-formulary.ts";
import type { Bedside, Finding, MedicationChart } from "./bedside.ts";
import { check } from "./check.ts";

const policy = medicationPolicy.parse({});
const zones = ["Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"] as const;
/** In some of these nights a clock is changed. */
const nights = ["2026-03-29", "2026-10-25", "2026-11-01", "2026-04-05", "2028-02-29", "2026-12-31"] as const;

interface Asked {
  readonly chart: MedicationChart;
  readonly now: Instant;
  readonly zone: string;
}

const roundAt = ({ chart, now, zone }: Asked) => {
  const [row] = roundOf({ charts: [chart], now, until: now + 12 * HOUR, policy, zone }).rows;
  assert.ok(row);
  return row;
};

/** Nothing scanned: only what is to be said of the dose. */
const findingsOf = ({ chart, now, zone }: Asked, { dose }: RoundDose): readonly Finding[] => {
  const bedside: Bedside = {
    ...{ now, zone, policy, chart, formulary: inventedFormulary(), whose: () => null, wanted: [dose.id] },
    ...{ person: null, items: [], route: null, device: "phone-1", clockOffMs: 0, witness: null },
    network: { online: true, leaseOfOther: null },
    staff: { id: "staff:sato", may: "give", mayOverride: true },
  };
  return check(bedside).findings;
};
const resultOf = (findings: readonly Finding[], name: Finding["check"]): string =>
  findings.find(({ check: one }) => one === name)?.result ?? "none";
const keyOf = (findings: readonly Finding[], name: Finding["check"]): string =>
  findings.find(({ check: one }) => one === name)?.text.key ?? "";

const anyAsked = (seed: number): Asked => {
  const chance = chanceOf(seed);
  const night = nights[Math.floor(chance() * nights.length)] ?? nights[0];
  const zone = zones[Math.floor(chance() * zones.length)] ?? zones[0];
  const now = Date.parse(`${night}T00:00:00Z`) + Math.floor(chance() * 24 * 60) * MINUTE;
  const order: MedicationOrder = {
    ...anyOrder(chance, { near: now }),
    person: "person:ann",
    drug: inventedCode("stool"),
    replaces: null,
  };
  return { now, zone, chart: chartOf({ orders: [order] }) };
};

/** What the check of the time says, by the part of the round in which a dose stands. */
const expected = {
  due: /^check\.time\.(in-window|at-once)$/,
  next: /^check\.time\.early$/,
  // What is to be given at once stays so, however late.
  overdue: /^check\.time\.(late|at-once)$/,
  omitted: /^check\.time\.(late|at-once)$/,
} as const;

const parts = ["due", "next", "overdue", "omitted"] as const;

test("the round and the check agree about every dose: what is due may be given, what is next is early, what is overdue late", () => {
  const seen = { due: 0, next: 0, overdue: 0, omitted: 0 };
  for (let seed = 0; seed < 1500; seed++) {
    const asked = anyAsked(seed);
    const row = roundAt(asked);
    for (const [part, one] of parts.flatMap((name) => row[name].map((dose) => [name, dose] as const))) {
      seen[part] += 1;
      const findings = findingsOf(asked, one);
      assert.match(keyOf(findings, "time"), expected[part], `seed ${seed}, ${one.dose.id}, ${part}`);
      if (part === "due") assert.equal(resultOf(findings, "order"), "right", `seed ${seed}`);
    }
  }
  for (const [part, n] of Object.entries(seen)) assert.ok(n > 50, `${part}: ${n}`);
});

test("what stands on hold in the round is on hold for the check, and what is due is not", () => {
  let held = 0;
  for (let seed = 1500; seed < 2500; seed++) {
    const asked = anyAsked(seed);
    const { due, onHold } = roundAt(asked);
    held += onHold.length;
    for (const one of onHold) assert.equal(resultOf(findingsOf(asked, one), "hold"), "wrong", `seed ${seed}`);
    for (const one of due) assert.equal(resultOf(findingsOf(asked, one), "hold"), "right", `seed ${seed}`);
  }
  assert.ok(held > 50, `${held}`);
});
