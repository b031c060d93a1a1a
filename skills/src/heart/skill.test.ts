import assert from "node:assert/strict";
import { test } from "node:test";
import { type Instant, MINUTE, type Prediction, SECOND, type Signal, type SourceId, type Step } from "@sakiyomi/core";
import { keepsPromises } from "@sakiyomi/core/testing";
import { disorder } from "./rhythm.ts";
import { ann, BEGIN, beaten } from "./sim.ts";
import { heart } from "./skill.ts";

keepsPromises(heart);

const settings = heart.settings.parse({});
const person = { id: ann, ageYears: 80, pregnant: null };

/** The cut-off as it was published. */
const ZHOU_2015 = 0.639;

interface Lived {
  readonly last: Step<unknown>;
  readonly steps: readonly Step<unknown>[];
}

/** A turn a second, the state stored in between. */
function live(signals: readonly Signal[], seconds: number, state: unknown = heart.start(BEGIN), from = 0): Lived {
  const steps: Step<unknown>[] = [];
  for (let second = from + 1; second <= seconds; second++) {
    const now = BEGIN + second * SECOND;
    const arrived = signals.filter(({ receivedAt }) => receivedAt > now - SECOND && receivedAt <= now);
    const step = heart.step(state, { signals: arrived, settings, person }, now);
    state = JSON.parse(JSON.stringify(step.state));
    steps.push(step);
  }
  return { last: steps.at(-1) as Step<unknown>, steps };
}

function value(prediction: Prediction | undefined): number {
  assert(prediction?.known && prediction.what.type === "quantity", JSON.stringify(prediction));
  return prediction.what.value;
}

const wishNames = ({ wishes }: Step<unknown>): readonly string[] => wishes.map(({ key }) => key);
const alarmSeconds = ({ steps }: Lived): readonly number[] =>
  steps.flatMap((step, i) => (wishNames(step).includes("asystole") ? [i + 1] : []));

/** The same irregular numbers in every run: Mulberry32. */
function chanceOf(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

for (const rate of [100, 125, 360, 500, 1000])
  test(`75 beats a minute are 75 beats a minute at ${rate} samples a second, from ECG and pulse`, () => {
    const { last } = live(beaten({ seconds: 30, rate }), 30);
    assert.ok(Math.abs(value(last.predictions.rate) - 75) < 0.3);
    assert.ok(Math.abs(value(last.predictions.pulse) - 75) < 0.3);
  });

test("a slow and a fast heart are counted beat by beat", () => {
  for (const perMin of [32, 45, 110, 170]) {
    const { last } = live(beaten({ seconds: 40, interval: () => 60_000 / perMin }), 40);
    assert.ok(Math.abs(value(last.predictions.rate) - perMin) < 1, `${perMin}`);
  }
});

test("it makes heart rate and pulse rate every five seconds, never of the future", () => {
  const { steps } = live(beaten({ seconds: 40 }), 40);
  const made = steps.flatMap((step, i) => (step.made ?? []).map((one) => ({ ...one, second: i + 1 })));
  assert.deepEqual([...new Set(made.map(({ kind }) => kind))].sort(), ["heart-rate", "pulse-rate"]);
  for (const { at, second } of made) assert.ok(at <= BEGIN + second * SECOND);
  assert.ok(made.length >= 12 && made.length <= 16, `${made.length}`);
});

test("without a wave nothing is known, and it says which wave is missing", () => {
  const { last } = live([], 5);
  assert.deepEqual(last.predictions.rate, { known: false, why: { key: "ecg-never" } });
  const { last: later } = live(beaten({ seconds: 20 }), 45);
  assert.deepEqual(later.predictions.rate, { known: false, why: { key: "ecg-silent", values: { seconds: 25 } } });
});

test("where noise is as large as the beats no rate is given", () => {
  const chance = chanceOf(3);
  const { last } = live(beaten({ seconds: 40, noise: () => 3 * (chance() - 0.5) }), 40);
  assert.equal(last.predictions.rate?.known, false);
});

test("a heart that stops, in ECG and pulse, is called for within six seconds, and until it beats again", () => {
  const lived = live(beaten({ seconds: 70, ecgStops: [30, 50], pulseStops: [30, 50] }), 70);
  const seconds = alarmSeconds(lived);
  assert.ok((seconds[0] ?? 99) > 32 && (seconds[0] ?? 99) <= 36, `${seconds}`);
  assert.ok((seconds.at(-1) ?? 0) >= 49 && (seconds.at(-1) ?? 99) <= 53, `${seconds}`);
  const wish = lived.steps[40]?.wishes[0];
  assert(wish?.do === "tell");
  assert.equal(wish.level, "high");
  assert.equal(wish.text.key, "asystole");
});

test("an ECG without beats while the pulse goes on is an electrode to be checked, no alarm", () => {
  const lived = live(beaten({ seconds: 60, ecgStops: [30, 60] }), 60);
  assert.deepEqual(alarmSeconds(lived), []);
  assert.deepEqual(wishNames(lived.last), ["check-electrodes"]);
});

test("without a second signal the ECG alone calls, and says that it is alone", () => {
  const lived = live(beaten({ seconds: 45, ecgStops: [30, 45], withPulse: false }), 45);
  const wish = lived.last.wishes[0];
  assert(wish?.do === "tell");
  assert.equal(wish.text.key, "asystole-ecg-only");
});

test("a pulse sensor that falls off alone means nothing for the heart", () => {
  assert.deepEqual(wishNames(live(beaten({ seconds: 60, pulseStops: [20, 60] }), 60).last), []);
});

test("small noise after the last beat is no beat", () => {
  const chance = chanceOf(5);
  const noise = (i: number) => (i > 30 * 250 ? 0.04 * (chance() - 0.5) : 0);
  const lived = live(beaten({ seconds: 60, ecgStops: [30, 60], pulseStops: [30, 60], noise }), 60);
  assert.deepEqual(wishNames(lived.last), ["asystole"]);
});

test("an alarm that stands is not ended by pulling the wire", () => {
  const lived = live(beaten({ seconds: 40, ecgStops: [30, 40], pulseStops: [30, 40] }), 120);
  assert.deepEqual(wishNames(lived.last), ["asystole"]);
});

test("silence of a sensor is no silence of the heart", () => {
  assert.deepEqual(alarmSeconds(live(beaten({ seconds: 20 }), 120)), []);
});

test("intervals as in atrial fibrillation are told to a doctor, who has a day to look", () => {
  const chance = chanceOf(7);
  // Ventricular intervals in atrial fibrillation vary by about a quarter, each for itself (Tateno and Glass 2001).
  const { last } = live(beaten({ seconds: 130, interval: () => 700 * (0.6 + 0.8 * chance()) }), 130);
  assert.deepEqual(wishNames(last), ["disorder", "review-rhythm"]);
  const [told, task] = last.wishes;
  assert(told?.do === "tell" && task?.do === "task");
  assert.equal(told.level, "low");
  assert.equal(task.role, "doctor");
  assert.equal(task.due, (task.text.values?.sinceAt as number) + 24 * 60 * MINUTE);
});

test("breathing, every other beat early, and now and then an extra beat are no fibrillation", () => {
  const rhythms: Readonly<Record<string, (i: number) => number>> = {
    breathing: (i) => 850 + 80 * Math.sin(i / 2.2),
    bigeminy: (i) => (i % 2 === 0 ? 480 : 1020),
    extra: (i) => (i % 17 === 3 ? 500 : i % 17 === 4 ? 1200 : 850 + 20 * Math.sin(i / 3)),
  };
  for (const [name, interval] of Object.entries(rhythms)) {
    const intervals = Array.from({ length: 140 }, (_, i) => Math.round(interval(i)));
    const found = disorder(intervals);
    assert.ok(found !== null && found < ZHOU_2015, `${name}: ${found}`);
  }
});

test("the rhythm is not judged from too few beats, nor across gaps", () => {
  assert.equal(disorder(Array.from({ length: 100 }, () => 800)), null);
  assert.equal(disorder(Array.from({ length: 132 }, (_, i) => (i % 5 === 0 ? 0 : 800))), null);
  assert.equal(disorder(Array.from({ length: 132 }, () => 800)), 0);
});

test("two leads of one device, and a block said twice, are heard once", () => {
  const day = beaten({ seconds: 30, withPulse: false });
  const twice = day.flatMap((signal) => [signal, { ...signal, sequence: 1 } as Signal, signal]);
  const { last } = live(twice, 30);
  assert.deepEqual(last.predictions, live(day, 30).last.predictions);
});

test("a second of missing samples is a gap, not a long interval; a short hole is bridged", () => {
  const day = beaten({ seconds: 40, withPulse: false });
  const holed = day.filter(({ at }) => at !== BEGIN + 28 * SECOND);
  assert.ok(Math.abs(value(live(holed, 40).last.predictions.rate) - 75) < 0.5);
});

test("another sensor takes over when the first has fallen silent", () => {
  const day = beaten({ seconds: 60, withPulse: false });
  const other = (signal: Signal): Signal => ({ ...signal, source: "device:ecg-2" as SourceId });
  const changed = day.map((signal) => (signal.at < BEGIN + 30 * SECOND ? signal : other(signal)));
  assert.ok(Math.abs(value(live(changed, 60).last.predictions.rate) - 75) < 0.3);
});

test("a wave too slow to show beats is not used", () => {
  assert.equal(live(beaten({ seconds: 20, rate: 50, withPulse: false }), 20).last.predictions.rate?.known, false);
});

test("what a struck-out block said is taken back", () => {
  const day = beaten({ seconds: 30, withPulse: false });
  const { last } = live(day, 30);
  const now: Instant = BEGIN + 31 * SECOND;
  const struck = day.slice(16).map((signal) => ({ ...signal, receivedAt: now, quality: "entered-in-error" }) as Signal);
  const step = heart.step(last.state, { signals: struck, settings, person }, now);
  assert.deepEqual(step.predictions.rate, { known: false, why: { key: "ecg-few-beats" } });
});

test("a sensor whose clock was ahead and is set right is heard again within seconds, and a heart that stops then is called for", () => {
  const ahead = 110 * SECOND;
  const day = beaten({ seconds: 90, ecgStops: [60, 90], pulseStops: [60, 90] }).map((signal) =>
    signal.receivedAt <= BEGIN + 30 * SECOND ? { ...signal, at: signal.at + ahead } : signal,
  );
  const lived = live(day, 90);
  assert.ok(Math.abs(value(lived.steps[49]?.predictions.rate) - 75) < 1);
  const [alarm = 0] = alarmSeconds(lived);
  assert.ok(alarm > 60 && alarm <= 70, String(alarm));
});

test("one block of a wrong time, and a minute that is sent again, keep nobody from being heard", () => {
  const day = beaten({ seconds: 60 });
  const odd = day.map((signal) =>
    signal.receivedAt === BEGIN + 20 * SECOND ? { ...signal, at: signal.at + 100 * SECOND } : signal,
  );
  assert.ok(Math.abs(value(live(odd, 40).last.predictions.rate) - 75) < 1);
  const again = day
    .filter(({ at }) => at < BEGIN + 30 * SECOND)
    .map((signal) => ({ ...signal, receivedAt: BEGIN + 40 * SECOND, sequence: 1 }));
  const { steps } = live(
    [...day, ...again].sort((a, b) => a.receivedAt - b.receivedAt),
    60,
  );
  for (const second of [40, 41, 45, 60]) assert.ok(Math.abs(value(steps[second - 1]?.predictions.rate) - 75) < 1);
});
