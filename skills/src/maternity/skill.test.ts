import assert from "node:assert/strict";
import { test } from "node:test";
import {
  HOUR,
  type Instant,
  MINUTE,
  type Prediction,
  SECOND,
  type Signal,
  type SourceId,
  type Step,
} from "@sakiyomi/core";
import { keepsPromises } from "@sakiyomi/core/testing";
import { analyse, unknownCircumstances } from "./ctg/analyse.ts";
import { type Settings, settings } from "./settings.ts";
import { ann, BEGIN, chanceOf, type Mood, play, pregnancyAt, type Script, signalsOf } from "./sim.ts";
import { maternity } from "./skill.ts";
import { recordingOf, type Tape } from "./tape.ts";

keepsPromises(maternity);

const usual = settings.parse({});
const person = { id: ann, ageYears: 31, pregnant: true };
const always = (mood: Mood) => () => mood;

interface Lived {
  readonly steps: readonly Step<unknown>[];
  readonly last: Step<unknown>;
}

/** A turn every ten seconds, the state stored in between. */
function live(signals: readonly Signal[], minutes: number, set: Settings = usual): Lived {
  const steps: Step<unknown>[] = [];
  let state = maternity.start(BEGIN);
  const sorted = [...signals].sort((a, b) => a.receivedAt - b.receivedAt);
  let next = 0;
  for (let s = 10; s <= minutes * 60; s += 10) {
    const now = BEGIN + s * SECOND;
    const arrived: Signal[] = [];
    while (next < sorted.length && (sorted[next] as Signal).receivedAt <= now) arrived.push(sorted[next++] as Signal);
    const step = maternity.step(state, { signals: arrived, settings: set, person }, now);
    state = JSON.parse(JSON.stringify(step.state));
    steps.push(step);
  }
  return { steps, last: steps.at(-1) as Step<unknown> };
}

const at = ({ steps }: Lived, minute: number): Step<unknown> => steps[minute * 6 - 1] as Step<unknown>;
const keys = ({ wishes }: Step<unknown>): readonly string[] => wishes.map(({ key }) => key);
const wishOf = (step: Step<unknown>, key: string) => step.wishes.find((wish) => wish.key === key);
/** Seconds of the turns in which it was wished. */
const told = ({ steps }: Lived, key: string): readonly number[] =>
  steps.flatMap((step, i) => (keys(step).includes(key) ? [(i + 1) * 10] : []));
/** Its level, or the word of its text. */
const said = (step: Step<unknown>, key: string): string | undefined => {
  const wish = wishOf(step, key);
  return wish && "text" in wish ? `${"level" in wish ? wish.level : wish.do} ${wish.text.key}` : undefined;
};

function number(prediction: Prediction | undefined): number {
  assert(prediction?.known && prediction.what.type === "quantity", JSON.stringify(prediction));
  return prediction.what.value;
}
function word(prediction: Prediction | undefined): string {
  if (!prediction?.known) return prediction?.why.key ?? "";
  return prediction.what.type === "classes" ? (Object.keys(prediction.what.probabilities)[0] ?? "") : "";
}
const withWeek = (script: Script, weeks = 38, fetuses = 1): readonly Signal[] => [
  pregnancyAt(weeks, fetuses),
  ...signalsOf(script),
];

test("an active child: measured at ten minutes, criteria met and since when, nobody is called", () => {
  const lived = live(withWeek({ minutes: 30 }), 30);
  assert.equal(word(at(lived, 9).predictions.criteria), "first-look");
  const first = at(lived, 11);
  assert.ok(Math.abs(number(first.predictions.baseline) - 140) < 3);
  assert.ok(number(first.predictions["short-term-variation"]) > 5);
  assert.equal(number(first.predictions.signal), 100);
  const { criteria } = lived.last.predictions;
  assert.equal(word(criteria), "met");
  assert.ok(criteria?.known && criteria.because[0]?.key === "met-since");
  assert.equal(word(lived.last.predictions.level), "level-1");
  assert.equal(word(lived.last.predictions["labour-figo"]), "why-not-in-labour");
  assert.deepEqual(lived.steps.flatMap(keys), []);
});

test("the looks come at 10 min and every 2, and the figures are those of the same recording read at once", () => {
  const script: Script = { minutes: 24, seed: 5, dropout: 0.1, contractionsEveryS: 300 };
  const lived = live(withWeek(script), 24);
  const minutes = lived.steps.map(({ state }) => (state as { look: { minute: number } | null }).look?.minute ?? 0);
  assert.deepEqual([...new Set(minutes)], [0, 10, 12, 14, 16, 18, 20, 22, 24]);
  const { look } = lived.last.state as { look: { baselineBpm: unknown; stvMs: { value: number } } };
  const whole = analyse(play(script), { ...unknownCircumstances, weeks: 38 });
  assert(whole.variation.stvMs.known && whole.baselineBpm.known);
  assert.ok(
    Math.abs(look.stvMs.value - whole.variation.stvMs.value) < 0.4,
    "half as many values a second change little",
  );
  assert.ok(Math.abs(number(lived.last.predictions.baseline) - whole.baselineBpm.value) < 0.5);
});

test("a sleeping child has no result before the hour, and then a doctor looks within two hours", () => {
  const lived = live(withWeek({ minutes: 62, mood: always("quiet"), seed: 3 }), 62);
  assert.equal(word(at(lived, 30).predictions.criteria), "not-yet");
  assert.deepEqual(at(lived, 58).wishes, []);
  assert.equal(word(lived.last.predictions.criteria), "not-met");
  const wish = lived.last.wishes[0];
  assert(wish?.do === "task");
  assert.deepEqual([wish.role, wish.text.key], ["doctor", "review-criteria-not-met"]);
  assert.ok(Math.abs(wish.due - (BEGIN + 62 * MINUTE + 2 * HOUR)) <= 2 * MINUTE);
});

test("what was found at the hour stands, whatever comes later in the same recording", () => {
  const mood = (minute: number): Mood => (minute < 60 ? "quiet" : "active");
  const lived = live(withWeek({ minutes: 72, mood, seed: 3 }), 72);
  assert.equal(word(lived.last.predictions.criteria), "not-met");
  assert.ok(keys(lived.last).some((key) => key.startsWith("review-")));
});

test("a recording that ends too early, without the criteria, has to be made again; one that met them, not", () => {
  const early = live(withWeek({ minutes: 20, mood: always("quiet") }), 40);
  assert.equal(said(early.last, keys(early.last)[0] ?? ""), "task review-stopped-early");
  assert.equal(early.last.sleeps, true);
  assert.equal(word(early.last.predictions.criteria), "never");
  assert.deepEqual(keys(live(withWeek({ minutes: 20 }), 40).last), []);
  assert.deepEqual(keys(live(withWeek({ minutes: 5, mood: always("quiet") }), 25).last), []);
});

test("the task is over when a doctor has answered that recording, and stands again when the answer is struck out", () => {
  const answer = (minute: number, quality: Signal["quality"], sinceMin: number): Signal => ({
    ...{ subject: ann, kind: "advice", at: BEGIN + sinceMin * MINUTE, receivedAt: BEGIN + sinceMin * MINUTE },
    ...{ sequence: minute === 0 ? 0 : 1, quality, source: "device:desk" as SourceId },
    value: { about: `ctg-${BEGIN / MINUTE + minute}`, words: "Come at two.", urgency: "today", by: "Dr. Sato" },
  });
  const lived = live(
    [
      ...withWeek({ minutes: 20, mood: always("quiet") }),
      answer(-90, "good", 40),
      answer(0, "good", 50),
      { ...answer(0, "entered-in-error", 50), receivedAt: BEGIN + 55 * MINUTE },
    ],
    60,
  );
  assert.deepEqual(
    [at(lived, 45), at(lived, 52), lived.last].map((step) => keys(step).length),
    [1, 0, 1],
  );
});

test("a child without variation is told and shown to a doctor at once", () => {
  const lived = live(withWeek({ minutes: 16, mood: always("flat") }), 16);
  assert.equal(said(lived.last, "level"), "medium level-told");
  const task = lived.last.wishes.find((wish) => wish.do === "task");
  assert(task?.do === "task" && task.due <= BEGIN + 12 * MINUTE);
});

test("a slow heart is told after two minutes, called after three, until it has come back", () => {
  for (const seed of [1, 2]) {
    const lived = live(
      withWeek({ minutes: 30, seed, motherBpm: 95, slow: [{ atMin: 20, forMin: 6, depthBpm: 70 }] }),
      30,
    );
    const seconds = told(lived, "slow");
    assert.ok((seconds[0] ?? 0) >= 1320 && (seconds[0] ?? 0) <= 1350, `${seconds[0]}`);
    assert.equal(said(lived.steps[(seconds[0] as number) / 10 - 1] as Step<unknown>, "slow"), "medium slow");
    assert.equal(said(at(lived, 25), "slow"), "high slow");
    assert.ok((seconds.at(-1) ?? 0) < 1620, `${seconds.at(-1)}`);
  }
});

for (const seed of [201, 202, 203])
  test(`whenever, however deep, calm or lively, over drop-outs: a slow heart is told in time (${seed}), and only then`, () => {
    const chance = chanceOf(seed);
    const script: Script = {
      ...{ minutes: 20, seed, dropout: 0.15 * chance(), baselineBpm: 118 + Math.round(40 * chance()) },
      ...{ motherBpm: 60 + Math.round(45 * chance()), mood: always(chance() < 0.5 ? "quiet" : "active") },
    };
    const atMin = 3 + Math.floor(11 * chance());
    const slow = [{ atMin, forMin: 5, depthBpm: 55 + 20 * chance() }];
    const lived = live(withWeek({ ...script, slow }), 20);
    const first = Math.min(...told(lived, "slow"), ...told(lived, "mother"));
    assert.ok(first > atMin * 60 && first <= atMin * 60 + 170, `${first - atMin * 60}`);
    const calm = live(withWeek(script), 20);
    for (const key of ["slow", "mother", "lost"]) assert.deepEqual(told(calm, key), []);
  });

test("a slow heart is told also before a baseline is known, and when the sensor then falls silent", () => {
  const lived = live(withWeek({ minutes: 8, baselineBpm: 85, motherBpm: null, silent: [[6, 8]] }), 8);
  assert.ok((told(lived, "slow")[0] ?? 999) <= 130);
  assert.equal(said(lived.last, "slow"), "high slow", "pulling the sensor off cures nobody");
});

test("a heart that was called for is looked at, also when the recording ended before the first look", () => {
  const lived = live(withWeek({ minutes: 8, motherBpm: null, slow: [{ atMin: 3, forMin: 4, depthBpm: 60 }] }), 30);
  assert.equal(said(lived.last, keys(lived.last)[0] ?? ""), "task review-slow-heart");
  assert.equal(lived.last.sleeps, true);
});

test("of several pregnancies the newest holds, and one that was struck out does not", () => {
  const twins = { ...pregnancyAt(34, 2), at: BEGIN - MINUTE, sequence: 1 } as Signal;
  const newer = { ...twins, at: BEGIN, receivedAt: BEGIN } as Signal;
  const struck = { ...newer, quality: "entered-in-error", receivedAt: BEGIN + 5 * MINUTE } as Signal;
  const criteria = (...said: readonly Signal[]) =>
    word(live([...withWeek({ minutes: 12 }, 34), ...said], 12).last.predictions.criteria);
  assert.deepEqual([criteria(twins), criteria(newer), criteria(newer, struck)], ["met", "why-several-children", "met"]);
});

test("a heart that slows to the mother's rate is called, and told to be doubtful", () => {
  const lived = live(withWeek({ minutes: 30, motherBpm: 80, slow: [{ atMin: 20, forMin: 8, depthBpm: 60 }] }), 30);
  assert.match(said(at(lived, 26), "slow") ?? "", /^high slow/);
  assert.deepEqual(told(lived, "mother"), []);
  const words = lived.steps.map((step) => said(step, "slow"));
  assert.ok(words.includes("medium slow-perhaps-mother") || words.includes("high slow-perhaps-mother"));
});

test("a sensor that jumps to the mother's heart is told within 70 s, and her rate is no slow child", () => {
  const lived = live(withWeek({ minutes: 30, hearsMother: [[20, 30]] }), 30);
  const seconds = told(lived, "mother");
  assert.ok((seconds[0] ?? 0) > 1200 && (seconds[0] ?? 0) <= 1270, `${seconds[0]}`);
  assert.equal(said(lived.last, "mother"), "high mother-heard");
  assert.deepEqual(told(lived, "slow"), []);
  assert.equal(word(lived.last.predictions.level), "why-signal-of-mother");
  assert.equal(wishOf(lived.last, "level"), undefined);
});

test("lost signal is told after three minutes, with what the sensor says of itself, and not for short gaps", () => {
  const lived = live(withWeek({ minutes: 20, silent: [[12, 20]] }), 20);
  const seconds = told(lived, "lost");
  assert.ok((seconds[0] ?? 0) >= 900 && (seconds[0] ?? 0) <= 920, `${seconds[0]}`);
  assert.equal(said(lived.last, "lost"), "low signal-lost-told");
  const off: Signal = {
    ...{
      subject: ann,
      kind: "device-status",
      value: "leads-off",
      at: BEGIN + 12 * MINUTE,
      receivedAt: BEGIN + 12 * MINUTE,
    },
    ...{ sequence: 0, quality: "good", source: "device:ctg-1" as SourceId },
  };
  assert.equal(
    said(live([...withWeek({ minutes: 20, silent: [[12, 20]] }), off], 20).last, "lost"),
    "low lost-leads-off",
  );
  assert.deepEqual(told(live(withWeek({ minutes: 20, dropout: 0.3 }), 20), "lost"), []);
});

test("where nothing is sent any more, that is told, and nobody is asked to move a sensor", () => {
  const all = withWeek({ minutes: 20 });
  const until = (minute: number, kinds: readonly string[]) =>
    all.filter(({ kind, at: then }) => !kinds.includes(kind) || then < BEGIN + minute * MINUTE);
  const waves = ["fetal-heart-rate", "uterine-activity"];
  const ended = live(until(12, waves), 20);
  const texts = ended.steps.flatMap((step) => said(step, "lost") ?? []);
  assert.deepEqual([...new Set(texts)], ["low nothing-arrives"], "from the first time on, though her pulse goes on");
  assert.equal(texts.length, told(ended, "lost").length);
  const seconds = told(ended, "lost");
  assert.ok((seconds[0] ?? 0) >= 890 && (seconds[0] ?? 0) <= 920, `${seconds[0]}`);
  assert.equal(said(live(until(12, ["fetal-heart-rate"]), 20).last, "lost"), "low signal-lost-told", "the toco sends");
  const gaps = withWeek({ minutes: 20, silent: [[11.5, 12]] }).filter(
    ({ kind, at: then }) => !waves.includes(kind) || then < BEGIN + 12 * MINUTE,
  );
  const slow = live(gaps, 20).steps.flatMap((step) => said(step, "lost") ?? []);
  assert.deepEqual([...new Set(slow)], ["low nothing-arrives"], "its last words were without a heart");
  const back = live([...until(12, waves), ...all.filter(({ at: then }) => then >= BEGIN + 17 * MINUTE)], 20);
  assert.equal(said(back.last, "lost"), undefined, "and it is over when it is heard again");
});

test("a signal that comes and goes is told once", () => {
  const silent = Array.from({ length: 8 }, (_, i) => [4 + i * 1.5, 5 + i * 1.5] as const);
  const seconds = told(live(withWeek({ minutes: 22, silent }), 22), "lost");
  assert.ok(seconds.length > 30, "it is told");
  assert.equal(seconds.length, ((seconds.at(-1) as number) - (seconds[0] as number)) / 10 + 1, "without a break");
  assert.ok((seconds.at(-1) ?? 0) <= 19 * 60, "and ends when it is heard again");
});

test("in labour FIGO and NICHD are given, and the criteria of before labour are not", () => {
  const script: Script = { minutes: 40, mood: always("quiet"), contractionsEveryS: 180, seed: 2 };
  const falls = Array.from({ length: 12 }, (_, contraction) => ({ contraction, kind: "late" as const, depthBpm: 40 }));
  const labour = { ...usual, inLabour: true };
  const lived = live(withWeek({ ...script, falls }), 40, labour);
  assert.equal(word(lived.last.predictions.criteria), "why-in-labour");
  assert.equal(word(lived.last.predictions["labour-nichd"]), "category-II");
  assert.match(word(lived.last.predictions["labour-figo"]), /suspicious|pathological/);
});

test("for twins and before 26 weeks the criteria are not given", () => {
  assert.equal(word(live(withWeek({ minutes: 12 }, 34, 2), 12).last.predictions.criteria), "why-several-children");
  assert.equal(word(live(withWeek({ minutes: 12 }, 24), 12).last.predictions.criteria), "why-before-26-weeks");
});

test("felt movements count, those before the recording do not, and a struck-out one does not", () => {
  const moved = (minute: number, quality: Signal["quality"] = "good", receivedMin = minute): Signal => ({
    ...{ subject: ann, kind: "fetal-movement", value: { count: 2 }, sequence: 0, quality },
    ...{ at: BEGIN + minute * MINUTE, receivedAt: BEGIN + receivedMin * MINUTE, source: "device:button" as SourceId },
  });
  const because = (signals: readonly Signal[]) => {
    const { criteria } = live([...withWeek({ minutes: 14, mood: always("quiet") }), ...signals], 14).last.predictions;
    return criteria?.known ? criteria.because.map(({ key }) => key) : [];
  };
  assert.ok(because([]).includes("unknown-movement"));
  assert.ok(!because([moved(5)]).includes("unknown-movement"));
  assert.ok(because([moved(-5)]).includes("unknown-movement"));
  assert.ok(because([moved(5), moved(5, "entered-in-error", 8)]).includes("unknown-movement"));
});

const waves = (signals: readonly Signal[]) => signals.filter(({ kind }) => kind === "fetal-heart-rate");

test("blocks said twice, late, out of order or of a second sensor change nothing; struck-out ones are taken back", () => {
  const day = withWeek({ minutes: 16, seed: 4 });
  const plain = live(day, 16).last;
  const other = waves(day).map((signal) => ({ ...signal, source: "device:ctg-2" as SourceId }) as Signal);
  const late = day.map((signal, i) =>
    i % 7 === 3 ? { ...signal, receivedAt: signal.receivedAt + 20 * SECOND } : signal,
  );
  for (const [name, signals] of Object.entries({ twice: [...day, ...waves(day)], other: [...day, ...other] }))
    assert.deepEqual(live(signals, 16).last.predictions, plain.predictions, name);
  const { baseline } = live(late, 16).last.predictions;
  assert.ok(Math.abs(number(baseline) - number(plain.predictions.baseline)) < 0.5);
  const struck = waves(day).map(
    (signal) => ({ ...signal, quality: "entered-in-error", receivedAt: BEGIN + 15 * MINUTE }) as Signal,
  );
  assert.ok(number(live([...day, ...struck], 16).last.predictions.signal) < 25);
});

test("another sensor takes over within the same recording; a clock that is far ahead is not followed", () => {
  const day = signalsOf({ minutes: 24, silent: [[10, 12]] });
  const changed = day.map((signal) =>
    signal.at >= BEGIN + 12 * MINUTE && signal.kind === "fetal-heart-rate"
      ? ({ ...signal, source: "device:ctg-2" as SourceId } as Signal)
      : signal,
  );
  const { tape } = live(changed, 24).last.state as { tape: Tape };
  assert.deepEqual([tape.begin, tape.source], [BEGIN, "device:ctg-2"]);
  const ahead = waves(day).map((signal) => ({ ...signal, at: signal.at + 5 * HOUR }) as Signal);
  assert.equal(live(ahead, 24).last.sleeps, true);
});

test("devices of any rate are heard alike", () => {
  for (const rate of [1, 2, 4, 10, 60]) {
    const day = Array.from({ length: 84 }, (_, i): Signal => {
      const samples = Int32Array.from({ length: 10 * rate }, (_, k) => {
        const s = i * 10 + k / rate;
        return Math.round(4 * (140 + 8 * Math.sin(s / 8)));
      });
      return {
        ...{
          subject: ann,
          kind: "fetal-heart-rate",
          at: BEGIN + i * 10 * SECOND,
          receivedAt: BEGIN + (i + 1) * 10 * SECOND,
        },
        ...{ sequence: 0, quality: "good", source: "device:ctg-1" as SourceId },
        value: { rate, scale: 0.25, offset: 0, samples },
      };
    });
    const { predictions } = live(day, 14).last;
    assert.ok(Math.abs(number(predictions.baseline) - 140) < 1.5, `${rate} Hz: ${number(predictions.baseline)}`);
    assert.equal(number(predictions.signal), 100, `${rate} Hz`);
  }
});

test("the tape gives back what was said, to a quarter of a beat, keeps an hour, and stays small", () => {
  const script: Script = { minutes: 65, seed: 9, contractionsEveryS: 200 };
  const { state } = live(signalsOf(script), 65).last;
  const { tape } = state as { tape: Tape };
  const { fhr, toco } = play(script);
  const kept = recordingOf(tape);
  const from = (tape.from - BEGIN) / 250;
  assert.ok(kept.fhr.length >= 3590 * 4 && kept.fhr.length <= 3600 * 4, `${kept.fhr.length}`);
  let most = 0;
  for (let i = 0; i < kept.fhr.length; i += 2) {
    const mean = ((fhr[from + i] as number) + (fhr[from + i + 1] as number)) / 2;
    most = Math.max(most, Math.abs(mean - (kept.fhr[i] as number)));
  }
  assert.ok(most <= 0.3, `${most}`);
  assert.ok(Math.abs((kept.toco?.[4000] as number) - (toco?.[from + 4000] as number)) < 6);
  const bytes = Buffer.byteLength(JSON.stringify(state));
  assert.ok(bytes < 24_000, `${bytes}`);
});

test("who is not pregnant, or too old or young to be, has no seat", () => {
  const suits = (ageYears: number | null, pregnant: boolean | null) =>
    maternity.suits?.({ id: ann, ageYears, pregnant });
  assert.deepEqual(
    [suits(30, true), suits(30, null), suits(null, null), suits(30, false), suits(80, null), suits(5, null)],
    [true, true, true, false, false, false],
  );
});

test("the mother's own day without a recording is slept through", () => {
  const now: Instant = BEGIN + MINUTE;
  const step = maternity.step(maternity.start(BEGIN), { signals: [pregnancyAt(30)], settings: usual, person }, now);
  assert.equal(step.sleeps, true);
});
