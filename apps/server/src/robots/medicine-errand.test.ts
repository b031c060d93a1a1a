import assert from "node:assert/strict";
import { test } from "node:test";
import { accept, refuse } from "@sakiyomi/core";
import type { Decision } from "@sakiyomi/medication";
import { medicinePhases, medicineReturnPhases } from "@sakiyomi/robot";
import fc from "fast-check";
import { medicineCodes, tenPastEight } from "../testing/fake-medicines.ts";
import { errandAfter } from "./medicine-errand.ts";
import type { MedicineErrand } from "./medicine-port.ts";
import {
  type MedicineEffect,
  type MedicineEvent,
  type MedicineState,
  medicineDefaults,
  medicineStart,
} from "./medicine-state.ts";

const { label, otherLabel, band, otherBand } = medicineCodes;
const name = "佐藤 和子";
const window = { from: tenPastEight - 600_000, until: tenPastEight + 90_000 };
const errand: MedicineErrand = {
  person: "person:ann",
  name,
  doses: ["o1@1"],
  labels: [label],
  wristband: band,
  window,
  language: "ja",
};

const decided = (verdict: Decision["verdict"]): Decision => ({
  verdict,
  doses: [],
  scanned: [],
  toGive: [],
  findings: [],
  mayOverride: false,
  needsWitness: false,
  at: tenPastEight,
});

const no = refuse("MED_GIVEN", "dose", "o1@1", "a dose that nobody has given");
const notes = [...medicinePhases, ...medicineReturnPhases];

/** Anything that may happen, likely things more often; with the seconds until then. */
const anyEvent: fc.Arbitrary<readonly [MedicineEvent, number]> = fc.tuple(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        type: fc.constant("turn" as const),
        note: fc.option(fc.constantFrom(...notes), { freq: 4 }),
        code: fc.option(
          fc.record({ at: fc.nat(1000), text: fc.constantFrom(label, label, band, band, otherLabel, otherBand, "?") }),
          { freq: 6 },
        ),
        drinking: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.constantFrom(name, "鈴木花子", "いいえ").map((words) => ({ type: "heard" as const, words })),
    },
    { weight: 3, arbitrary: fc.constant({ type: "begun" as const, read: accept(errand) }) },
    {
      weight: 3,
      arbitrary: fc.constantFrom("give", "give", "give", "warn", "block").map((verdict) => ({
        type: "checked" as const,
        read: accept({ id: "c1", decision: decided(verdict as "give") }),
      })),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom(accept(null), accept(null), no).map((read) => ({ type: "claimed" as const, read })),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom<MedicineEvent>(
        { type: "cancelled" },
        { type: "mute" },
        { type: "barred", why: "stopped", isSeen: true },
        { type: "barred", why: "the house stops", isSeen: false },
        { type: "ended", why: null },
        { type: "ended", why: "the cup was dropped" },
        { type: "begun", read: no },
        { type: "checked", read: no },
      ),
    },
    { weight: 3, arbitrary: fc.constant({ type: "time" as const }) },
  ),
  fc.oneof(
    { weight: 8, arbitrary: fc.double({ min: 0, max: 2, noNaN: true }) },
    { weight: 1, arbitrary: fc.constant(15) },
  ),
);

interface Happened {
  readonly event: MedicineEvent;
  readonly now: number;
  readonly before: MedicineState;
  readonly effects: readonly MedicineEffect[];
}

/** In the order in which an errand that goes well has them, so that chance comes far enough. */
const wellBegun: readonly (readonly [MedicineEvent, number])[] = [
  [{ type: "begun", read: accept(errand) }, 0],
  ...["read the label", "ask the name"].flatMap((note, i): readonly (readonly [MedicineEvent, number])[] => [
    [{ type: "turn", note, code: null, drinking: null }, 1],
    ...[1, 2].map((k): readonly [MedicineEvent, number] => [
      { type: "turn", note: null, code: { at: 2000 + 10 * i + k, text: label }, drinking: null },
      0.1,
    ]),
  ]),
  [{ type: "heard", words: name }, 1],
  [{ type: "turn", note: "read the wristband", code: null, drinking: null }, 1],
  ...[1, 2].map((k): readonly [MedicineEvent, number] => [
    { type: "turn", note: null, code: { at: 3000 + k, text: band }, drinking: null },
    0.1,
  ]),
  [{ type: "checked", read: accept({ id: "c1", decision: decided("give") }) }, 0.1],
  [{ type: "turn", note: "hold it out", code: null, drinking: null }, 5],
  [{ type: "claimed", read: accept(null) }, 0.1],
  [{ type: "turn", note: "open", code: null, drinking: null }, 0.1],
  [{ type: "turn", note: "watch the taking", code: null, drinking: null }, 2],
];

const happened = (events: readonly (readonly [MedicineEvent, number])[]): readonly Happened[] => {
  let state = medicineStart(0);
  let now = 0;
  return events.map(([event, seconds]) => {
    now += seconds;
    const before = state;
    const step = errandAfter(state, event, { now, wall: tenPastEight + now * 1000 }, medicineDefaults);
    state = step.state;
    return { event, now, before, effects: step.effects };
  });
};

/** The good beginning up to some point, then anything, in any order. */
const anyCourse = fc
  .tuple(fc.nat(wellBegun.length), fc.array(anyEvent, { maxLength: 30 }))
  .map(([good, rest]) => happened([...wellBegun.slice(0, good), ...rest]));

const tells = (all: readonly Happened[], medicine: string): readonly Happened[] =>
  all.filter(({ effects }) => effects.some((one) => one.do === "tell" && one.message.medicine === medicine));

test("the hand is told to open only after both codes, the name, a yes of the check that is fresh, and the claim", () => {
  assert.equal(tells(happened(wellBegun), "let-go").length, 1, "an errand that goes well comes so far");
  let opened = 0;
  fc.assert(
    fc.property(anyCourse, (all) => {
      for (const { event, before, now } of tells(all, "let-go")) {
        opened += 1;
        assert.ok(event.type === "claimed" && event.read.ok);
        assert.deepEqual([before.label, before.band, before.name], [label, before.band, name]);
        assert.ok(before.band === band || before.band === otherBand);
        assert.ok(
          all.some(
            (one) =>
              one.event.type === "checked" && one.event.read.ok && one.event.read.value.decision.verdict === "give",
          ),
        );
        assert.ok(before.check && now - before.check.at <= medicineDefaults.freshFor);
        assert.ok(tenPastEight + now * 1000 <= window.until);
      }
      assert.ok(tells(all, "let-go").length <= 1);
    }),
    { numRuns: 3000, seed: 5 },
  );
  assert.ok(opened > 100, `${opened} of them came so far`);
});

test("an errand ends once, with a result or a reason; after a doubt nothing is handed over; what was claimed and not opened is struck out", () => {
  fc.assert(
    fc.property(anyCourse, (all) => {
      const effects = all.flatMap((one) => one.effects);
      const ends = effects.findIndex((one) => one.do === "finish" || one.do === "fail");
      const after = ends < 0 ? [] : effects.slice(ends + 1);
      assert.deepEqual(
        after.filter((one) => one.do !== "unclaim"),
        [],
      );
      const back = effects.findIndex((one) => one.do === "tell" && one.message.medicine === "back");
      if (back >= 0)
        assert.ok(
          !effects
            .slice(back)
            .some((one) => one.do === "claim" || (one.do === "tell" && one.message.medicine === "let-go")),
        );
      const isClaimed = effects.some((one) => one.do === "claim");
      const isRefused = all.some(({ event, before }) => event.type === "claimed" && !event.read.ok && before.isClaimed);
      const isFailed = effects.some((one) => one.do === "fail");
      if (isClaimed && isFailed && !isRefused) assert.ok(effects.some((one) => one.do === "unclaim"));
      const result = effects.find((one) => one.do === "finish");
      if (result) assert.ok(isClaimed, "what is called handed over was claimed");
    }),
    { numRuns: 3000, seed: 6 },
  );
});
