import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, type Instant, MINUTE, type Signal, type Wish } from "@sakiyomi/core";
import { at, person, played as playedEvery, type Turn, usual } from "./playing.ts";
import { allReviewed, day, review, START, said } from "./sim.ts";
import { basicCare } from "./skill.ts";
import type { State } from "./state.ts";

const settings = basicCare.settings.parse({});

/** A turn every quarter of an hour, as in a house. */
const played = (signals: readonly Signal[], until: Instant): readonly Turn[] =>
  playedEvery(signals, until, {}, 15 * MINUTE);
const last = (signals: readonly Signal[], until: Instant): Turn => played(signals, until).at(-1) ?? assert.fail();
const wishKey = ({ wishes }: Turn, start: string): string | undefined => {
  const found = wishes.find(({ key }) => key.startsWith(start));
  return found && "text" in found ? found.text.key : undefined;
};

test("a limit is warned of where another review is missing, or its own has become old: the goal ends, the limit does not", () => {
  const heart = review("heart", "limited", START, 800);
  assert.equal(wishKey(last([heart, ...usual(3)], at(2, 19)), "limit-"), "limit-passed");
  const late = [...allReviewed(START + HOUR).slice(1), heart, day(120), day(121)].flat();
  assert.equal(wishKey(last(late, at(121, 19)), "limit-"), "limit-passed");
  const refused = [heart, review("kidney", "not-allowed", START), review("swallowing", "allowed", START)];
  assert.equal(wishKey(last([...refused, ...usual(3)], at(2, 19)), "limit-"), "limit-passed");
});

test("what is asked once a day has one due time a day: whoever has done it is not asked anew a quarter of an hour later", () => {
  const silent = { 14: { hours: [18] } };
  const turns = played(usual(15, silent), at(14, 17)).filter(({ now }) => now > at(14, 4));
  const dues = (start: string) =>
    new Set(
      turns.flatMap(({ wishes }) =>
        wishes.flatMap((wish: Wish) => (wish.do === "task" && wish.key.startsWith(start) ? [wish.due] : [])),
      ),
    );
  assert.deepEqual([...dues("ask-review")], [at(14, 9)]);
  assert.deepEqual([...dues("gap-")], [at(14, 12)]);
});

test("a cup of a day that is closed is added to that day and does not take its place", () => {
  const late = { ...said("fluid-intake", { volumeMl: 100 }, { at: at(4, 9) }), receivedAt: at(12, 9) } as Signal;
  const pastOf = (signals: readonly Signal[]) =>
    (last(signals, at(12, 10)).state as State).past.find(({ weekday }, i) => i === 4 && weekday >= 0);
  const before = pastOf([...allReviewed(START), ...usual(12)]);
  const after = pastOf([...allReviewed(START), ...usual(12), late]);
  const sum = (list: readonly number[] = []) => list.reduce((all, n, i) => (i % 2 ? all + n : all), 0);
  assert.equal(sum(after?.by.water), sum(before?.by.water) + 100);
  assert.equal(after?.hours.length, 9);
  assert.deepEqual(after?.by.energy, before?.by.energy);
});

test("two counters of one person count the same steps once", () => {
  const counter = (source: string) =>
    [5000, 5300, 5800].map((n, i) => said("steps", n, { at: at(1, 6 + 2 * i), source: `device:${source}` }));
  const walk = last([...allReviewed(START), ...counter("band"), ...counter("phone")], at(1, 12)).predictions.walk;
  assert.equal(walk?.known && walk.because[0]?.values?.n, 800);
});

test("it is made for grown people, and for whose age nobody has entered", () => {
  assert.deepEqual(
    [3, 17, 18, 90, null].map((ageYears) => basicCare.suits?.({ ...person, ageYears })),
    [false, false, true, true, true],
  );
});

test("after a month of entries its state stays small and a turn far under its budget", () => {
  const turn = last([...allReviewed(START), ...usual(40)], at(39, 12));
  assert.ok(JSON.stringify(turn.state).length < 20_000, `${JSON.stringify(turn.state).length}`);
  const from = performance.now();
  for (let i = 0; i < 20; i += 1) basicCare.step(turn.state, { signals: [], settings, person }, at(39, 12));
  assert.ok((performance.now() - from) / 20 < basicCare.budgetMs);
});
