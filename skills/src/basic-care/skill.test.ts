import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, type Instant, type Signal, type Wish } from "@sakiyomi/core";
import { keepsPromises } from "@sakiyomi/core/testing";
import { careDayAt, clockHour } from "./care-day.ts";
import { at, played, type Turn, usual } from "./playing.ts";
import { allReviewed, CUPS, day, review, START, said } from "./sim.ts";
import { basicCare } from "./skill.ts";
import { robustSlope } from "./slope.ts";

keepsPromises(basicCare);

const last = (signals: readonly Signal[], until: Instant, given = {}): Turn =>
  played(signals, until, given).at(-1) ?? assert.fail();
const missed = ({ predictions }: Turn, goal = "water"): number => {
  const found = predictions[`${goal}-missed`];
  assert.ok(found?.known && found.what.type === "classes", found?.known ? "" : found?.why.key);
  return found.what.probabilities.missed ?? assert.fail();
};
const whyOf = ({ predictions }: Turn, name: string): string | null => {
  const found = predictions[name];
  return found?.known === false ? found.why.key : null;
};
const wish = ({ wishes }: Turn, start: string): Wish | undefined => wishes.find(({ key }) => key.startsWith(start));
const textKey = (one: Wish | undefined): string | undefined => (one && "text" in one ? one.text.key : undefined);

test("nothing holds until heart, kidney and swallowing have been reviewed, and a nurse is asked for what is missing", () => {
  const two = allReviewed(START).slice(0, 2);
  const turn = last([...two, ...usual(12)], at(11, 12));
  for (const name of ["water", "energy", "walk"]) assert.equal(whyOf(turn, name), "not-reviewed");
  assert.equal(textKey(wish(turn, "ask-review")), "ask-review");
  assert.equal(wish(turn, "water-"), undefined);
});

test("whoever drinks as always reaches the goal, and nobody is told anything", () => {
  const turns = played([...allReviewed(START), ...usual(15)], at(14, 20)).filter(({ now }) => now > at(6, 4));
  assert.ok(missed(turns.find(({ now }) => now === at(14, 12)) ?? assert.fail()) < 0.2);
  assert.deepEqual(
    turns.flatMap(({ wishes }) => wishes),
    [],
  );
});

test("half cups by noon: the goal will be missed, and what is liked is offered once, before the evening", () => {
  const turns = played([...allReviewed(START), ...usual(15, { 14: { cupMl: 90 } })], at(14, 22));
  const noon = turns.find(({ now }) => now === at(14, 12)) ?? assert.fail();
  assert.ok(missed(noon) > 0.8);
  const offers = turns.flatMap((turn) => (wish(turn, "water-") ? [wish(turn, "water-")] : []));
  assert.equal(new Set(offers.map((one) => one?.key)).size, 1);
  const offer = offers[0];
  assert.ok(offer?.do === "task" && offer.text.values?.drink === "green tea" && offer.role === "carer");
  assert.ok(offer.due > at(14, 12) && offer.due <= at(14, 18));
  assert.equal(wish(turns.at(-1) ?? assert.fail(), "water-"), undefined);
});

test("who catches up after an offer is left alone", () => {
  const caught = [0, 1, 2, 3].map((i) => said("fluid-intake", { volumeMl: 250 }, { at: at(14, 13) + i * 600_000 }));
  const turn = last([...allReviewed(START), ...usual(15, { 14: { cupMl: 90 } }), ...caught], at(14, 16));
  assert.equal(wish(turn, "water-"), undefined);
});

test("a morning without an entry is no morning without a drink: it is asked about, and not foretold", () => {
  const turn = last([...allReviewed(START), ...usual(15, { 14: { hours: [18] } })], at(14, 13));
  assert.equal(whyOf(turn, "water"), "entries-missing");
  assert.equal(textKey(wish(turn, "gap-")), "entries-missing");
});

test("days on which entries were missing are not learnt as days on which nothing was drunk", () => {
  const silent = Object.fromEntries([8, 9, 10, 11].map((n) => [n, { hours: [7, 8, 18, 19.5] }]));
  const turn = last([...allReviewed(START), ...usual(15, silent)], at(14, 13));
  assert.ok(missed(turn) < 0.2, `${missed(turn)}`);
});

test("'not allowed' keeps the water goal off, says who said so, and leaves walking alone", () => {
  const kidney = review("kidney", "not-allowed", START + HOUR);
  const turn = last([...allReviewed(START), kidney, ...usual(12)], at(11, 12));
  assert.equal(whyOf(turn, "water"), "not-allowed");
  const why = turn.predictions.water?.known === false ? turn.predictions.water.why : assert.fail();
  assert.deepEqual(why.values, { what: "kidney", by: "Dr. Sato" });
  assert.ok(missed(turn, "walk") < 0.5);
});

test("a limit is warned of before it is passed, and when it is", () => {
  const limited = [...allReviewed(START), review("heart", "limited", START + HOUR, 1500)];
  const turns = played([...limited, ...usual(12)], at(11, 21));
  const said11 = turns.filter(({ now }) => now > at(11, 4)).map((turn) => textKey(wish(turn, "limit-")));
  assert.ok(said11.indexOf("limit-near") >= 0 && said11.indexOf("limit-near") < said11.indexOf("limit-passed"));
  const passed = turns.find((turn) => turn.now > at(11, 4) && textKey(wish(turn, "limit-")) === "limit-passed");
  assert.equal(passed?.now, at(11, 19.5), "1,600 mL have been drunk with the last cup");
});

test("under a limit no more cups are offered than the limit has room for, at the upper end of what is foretold", () => {
  for (const limit of [400, 700, 1000, 1500]) {
    const limited = [...allReviewed(START), review("kidney", "limited", START + HOUR, limit)];
    const turns = played([...limited, ...usual(12, { 11: { cupMl: 40 } })], at(11, 17));
    for (const turn of turns) {
      const offer = wish(turn, "water-");
      if (offer?.do !== "task") continue;
      const { cups = 0, cupMl = 0, soFar = 0 } = offer.text.values as Readonly<Record<string, number>>;
      assert.ok(soFar + cups * cupMl <= limit, `${soFar} + ${cups} × ${cupMl} of ${limit}`);
    }
  }
});

test("limited, and nobody said to how much: no goal is better than a guessed one", () => {
  const turn = last([...allReviewed(START), review("heart", "limited", START + HOUR), ...usual(12)], at(11, 12));
  assert.equal(whyOf(turn, "water"), "limit-not-said");
});

test("a review ages, and one that is struck out falls back to the one before", () => {
  const old = last([...allReviewed(START), ...usual(3), day(100), day(101)].flat(), at(101, 12));
  assert.equal(whyOf(old, "water"), "review-old");
  const wrong = review("kidney", "not-allowed", START + HOUR);
  const struck = { ...wrong, receivedAt: at(5, 9), quality: "entered-in-error" } as Signal;
  assert.equal(whyOf(last([...allReviewed(START), wrong, ...usual(8)], at(4, 12)), "water"), "not-allowed");
  assert.equal(whyOf(last([...allReviewed(START), wrong, struck, ...usual(8)], at(7, 12)), "water"), null);
});

test("a cup that is struck out is not drunk, and one said twice is drunk once", () => {
  const cup = said("fluid-intake", { volumeMl: 900 }, { at: at(9, 11), sequence: 5 });
  const soFar = (signals: readonly Signal[]) => {
    const turn = last([...allReviewed(START), ...usual(10), ...signals], at(9, 12));
    const water = turn.predictions.water;
    return water?.known ? water.because[0]?.values?.n : assert.fail();
  };
  assert.equal(soFar([]), 800);
  assert.equal(soFar([cup, { ...cup, receivedAt: at(9, 11.5) }]), 1700);
  assert.equal(soFar([cup, { ...cup, receivedAt: at(9, 11.5), quality: "entered-in-error" }]), 800);
});

test("a counter's steps are what lies between its readings; one that begins anew says all; walks in minutes are not added to it", () => {
  const band = (n: number, hour: number) => said("steps", n, { at: at(1, hour), source: "device:band" });
  const turn = (signals: readonly Signal[]) => last([...allReviewed(START), ...signals], at(1, 12)).predictions.walk;
  const n = (signals: readonly Signal[]) => {
    const walk = turn(signals);
    return walk?.known ? walk.because[0]?.values?.n : walk?.why.key;
  };
  assert.equal(n([band(5000, 6), band(5300, 8), band(120, 10)]), 420);
  assert.equal(n([band(5000, 6), band(5300, 8), said("walk", { minutes: 10 }, { at: at(1, 9) })]), 300);
  assert.equal(n([said("walk", { minutes: 10 }, { at: at(1, 9) })]), 700);
});

test("more than two kilograms in three days, in somebody with a limited heart, are told; in others not", () => {
  const weights = [52, 53, 54.4].map((kg, n) => said("body-weight", kg, { at: at(3 + n, 7) }));
  const limited = review("heart", "limited", START + HOUR, 1200);
  const told = (signals: readonly Signal[]) => wish(last(signals, at(5, 9)), "weight-gain");
  assert.equal(told([...allReviewed(START), limited, ...weights])?.do, "tell");
  assert.equal(told([...allReviewed(START), ...weights]), undefined);
});

test("a goal that is missed nearly every day is no daily reminder, but a question to the nurse on Monday", () => {
  const turns = played([...allReviewed(START), ...usual(20)], at(19, 20), { walkSteps: 5000 });
  const late = turns.filter(({ now }) => now > at(15, 4));
  assert.ok(late.every((turn) => wish(turn, "walk-") === undefined));
  const asked = late.filter((turn) => wish(turn, "plan-walk"));
  assert.ok(asked.length > 0 && asked.every(({ now }) => new Date(now).getUTCDay() === 1));
});

test("a day of care begins at its hour in the house's own zone, also on the days when the clock is moved", () => {
  const berlin = { zone: "Europe/Berlin", dayStartsH: 4 };
  const spring = careDayAt(berlin, Date.parse("2026-03-29T03:30:00+02:00"));
  assert.equal(spring.date, "2026-03-28");
  assert.equal(spring.end - spring.start, 23 * HOUR);
  assert.equal(clockHour(berlin, Date.parse("2026-03-29T12:30:00+02:00")), 12.5);
  assert.equal(
    careDayAt({ zone: "Asia/Tokyo", dayStartsH: 4 }, Date.parse("2026-03-29T03:30:00+09:00")).date,
    "2026-03-28",
  );
});

test("a trend is not known of few values, and one wild value does not move it", () => {
  assert.equal(robustSlope([1, 2, 3].map((n) => ({ day: n * 10, value: n }))).known, false);
  assert.equal(robustSlope(Array.from({ length: 8 }, (_, n) => ({ day: n / 2, value: n }))).known, false);
  const falling = Array.from({ length: 9 }, (_, n) => ({ day: n * 7, value: n === 4 ? 1000 : 100 - 5 * n }));
  const slope = robustSlope(falling);
  assert.ok(
    slope.known && Math.abs(slope.perDay + 5 / 7) < 0.05 && slope.low <= slope.perDay && slope.high >= slope.perDay,
  );
});

test("who was never written down sleeps until a signal arrives", () => {
  assert.equal(last([], at(3, 12)).sleeps, true);
  assert.notEqual(last(usual(1), at(0, 12)).sleeps, true);
  assert.ok(CUPS.length > 4);
});
