import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, type Instant, type Person } from "@sakiyomi/core";
import { asleep, asWorn, at, began, found, played, s, tells } from "./playing.ts";
import { begins, ends, look, mio, NOON, said, worn } from "./sim.ts";
import { napWatch } from "./skill.ts";

const setagaya = { ...asWorn, municipality: "setagaya" };

test("a child that was called for on its side and goes on to its front is called for anew, and louder", () => {
  const lies = (t: Instant) => (t < s(60) ? "back" : t < s(100) ? "left" : "front");
  const turns = played(asleep({ minutes: 3, lies }), s(180), setagaya);
  assert.deepEqual(began(turns, "side").length, 1);
  const [front = 0] = began(turns, "front");
  assert.ok(front >= 105 && front <= 115, `${front}`);
  assert.equal((found(at(turns, s(150)), "front") as { level: string }).level, "high");
});

test("a child that goes to and fro between side and front calls, where both count as the front", () => {
  const lies = (t: Instant) => (t < s(60) ? "back" : Math.floor((t - NOON) / 5_000) % 2 === 0 ? "left" : "front");
  const turns = played(asleep({ minutes: 3, lies }), s(180), setagaya);
  const first = turns.find((turn) => tells(turn).some((key) => key === "side" || key === "front"));
  assert.ok(first !== undefined && first.now <= s(75), String(first?.now));
  const flaps = began(turns, "side").length + began(turns, "front").length;
  assert.ok(flaps <= 2, `${flaps} calls`);
});

test("a sensor whose clock is wrong is told as one that says nothing", () => {
  const lies = (t: Instant) => (t >= s(50) ? "front" : "back");
  for (const wrong of [-20_000, 20_000]) {
    const signals = worn({ from: NOON, until: s(120), lies }).map((one) => ({ ...one, at: one.at + wrong }));
    const turns = played([begins(), ...signals], s(120));
    assert.ok(tells(at(turns, s(60))).includes("sensor"), `${wrong} ms`);
  }
});

test("it is for small children, and for whose age nobody has entered", () => {
  const suits = (ageYears: number | null) => napWatch.suits?.({ id: mio, ageYears, pregnant: null } as Person);
  assert.deepEqual([null, 0, 6, 7, 80].map(suits), [true, true, true, false, false]);
});

test("a nap whose end was forgotten yesterday makes no missed look of today's first beginning", () => {
  const yesterday = NOON - 20 * HOUR;
  const signals = [
    said("nap", { phase: "start" }, yesterday, { arrivesAt: NOON - 1 }),
    look(yesterday + 60_000, {}, { arrivesAt: NOON - 1 }),
    begins(s(30)),
    ends(s(700)),
  ];
  const turns = played(signals, s(720));
  assert.deepEqual(began(turns, "missed"), [335]);
  assert.equal(at(turns, s(710)).sleeps, true, "its end ends it");
  const late = played([...signals.slice(0, 2), ends(s(30))], s(40));
  assert.equal(at(late, s(35)).sleeps, true, "an end that comes a day late ends the forgotten one");
});
