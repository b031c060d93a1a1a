import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, languages, MINUTE, say } from "@sakiyomi/core";
import { eventOf } from "../testing/chart.ts";
import { bedsideOfRow, type SituationRow } from "../testing/situations/index.ts";
import { medicationWords } from "../words/index.ts";
import type { Bedside } from "./bedside.ts";
import { check } from "./check.ts";

const bedside = (said: Partial<SituationRow>): Bedside =>
  bedsideOfRow({
    ...{ number: "1", title: "", ordered: "pressure5 1 tablet at 08:00", before: "-", person: "wristband" },
    ...{ scanned: "pressure5", when: "08:05", how: "online", staff: "nurse", verdict: "", findings: "", words: "" },
    ...said,
  });

/** The verdict, then each finding that is not right; every sentence of them is whole in each language. */
function said(at: Bedside): readonly string[] {
  const { verdict, findings } = check(at);
  const bad = findings.filter(({ result }) => result !== "right");
  for (const { text, next } of bad)
    for (const language of languages)
      for (const one of [text, ...(next ? [next] : [])]) {
        const sentence = say(medicationWords, one, { language, zone: at.zone });
        assert.doesNotMatch(sentence, /[{}]|check\./, sentence);
      }
  return [verdict, ...bad.map(({ check: name, result, text }) => `${name} ${result} ${text.key}`)];
}

const pack = "pack for 08:00: pressure5 1 tablet";
const noBand = (at: Bedside): Bedside => ({ ...at, chart: { ...at.chart, wristbands: [] } });

test("whoever never had a wristband gets the pack that was made for them, by photo", () => {
  const photo = { person: "photo and birth date 1940-05-01", scanned: pack, staff: "carer" };
  assert.deepEqual(said(noBand(bedside(photo))), ["give"]);
  assert.equal(said(noBand(bedside({ ...photo, scanned: "pack of Bo" })))[0], "block");
});

test("a medicine as needed that a fast clock put ahead was given all the same", () => {
  const ordered = "painTablet 1 tablet as needed, 4 h apart, at most 1";
  assert.deepEqual(said(bedside({ ordered, before: "1 given 08:30", scanned: "painTablet" })), [
    "block",
    "time wrong check.time.too-soon",
    "maximum wrong check.maximum.reached",
  ]);
  const both = "painTablet 1 tablet at 08:00 | painSuppository 1 suppository as needed, 6 h apart, at most 2";
  const found = said(bedside({ ordered: both, before: "2 given 08:30", scanned: "painTablet" }));
  assert.deepEqual(found, ["block", "duplicate wrong check.duplicate.given"]);
});

const twice = { ordered: "stool 1 tablet at 08:00 and 20:00", before: "1 given 19:30, due 20:00", scanned: "stool" };

test("a morning dose that is still open does not come on top of the evening's", () => {
  const late = bedside({ ...twice, when: "19:35", how: "online; wanted 1 at 08:00" });
  assert.deepEqual(said(late), ["block", "time wrong check.time.late", "time warning check.time.after-next"]);
  const at = bedside({ ...twice, when: "19:35" });
  const window = { class: "frequent", earlyMin: null, lateMin: 720, reason: "sleeps long", by: "staff:mori" } as const;
  const orders = at.chart.orders.map((order) => ({ ...order, window }));
  assert.deepEqual(said({ ...at, chart: { ...at.chart, orders } }), ["warn", "time warning check.time.after-next"]);
});

test("what was to be given at once and was not is not given days later as if nothing were", () => {
  const at = bedside({ ordered: "drip 1 vial at once; ordered 14:00", scanned: "drip", when: "14:20" });
  const then = (ms: number) => said({ ...at, now: at.now + ms });
  assert.deepEqual(then(4 * HOUR), ["give"]);
  assert.deepEqual(then(4 * HOUR + 11 * MINUTE), ["block", "time wrong check.time.late"]);
  assert.deepEqual(then(3 * DAY), ["block", "time wrong check.time.late"]);
});

test("two strengths that make up one dose are said, and a carer may give their pack", () => {
  const ordered = "pressure5 1 tablet at 08:00 | pressure 1 tablet at 08:00";
  const together = "duplicate warning check.duplicate.strengths";
  const both = `${pack}, pressure 1 tablet`;
  assert.deepEqual(said(bedside({ ordered, scanned: both, staff: "carer" })), ["warn", together, together]);
  assert.deepEqual(said(bedside({ ordered, before: "2 given 08:02" })), ["warn", together]);
});

test("another strength that was given for another hour, or another brand for the same, stops it still", () => {
  const other = "pressure5 1 tablet at 08:00 | pressure 1 tablet at 20:00";
  const given = ["block", "duplicate wrong check.duplicate.given"];
  assert.deepEqual(said(bedside({ ordered: other, before: "2 given 07:30, due 20:00" })), given);
  const brands = "pressure5 1 tablet at 08:00 | pressureOther 1 tablet at 08:00";
  assert.equal(said(bedside({ ordered: brands, how: "online; wanted 1 at 08:00" }))[0], "block");
});

test("what lies in one hand together is two of one ingredient as well", () => {
  const pain = "painTablet 1 tablet as needed, 4 h apart, at most 3";
  const twice = "duplicate wrong check.duplicate.ordered-twice";
  const forms = `${pain} | painSuppository 1 suppository as needed, 6 h apart, at most 2`;
  assert.deepEqual(said(bedside({ ordered: forms, scanned: "painTablet + painSuppository" })), ["block", twice, twice]);
  const planned = bedside({ ordered: `${pain} | painTablet 1 tablet at 08:00`, scanned: "painTablet + painTablet" });
  const wanted = ["o1@prn", "o2@2026-11-23/0"];
  assert.deepEqual(said({ ...planned, wanted }), ["block", twice]);
  const chosen = "online; wanted 1 at 08:00; wanted 1 at 12:00";
  const two = bedside({ ordered: "stool 1 tablet at 08:00 and 12:00", scanned: "stool + stool", how: chosen });
  assert.ok(said(two).includes("duplicate wrong check.duplicate.two-doses"));
  const others = "pressure5 1 tablet at 08:00 | heart 1 tablet at 08:00";
  assert.deepEqual(said(bedside({ ordered: others, scanned: "pressure5 + heart" })), ["give"]);
});

test("what somebody left out on purpose is not given by the next one who scans it; what was partly refused may be made up", () => {
  const at = bedside({});
  const one = (outcome: "held" | "refused" | "asleep", share: number): Bedside => ({
    ...at,
    chart: {
      ...at.chart,
      events: [eventOf({ type: "not-taken", id: "e1", at: at.now - MINUTE, outcome, share })],
    },
  });
  const { mayOverride } = check(one("held", 0));
  assert.deepEqual([...said(one("held", 0)), mayOverride], ["block", "given wrong check.given.after-held", true]);
  assert.deepEqual(said(one("asleep", 0)), ["give"]);
  assert.deepEqual(said(one("refused", 0.5)), ["block", "given wrong check.given.partly"]);
  assert.ok(check(one("refused", 0.5)).mayOverride, "there is a way out");
});

test("of a pack in which one medicine is on hold a nurse gives the others without it, and a carer calls one", () => {
  const ordered = "pressure5 1 tablet at 08:00 | heart 1 tablet at 08:00; on hold: pulse below 50";
  const row = { ordered, scanned: `${pack}, heart 1 tablet`, how: "online; wanted 1 at 08:00" };
  assert.deepEqual(said(bedside(row)), ["warn", "drug warning check.drug.packed-too"]);
  assert.deepEqual(said(bedside({ ...row, staff: "carer" })), ["block", "drug wrong check.drug.packed-too"]);
  const stranger = { ...row, ordered: "pressure5 1 tablet at 08:00" };
  assert.deepEqual(said(bedside(stranger)), ["block", "drug wrong check.drug.other"]);
});

test("an order in milligrams says how much to measure or to take out of the box", () => {
  const doseOf = (ordered: string, scanned: string) => {
    const found = check(bedside({ ordered, scanned })).findings.find((one) => one.check === "dose");
    assert.ok(found);
    return [found.result, say(medicationWords, found.next ?? found.text, { language: "en", zone: "Asia/Tokyo" })];
  };
  assert.deepEqual(doseOf("cough 10 mg at 08:00", "cough"), [
    "right",
    "5 mL, that is the ordered 10 mg: measure it out",
  ]);
  assert.match(doseOf("pressure5 10 mg at 08:00", "pressure5; box").join(" "), /^warning Take out exactly 2 tablets/);
  assert.match(doseOf("pressureBoth 5 mg at 08:00", "pressureBoth; box").join(" "), /^unknown /);
});

test("who comes back from the hospital is not given by the orders of before as if nothing had changed", () => {
  const at = bedside({});
  const since = (hereSince: number) => said({ ...at, chart: { ...at.chart, hereSince } });
  const [ordered] = at.chart.orders;
  assert.ok(ordered);
  assert.deepEqual(since(ordered.at), ["give"]);
  assert.deepEqual(since(ordered.at + MINUTE), ["warn", "order warning check.order.before-stay"]);
});
