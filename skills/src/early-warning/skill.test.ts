import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, type Language, languages, MINUTE, type Prediction, type Signal, type Step, say } from "@sakiyomi/core";
import { keepsPromises } from "@sakiyomi/core/testing";
import { ann, NOON, type Observation, observed, said, well, worsening } from "./sim.ts";
import { earlyWarning } from "./skill.ts";

keepsPromises(earlyWarning);

const adult = { id: ann, ageYears: 80, pregnant: false };
interface Given {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly person?: typeof adult | { id: typeof ann; ageYears: number | null; pregnant: boolean | null };
  readonly now?: number;
  readonly before?: unknown;
}

const turn = (
  signals: readonly Signal[],
  { settings = {}, person = adult, now = NOON, before }: Given = {},
): Step<unknown> =>
  earlyWarning.step(
    before ?? earlyWarning.start(NOON - 8 * HOUR),
    { signals, settings: earlyWarning.settings.parse(settings), person },
    now,
  );

const figureOf = (prediction: Prediction | undefined): number | string | undefined => {
  if (!prediction?.known) return prediction?.why.key;
  return prediction.what.type === "quantity" ? prediction.what.value : undefined;
};
const score = (signals: readonly Signal[], given?: Given) => figureOf(turn(signals, given).predictions.score);
const wish = (step: Step<unknown>, key: string) => step.wishes.find((one) => one.key === key);

/** A value for each number of points, read off the chart. */
const worth = {
  rate: { 0: 16, 1: 10, 2: 22, 3: 26 },
  spo2: { 0: 97, 1: 95, 2: 92, 3: 90 },
  oxygen: { 0: "air", 2: "oxygen" },
  systolic: { 0: 120, 1: 105, 2: 95, 3: 85 },
  pulse: { 0: 70, 1: 95, 2: 115, 3: 135 },
  consciousness: { 0: "alert", 3: "confused" },
  temperature: { 0: 37, 1: 38.5, 2: 39.5, 3: 34.5 },
} as const;

/** Every combination of points that seven parameters can give: 4 × 4 × 2 × 4 × 4 × 2 × 4. */
function* combinations(
  names: readonly (keyof typeof worth)[],
): Generator<readonly { name: string; points: number; value: unknown }[]> {
  const [name, ...rest] = names;
  if (name === undefined) return yield [];
  for (const [points, value] of Object.entries(worth[name]))
    for (const others of combinations(rest)) yield [{ name, points: Number(points), value }, ...others];
}

test("in all 4,096 combinations the score is the sum, and the response is the chart's", () => {
  let count = 0;
  for (const parts of combinations(Object.keys(worth) as (keyof typeof worth)[])) {
    const total = parts.reduce((sum, { points }) => sum + points, 0);
    const step = turn(observed(Object.fromEntries(parts.map(({ name, value }) => [name, value])) as Observation));
    assert.equal(figureOf(step.predictions.score), total);
    const isHigh = total >= 7;
    const isUrgent = !isHigh && (total >= 5 || parts.some(({ points }) => points === 3));
    const told = wish(step, "score");
    assert.equal(told?.do === "tell" ? told.level : null, isHigh ? "high" : isUrgent ? "medium" : null, `${total}`);
    count += 1;
  }
  assert.equal(count, 4096);
});

test("scale 2 counts only where a clinician has prescribed it", () => {
  const prescribed = { settings: { spo2Scale2: true } };
  assert.equal(score(observed({ spo2: 90 })), 3);
  assert.equal(score(observed({ spo2: 90 }), prescribed), 0);
  assert.equal(score(observed({ spo2: 97 }), prescribed), 0, "on air, 93 and more score nothing");
  assert.equal(score(observed({ spo2: 97, oxygen: "oxygen" }), prescribed), 5, "97 on oxygen scores 3, oxygen 2");
  assert.equal(score(observed({ spo2: 92, oxygen: "oxygen" }), prescribed), 2);
});

test("oxygen that flows is oxygen, a flow of 0 is air, and what was said last holds", () => {
  const flow = (value: number) => said("oxygen-flow", value, { at: NOON });
  const before = { at: NOON - MINUTE };
  assert.equal(score([...observed({}, before), flow(2)]), 2);
  assert.equal(score([...observed({ oxygen: "oxygen" }, before), flow(0)]), 0);
});

for (const name of Object.keys(well) as (keyof Observation)[])
  test(`without ${name} the score is incomplete, never low`, () => {
    const step = turn(observed({ [name]: undefined }));
    const prediction = step.predictions.score;
    assert.equal(figureOf(prediction), "incomplete-1");
    assert.equal(wish(step, "complete-observation")?.do, "task");
    assert.equal(wish(step, "next-observation"), undefined, "an incomplete nought asks for no 12-hourly round");
  });

test("a stale parameter makes the score incomplete, and says since when; the sensor's and the hand's time differ", () => {
  const monitor = { source: "device:monitor-1" };
  const set = [...observed(), said("respiration-rate", 16, { ...monitor, at: NOON + MINUTE })];
  const { state } = turn(set, { now: NOON + 2 * MINUTE });
  const later = (now: number) => turn([], { before: state, now }).predictions;
  assert.equal(figureOf(later(NOON + 6 * MINUTE - 1).score), 0);
  const silent = later(NOON + 6 * MINUTE);
  assert.equal(figureOf(silent.score), "incomplete-1");
  const part = silent["part-respiration-rate"];
  assert.ok(part && !part.known);
  assert.equal(part.why.values?.sinceAt, NOON + MINUTE);
  assert.equal(
    figureOf(later(NOON + 61 * MINUTE).score),
    "incomplete-3",
    "charted pulse, oxygen and breath count an hour",
  );
  assert.equal(figureOf(later(NOON + 13 * HOUR).score), "incomplete-7");
});

test("what is there already calls for help, though the rest is missing", () => {
  const step = turn([said("consciousness", "voice"), said("systolic", 80), said("respiration-rate", 30)]);
  const high = wish(step, "score");
  assert.ok(high && "text" in high);
  assert.equal(high.text.key, "tell-high-at-least");
  assert.equal(high.text.values?.total, 9);
  assert.equal(figureOf(step.predictions.score), "incomplete-4");
});

test("a reading struck out is gone, and the one before it holds again", () => {
  const good = observed({}, { at: NOON - MINUTE });
  const wrong = said("systolic", 80);
  const { state } = turn([...good, wrong]);
  assert.equal(score([], { before: state, now: NOON }), 3);
  assert.equal(score([{ ...wrong, quality: "entered-in-error" }], { before: state, now: NOON + MINUTE }), 0);
});

test("a late reading does not replace a newer one, and one said twice counts once", () => {
  const { state } = turn(observed());
  assert.equal(score([said("pulse-rate", 140, { at: NOON - HOUR })], { before: state, now: NOON + MINUTE }), 0);
  const twice = turn([...observed({ pulse: 140 }), ...observed({ pulse: 140 })]);
  assert.equal(figureOf(twice.predictions.score), 3);
});

test("a bad reading is not used, one that the sensor doubts is used and said to be doubted", () => {
  const bad = said("spo2", 80, { at: NOON, quality: "bad", source: "device:oximeter" });
  assert.equal(score([...observed({}, { at: NOON - MINUTE }), bad]), 0);
  const doubted = turn([...observed({}, { at: NOON - MINUTE }), { ...bad, quality: "questionable" }]).predictions[
    "part-spo2"
  ];
  assert.ok(doubted?.known);
  assert.ok(doubted.because.some(({ key }) => key === "questionable"));
});

test("heart rate speaks for the pulse", () => {
  assert.equal(score([...observed({ pulse: undefined }), said("heart-rate", 135)]), 3);
});

test("it does not apply under 16 or in pregnancy, and says so where the age is not known", () => {
  assert.equal(score(observed(), { person: { ...adult, ageYears: 15 } }), "not-for-children");
  assert.equal(score(observed(), { person: { ...adult, ageYears: 16 } }), 0);
  assert.equal(score(observed(), { person: { ...adult, ageYears: 30, pregnant: true } }), "not-in-pregnancy");
  const unsure = turn(observed(), { person: { ...adult, ageYears: null } }).predictions.score;
  assert.ok(unsure?.known && unsure.because.some(({ key }) => key === "age-unknown"));
});

test("the next observation is due as the chart says: 12 h, 4 h, 1 h, 1 h, at once", () => {
  const due = (given: Observation) => {
    const task = wish(turn(observed(given)), "next-observation");
    return task?.do === "task" ? (task.due - NOON) / MINUTE : undefined;
  };
  assert.equal(due({}), 720);
  assert.equal(due({ pulse: 95 }), 240);
  assert.equal(due({ consciousness: "confused" }), 60);
  assert.equal(due({ pulse: 115, rate: 22, temperature: 38.5 }), 60);
  assert.equal(due({ pulse: 115, rate: 22, temperature: 38.5, oxygen: "oxygen" }), 0);
});

test("the clock of a response starts when it begins, and new readings do not push it", () => {
  const ill = { pulse: 115, rate: 22, temperature: 38.5 };
  const first = turn(observed(ill));
  const again = turn(observed(ill, { at: NOON + 20 * MINUTE }), { before: first.state, now: NOON + 20 * MINUTE });
  const due = (step: Step<unknown>, key: string) => {
    const task = wish(step, key);
    return task?.do === "task" ? task.due : undefined;
  };
  assert.equal(due(first, "urgent-review"), NOON + HOUR);
  assert.equal(due(again, "urgent-review"), NOON + HOUR);
  const worse = turn(observed({ ...ill, oxygen: "oxygen" }, { at: NOON + 30 * MINUTE }), {
    before: again.state,
    now: NOON + 30 * MINUTE,
  });
  assert.equal(due(worse, "emergency-review"), NOON + 60 * MINUTE, "the emergency team within 30 min of the rise");
  for (const step of [first, worse]) {
    const told = wish(step, "score");
    assert.ok(told?.do === "tell" && told.by === undefined, "what is told is now: nothing is expected at a time");
  }
});

test("who gets worse is foretold: which sign, when it scores more, and what the score will be", () => {
  const { predictions } = turn(worsening());
  const breath = predictions["next-respiration-rate"];
  assert.ok(breath?.known && breath.what.type === "time");
  // At noon 20 a minute, rising by 2 an hour: 20.5, which is read as 21, is a quarter of an hour off.
  assert.ok(Math.abs(breath.what.at - (NOON + 15 * MINUTE)) < 8 * MINUTE, `${(breath.what.at - NOON) / MINUTE} min`);
  assert.ok(breath.what.interval.low < breath.what.interval.high);
  const hour = predictions["score-in-1h"];
  assert.ok(hour?.known && hour.what.type === "quantity");
  // In an hour: breath 22 scores 2, oxygen 94 scores 1.
  assert.equal(hour.what.value, 3);
  assert.equal(figureOf(predictions["next-pulse"]), "steady");
});

test("a rate is said in the unit of its sign, in every language", () => {
  const rising = { rate: 1, spo2: -1, systolic: -4, pulse: 3, temperature: 0.1 } as const;
  const signals = Array.from({ length: 18 }, (_, i) => {
    const of = (name: keyof typeof rising, at: number) => Number((at + (rising[name] * i) / 6).toFixed(2));
    const values = { rate: of("rate", 16), spo2: of("spo2", 97), systolic: of("systolic", 130) };
    const more = { pulse: of("pulse", 70), temperature: of("temperature", 37) };
    return observed({ ...values, ...more }, { at: NOON - (17 - i) * 10 * MINUTE });
  }).flat();
  const { predictions } = turn(signals);
  const parts = { "respiration-rate": "/min", spo2: "%", systolic: "mmHg", pulse: "/min", temperature: "°C" };
  for (const [parameter, unit] of Object.entries(parts)) {
    const part = predictions[`part-${parameter}`];
    assert.ok(part?.known, parameter);
    const trend = part.because.find(({ key }) => key.startsWith("trend-"));
    assert.ok(trend !== undefined && trend.key !== "trend-steady", parameter);
    const of = (language: Language) => say(earlyWarning.words, trend, { language, zone: "Asia/Tokyo" });
    assert.match(of("en"), new RegExp(`(Rising|Falling) by [0-9.]+ ${unit} an hour$`));
    for (const language of languages) assert.doesNotMatch(of(language), /[{}]|unit-/);
  }
  const hour = predictions["score-in-1h"];
  const mover = hour?.known ? hour.because.find(({ values }) => values?.parameter === "systolic") : undefined;
  assert.ok(mover);
  assert.match(say(earlyWarning.words, mover, { language: "en", zone: "Asia/Tokyo" }), /falls by 4 mmHg an hour/);
});

test("somebody steady has no next threshold", () => {
  const signals = Array.from({ length: 24 }, (_, i) => observed({ rate: 16 + (i % 2) }, { at: NOON - i * 10 * MINUTE }))
    .flat()
    .reverse();
  const { predictions } = turn(signals);
  assert.equal(figureOf(predictions["next-respiration-rate"]), "steady");
  assert.equal(figureOf(predictions["next-response"]), "steady");
});
