import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE, SECOND } from "@sakiyomi/core";
import { type Simulated, simulatedPerson, simulatedWard } from "./index.ts";

const START = Date.parse("2026-01-01T00:00:00+09:00");
const kindsOf = (signals: readonly Simulated[]) => new Set(signals.map(({ kind }) => kind));
const text = (signals: readonly Simulated[]) => signals.map((signal) => JSON.stringify(signal)).sort();

test("the same seed lives the same day, another seed another", () => {
  const day = (seed: number) =>
    text(simulatedPerson({ seed, start: START, vitalsEveryS: 60 }).signalsBetween(START, START + DAY));
  assert.deepEqual(day(1), day(1));
  assert.notDeepEqual(day(1), day(2));
});

test("however the time is cut, the same signals are sent", () => {
  const options = { seed: 4, start: START, vitalsEveryS: 30, waves: ["ecg", "acceleration"] } as const;
  const [from, to] = [START + 26 * HOUR - 90_500, START + 26 * HOUR + 90_500];
  const whole = simulatedPerson(options).signalsBetween(from, to);
  const pieces = simulatedPerson(options);
  const cut: Simulated[] = [];
  for (let at = from; at < to; at += 700) cut.push(...pieces.signalsBetween(at, Math.min(to, at + 700)));
  assert.ok(whole.length > 100);
  assert.deepEqual(text(cut), text(whole));
});

test("an earlier day can be asked for again", () => {
  const person = simulatedPerson({ seed: 5, start: START });
  const first = text(person.signalsBetween(START, START + HOUR));
  person.signalsBetween(START + 9 * DAY, START + 9 * DAY + HOUR);
  assert.deepEqual(text(person.signalsBetween(START, START + HOUR)), first);
});

test("over many days, urine, voids and volumes stay in the ranges of docs/clinical-ranges.md", () => {
  const days = 10;
  const people = Array.from({ length: 20 }, (_, seed) => simulatedPerson({ seed, start: START, vitalsEveryS: 0 }));
  const voids = people.flatMap((person) => person.voidsBetween(START + DAY, START + (days + 1) * DAY));
  const perDay = voids.length / people.length / days;
  const mlPerDay = voids.reduce((sum, { volumeMl }) => sum + volumeMl, 0) / people.length / days;
  assert.ok(perDay >= 4 && perDay <= 7, `${perDay} voids a day`);
  assert.ok(mlPerDay >= 1300 && mlPerDay <= 1800, `${mlPerDay} mL a day`);
  for (const reason of ["urge", "urgency", "habit"])
    assert.ok(
      voids.some((was) => was.reason === reason),
      reason,
    );
  assert.ok(voids.some(({ leaked }) => leaked));
});

test("the volume at which a person goes varies from fill to fill by about a tenth", () => {
  const person = simulatedPerson({ seed: 8, start: START, vitalsEveryS: 0 });
  const volumes = person
    .voidsBetween(START, START + 60 * DAY)
    .flatMap(({ reason, volumeMl }) => (reason === "urge" ? [volumeMl] : []));
  const mean = volumes.reduce((a, b) => a + b, 0) / volumes.length;
  const deviation = Math.sqrt(volumes.reduce((sum, v) => sum + (v - mean) ** 2, 0) / volumes.length);
  assert.ok(deviation / mean > 0.07 && deviation / mean < 0.2, `${deviation / mean}`);
});

test("a drink is felt half an hour to an hour later", () => {
  const profile = { drinkLagMin: 18, drinkTauMin: 26, drinkShare: 0.6 };
  const person = simulatedPerson({ seed: 3, start: START, vitalsEveryS: 0, profile });
  const rate = (at: number) => person.bladderMlAt(at + 10 * MINUTE) - person.bladderMlAt(at);
  const drinks = person.signalsBetween(START, START + 3 * DAY).filter((signal) => signal.kind === "fluid-intake");
  const breakfasts = drinks.filter(({ at }) => (at - START) % DAY < 9 * HOUR);
  assert.ok(breakfasts.length >= 2);
  const faster = breakfasts.filter(({ at }) => rate(at + 40 * MINUTE) > 1.5 * rate(at));
  assert.ok(faster.length >= breakfasts.length / 2, "the bladder fills faster 40 min after the first drink of the day");
});

test("the sensor errs: late readings, gaps, wild values and readings that it doubts itself", () => {
  const person = simulatedPerson({ seed: 11, start: START, vitalsEveryS: 0 });
  const late: number[] = [];
  const errors: number[] = [];
  for (let at = START; at < START + 5 * DAY; at += MINUTE)
    for (const signal of person.signalsBetween(at, at + MINUTE)) {
      if (signal.kind !== "bladder-volume") continue;
      late.push(at - signal.at);
      errors.push(Math.abs(signal.value - person.bladderMlAt(signal.at)));
    }
  assert.ok(late.length < 5 * 1440, "some readings are lost");
  assert.ok(
    late.some((ms) => ms > 2 * MINUTE),
    "some come late",
  );
  assert.ok(errors.filter((error) => error > 40).length > 20, "some are far off");
});

test("a deterioration turns every vital sign for the worse, and staff come hourly", () => {
  const at = START + DAY + 8 * HOUR;
  const script = [{ type: "deterioration", at, hours: 4, severity: 1 }] as const;
  const ill = simulatedPerson({ seed: 6, start: START, script }).signalsBetween(at + 5 * HOUR, at + 8 * HOUR);
  const values = (kind: string) => ill.flatMap((signal) => (signal.kind === kind ? [signal.value] : []));
  assert.ok(values("heart-rate").every((value) => Number(value) > 90));
  assert.ok(values("spo2").every((value) => Number(value) < 93));
  assert.ok(values("consciousness").includes("confused"));
  assert.ok(values("systolic").length >= 3);
});

test("a dead sensor is silent while it is dead, and only that one", () => {
  const at = START + 10 * HOUR;
  const script = [{ type: "dead-sensor", worn: "vitals", at, until: at + HOUR }] as const;
  const person = simulatedPerson({ seed: 6, start: START, script });
  const during = kindsOf(person.signalsBetween(at, at + HOUR));
  assert.ok(!during.has("heart-rate") && during.has("bladder-volume"));
  assert.ok(kindsOf(person.signalsBetween(at + HOUR, at + 2 * HOUR)).has("heart-rate"));
});

test("a fall is told, shows in the acceleration, and the person lies", () => {
  const at = START + 15 * HOUR;
  const person = simulatedPerson({ seed: 7, start: START, script: [{ type: "fall", at }], waves: ["acceleration"] });
  const signals = person.signalsBetween(at, at + 5 * MINUTE);
  assert.ok(signals.some((signal) => signal.kind === "fall"));
  assert.ok(signals.some((signal) => signal.kind === "posture" && signal.value === "right"));
  const peak = (between: readonly Simulated[]) =>
    Math.max(
      ...between.flatMap((s) =>
        s.kind === "acceleration-z" ? [...s.value.samples].map((v) => Math.abs(v * s.value.scale)) : [],
      ),
    );
  assert.ok(peak(signals) > 2.5);
  assert.ok(peak(person.signalsBetween(at - 5 * MINUTE, at)) < 2.5);
});

test("the ECG beats at the heart rate", () => {
  const at = START + 30 * HOUR;
  const signals = simulatedPerson({ seed: 9, start: START, waves: ["ecg"] }).signalsBetween(
    at + SECOND,
    at + 61 * SECOND,
  );
  const mV = signals.flatMap((signal) =>
    signal.kind === "ecg" ? [...signal.value.samples].map((v) => v * signal.value.scale) : [],
  );
  assert.equal(mV.length, 250 * 60);
  const beats = mV.filter((v, i) => v > 0.6 && (mV[i - 1] ?? 0) <= 0.6).length;
  const rates = signals.flatMap((signal) => (signal.kind === "heart-rate" ? [signal.value] : []));
  const mean = rates.reduce((a, b) => a + b, 0) / rates.length;
  assert.ok(Math.abs(beats - mean) <= 2, `${beats} beats at ${mean}/min`);
});

test("a ward has people with a bed each, and swapped sensors tell of the other's body", () => {
  const at = START + 12 * HOUR;
  const plain = { seed: 1, people: 30, start: START };
  const ward = simulatedWard(plain);
  const beds = ward.residents.map(({ ward: w, room, bed }) => `${w}/${room}/${bed}`);
  assert.equal(new Set(beds).size, 30);
  const swapped = simulatedWard({ ...plain, swaps: [{ at, until: at + HOUR, between: [0, 1] }] });
  const heart = (of: ReturnType<typeof simulatedWard>, i: number) =>
    (of.signalsBetween(at, at + MINUTE)[i]?.signals ?? []).filter(({ kind }) => kind === "heart-rate");
  assert.deepEqual(
    heart(swapped, 0).map(({ value }) => value),
    heart(ward, 1).map(({ value }) => value),
  );
  assert.equal(heart(swapped, 0)[0]?.source, heart(ward, 0)[0]?.source);
});
