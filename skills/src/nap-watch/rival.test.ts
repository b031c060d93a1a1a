import assert from "node:assert/strict";
import { test } from "node:test";
import { type Signal, takeTurn } from "@sakiyomi/core";
import { asWorn, at, began, found, played, s, shown, type Turn, tells } from "./playing.ts";
import { begins, look, mio, turnedBy, type Worn, worn } from "./sim.ts";
import { napWatch } from "./skill.ts";

const stretch = (from: number, until: number, degrees: number, more: Partial<Worn> = {}): readonly Signal[] =>
  worn({ from: s(from), until: s(until), lies: () => "back", worn: turnedBy(degrees), ...more });
/** It turns by a quarter while nobody hears it, and says a side from then on. */
const slippedUnheard = (until: number, more: Partial<Worn> = {}): readonly Signal[] => [
  begins(),
  ...stretch(0, 59, 0),
  ...stretch(60, until, 98, more),
];
const askedFor = (turn: Turn): string => (found(turn, "sensor") as { text: { key: string } }).text.key;

test("a tap that says back while the sensor shows a side asks for the sensor; the child's front calls although the sensor calls it its back", () => {
  const lies = (t: number) => (t >= s(200) ? "front" : "back");
  for (const head of ["+y", "unknown"]) {
    const turns = played([...slippedUnheard(260, { lies }), look(s(100))], s(260), { ...asWorn, head });
    assert.deepEqual(began(turns, "sensor"), [112], head);
    assert.equal(askedFor(at(turns, s(150))), "sensor-against-look");
    assert.equal(shown(at(turns, s(150)), "lies"), "sensor-against-look", "nobody guesses which of the two is so");
    const [first = 0] = began(turns, "front");
    assert.ok(first >= 208 && first <= 215, `${head} ${first}`);
  }
});

test("before anybody has looked, a sensor that turned by a quarter in a moment calls for the front, too", () => {
  const lies = (t: number) => (t >= s(100) ? "front" : "back");
  const turns = played([begins(), ...stretch(0, 60, 0), ...stretch(60, 150, 98, { lies })], s(150));
  assert.equal(askedFor(at(turns, s(80))), "sensor-may-have-turned");
  assert.deepEqual(began(turns, "front").length, 1);
  const [first = 0] = began(turns, "front");
  assert.ok(first >= 108 && first <= 115, `${first}`);
});

test("a child that turned onto its side by itself before a careless tap still calls on its front", () => {
  const lies = (t: number) => (t < s(50) ? "back" : t < s(150) ? "right" : "front");
  const turns = played([begins(), ...stretch(0, 200, 0, { lies }), look(s(80))], s(200));
  assert.equal(askedFor(at(turns, s(120))), "sensor-against-look");
  assert.equal(began(turns, "front").length, 1);
});

test("asked for until somebody sees it lie as it shows, puts it right, or says that it is wrong", () => {
  const until = (second: number, more: readonly Signal[]) =>
    tells(at(played([...more, look(s(80))], s(second)), s(second)));
  const lies = (t: number) => (t < s(50) ? "back" : t < s(120) ? "right" : "back");
  const side = [begins(), ...stretch(0, 200, 0, { lies })];
  assert.deepEqual(until(119, side), ["sensor"]);
  assert.deepEqual(until(119, [...side, look(s(110), { posture: "right" })]), [], "it does lie on its right");
  assert.deepEqual(until(190, side), ["sensor"], "nobody has looked");
  assert.deepEqual(until(190, [...side, look(s(150))]), [], "on its back, and so it shows");
  const slipped = slippedUnheard(150);
  assert.deepEqual(until(199, [...slipped, ...stretch(150, 200, 0), look(s(150))]), [], "put right");
  const left = slippedUnheard(200);
  assert.deepEqual(until(199, [...left, look(s(150))]), ["sensor"], "left as it was");
  const taught = played([...left, look(s(80)), look(s(150), { sensorWrong: true })], s(199));
  assert.deepEqual(tells(at(taught, s(199))), []);
  assert.equal(shown(at(taught, s(199)), "lies"), "supine");
});

test("a sensor that turned twice and was put right is as it was set", () => {
  const signals = [begins(), ...stretch(0, 60, 0), ...stretch(60, 100, 98), ...stretch(100, 140, -40), look(s(140))];
  const turns = played([...signals, ...stretch(140, 200, 0)], s(200));
  assert.deepEqual(
    [askedFor(at(turns, s(80))), askedFor(at(turns, s(120)))],
    ["sensor-may-have-turned", "sensor-turned"],
  );
  assert.deepEqual(tells(at(turns, s(199))), []);
  assert.equal(shown(at(turns, s(199)), "lies"), "supine");
});

test("who was turned onto its back at the tap, or turned away after it, contradicts nobody", () => {
  const turned = (t: number) => (t >= s(50) && t < s(81) ? "left" : "back");
  const away = (t: number) => (t >= s(86) ? "left" : "back");
  for (const lies of [turned, away]) {
    const turns = played([begins(), ...stretch(0, 150, 0, { lies }), look(s(80))], s(150));
    assert.deepEqual(turns.flatMap(tells), []);
  }
});

test("a tap that says back while either of the two ways shows the front is a contradiction, and ends no call", () => {
  const lies = (t: number) => (t >= s(150) ? "front" : "back");
  const turns = played([...slippedUnheard(220, { lies }), look(s(100)), look(s(170))], s(220));
  assert.deepEqual(tells(at(turns, s(215))), ["disagrees", "sensor"]);
});

test("a nap that runs while the house is updated from 1.0.0 goes on", () => {
  const person = { id: mio, ageYears: 0, pregnant: null };
  const turn = { skill: "nap-watch", subject: mio, settings: asWorn, person };
  const first = takeTurn(napWatch, { ...turn, state: null, signals: slippedUnheard(62), now: s(62) });
  assert.ok(first.ok);
  const { channels, ...rest } = JSON.parse(first.state) as { readonly channels: readonly Record<string, unknown>[] };
  const old = { ...rest, channels: channels.map(({ rival, offBackSince, ...channel }) => channel) };
  assert.equal(old.channels.length, 1);
  const state = JSON.stringify(napWatch.upgrade?.(old, "1.0.0"));
  const next = takeTurn(napWatch, { ...turn, state, signals: stretch(62, 64, 98), now: s(64) });
  assert.ok(next.ok);
  assert.equal((JSON.parse(next.state) as { words: unknown[] }).words.length, 1, "the nap still runs");
  assert.equal(napWatch.upgrade?.(old, "0.9.0"), null);
});
