import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { MedicationOrder } from "../orders/order.ts";
import { inventedCode, inventedFormulary } from "../testing/invented-formulary.ts";
import { conflictsIn } from "./conflicts.ts";
import { type DoseEvent, outcomes } from "./dose-event.ts";
import { foldEvents, isGiven } from "./dose-state.ts";
import { allowance, givings } from "./givings.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const start = Date.parse("2026-11-23T08:00:00+09:00");

type Less<T> = T extends DoseEvent ? Partial<T> & Pick<T, "type"> : never;
let made = 0;

/** An event of Ann's, with everything that the test does not care about filled in. */
function event(said: Less<DoseEvent>): DoseEvent {
  made += 1;
  const common = {
    id: `e${made}`,
    person: "person:ann",
    order: "o1",
    dose: "o1@2026-11-23/0",
    at: start,
    by: "staff:sato",
    device: "phone-1",
    offline: false,
  };
  const more = {
    prepared: { pack: "p1", amount: null },
    handed: { amount: null, route: "oral", lots: [], identified: [], witness: null, override: null, check: null },
    taken: { confirmed: "seen", share: 1 },
    "not-taken": { outcome: "refused", share: 0, reason: "", next: "" },
    effect: { effect: "good", note: "" },
    "struck-out": { event: "", reason: "a mistake" },
  }[said.type];
  return { ...common, ...more, ...said } as DoseEvent;
}

const order = (said: Partial<MedicationOrder>): MedicationOrder => ({
  id: "o1",
  person: "person:ann",
  drug: { system: "mhlw", code: "1141007F1012", text: "Feverdown 200 mg" },
  route: "oral",
  dose: { value: 1, unit: "{tablet}" },
  timing: { type: "as-needed", reason: "pain", minIntervalMin: 240, maxPerDay: 4, effectAfterMin: null },
  from: start - 10 * 24 * HOUR,
  until: null,
  status: "active",
  holds: [],
  replaces: null,
  window: null,
  needsWitness: false,
  maySubstitute: true,
  note: "",
  by: "staff:dr-mori",
  at: start - 10 * 24 * HOUR,
  ...said,
});

const only = (events: readonly DoseEvent[]) => {
  const state = [...foldEvents(events).values()][0];
  assert.ok(state);
  return state;
};

test("handed over is not taken, until somebody sees it", () => {
  const handed = event({ type: "handed" });
  assert.equal(only([handed]).state, "handed");
  assert.equal(only([handed]).share, null);
  const seen = only([handed, event({ type: "taken", at: start + MINUTE, by: "staff:abe" })]);
  assert.deepEqual([seen.state, seen.share, seen.by, seen.at], ["taken", 1, "staff:abe", start + MINUTE]);
});

test("a refused dose may be offered again, and counts once when it is taken", () => {
  const events = [event({ type: "handed" }), event({ type: "not-taken", outcome: "refused", at: start + MINUTE })];
  assert.equal(isGiven(only(events)), false);
  events.push(event({ type: "handed", at: start + 30 * MINUTE }), event({ type: "taken", at: start + 31 * MINUTE }));
  assert.equal(only(events).state, "taken");
  assert.equal(givings([only(events)]).length, 1);
  assert.deepEqual(conflictsIn({ events, orders: [] }), []);
});

test("what was spat out, vomited or taken in part is not simply given again", () => {
  for (const outcome of ["spat-out", "vomited", "partly"] as const)
    assert.equal(
      isGiven(only([event({ type: "handed" }), event({ type: "not-taken", outcome, at: start + 1 })])),
      true,
    );
});

test("somebody else's late word that it never came does not hide that it was handed over", () => {
  const handed = event({ type: "handed" });
  const away = event({ type: "not-taken", outcome: "away", at: start + 1, by: "staff:abe", device: "phone-2" });
  assert.equal(only([handed, away]).state, "handed");
  assert.deepEqual(
    conflictsIn({ events: [handed, away], orders: [] }).map(({ type }) => type),
    ["contradiction"],
  );
  const back = event({ type: "not-taken", outcome: "asleep", at: start + 1 });
  assert.equal(only([handed, back]).state, "asleep");
});

test("a struck-out event counts no more, and counts again when the strike is struck out", () => {
  const handed = event({ type: "handed" });
  const strike = event({ type: "struck-out", event: handed.id, at: start + 1 });
  assert.equal(foldEvents([handed, strike]).size, 0);
  const again = event({ type: "struck-out", event: strike.id, at: start + 2 });
  assert.equal(only([strike, again, handed]).state, "handed");
  const ofOther = { ...strike, person: "person:bo" };
  assert.equal(only([handed, ofOther]).state, "handed");
});

test("two devices that both gave one dose are both kept and flagged", () => {
  const first = event({ type: "handed", check: "c1", offline: true });
  const second = event({
    type: "handed",
    check: "c2",
    offline: true,
    at: start + 5 * MINUTE,
    by: "staff:abe",
    device: "phone-2",
  });
  const [conflict, ...rest] = conflictsIn({ events: [second, first], orders: [] });
  assert.equal(conflict?.type, "given-twice");
  assert.deepEqual(conflict?.events, [first.id, second.id]);
  assert.deepEqual(rest, []);
  assert.equal(givings(foldEvents([first, second]).values()).length, 2);
});

test("a dispenser's dose and a nurse's of the same dose are two", () => {
  const byDevice = event({ type: "taken", confirmed: "dispenser", by: "device:dispenser-2" });
  const byNurse = event({ type: "handed", at: start + MINUTE });
  assert.deepEqual(
    conflictsIn({ events: [byDevice, byNurse], orders: [] }).map(({ type }) => type),
    ["given-twice"],
  );
});

test("medicines as needed are flagged when they come too soon or too often, of whichever order", () => {
  const given = (at: number, n: number, by = "o1") =>
    event({ type: "handed", at: start + at, order: by, dose: `${by}@prn/${n}` });
  const soon = [given(0, 1), given(3 * HOUR, 2)];
  assert.deepEqual(
    conflictsIn({ events: soon, orders: [order({})] }).map(({ type }) => type),
    ["too-soon"],
  );
  const regular = order({
    id: "o2",
    timing: null,
    drug: { system: "mhlw", code: "1141007F9999", text: "Other brand" },
  });
  const across = [given(0, 1, "o2"), given(3 * HOUR, 2)];
  assert.deepEqual(
    conflictsIn({ events: across, orders: [order({}), regular] }).map(({ type }) => type),
    ["too-soon"],
  );
  const many = [0, 5, 10, 15, 20].map((h, n) => given(h * HOUR, n));
  assert.deepEqual(
    conflictsIn({ events: many, orders: [order({})] }).map(({ type }) => type),
    ["too-many"],
  );
  const apart = [0, 6, 12, 18, 24, 30].map((h, n) => given(h * HOUR, n));
  assert.deepEqual(conflictsIn({ events: apart, orders: [order({})] }), []);
});

test("a tablet and a suppository of one ingredient are too near to each other, where the drug list is at hand", () => {
  const tablet = order({ drug: inventedCode("painTablet") });
  const suppository = order({ id: "o2", drug: inventedCode("painSuppository") });
  const events = [
    event({ type: "handed", order: "o1", dose: "o1@prn/1" }),
    event({ type: "handed", order: "o2", dose: "o2@prn/2", at: start + HOUR }),
  ];
  const formulary = inventedFormulary();
  const found = conflictsIn({ events, orders: [tablet, suppository], formulary });
  assert.deepEqual(
    found.map(({ type, dose }) => [type, dose]),
    [["too-soon", "o2@prn/2"]],
  );
});

test("given after the end, on hold, or to somebody who had left is flagged, unless it was overruled with a reason", () => {
  const late = event({ type: "handed", at: start + HOUR });
  const types = (said: Partial<MedicationOrder>, leftAt: number | null = null, one: DoseEvent = late) =>
    conflictsIn({ events: [one], orders: [order({ timing: null, ...said })], leftAt }).map(({ type }) => type);
  assert.deepEqual(types({ until: start }), ["after-end"]);
  assert.deepEqual(types({ holds: [{ from: start, until: null, reason: "fasting", by: "x" }] }), ["on-hold"]);
  assert.deepEqual(types({}, start), ["not-here"]);
  const known = event({
    type: "handed",
    at: start + HOUR,
    override: { reason: "the doctor said so", checks: ["hold"] },
  });
  assert.deepEqual(types({ holds: [{ from: start, until: null, reason: "fasting", by: "x" }] }, null, known), []);
});

const anyEvent = fc
  .record({
    type: fc.constantFrom("prepared", "handed", "taken", "not-taken", "effect", "struck-out"),
    n: fc.nat({ max: 12 }),
    at: fc.nat({ max: 5 }),
    outcome: fc.constantFrom(...outcomes),
    strikes: fc.nat({ max: 12 }),
    dose: fc.constantFrom("o1@a", "o1@b"),
    by: fc.constantFrom("staff:a", "staff:b"),
  })
  .map(({ type, n, at, outcome, strikes, dose, by }) =>
    event({
      type,
      id: `x${n}`,
      at: start + at,
      dose,
      by,
      device: by,
      outcome,
      event: `x${strikes}`,
    } as Less<DoseEvent>),
  );

test("any order of arrival, and any repetition, gives the same states and the same conflicts", () => {
  fc.assert(
    fc.property(
      fc.array(anyEvent, { maxLength: 16 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1 })),
      (events, chance) => {
        const shuffled = [...events, ...events.slice(0, 3)]
          .map((one) => ({ one, by: chance.next().value }))
          .sort((a, b) => a.by - b.by)
          .map(({ one }) => one);
        assert.deepEqual(new Map(foldEvents(shuffled)), new Map(foldEvents(events)));
        const orders = [order({})];
        assert.deepEqual(conflictsIn({ events: shuffled, orders }), conflictsIn({ events, orders }));
      },
    ),
    { seed: 5, numRuns: 400 },
  );
});

test("whoever waits until it is allowed never has more than the maximum in any 24 hours, nor two too close", () => {
  const timing = fc.record({
    minIntervalMin: fc.integer({ min: 1, max: 600 }),
    maxPerDay: fc.integer({ min: 1, max: 8 }),
  });
  fc.assert(
    fc.property(timing, fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 40 }), (limits, waits) => {
      const rule = { type: "as-needed" as const, reason: "pain", effectAfterMin: null, ...limits };
      const given: number[] = [];
      let now = start;
      for (const wait of waits) {
        now = (allowance(rule, given, now).nextAt ?? now) + wait * MINUTE;
        assert.equal(allowance(rule, given, now).nextAt, null);
        assert.ok(allowance(rule, given, now).left > 0);
        given.push(now);
      }
      for (const [i, at] of given.entries()) {
        assert.ok(given.filter((other) => other > at - 24 * HOUR && other <= at).length <= limits.maxPerDay);
        if (i > 0) assert.ok(at - (given[i - 1] ?? 0) >= limits.minIntervalMin * MINUTE);
      }
    }),
    { seed: 5, numRuns: 300 },
  );
});

test("two clocks that are a minute apart make no second dose; a dispenser's dose and one from the hand are two", () => {
  const taken = event({ type: "taken" });
  const handed = event({ type: "handed", at: start + MINUTE, by: "staff:abe", device: "phone-2" });
  const fold = (...events: readonly DoseEvent[]) => [...foldEvents(events).values()][0];
  const asked = { orders: [order({ timing: null })] };
  assert.equal(fold(handed, taken)?.state, "taken");
  assert.deepEqual(conflictsIn({ ...asked, events: [handed, taken] }), []);
  const dispensed = { ...taken, confirmed: "dispenser" } as DoseEvent;
  const types = conflictsIn({ ...asked, events: [handed, dispensed] }).map(({ type }) => type);
  assert.deepEqual(types, ["given-twice"]);
  const later = { ...handed, at: start + 10 * MINUTE } as DoseEvent;
  assert.equal(conflictsIn({ ...asked, events: [later, taken] }).length, 1);
  const again = event({ type: "handed", at: start + 2 * MINUTE });
  assert.deepEqual(
    conflictsIn({ ...asked, events: [handed, taken, again] }).map(({ events }) => events.at(-1)),
    [again.id],
    "and a third event of it is a second dose",
  );
});

test("the interval to another order's dose counts both ways, and whoever overruled it as a duplicate has decided it", () => {
  const other = order({ id: "o2", timing: { type: "stat" } });
  const give = (name: string, minutes: number, checks: readonly string[] = []) =>
    event({
      ...{ type: "handed", order: name, dose: `${name}@${minutes}`, at: start + minutes * MINUTE },
      override: checks.length === 0 ? null : { reason: "the doctor said so", checks: [...checks] },
    });
  const types = (...events: readonly DoseEvent[]) =>
    conflictsIn({ orders: [order({}), other], events }).map(({ type }) => type);
  assert.deepEqual(types(give("o2", 0), give("o1", 60)), ["too-soon"]);
  assert.deepEqual(types(give("o1", 0), give("o2", 60)), ["too-soon"]);
  assert.deepEqual(types(give("o2", 0), give("o1", 60, ["duplicate"])), []);
  assert.deepEqual(types(give("o1", 0), give("o2", 60, ["duplicate"])), []);
  assert.deepEqual(
    types(give("o1", 0), give("o1", 60, ["duplicate"])),
    ["too-soon"],
    "of its own order the time is asked",
  );
  assert.deepEqual(types(give("o1", 0), give("o2", 240)), []);
});
