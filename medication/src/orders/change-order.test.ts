import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, type Instant, MINUTE, type Read } from "@sakiyomi/core";
import { chanceOf } from "@sakiyomi/core/testing";
import fc from "fast-check";
import { anyOrder } from "../testing/any-order.ts";
import {
  changeOrder,
  confirmOrder,
  holdOrder,
  needsWitness,
  openAtChange,
  resumeOrder,
  stopOrder,
  withChanges,
} from "./change-order.ts";
import { expand } from "./expand.ts";
import { newOrder } from "./new-order.ts";
import type { MedicationOrder } from "./order.ts";
import { medicationPolicy } from "./policy.ts";

const zone = "Asia/Tokyo";
const policy = medicationPolicy.parse({});
const near = Date.parse("2026-11-23T08:00:00+09:00");

/** Twice a day, at 8 and at 20. */
const order: MedicationOrder = {
  ...anyOrder(chanceOf(1), { near, timing: "stat" }),
  id: "a",
  drug: { system: "mhlw", code: "2149001F1999", text: "invented tablets 5 mg" },
  dose: { value: 1, unit: "{tablet}" },
  timing: { type: "clock", days: { type: "daily" }, within: { type: "times", times: ["08:00", "20:00"] } },
  from: near - 10 * DAY,
  until: null,
  holds: [],
  replaces: null,
  window: null,
  needsWitness: false,
};

const accepted = <T>(read: Read<T>): T => {
  assert.ok(read.ok, read.ok ? "" : JSON.stringify(read.refusal));
  return read.value;
};
const fieldOf = (read: Read<unknown>): string => (read.ok ? "accepted" : `${read.refusal.code} ${read.refusal.field}`);
const duesOf = (of: MedicationOrder): readonly Instant[] =>
  expand(of, { from: near - 12 * DAY, until: near + 12 * DAY, zone, policy }).map(({ at }) => at);

test("across a change that alters no hours, the old and the new order together ask for every dose exactly once", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 0, max: 5000 }), (seed, minutes) => {
      const old = anyOrder(chanceOf(seed), { near });
      const at = old.from + minutes * MINUTE;
      fc.pre(old.timing?.type !== "stat" && old.timing?.type !== "once" && (old.until === null || at < old.until));
      const read = changeOrder(old, { id: "changed", note: "with water" }, at, "staff:suzuki");
      if (!read.ok) return assert.equal(fieldOf(read), "MED_ORDER timing.first");
      const [ended, begun] = read.value;
      assert.deepEqual([...duesOf(ended), ...duesOf(begun)].sort(), [...duesOf(old)].sort());
      assert.ok(duesOf(ended).every((due) => due < at) && duesOf(begun).every((due) => due >= at));
      assert.deepEqual(
        withChanges([old, begun]).flatMap(duesOf).sort(),
        [...duesOf(old)].sort(),
        "its end still under way",
      );
    }),
    { seed: 7, numRuns: 600 },
  );
});

test("a dose due in the instant of a change is the new order's, one due before stays the old one's and is named as open", () => {
  const [ended, begun] = accepted(
    changeOrder(order, { id: "b", dose: { value: 2, unit: "{tablet}" } }, near, "staff:x"),
  );
  const around = { from: near - HOUR, until: near + HOUR, zone, policy };
  assert.deepEqual(expand(ended, around), []);
  assert.deepEqual(
    expand(begun, around).map(({ id, at, dose }) => [id, at, dose?.value]),
    [["b@2026-11-23/0", near, 2]],
  );

  const later = near + 15 * MINUTE;
  assert.deepEqual(
    openAtChange(order, later, { zone, policy }).map(({ id }) => id),
    ["a@2026-11-23/0"],
  );
  assert.deepEqual(openAtChange(order, near + 2 * HOUR, { zone, policy }), [], "its window is over");
  const [, second] = accepted(changeOrder(order, { id: "b" }, later, "staff:x"));
  assert.equal(expand(second, { ...around, until: near + 20 * HOUR })[0]?.at, near + 12 * HOUR);
});

test("a change may be for later, and until then the old order goes on", () => {
  const monday = near + 7 * DAY;
  const [ended, begun] = accepted(changeOrder(order, { id: "b", from: monday, note: "crushed" }, near, "staff:x"));
  assert.deepEqual([ended.status, ended.until, begun.from, begun.replaces], ["active", monday, monday, "a"]);
  assert.deepEqual([begun.by, begun.at], ["staff:x", near]);
  assert.equal(ended.note, order.note);
});

test("a change of a held order stays held", () => {
  const held = accepted(holdOrder(order, { from: near, until: null, reason: "nil by mouth", by: "staff:x" }));
  const [, begun] = accepted(changeOrder(held, { id: "b" }, near + HOUR, "staff:x"));
  const [dose] = expand(begun, { from: near + HOUR, until: near + DAY, zone, policy });
  assert.equal(dose?.held, "nil by mouth");
});

test("what is over is not changed, held, lifted or stopped, and nothing is changed backwards", () => {
  const stopped = accepted(stopOrder(order, { at: near }));
  assert.deepEqual([stopped.status, stopped.until], ["stopped", near]);
  const hold = { from: near + DAY, until: null, reason: "x", by: "staff:x" };
  assert.equal(fieldOf(changeOrder(stopped, { id: "b" }, near + 1, "staff:x")), "MED_CHANGE status");
  assert.equal(fieldOf(holdOrder(stopped, hold)), "MED_CHANGE status");
  assert.equal(fieldOf(resumeOrder(stopped, near + 1)), "MED_CHANGE status");
  assert.equal(fieldOf(stopOrder(stopped, { at: near + 1 })), "MED_CHANGE status");
  assert.equal(fieldOf(changeOrder({ ...order, until: near }, { id: "b" }, near, "staff:x")), "MED_CHANGE status");
  assert.equal(fieldOf(changeOrder(order, { id: "b", from: near - 1 }, near, "staff:x")), "MED_CHANGE from");
  assert.equal(fieldOf(changeOrder(order, { id: "a" }, near, "staff:x")), "MED_CHANGE id");
  assert.equal(
    fieldOf(changeOrder({ ...order, until: near + 1 }, { id: "b", from: near + 1 }, near, "x")),
    "MED_CHANGE from",
  );
  assert.equal(fieldOf(changeOrder(order, { id: "b", until: near - 1 }, near, "staff:x")), "MED_ORDER until");
  assert.equal(fieldOf(changeOrder(order, { id: "b", dose: null }, near, "staff:x")), "MED_ORDER dose");
  assert.equal(fieldOf(stopOrder(order, { at: near, until: near - 1 })), "MED_CHANGE until");
  assert.equal(fieldOf(stopOrder({ ...order, until: near + 5 }, { at: near, until: near + 6 })), "MED_CHANGE until");
});

test("an order that is stopped before it begins asks for nothing", () => {
  const tomorrow = { ...order, from: near + DAY };
  const stopped = accepted(stopOrder(tomorrow, { at: near }));
  assert.equal(stopped.status, "stopped");
  assert.deepEqual(duesOf(stopped), []);
  assert.ok(newOrder(stopped).ok, "and it is still an order");
  const [ended, begun] = accepted(changeOrder(tomorrow, { id: "b" }, near, "staff:x"));
  assert.deepEqual([duesOf(ended), begun.from], [[], near + DAY]);
});

test("holds do not overlap; doses in them are marked, and lifting one gives the doses after it back", () => {
  const from = near + HOUR;
  const held = accepted(holdOrder(order, { from, until: from + DAY, reason: "endoscopy", by: "staff:x" }));
  const marks = (of: MedicationOrder) =>
    expand(of, { from: near, until: near + 3 * DAY, zone, policy }).map((d) => d.held);
  assert.deepEqual(marks(held), [null, "endoscopy", "endoscopy", null, null, null]);
  const again = { from: from + HOUR, until: from + 2 * HOUR, reason: "x", by: "staff:x" };
  assert.equal(fieldOf(holdOrder(held, again)), "MED_CHANGE hold");
  assert.equal(fieldOf(holdOrder(held, { ...again, from: near, until: null })), "MED_CHANGE hold");
  assert.equal(fieldOf(holdOrder(order, { ...again, until: again.from })), "MED_CHANGE hold");
  assert.ok(holdOrder(held, { ...again, from: from + DAY, until: null }).ok, "one right after the other");
  assert.deepEqual(marks(accepted(resumeOrder(held, near + 13 * HOUR))), [null, "endoscopy", null, null, null, null]);
  assert.deepEqual(accepted(resumeOrder(held, near)).holds, [], "a planned hold is taken back");
  assert.deepEqual(accepted(resumeOrder(held, from)).holds, [], "no hold of no length is left");
  assert.equal(fieldOf(resumeOrder(held, from + DAY)), "MED_CHANGE holds");
});

test("a draft asks for nothing until somebody completed and confirmed it, and then for nothing before that", () => {
  const draft: MedicationOrder = { ...order, status: "draft", timing: null };
  assert.deepEqual(duesOf({ ...order, status: "draft" }), []);
  assert.equal(fieldOf(confirmOrder(draft, {}, near, "staff:x")), "MED_ORDER timing");
  const live = accepted(confirmOrder(draft, { timing: order.timing }, near, "staff:x"));
  assert.deepEqual([live.status, live.from, live.by], ["active", near, "staff:x"]);
  assert.equal(duesOf(live)[0], near);
  assert.equal(fieldOf(confirmOrder(live, {}, near, "staff:x")), "MED_CHANGE status");
});

test("a draft, and a change entered in error, take the place of nothing", () => {
  const [, begun] = accepted(changeOrder(order, { id: "b" }, near, "staff:x"));
  for (const status of ["draft", "entered-in-error"] as const)
    assert.deepEqual(withChanges([order, { ...begun, status }])[0], order);
  assert.equal(withChanges([order, begun])[0]?.until, near);
});

test("a narcotic, a class that the house names and an order that asks for it need a second person", () => {
  const plain = { isNarcotic: false };
  assert.equal(needsWitness(order, plain, policy), false);
  assert.equal(needsWitness(order, null, policy), false);
  assert.equal(needsWitness(order, { isNarcotic: true }, policy), true);
  assert.equal(needsWitness({ ...order, needsWitness: true }, plain, policy), true);
  assert.equal(needsWitness(order, plain, { ...policy, witnessClasses: ["2149"] }), true);
  assert.equal(
    needsWitness(order, plain, { ...policy, witnessClasses: ["214"] }),
    true,
    "three digits name the classes below",
  );
  const coded = { ...order, drug: { ...order.drug, system: "rxnorm" as const } };
  assert.equal(
    needsWitness(coded, plain, { ...policy, witnessClasses: ["214"] }),
    false,
    "another system's code has no class",
  );
});
