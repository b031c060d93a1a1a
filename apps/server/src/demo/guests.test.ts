import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, type Instant, MINUTE, SECOND } from "@sakiyomi/core";
import type { MaternityView, PersonMaternityView, TraceView } from "../maternity/shapes.ts";
import { ledgerOf, roomOf } from "../nursery/testing.ts";
import type { PressureView, QueueView } from "../remote/shapes.ts";
import { NOON, type TestHouse, testHouse } from "../testing/test-house.ts";
import { expecting, measuring } from "./at-home.ts";
import type { Guest, Opened } from "./guest.ts";
import { welcome } from "./move-in.ts";
import { LIVED, napRoom } from "./nap-room.ts";
import { speak } from "./speak.ts";

const OPENED = NOON + 17 * MINUTE;
const opened: Opened = { at: OPENED, utcOffsetMin: 540, seed: 2026 };
const guestsAt = (at: Opened): readonly Guest[] => [...napRoom(at), expecting(at), measuring(at)];

async function lives(house: TestHouse, guests: readonly Guest[], steps: number, stepMs: number, isSeen: boolean) {
  for (let i = 0; i < steps; i++) {
    const from = house.ward.now();
    await house.pass(stepMs);
    const signals = (guest: Guest) => guest.signalsBetween(from, from + stepMs, isSeen);
    await speak(
      house.ward,
      guests.map((resident) => ({ resident, signals: signals(resident) })),
    );
  }
  await house.pass(0);
}

/** The guests of a demo that was opened at 17 past, as they are twenty seconds later. */
async function demo() {
  const house = await testHouse({ now: OPENED - HOUR });
  const guests = guestsAt(opened);
  await welcome(house.ward, guests);
  await lives(house, guests, 60, MINUTE, false);
  await lives(house, guests, 20, SECOND, true);
  return { house, guests, who: await house.as(["doctor", "teacher"]) };
}

test("of three children two sleep and are seen to breathe, nobody is overdue, and who sleeps has been looked at", async () => {
  const { house, who } = await demo();
  const { places, children } = await roomOf(who);
  assert.deepEqual(
    places.map(({ name, children: n }) => [name, n]),
    [["ふじ保育園 · 午睡室", 3]],
  );
  assert.deepEqual(
    children.map(({ ageYears }) => ageYears),
    [0, 1, 2],
  );
  const asleep = children.filter(({ since }) => since !== null);
  assert.ok(asleep.length >= 2);
  for (const { lies, breathing, alerts, last } of asleep) {
    assert.deepEqual([lies?.known, breathing?.known, alerts], [true, true, []]);
    assert.ok(breathing?.known && breathing.what.type === "classes" && breathing.what.probabilities.seen === 1);
    assert.notEqual(last, null);
  }
  assert.deepEqual(
    (await ledgerOf(who)).children.flatMap(({ naps }) => naps.flatMap(({ gaps }) => gaps)),
    [],
  );
  await house.close();
});

test("the child on its front is called for, and found by the teacher", async () => {
  const rolls = napRoom(opened)[1] as Guest;
  const front = (from: Instant, to: Instant) =>
    rolls
      .signalsBetween(from, to, false)
      .filter(({ kind, value }) => kind === "nap-check" && (value as { posture: string }).posture === "front");
  const [look] = front(OPENED, OPENED + LIVED);
  assert.ok(look !== undefined);
  const house = await testHouse({ now: look.at - 40 * MINUTE });
  await welcome(house.ward, [rolls]);
  await lives(house, [rolls], 39, MINUTE, false);
  await lives(house, [rolls], 75, SECOND, true);
  const { children } = await roomOf(await house.as(["teacher"]));
  const calls = children.flatMap(({ alerts }) => alerts);
  assert.deepEqual(
    calls.map(({ key, raisedAt, over }) => [key, raisedAt < look.at, over]),
    [["front", true, true]],
  );
  await house.close();
});

test("the mother's recording is live, with the child's heart, the womb and her own pulse, and judged", async () => {
  const { house, who } = await demo();
  const view = (await who("GET", "/api/people/expecting-1/maternity")).json as PersonMaternityView;
  assert.equal(view.pregnancy?.weeks?.weeks, 36);
  const [now] = view.recordings;
  assert.ok(now?.live);
  assert.ok(Math.abs((now.figures?.baselineBpm ?? 0) - 138) < 10);
  const stretch = `from=${OPENED - 10 * MINUTE}&to=${OPENED}`;
  const trace = (await who("GET", `/api/people/expecting-1/maternity/trace?${stretch}`)).json as TraceView;
  const heard = trace.fhr[0]?.values.filter((bpm) => bpm !== null) ?? [];
  assert.ok(heard.length > 0.9 * 10 * 60 * 4);
  assert.ok(Math.max(...(trace.toco ?? []).map(Number)) > 30, "a contraction in nine minutes");
  assert.ok(trace.mother.length > 100);
  await house.close();
});

test("she records twice a day, each time another child's heart, wherever the time is cut", () => {
  const mother = expecting(opened);
  const whole = mother.signalsBetween(OPENED, OPENED + 3 * DAY, true).filter(({ kind }) => kind === "fetal-heart-rate");
  const begins = whole.flatMap(({ at }, i) => (at - (whole[i - 1]?.at ?? 0) > HOUR ? [at] : []));
  const clock = (at: Instant) => new Date(at + 540 * MINUTE).toISOString().slice(11, 16);
  // The demo opened at 21:17; the first goes on.
  assert.deepEqual(begins.slice(1).map(clock), ["09:30", "20:00", "09:30", "20:00", "09:30", "20:00"]);
  const hearts = begins
    .slice(1)
    .map((begin) => JSON.stringify(whole.filter(({ at }) => at >= begin && at < begin + 5 * MINUTE)));
  const bare = new Set(hearts.map((heart) => heart.replaceAll(/"(at|receivedAt)":\d+/g, "")));
  assert.equal(bare.size, hearts.length);
  const again = expecting(opened).signalsBetween(OPENED, OPENED + 3 * DAY, true);
  assert.deepEqual(
    again.filter(({ kind }) => kind === "fetal-heart-rate"),
    whole,
  );
});

test("what nobody has answered for half a day the demo's doctor answers, once, and nothing else", async () => {
  const mother = expecting(opened);
  const house = await testHouse({ now: OPENED + 8 * HOUR });
  await welcome(house.ward, [mother]);
  const who = await house.as(["doctor"]);
  const waits = async () =>
    ((await who("GET", "/api/maternity")).json as MaternityView).waiting.map(({ from }) => from);
  const [earlier, first] = [OPENED - 6 * HOUR, OPENED - 25 * MINUTE];
  assert.deepEqual((await waits()).toSorted(), [earlier, first]);
  await mother.attend?.(house.ward);
  await mother.attend?.(house.ward);
  const view = (await who("GET", "/api/people/expecting-1/maternity")).json as PersonMaternityView;
  assert.deepEqual([view.advice.map(({ by }) => by), await waits()], [["デモの医師"], [first]]);
  await house.close();
});

test("the cuff at home has an average of the week, and a doctor is asked about it", async () => {
  const { house, who } = await demo();
  const view = (await who("GET", "/api/people/cuff-1/blood-pressure")).json as PressureView;
  assert.equal(view.lastWeek.days, 7);
  assert.equal(view.lastWeek.class, "grade-1");
  assert.ok((view.lastWeek.difference ?? 0) > 0, "higher in the morning");
  assert.equal(new Set(view.occasions.map(({ day }) => day)).size, 15);
  const { open } = (await who("GET", "/api/remote/queue")).json as QueueView;
  assert.deepEqual(
    open.map(({ person, kind }) => [person, kind]),
    [["cuff-1", "blood-pressure"]],
  );
  await house.close();
});

test("any cut of the time gives the same signals, and whoever is here is not welcomed twice", async () => {
  const { house, guests } = await demo();
  for (const guest of guestsAt(opened)) {
    const whole = guest.signalsBetween(OPENED, OPENED + 8 * MINUTE, true);
    const cuts = Array.from({ length: 137 }, (_, i) => OPENED + Math.round((i * 8 * MINUTE) / 137));
    const parts = cuts.flatMap((from, i) => guest.signalsBetween(from, cuts[i + 1] ?? OPENED + 8 * MINUTE, true));
    const named = (signals: typeof whole) => signals.map(({ kind, at, value }) => JSON.stringify([kind, at, value]));
    assert.deepEqual(named(parts).sort(), named(whole).sort(), guest.id);
  }
  await welcome(house.ward, guests);
  assert.equal(house.ward.board().people.length, 5);
  await house.close();
});
