import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, type Instant, type Signal, type Step, type Wish } from "@sakiyomi/core";
import { keepsPromises } from "@sakiyomi/core/testing";
import { diaryDay, leakPatterns } from "./diary.ts";
import { nightAfter } from "./night.ts";
import { ann, at, everyMorning, MIDNIGHT, said, stool, voids } from "./sim.ts";
import { excretion } from "./skill.ts";

keepsPromises(excretion);

interface Turn extends Step<unknown> {
  readonly now: Instant;
}
const person = { id: ann, ageYears: 84, pregnant: null };

/** A turn every half hour with what has arrived, its state stored in between. */
function played(
  signals: readonly Signal[],
  until: Instant,
  given: Readonly<Record<string, unknown>> = {},
): readonly Turn[] {
  const settings = excretion.settings.parse(given);
  const waiting = signals.toSorted((a, b) => a.receivedAt - b.receivedAt);
  const turns: Turn[] = [];
  let [state, next] = [excretion.start(MIDNIGHT), 0];
  for (let now = MIDNIGHT; now <= until; now += HOUR / 2) {
    const from = next;
    while (next < waiting.length && (waiting[next]?.receivedAt ?? 0) <= now) next += 1;
    const step = excretion.step(state, { signals: waiting.slice(from, next), settings, person }, now);
    state = JSON.parse(JSON.stringify(step.state));
    turns.push({ ...step, now });
  }
  return turns;
}
const last = (signals: readonly Signal[], until: Instant, given = {}): Turn =>
  played(signals, until, given).at(-1) ?? assert.fail();
const wish = ({ wishes }: Turn, start: string): Wish | undefined => wishes.find(({ key }) => key.startsWith(start));
const time = ({ predictions }: Turn) => {
  const next = predictions["next-stool"];
  assert.ok(next?.known && next.what.type === "time", next?.known ? "" : next?.why.key);
  return next.what;
};
const constipated = ({ predictions }: Turn): number => {
  const risk = predictions["constipation-tomorrow"];
  assert.ok(risk?.known && risk.what.type === "classes");
  return risk.what.probabilities.constipated ?? assert.fail();
};

test("whoever goes every morning at eight is foretold for tomorrow morning", () => {
  const { at: when, interval } = time(last(everyMorning(30), at(29, 20)));
  assert.ok(Math.abs(when - at(30, 8)) < 2 * HOUR, new Date(when).toISOString());
  assert.ok(interval.low <= at(30, 8) && interval.high >= at(30, 8) && interval.high - interval.low < 30 * HOUR);
});

test("whoever goes every third day is not said to be constipated on the second, and nobody is sent", () => {
  const turn = last(everyMorning(30, 2.5), at(29, 12), { noStoolDays: 4 });
  assert.equal(wish(turn, "no-stool"), undefined);
  assert.ok(constipated(turn) < 0.2);
});

test("three days without a stool: the risk was said before, and a nurse is asked, by day only", () => {
  const turns = played(everyMorning(20), at(23, 20));
  const before = turns.find(({ now }) => now === at(21, 20)) ?? assert.fail();
  assert.ok(constipated(before) > constipated(turns.find(({ now }) => now === at(19, 20)) ?? assert.fail()));
  const asked = turns.filter((turn) => wish(turn, "no-stool"));
  assert.equal(asked[0]?.now, at(22, 8.5));
  assert.ok(asked.every(({ now }) => new Date(now + 9 * HOUR).getUTCHours() < 18));
  assert.equal(new Set(asked.map((turn) => wish(turn, "no-stool")?.key)).size, 1);
});

test("after a laxative the house waits for it; when nothing has come in a day, a nurse looks", () => {
  const laxative = said("laxative", { name: "Bisacodyl", how: "oral" }, at(22, 20));
  const turns = played([...everyMorning(20), laxative], at(23, 23));
  assert.ok(turns.filter(({ now }) => now > at(22, 20) && now < at(23, 17)).every((turn) => !wish(turn, "no-stool")));
  const sooner = time(turns.find(({ now }) => now === at(22, 21)) ?? assert.fail()).at;
  assert.ok(sooner <= at(23, 12));
  assert.equal(wish(last([...everyMorning(20), laxative], at(24, 9)), "no-effect")?.do, "task");
  const came = [...everyMorning(20), laxative, stool(23, 7)];
  assert.equal(wish(last(came, at(24, 9)), "no-effect"), undefined);
});

test("three loose stools in a day are told, and that a laxative came before", () => {
  const loose = [9, 12, 15].map((hour) => stool(20, hour, { bristol: 7 }));
  const told = wish(last([...everyMorning(20), ...loose], at(20, 16)), "diarrhoea");
  assert.ok(told?.do === "tell" && told.text.key === "diarrhoea");
  const laxative = said("laxative", { name: "Magnesium" }, at(19, 20));
  const after = wish(last([...everyMorning(20), laxative, ...loose], at(20, 16)), "diarrhoea");
  assert.ok(after?.do === "tell" && after.text.values?.name === "Magnesium");
});

test("loose leaks after days without a stool are told as what may be impaction, not as diarrhoea", () => {
  const leaks = [6, 10, 14].map((hour) => stool(24, hour, { bristol: 7, amount: "small", leaked: true, how: "pad" }));
  const turn = last([...everyMorning(20), ...leaks], at(24, 15));
  const told = wish(turn, "impaction");
  assert.ok(told?.do === "tell" && told.level === "medium");
  assert.equal(wish(turn, "diarrhoea"), undefined);
});

test("one entry struck out, late, or said twice changes nothing but itself", () => {
  const wrong = stool(20, 9, { bristol: 7 });
  const struck = { ...wrong, receivedAt: at(20, 13), quality: "entered-in-error" } as Signal;
  const others = [
    stool(20, 10, { bristol: 7 }),
    { ...stool(20, 11, { bristol: 6 }), receivedAt: at(20, 12) } as Signal,
  ];
  assert.ok(wish(last([...everyMorning(20), wrong, wrong, ...others], at(20, 12)), "diarrhoea"));
  assert.equal(wish(last([...everyMorning(20), wrong, wrong, ...others, struck], at(20, 14)), "diarrhoea"), undefined);
});

test("the toilet is offered before a likely stool to whoever has lost one lately, and to nobody else", () => {
  const dry = played(everyMorning(30), at(30, 12));
  assert.ok(dry.every((turn) => wish(turn, "toilet-") === undefined));
  const lost = [...everyMorning(30), stool(26, 8.5, { leaked: true, how: "pad" })];
  const offers = played(lost, at(30, 12)).filter((turn) => wish(turn, "toilet-") && turn.now > at(29, 12));
  assert.ok(offers.length > 0 && offers.every(({ now }) => now >= at(30, 6) && now <= at(30, 11)));
});

test("ten hours without a void by day are looked at where voids are written down, and nowhere else", () => {
  const silent = voids(6).filter((one) => one.at < at(5, 7));
  assert.equal(wish(last(silent, at(5, 17)), "no-void")?.do, "task");
  assert.equal(wish(last(silent, at(5, 15)), "no-void"), undefined);
  assert.equal(wish(last([said("void", {}, at(5, 6.5))], at(5, 18)), "no-void"), undefined);
});

test("nothing is said of fewer than three stools, nor after two weeks of silence", () => {
  const why = (turn: Turn) => {
    const next = turn.predictions["next-stool"];
    return next?.known === false ? next.why.key : null;
  };
  assert.equal(why(last(everyMorning(2), at(2, 12))), "few-stools");
  assert.equal(why(last(everyMorning(10), at(25, 12))), "not-written");
});

test("voids of the night are counted between going to bed and rising", () => {
  const nights = last(voids(8), at(8, 12)).predictions["night-voids"];
  assert.ok(nights?.known && nights.what.type === "quantity" && nights.what.value === 1);
});

test("a review brings the house's zone: the same morning is another hour of the clock", () => {
  const review = said("clinical-review", { of: "heart", result: "allowed", by: "x", zone: "Europe/London" }, at(0, 1));
  const asked = (signals: readonly Signal[]) =>
    played(signals, at(23, 23))
      .filter((turn) => wish(turn, "no-stool"))
      .map(({ now }) => new Date(now).getUTCHours());
  assert.ok(asked([...everyMorning(20), review]).every((hour) => hour >= 8 && hour < 18));
  assert.ok(asked(everyMorning(20)).some((hour) => hour < 8));
});

const clock = { zone: "Asia/Tokyo", bedH: 21, riseH: 6 };
const mL = (day: number, hour: number, ml: number | null, leaked = false) => ({
  at: at(day, hour),
  ml,
  leaked,
  how: null,
});

test("a bladder diary's day begins after the first void of the morning and ends with the next one (ICS)", () => {
  const list = [
    mL(0, 6.5, 400),
    ...[mL(0, 10, 200), mL(0, 14, 250), mL(0, 19, 150, true)],
    ...[mL(1, 1, 300), mL(1, 4, 250)],
    mL(1, 7, 350),
    mL(1, 10, 200),
  ];
  const drinks = [
    { at: at(0, 12), ml: 300 },
    { at: at(1, 9), ml: 500 },
  ];
  const day = diaryDay({ voids: list, drinks }, nightAfter(-1 + 20454, clock, []), nightAfter(20454, clock, []), 84);
  assert.deepEqual(day, {
    ...{ voids: 6, dayVoids: 4, nightVoids: 2, leaks: 1, volumeMl: 1500, nightMl: 900, maxMl: 350, meanMl: 250 },
    ...{ drunkMl: 300, npi: 60, isPolyuria: true, unmeasured: 0 },
  });
});

test("nocturnal polyuria is said above 33 % over 65 years, above 20 % in the young, and of nobody between or unmeasured", () => {
  const nights = [nightAfter(20453, clock, []), nightAfter(20454, clock, [])] as const;
  const of = (night: number, age: number | null, more: readonly ReturnType<typeof mL>[] = []) =>
    diaryDay({ voids: [mL(0, 6.5, 1), mL(0, 12, 100 - night), mL(1, 6.5, night), ...more], drinks: [] }, ...nights, age)
      .isPolyuria;
  assert.deepEqual(
    [of(33, 65), of(34, 65), of(21, 25), of(20, 25), of(50, 45), of(50, null)],
    [false, true, true, false, null, null],
  );
  assert.equal(of(50, 80, [mL(0, 15, null)]), null);
});

test("a bed's sensor says when the night was, a walk to the toilet does not end it, and nonsense is not believed", () => {
  const change = (day: number, hour: number, inBed: boolean) => ({ at: at(day, hour), inBed });
  const seen = nightAfter(20454, clock, [
    change(0, 20, true),
    change(1, 1, false),
    change(1, 1.25, true),
    change(1, 7, false),
  ]);
  assert.deepEqual(seen, { bed: at(0, 20), rise: at(1, 7), by: "sensor" });
  assert.equal(nightAfter(20454, clock, [change(0, 21, true), change(0, 22, false)]).by, "clock");
  assert.equal(nightAfter(20454, clock, [change(0, 21, true)]).by, "clock");
});

test("leaks are described by function, and of few nothing is said", () => {
  assert.deepEqual(leakPatterns([mL(0, 9, 300, true)], 3, []), ["few"]);
  const large = [0, 1, 2].map((day) => mL(day, 9, 300, true));
  assert.deepEqual(leakPatterns(large, 3, []), ["large"]);
  assert.deepEqual(
    leakPatterns(
      large.map((one) => ({ ...one, ml: 60 })),
      3,
      [150, 160, 170],
    ),
    ["residual"],
  );
});
