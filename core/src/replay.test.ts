import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, type Instant, MINUTE, SECOND, type Signal } from "./1-signal/index.ts";
import { inlineHost, replay, type Taken } from "./index.ts";
import { MORNING, personOf, SmallHouse } from "./testing/small-house.ts";
import { dozy, falls, moody, rhythm } from "./testing/small-skills.ts";

const said = (turns: readonly Taken[]): readonly string[] =>
  turns
    .map(
      ({ skill, subject, now, arrival, result }) =>
        `${now} ${subject} ${skill.id} ${arrival} ${JSON.stringify(result)}`,
    )
    .sort();

/** Three hours with everything that makes a replay hard. */
async function aNight(): Promise<SmallHouse> {
  const house = await new SmallHouse([rhythm(), falls, moody, dozy]).open();
  await house.admit("ann");
  await house.wait(3 * MINUTE);
  await house.admit("ben");
  await firstHour(house);
  await house.loop.stop();
  house.now += 20 * MINUTE + 137;
  await house.open();
  await house.wait(4 * MINUTE);
  await beats(house, 20);
  await house.change({ type: "discharged", person: personOf("ben"), at: house.now });
  await house.wait(70 * MINUTE);
  await house.loop.stop();
  return house;
}

async function beats(house: SmallHouse, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const late = i % 4 === 0 ? 3 * MINUTE : 0;
    await house.say(house.signal("ann", "heart-rate", 80.123 + ((i * 37.77) % 70), house.now - late));
    if (i % 3 === 0) await house.say(house.signal("ben", "heart-rate", 95 + (i % 20)));
    if (i % 10 === 5) await house.say(house.signal("ann", "spo2", 97), house.wave("ben"));
    if (i % 10 === 6) for (const late of [40, 90, 400]) await waveAfter(house, late);
    await house.wait(7 * SECOND);
  }
}

async function waveAfter(house: SmallHouse, ms: number): Promise<void> {
  await house.wait(ms, 10);
  await house.say(house.wave("ben"));
}

async function firstHour(house: SmallHouse): Promise<void> {
  const [ann, ben] = [personOf("ann"), personOf("ben")];
  await beats(house, 30);
  await house.say(house.signal("ben", "fall", {}), house.signal("ben", "note", { text: "throw" }));
  await house.wait(MINUTE);
  await house.change({
    type: "skill-set",
    person: ann,
    skill: "rhythm",
    on: true,
    settings: { limit: 120 },
    version: 2,
  });
  await beats(house, 20);
  await house.change({ type: "consent", person: ben, purpose: "predict", given: false });
  await beats(house, 8);
  await house.change({ type: "consent", person: ben, purpose: "predict", given: true });
  await house.say(house.signal("ben", "note", { text: "nan" }), house.signal("ben", "note", { text: "overreach" }));
  await beats(house, 30);
  await house.change({ type: "skill-set", person: ben, skill: "falls", on: false, settings: {}, version: 2 });
  await house.wait(47 * MINUTE);
}

async function again(house: SmallHouse, from: Instant, to: Instant, skills = house.skills) {
  const turns: Taken[] = [];
  const { store, records } = house;
  const outcome = await replay({ store, records, skills, from, to, onTurn: (taken) => turns.push(taken) });
  return { ...outcome, said: said(turns) };
}

const lived = (house: SmallHouse, from: Instant, to: Instant): readonly string[] =>
  said(house.turns.filter(({ now }) => now >= from && now <= to));

test("a night run again gives the same predictions and wishes, byte for byte: late data, consents, settings, failures, a restart", async () => {
  const house = await aNight();
  assert.ok(house.turns.length > 400, `${house.turns.length} turns`);
  assert.ok(house.turns.some(({ result }) => !result.ok));
  const replayed = await again(house, MORNING, house.now);
  assert.deepEqual(replayed.differing, []);
  assert.ok(replayed.compared >= 8, `${replayed.compared} states compared`);
  assert.deepEqual(replayed.said, lived(house, MORNING, house.now));
});

test("it can begin in the middle of the night, and end in it", async () => {
  const house = await aNight();
  for (const [from, to] of [
    [MORNING + 70 * MINUTE, house.now],
    [MORNING + 20 * MINUTE, MORNING + 80 * MINUTE],
    [house.now - 65 * MINUTE, house.now],
    [house.now - 5 * MINUTE, house.now + HOUR],
  ] as const) {
    const replayed = await again(house, from, to);
    assert.deepEqual(replayed.differing, []);
    assert.ok(replayed.turns > 0);
    assert.deepEqual(replayed.said, lived(house, from, to));
  }
});

const tampered = (signal: Signal): Signal =>
  signal.kind === "heart-rate" ? { ...signal, value: signal.value + 0.1 } : signal;

test("a sample that was changed behind the loop's back is found", async () => {
  const house = await aNight();
  const store = Object.create(house.store) as typeof house.store;
  store.lastArrival = () => house.store.lastArrival();
  store.arrivals = async function* (...asked) {
    for await (const arrival of house.store.arrivals(...asked))
      yield {
        ...arrival,
        signals: arrival.arrival >= 20 && arrival.arrival < 24 ? arrival.signals.map(tampered) : arrival.signals,
      };
  };
  const { records, skills } = house;
  const replayed = await replay({ store, records, skills, from: MORNING, to: house.now });
  assert.ok(replayed.differing.some(({ skill, what }) => skill === "rhythm" && what === "output"));
  assert.ok(replayed.differing.every(({ skill }) => skill === "rhythm"));
});

test("a skill that is not the one of then is found, by its version and by what it says", async () => {
  const house = await aNight();
  const newer = await again(house, MORNING, house.now, [rhythm("1.1.0"), falls, moody]);
  assert.ok(newer.differing.some(({ what, subject }) => what === "version" && subject === null));
  const forged = await again(house, MORNING, house.now, [rhythm("1.0.0", 0.001), falls, moody]);
  assert.ok(forged.differing.some(({ skill, what }) => skill === "rhythm" && what === "output"));
});

test("after an upgrade each part of the night is run with the skill of its time", async () => {
  const house = await new SmallHouse([rhythm(), falls]).open();
  await house.admit("ann");
  await beats(house, 20);
  await house.loop.stop();
  house.skills = [rhythm("2.0.0", 3), falls];
  house.now += 5 * MINUTE;
  await house.open();
  await beats(house, 20);
  await house.wait(61 * MINUTE);
  await house.loop.stop();
  const replayed = await again(house, MORNING, house.now, [rhythm("2.0.0", 3), rhythm(), falls]);
  assert.deepEqual(replayed.differing, []);
  assert.deepEqual(replayed.said, lived(house, MORNING, house.now));
});

test("a turn that exceeded its time is left out again, and so is the rest that followed", async () => {
  const house = new SmallHouse([rhythm(), falls]);
  let slow = 0;
  house.host = (skills) => {
    const turn = async (request: Parameters<ReturnType<typeof inlineHost>["turn"]>[0]) => {
      const isSlow = request.skill === "rhythm" && request.signals.some(({ value }) => value === 66);
      slow += isSlow ? 1 : 0;
      return isSlow ? ({ ok: false, code: "SKILL_SLOW", why: "no answer" } as const) : inlineHost(skills).turn(request);
    };
    return { turn, close: async () => {} };
  };
  await house.open();
  await house.admit("ann");
  await beats(house, 5);
  await house.say(house.signal("ann", "heart-rate", 66));
  await beats(house, 30);
  await house.wait(62 * MINUTE);
  await house.loop.stop();
  assert.equal(slow, 1);
  const replayed = await again(house, MORNING, house.now);
  assert.deepEqual(replayed.differing, []);
  assert.deepEqual(replayed.said, lived(house, MORNING, house.now));
});

test("a crash in the middle of the night leaves a night that can be run again", async () => {
  const house = await new SmallHouse([rhythm(), falls]).open();
  await house.admit("ann");
  await beats(house, 25);
  await house.say(house.signal("ann", "fall", {}));
  await house.wait(23 * SECOND);
  house.now += 3 * MINUTE;
  await house.open();
  await beats(house, 25);
  await house.wait(61 * MINUTE);
  await house.loop.stop();
  const replayed = await again(house, MORNING, house.now);
  assert.deepEqual(replayed.differing, []);
  assert.ok(replayed.compared >= 4);
  // What nobody but the screens heard of in the last seconds before the crash is no part of the record.
  const [was, is] = [new Set(lived(house, MORNING, house.now)), new Set(replayed.said)];
  assert.deepEqual(
    [...is].filter((turn) => !was.has(turn)),
    [],
  );
  assert.ok([...was].filter((turn) => !is.has(turn)).length <= 2);
});

test("a machine that slept, or whose clock was set hours ahead, does not live the hours that nobody was there", async () => {
  const house = await new SmallHouse([rhythm()]).open();
  await house.admit("ann");
  await beats(house, 5);
  const before = house.turns.length;
  house.now += 9 * HOUR;
  await house.say(house.signal("ann", "heart-rate", 70));
  assert.ok(house.turns.length - before <= 1, `${house.turns.length - before} turns`);
  await house.wait(62 * MINUTE);
  await house.loop.stop();
  const [woke] = await house.records.entries({ types: ["woke"] });
  assert.ok(woke);
  const replayed = await again(house, MORNING, house.now);
  assert.deepEqual(replayed.differing, []);
  assert.deepEqual(replayed.said, lived(house, MORNING, house.now));
});
