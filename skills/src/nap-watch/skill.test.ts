import assert from "node:assert/strict";
import { test } from "node:test";
import { type Instant, MINUTE, SECOND, type Signal } from "@sakiyomi/core";
import { keepsPromises } from "@sakiyomi/core/testing";
import { askedFor, asleep, asWorn, at, began, found, played, s, shown, tells } from "./playing.ts";
import { begins, ends, look, NOON, said, worn } from "./sim.ts";
import { napWatch } from "./skill.ts";

keepsPromises(napWatch, { seeds: 6, turns: 80 });

test("a child on its back that breathes calls nobody, and what the sensor shows is made a signal", () => {
  const turns = played(asleep({ minutes: 11 }), s(660));
  assert.deepEqual(turns.flatMap(tells), []);
  assert.equal(shown(at(turns, s(60)), "lies"), "supine");
  assert.equal(shown(at(turns, s(60)), "breathing"), "seen");
  assert.deepEqual(
    turns.flatMap(({ made }) => made.map(({ value }) => value)),
    ["supine", "supine", "supine"],
  );
  assert.ok(Math.max(...turns.map(({ size }) => size)) < 4000, "the state stays small");
});

test("a child that turns onto its front calls within 15 s, and no more once it lies on its back", () => {
  const lies = (t: Instant) => (t >= s(100) && t < s(160) ? "front" : "back");
  const turns = played(asleep({ minutes: 4, lies }), s(240));
  const [first = 0] = began(turns, "front");
  assert.ok(first >= 105 && first <= 115, `${first}`);
  assert.equal(began(turns, "front").length, 1);
  assert.equal(found(at(turns, s(120)), "front").do, "tell");
  assert.deepEqual(tells(at(turns, s(170))), []);
});

test("a child that rolls over its front within five seconds calls nobody", () => {
  const lies = (t: Instant) => (t >= s(100) && t < s(105) ? "front" : "back");
  assert.deepEqual(played(asleep({ minutes: 3, lies }), s(180)).flatMap(tells), []);
});

test("the side calls only where it counts as the front, and where no doctor allows it", () => {
  const lies = (t: Instant) => (t >= s(60) ? "left" : "back");
  const keys = (settings: object) => [
    ...new Set(played(asleep({ minutes: 2, lies }), s(120), { ...asWorn, ...settings }).flatMap(tells)),
  ];
  assert.deepEqual(keys({}), []);
  assert.deepEqual(keys({ municipality: "setagaya" }), ["side"]);
  assert.deepEqual(keys({ municipality: "not-chosen" }), ["side"], "until the house has chosen, the strictest");
  assert.deepEqual(keys({ municipality: "setagaya", mayLie: "side" }), []);
});

test("left, right and sitting are told apart by the axis of the head; without it nobody guesses", () => {
  for (const [lies, code] of [
    ["left", "left"],
    ["right", "right"],
    ["up", "sitting"],
  ] as const) {
    const turns = played(asleep({ minutes: 1, lies: () => lies }), s(50));
    assert.equal(shown(at(turns, s(50)), "lies"), code);
    const blind = played(asleep({ minutes: 1, lies: () => lies }), s(50), { ...asWorn, head: "unknown" });
    assert.equal(shown(at(blind, s(50)), "lies"), "mounting-unknown");
  }
});

test("a device that says its posture itself calls, too", () => {
  const signals = [begins(), said("posture", "prone", s(30), { source: "device:mat-1" })];
  assert.deepEqual(began(played(signals, s(60)), "front"), [38]);
});

test("a tap that finds it on its front calls at once, unless it was turned; the next good look ends it", () => {
  const front = [begins(), look(s(60), { posture: "front" }), look(s(90))];
  const turns = played(front, s(100));
  assert.deepEqual(began(turns, "front"), [60]);
  assert.deepEqual(tells(at(turns, s(91))), []);
  assert.deepEqual(began(played([begins(), look(s(60), { posture: "front", turned: true })], s(100)), "front"), []);
});

test("a tap that says back while the sensor says front is said at once, and tapping again does not end it", () => {
  const lies = (t: Instant) => (t >= s(50) ? "front" : "back");
  const signals = [begins(), ...worn({ from: NOON, until: s(200), lies }), look(s(70)), look(s(100))];
  const turns = played(signals, s(200));
  const [first = 0] = began(turns, "disagrees");
  assert.ok(first >= 75 && first <= 78, `${first}`);
  assert.deepEqual(tells(at(turns, s(190))), ["disagrees"]);
});

test("a child that was turned before the tap is no contradiction, although the sensor follows late", () => {
  const lies = (t: Instant) => (t >= s(50) && t < s(69) ? "front" : "back");
  const signals = [
    begins(),
    ...worn({ from: NOON, until: s(120), lies }),
    look(s(70), { posture: "front", turned: true }),
  ];
  assert.deepEqual(began(played(signals, s(120)), "disagrees"), []);
});

test("a contradiction outlasts the sensor's silence, until somebody looks again", () => {
  const lies = (t: Instant) => (t >= s(50) ? "front" : "back");
  const signals = [begins(), ...worn({ from: NOON, until: s(90), lies }), look(s(70)), look(s(150))];
  const turns = played(signals, s(200));
  assert.ok(tells(at(turns, s(140))).includes("disagrees"));
  assert.ok(!tells(at(turns, s(155))).includes("disagrees"));
});

test("whoever says that the sensor is wrong teaches it how it is worn now; a front is seen again", () => {
  const slipped = (t: Instant) => (t >= s(50) ? "front" : "back");
  const lies = (t: Instant) => (t < s(120) ? slipped(t) : "back");
  const signals = [
    begins(),
    ...worn({ from: NOON, until: s(160), lies }),
    look(s(70)),
    look(s(90), { sensorWrong: true }),
  ];
  const turns = played(signals, s(160));
  assert.deepEqual(tells(at(turns, s(110))), []);
  assert.equal(began(turns, "front").filter((second) => second > 120).length, 1, "turned over after the slip");
});

test("whoever says that the sensor is wrong and puts it right at once has it as it was", () => {
  const lies = (t: Instant) => ((t >= s(50) && t < s(92)) || t >= s(130) ? "front" : "back");
  const signals = [
    begins(),
    ...worn({ from: NOON, until: s(160), lies }),
    look(s(70)),
    look(s(90), { sensorWrong: true }),
  ];
  const turns = played(signals, s(160));
  assert.deepEqual(tells(at(turns, s(125))), []);
  assert.equal(shown(at(turns, s(120)), "lies"), "supine");
  assert.equal(began(turns, "front").filter((second) => second > 120).length, 1);
});

test("how the sensor is worn is learnt from the first look on the back; before, posture is unknown", () => {
  const lies = (t: Instant) => (t >= s(100) ? "front" : "back");
  const tilted = ([x, y, z]: readonly [number, number, number]) => [z, x, y] as const;
  const signals = [begins(), ...worn({ from: NOON, until: s(140), lies, worn: tilted }), look(s(40))];
  const turns = played(signals, s(140), { municipality: "national" });
  assert.equal(shown(at(turns, s(30)), "lies"), "mounting-unknown");
  assert.equal(shown(at(turns, s(60)), "lies"), "supine");
  assert.equal(began(turns, "front").length, 1);
});

test("no breathing movement calls after 20 s, a pause of 12 s does not, and a beating heart is no breath", () => {
  const breath = (from: number, to: number) => (t: Instant) => (t >= s(from) && t < s(to) ? 0 : 0.006);
  const turns = played(asleep({ minutes: 3, breath: breath(60, 100) }), s(180));
  const [first = 0] = began(turns, "no-movement");
  assert.ok(first >= 78 && first <= 84, `${first}`);
  assert.deepEqual(tells(at(turns, s(110))), [], "it breathes again");
  assert.deepEqual(played(asleep({ minutes: 3, breath: breath(60, 72) }), s(180)).flatMap(tells), []);
  const heart = worn({ from: NOON, until: s(120), lies: () => "back", breath: () => 0.001, perMin: 110 });
  assert.equal(began(played([begins(), ...heart], s(120)), "no-movement").length, 1);
});

test("at the slowest pace of a house that cannot keep up, it calls for a breath that is missing and for a front all the same", () => {
  const { periodMs, slowestMs = 0 } = napWatch;
  assert.ok(slowestMs >= 2 * periodMs);
  const everyS = slowestMs / SECOND;
  const breath = (t: Instant) => (t >= s(100) ? 0 : 0.006);
  const still = played(asleep({ minutes: 4, breath }), s(240), asWorn, 0, everyS);
  const [first = 0] = began(still, "no-movement");
  assert.ok(first >= 117 && first <= 125, `${first}`);
  const lies = (t: Instant) => (t >= s(100) ? "front" : "back");
  const turned = played([begins(), ...worn({ from: NOON, until: s(180), lies })], s(180), asWorn, 0, everyS);
  const [front = 0] = began(turned, "front");
  assert.ok(front > 100 && front <= 115, `${front}`);
});

test("breathing that somebody sees while the sensor shows none ends the call, and the sensor is asked for", () => {
  const signals = [...asleep({ minutes: 4, breath: (t) => (t < s(60) ? 0.006 : 0) }), look(s(100))];
  const turns = played(signals, s(240));
  assert.deepEqual(began(turns, "no-movement").length, 1);
  assert.deepEqual(tells(at(turns, s(200))), ["sensor"]);
  assert.equal(askedFor(at(turns, s(200))), "sensor-still");
});

test("a sensor that was blind may call again only when it has seen movement for longer than a touch lasts", () => {
  const breath = (from: number, to: number) => (t: Instant) => ((t >= s(60) && t < s(from)) || t >= s(to) ? 0 : 0.006);
  const calls = (from: number, to: number) =>
    began(played([...asleep({ minutes: 5, breath: breath(from, to) }), look(s(100))], s(300)), "no-movement").length;
  assert.equal(calls(130, 136), 1, "six seconds of movement prove nothing");
  assert.equal(calls(130, 150), 2);
});

test("a child that breathes again when it is touched, and stops again half a minute later, calls again", () => {
  const breath = (t: Instant) => ((t >= s(60) && t < s(100)) || t >= s(125) ? 0 : 0.006);
  const turns = played([...asleep({ minutes: 3, breath }), look(s(100))], s(180));
  const [, again = 0] = began(turns, "no-movement");
  assert.ok(again >= 142 && again <= 150, `${again}`);
});

test("a hand that pats a child moves a loose sensor, too: it calls twice, and then is only asked for", () => {
  const breath = (t: Instant) => (t >= s(60) && t % MINUTE >= 12 * SECOND ? 0 : 0.006);
  const signals = asleep({ minutes: 10, breath });
  const looks: Signal[] = [];
  const calls = () => began(played([...signals, ...looks], s(600)), "no-movement");
  // Somebody comes to each call within ten seconds, and sees it breathe.
  for (let last = calls()[0]; last !== undefined && looks.length < 5; last = calls()[looks.length])
    looks.push(look(s(last + 10)));
  assert.equal(calls().length, 2);
});

test("a child that cries moves, however wildly: nobody is called for its breath", () => {
  const cries = worn({ from: NOON, until: s(150), lies: () => "back" }).map((signal) => {
    if (!("samples" in (signal.value as object))) return signal;
    const value = signal.value as { samples: Int32Array };
    const isCrying = signal.at >= s(30) && signal.at < s(130);
    // A fixed pattern without a rhythm, 60 mg: squares modulo a prime.
    const samples = value.samples.map(
      (one, i) => one + (isCrying ? (((i + signal.at / SECOND) ** 2 % 127) - 63) * 10 : 0),
    );
    return { ...signal, value: { ...value, samples } } as Signal;
  });
  assert.deepEqual(began(played([begins(), ...cries], s(150)), "no-movement"), []);
});

test("a mattress that counts no breaths for 20 s calls", () => {
  const rates = Array.from({ length: 12 }, (_, i) =>
    said("respiration-rate", i < 4 ? 28 : 0, s(i * 10), { source: "device:mat-1" }),
  );
  const averaged = Array.from({ length: 12 }, (_, i) =>
    said("respiration-rate", 30, s(i * 10), { source: "skill:breath" }),
  );
  const [first = 0] = began(played([begins(), ...rates, ...averaged], s(110)), "no-movement");
  assert.ok(first >= 50 && first <= 62, `${first}`);
});

test("breathing not seen and a poor colour call at once; a good look ends it", () => {
  const signals = [begins(), look(s(60), { breathing: "not-seen", colour: "poor" }), look(s(80))];
  const turns = played(signals, s(90));
  assert.deepEqual(tells(at(turns, s(60))), ["no-breathing", "colour"]);
  assert.deepEqual(tells(at(turns, s(80))), []);
});

test("a look stands on the list a minute before, and calls within seconds after it was due, louder when two are left out", () => {
  const turns = played([begins(), look(s(290))], s(1200));
  assert.equal(at(turns, s(239)).wishes.length, 0);
  assert.equal(found(at(turns, s(240)), `look-${s(300)}`).do, "task");
  assert.equal(at(turns, s(291)).wishes.length, 0, "looked at");
  assert.deepEqual(began(turns, "missed"), [595]);
  const level = (now: Instant) => (found(at(turns, now), "missed") as { level: string }).level;
  assert.deepEqual([level(s(600)), level(s(900))], ["medium", "high"]);
});

test("a late entry fills nothing; a tap that waited on a phone fills its own time when it arrives", () => {
  const late = look(s(200), { writtenAt: s(310) }, { arrivesAt: s(310) });
  assert.ok(tells(at(played([begins(), late], s(320)), s(320))).includes("missed"));
  const queued = look(s(290), {}, { arrivesAt: s(330) });
  const turns = played([begins(), queued], s(580));
  assert.deepEqual(began(turns, "missed"), [305], "nobody could know");
  assert.deepEqual(tells(at(turns, s(331))), []);
});

test("looks before the nap do not count, nor do those struck out; a struck beginning is no nap", () => {
  const early = look(s(-20));
  assert.deepEqual(began(played([early, begins()], s(310)), "missed"), [305]);
  const struck = look(s(290), {}, { quality: "entered-in-error", arrivesAt: s(320) });
  assert.deepEqual(began(played([begins(), look(s(290)), struck], s(330)), "missed"), [320]);
  const noNap = said("nap", { phase: "start" }, NOON, { quality: "entered-in-error", arrivesAt: s(30) });
  const turns = played([begins(), noNap], s(400));
  assert.ok(at(turns, s(400)).sleeps);
});

test("two teachers at once are one slot, and whoever begins twice begins once", () => {
  const signals = [begins(), begins(s(30)), look(s(280)), look(s(280), {}, { source: "staff:suzuki" })];
  assert.deepEqual(began(played(signals, s(590)), "missed"), [585]);
});

test("after the end nothing calls, and the skill sleeps until somebody says a word", () => {
  const lies = (t: Instant) => (t >= s(50) ? "front" : "back");
  const turns = played([begins(), ...worn({ from: NOON, until: s(120), lies }), ends(s(80))], s(120));
  assert.ok(tells(at(turns, s(79))).includes("front"));
  assert.deepEqual([at(turns, s(81)).wishes, at(turns, s(81)).sleeps], [[], true]);
  assert.equal(at(turns, s(40)).sleeps, false);
  assert.equal(shown(at(turns, s(100)), "lies"), "no-nap");
});

test("the interval follows age, group and the house; the strictest holds until the nap ends", () => {
  const first = (settings: object, age: number | null | ((now: Instant) => number)) =>
    began(played([begins()], s(1300), { ...asWorn, ...settings }, age), "missed")[0];
  assert.deepEqual([first({}, 0), first({}, 1), first({}, 2)], [305, 605, 605]);
  assert.equal(first({}, null), 305, "an age that nobody has entered is the youngest");
  assert.equal(first({}, 4), 605, "not chosen: as for two years");
  assert.equal(first({ municipality: "age-steps" }, 4), 1205);
  assert.equal(first({ group: "0" }, 1), 305, "the group of the year does not change on a birthday");
  assert.equal(first({ everyMin: 7 }, 0), 425);
  assert.equal(
    first({}, (now) => (now < s(100) ? 0 : 1)),
    305,
    "a birthday in the middle of the nap",
  );
});

test("a sensor that is silent is said after 20 s, a call that stands is kept, and looks by hand go on", () => {
  const lies = (t: Instant) => (t >= s(50) ? "front" : "back");
  const turns = played([begins(), ...worn({ from: NOON, until: s(70), lies })], s(310));
  assert.deepEqual(tells(at(turns, s(95))), ["front", "sensor"]);
  assert.equal(shown(at(turns, s(95)), "lies"), "sensor-silent");
  assert.ok(tells(at(turns, s(306))).includes("missed"));
  const short = asleep({ minutes: 3, hears: (t) => t < s(60) || t >= s(75) });
  assert.deepEqual(played(short, s(180)).flatMap(tells), [], "a dropout of 15 s is nobody's matter");
});

test("leads off make posture unknown at once; put right, it is known again", () => {
  const status = (code: string, second: number) => said("device-status", code, s(second), { source: "device:chest-1" });
  const turns = played([...asleep({ minutes: 2 }), status("leads-off", 50), status("ok", 80)], s(120));
  assert.equal(shown(at(turns, s(45)), "lies"), "supine");
  assert.notEqual(shown(at(turns, s(52)), "lies"), "supine");
  assert.equal(shown(at(turns, s(95)), "lies"), "supine");
});

test("a nap whose end was forgotten is asked for", () => {
  const turns = played([begins()], s(7210));
  assert.deepEqual(tells(at(turns, s(7205))), ["not-ended"]);
});
