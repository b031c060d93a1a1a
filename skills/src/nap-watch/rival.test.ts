import assert from "node:assert/strict";
import { test } from "node:test";
import { type Signal, takeTurn } from "@sakiyomi/core";
import { askedFor, asWorn, at, began, found, played, s, shown, stretch, type Turn, tells } from "./playing.ts";
import { begins, look, mio, said, type Worn } from "./sim.ts";
import { napWatch } from "./skill.ts";

/** It turns by a quarter while nobody hears it, and says a side from then on. */
const slippedUnheard = (until: number, more: Partial<Worn> = {}): readonly Signal[] => [
  begins(),
  ...stretch(0, 59, 0),
  ...stretch(60, until, 98, more),
];

test("a tap that says back while the sensor shows a side asks for the sensor; the child's front calls although the sensor calls it a side", () => {
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

const on =
  (...then: readonly (readonly [number, "back" | "left" | "right" | "front"])[]) =>
  (t: number) =>
    then.reduce<"back" | "left" | "right" | "front">((was, [from, lies]) => (t >= s(from) ? lies : was), "back");
const calls = (turns: readonly Turn[], from: number, until: number): boolean =>
  turns.some((turn) => turn.now >= s(from) && turn.now < s(until) && tells(turn).some((key) => urgent.has(key)));
const urgent = new Set(["front", "disagrees"]);
const without = { ...asWorn, head: "unknown" };

test("however far it has slipped, two taps that say back end no call for a child on its front", () => {
  for (const degrees of [113, 125, 135, 141, 150, 155]) {
    const slipped = stretch(60, 290, degrees, { lies: on([90, "front"]) });
    const turns = played([begins(), ...stretch(0, 60, 0), ...slipped, look(s(120)), look(s(150))], s(290));
    assert.ok(calls(turns, 95, 120), `${degrees}`);
    assert.ok(
      turns.filter(({ now }) => now > s(170)).every((turn) => tells(turn).some((key) => urgent.has(key))),
      `${degrees}`,
    );
  }
});

test("a tap teaches no other way: the front that follows it within seconds calls, too", () => {
  const turned = on([100, "front"], [128, "back"], [136, "front"]);
  const both = { posture: "front", turned: true };
  const again = [begins(), ...stretch(0, 60, 0), ...stretch(60, 300, 98, { lies: turned }), look(s(130), both)];
  assert.ok(calls(played(again, s(300)), 137, 166));
  const habit = [...slippedUnheard(290, { lies: on([150, "front"]) }), look(s(100)), look(s(170)), look(s(200))];
  assert.ok(calls(played(habit, s(290)), 215, 290));
  const rolls = [...slippedUnheard(290, { lies: on([155, "front"]) }), look(s(100)), look(s(150))];
  assert.ok(calls(played(rolls, s(290)), 156, 185));
  const soon = [...slippedUnheard(290, { lies: on([105, "front"], [200, "back"]) }), look(s(100))];
  const turns = played(soon, s(290));
  assert.ok(calls(turns, 106, 136), "it is held to be as it was at the look, not after it");
  assert.ok(!calls(turns, 215, 290));
});

test("where nobody knows the axis of the head, who taps the side it lies on is believed", () => {
  const lies = on([50, "right"], [200, "left"]);
  const looks = [look(s(80)), look(s(150), { posture: "right" }), look(s(230), { posture: "left" })];
  const turns = played([begins(), ...stretch(0, 300, 0, { lies }), ...looks], s(299), without);
  assert.deepEqual(tells(at(turns, s(120))), ["sensor"]);
  assert.deepEqual(turns.filter(({ now }) => now > s(152)).flatMap(tells), []);
});

test("a look that is struck out, or said otherwise, leaves no doubt behind; a tap that comes late over the network ends it, too", () => {
  const side = [begins(), ...stretch(0, 250, 0, { lies: on([50, "right"]) }), look(s(80))];
  const taps = {
    struck: look(s(80), {}, { quality: "entered-in-error", arrivesAt: s(120) }),
    corrected: look(s(80), { posture: "right", writtenAt: s(110) }, { arrivesAt: s(110) }),
    late: look(s(130), { posture: "right" }, { arrivesAt: s(150) }),
  };
  for (const [name, tap] of Object.entries(taps)) {
    const turns = played([...side, tap], s(249));
    assert.deepEqual(tells(at(turns, s(105))), ["sensor"], name);
    assert.deepEqual(tells(at(turns, s(160))), [], name);
  }
});

test("a sensor worn another way on somebody's word, and put as it was set, is as it was set", () => {
  const signals = [...slippedUnheard(200), ...stretch(200, 300, 0), look(s(100), { sensorWrong: true }), look(s(230))];
  const turns = played(signals, s(299));
  assert.equal(shown(at(turns, s(150)), "lies"), "supine");
  assert.deepEqual(tells(at(turns, s(299))), []);
  assert.equal(shown(at(turns, s(299)), "lies"), "supine");
});

test("a sensor that swings by half a turn and back calls meanwhile, and not afterwards", () => {
  const signals = [begins(), ...stretch(0, 60, 0), ...stretch(60, 90, 180), ...stretch(90, 250, 0)];
  const turns = played([...signals, look(s(150)), look(s(200))], s(249));
  assert.ok(calls(turns, 65, 75));
  assert.ok(!calls(turns, 100, 249));
});

test("a sensor that has turned to the other side calls until somebody has looked, however the child turns meanwhile", () => {
  const slipped = stretch(60, 200, 180, { lies: on([90, "front"]) });
  const turns = played([begins(), ...stretch(0, 60, 0), ...slipped, look(s(150))], s(199));
  assert.ok(turns.filter(({ now }) => now > s(72) && now < s(150)).every((turn) => tells(turn).includes("front")));
  assert.ok(!calls(turns, 152, 199), "somebody says that it lies on its back, and so it shows");
});

test("a further quick turn takes the other way away from nobody", () => {
  const askew = (degrees: number) => stretch(150, 200, degrees);
  const front = stretch(200, 300, 8, { lies: on([200, "front"]) });
  const turns = played([...slippedUnheard(150), ...askew(8), ...front, look(s(100))], s(299));
  assert.equal(askedFor(at(turns, s(190))), "sensor-against-look");
});

test("where the side counts, taps that answer are one call that stands; and a front is called as one", () => {
  const strict = { ...asWorn, municipality: "setagaya" };
  const looks = Array.from({ length: 7 }, (_, i) => look(s(100 + 40 * i)));
  const storm = played([begins(), ...stretch(0, 60, 0), ...stretch(60, 420, 98), ...looks], s(419), strict);
  assert.deepEqual([began(storm, "side").length, began(storm, "disagrees").length], [1, 1]);
  const lies = on([120, "front"]);
  const front = played([begins(), ...stretch(0, 60, 0), ...stretch(60, 200, 98, { lies })], s(199), strict);
  assert.equal(began(front, "front").length, 1);
  assert.equal(shown(at(front, s(190)), "lies"), "prone");
});

test("taps one after the other make it silent for no longer", () => {
  const front = stretch(101, 200, 0, { lies: () => "front" });
  const looks = [look(s(100)), look(s(110)), look(s(120))];
  const turns = played([begins(), ...stretch(0, 60, 0), ...stretch(60, 101, 98), ...front, ...looks], s(199));
  assert.ok(calls(turns, 102, 128));
});

test("since when it lies on its front is told from the newest turn, and a call by the other way ends by itself", () => {
  const lies = on([99, "front"], [128, "back"], [140, "front"]);
  const both = { posture: "front", turned: true };
  const signals = [begins(), ...stretch(0, 60, 0), ...stretch(60, 99, 98), ...stretch(99, 200, 0, { lies })];
  const turns = played([...signals, look(s(130), both)], s(199));
  const last = found(at(turns, s(170)), "front") as unknown as { text: { values: { sinceAt: number } } };
  assert.ok(last.text.values.sinceAt >= s(139), `${(last.text.values.sinceAt - s(0)) / 1000}`);
  const back = slippedUnheard(290, { lies: on([150, "front"], [200, "back"]) });
  const ended = played([...back, look(s(100))], s(289));
  assert.ok(calls(ended, 158, 170));
  assert.ok(!calls(ended, 210, 289));
});

test("what it showed before it fell silent is no word against a look, and agrees with none", () => {
  const hears = (t: number) => t < s(110) || t >= s(400);
  const lies = on([50, "right"], [200, "back"], [350, "right"]);
  const silent = [begins(), ...stretch(0, 500, 0, { lies, hears }), look(s(80), { posture: "right" }), look(s(295))];
  const later = played(silent, s(499)).filter(({ now }) => now > s(405) && now < s(500));
  assert.ok(later.length > 0);
  assert.deepEqual(
    later.flatMap(({ wishes }) => wishes).filter((wish) => wish.do === "tell" && wish.key === "sensor"),
    [],
  );
  const gap = (t: number) => t < s(170) || t >= s(230);
  const slipped = slippedUnheard(400, { lies: on([150, "left"], [190, "back"], [300, "front"]), hears: gap });
  assert.ok(calls(played([...slipped, look(s(100)), look(s(210))], s(399)), 301, 331));
});

test("what was tapped away does not come back with the same turn; where any posture is allowed nobody is asked", () => {
  const signals = [begins(), ...stretch(0, 60, 0), ...stretch(60, 100, 98), look(s(64), { posture: "right" })];
  assert.deepEqual(
    played(signals, s(99))
      .filter(({ now }) => now > s(65))
      .flatMap(tells),
    [],
  );
  const any = [begins(), ...stretch(0, 150, 0, { lies: on([50, "front"]) }), look(s(80))];
  assert.deepEqual(played(any, s(149), { ...asWorn, mayLie: "any" }).flatMap(tells), []);
});

test("a look after which it was turned, or that says that the sensor is wrong, is weighed as what it is", () => {
  const turned = { posture: "front", turned: true };
  const left = played([...slippedUnheard(150), look(s(100), turned)], s(149));
  assert.equal(askedFor(at(left, s(140))), "sensor-against-look", "it was left on its back, and shows a side");
  const wrong = played([...slippedUnheard(150), look(s(100), { posture: "right", sensorWrong: true })], s(149));
  assert.equal(askedFor(at(wrong, s(140))), "sensor-doubted");
  const status = (code: string, second: number) => said("device-status", code, s(second), { source: "device:chest-1" });
  const off = [...slippedUnheard(250), look(s(100)), status("leads-off", 150), status("ok", 170)];
  assert.deepEqual(tells(at(played(off, s(249)), s(200))), [], "the device says that it is as it should be");
});

test("a roll over its front and back that the other way shows leaves nothing behind for the next one", () => {
  const lies = on([150, "front"], [155, "back"], [250, "front"]);
  const turns = played([...slippedUnheard(300, { lies }), look(s(100))], s(299));
  const [first = 0] = began(turns, "front");
  assert.ok(first >= 257 && first <= 265, `${first}`);
});
