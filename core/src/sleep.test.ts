import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE, SECOND } from "./1-signal/index.ts";
import { replay } from "./replay.ts";
import { firstTurn } from "./seat.ts";
import { chanceOf } from "./testing/hostile.ts";
import { MORNING, personOf, SmallHouse } from "./testing/small-house.ts";
import { dozy, falls, rhythm } from "./testing/small-skills.ts";

async function withAnn(): Promise<SmallHouse> {
  const house = await new SmallHouse([dozy]).open();
  await house.admit("ann");
  return house;
}

test("who never hears a signal has one turn, and sleeps", async () => {
  const house = await withAnn();
  await house.wait(10 * MINUTE);
  assert.equal(house.turns.length, 1);
  assert.equal(house.turns[0]?.output?.predictions.oxygen?.known, false);
});

test("a signal ends the sleep at the next period, and a wave that it waits for at once", async () => {
  const house = await withAnn();
  await house.wait(MINUTE);
  await house.say(house.signal("ann", "spo2", 97));
  assert.equal(house.turns.length, 1);
  await house.wait(20 * SECOND);
  assert.equal(house.turns.length, 2);
  await house.wait(10 * MINUTE);
  assert.equal(house.turns.length, 2 + 6, "every 20 s for two minutes, then it sleeps again");
  await house.say(house.wave("ann"));
  assert.equal(house.turns.length, 9);
  assert.equal(house.turns.at(-1)?.now, house.now);
});

test("what its person or its settings are told anew is heard in its sleep", async () => {
  const house = await withAnn();
  await house.wait(5 * MINUTE);
  const settings = { level: 85 };
  await house.change({ type: "skill-set", person: personOf("ann"), skill: "dozy", on: true, settings, version: 1 });
  await house.wait(5 * MINUTE);
  assert.equal(house.turns.length, 2);
  assert.deepEqual(house.turns.at(-1)?.output?.predictions.oxygen, {
    known: false,
    why: { key: "asleep", values: { level: 85 } },
  });
});

test("after a stop it sleeps on", async () => {
  const house = await withAnn();
  await house.wait(5 * MINUTE);
  await house.loop.stop();
  house.now += MINUTE;
  await house.open();
  await house.wait(5 * MINUTE);
  assert.equal(house.turns.length, 1);
});

test("however small the blocks are, they wake it at most every 200 ms, and the last one is heard", async () => {
  const house = await withAnn();
  await house.wait(MINUTE);
  const before = house.turns.length;
  for (let i = 0; i < 10; i++) {
    await house.say(house.wave("ann"));
    await house.wait(50, 50);
  }
  await house.wait(200, 50);
  const times = house.turns.slice(before).map(({ now }) => now);
  assert.ok(times.length >= 3 && times.length <= 4, `${times.length} turns`);
  for (const [i, now] of times.entries()) assert.ok(i === 0 || now - (times[i - 1] ?? 0) >= 200);
  const waits = await house.store.lastArrival();
  assert.equal(house.turns.at(-1)?.arrival, waits);
});

test("a skill works for whom it is made, and no longer when that is over", async () => {
  const ofMothers = { ...falls, suits: ({ pregnant }: { readonly pregnant: boolean | null }) => pregnant === true };
  const house = await new SmallHouse([ofMothers]).open();
  await house.admit("ann");
  await house.say(house.signal("ann", "fall", {}));
  assert.equal(house.turns.length, 0);
  await house.change({ type: "pregnant", person: personOf("ann"), pregnant: true });
  await house.say(house.signal("ann", "fall", {}));
  assert.deepEqual(house.done, ["raised fall", "told nurse of fall", "set task check"]);
  await house.change({ type: "pregnant", person: personOf("ann"), pregnant: false });
  await house.say(house.signal("ann", "fall", {}));
  assert.equal(house.turns.length, 1);
});

/** What a replay of the whole morning finds that was not as it says now. */
async function differences(house: SmallHouse) {
  await house.loop.stop();
  const { store, records, skills } = house;
  const said = await replay({ store, records, skills, from: MORNING, to: house.now });
  assert.ok(said.compared > 0);
  return said.differing;
}

test("a wave that came right after a turn that was slept through waits as long after a crash as before", async () => {
  const house = await new SmallHouse([dozy]).open();
  for (const name of ["ben", "ann"]) await house.admit(name);
  await house.wait(2 * MINUTE);
  const due = firstTurn(dozy, personOf("ann"), house.now + 2 * MINUTE);
  house.now = due + 50;
  house.loop.tick();
  await house.loop.idle();
  house.now = due + 100;
  await house.say(house.wave("ann"));
  await house.wait(200, 50);
  const [before] = house.turns.slice(-1);
  await house.open();
  assert.equal(house.turns.at(-1)?.now, before?.now);
  assert.deepEqual(await differences(house), []);
});

test("a wave that waited for its turn when the house was stopped has it as soon as the house is there again", async () => {
  const slow = { ...dozy, periodMs: 60 * MINUTE };
  const house = await new SmallHouse([slow]).open();
  await house.admit("ann");
  await house.wait(MINUTE);
  await house.say(house.wave("ann"));
  house.now += 50;
  await house.say(house.wave("ann"));
  await house.open();
  await house.wait(SECOND);
  assert.equal(house.turns.at(-1)?.arrival, await house.store.lastArrival());
  assert.deepEqual(await differences(house), []);
});

test("a wave that waited through two starts has its turn once, when a replay has it", async () => {
  const house = await withAnn();
  await house.wait(MINUTE);
  await house.say(house.wave("ann"));
  house.now += 50;
  await house.say(house.wave("ann"));
  for (const ms of [300, 50]) {
    house.now += ms;
    await house.open();
  }
  await house.wait(SECOND, 100);
  assert.deepEqual(await differences(house), []);
});

test("a reading that waits for its turn is no difference, whatever its seat knew before a start", async () => {
  const house = await new SmallHouse([falls]).open();
  await house.admit("ann");
  await house.wait(2 * MINUTE);
  await house.say(house.signal("ann", "spo2", 97));
  await house.wait(2 * MINUTE);
  await house.open();
  await house.say(house.signal("ann", "pulse-rate", 70));
  house.now += SECOND;
  assert.deepEqual(await differences(house), []);
});

test("whom a birthday made too old, or old enough, is noticed at a start: a replay says the same", async () => {
  const born = new Date(MORNING + 24 * 60 * MINUTE).toISOString().slice(0, 10).replace("2026", "1946");
  const young = { ...dozy, suits: ({ ageYears }: { readonly ageYears: number | null }) => (ageYears ?? 0) < 80 };
  const old = { ...dozy, id: "old", suits: ({ ageYears }: { readonly ageYears: number | null }) => ageYears === 80 };
  const house = await new SmallHouse([young, old]).open();
  const person = {
    id: personOf("ann"),
    name: "ann",
    birthDate: born,
    pregnant: null,
    place: null,
    admittedAt: house.now,
  };
  await house.change({ type: "admitted", person, consents: ["record", "predict"] });
  await house.wait(15 * 60 * MINUTE, 10 * MINUTE);
  await house.say(house.wave("ann"));
  // Nobody was there at midnight.
  house.now += 10 * 60 * MINUTE;
  for (const reopened of [true, false]) {
    if (reopened) await house.open();
    await house.say(house.signal("ann", "spo2", 97));
    await house.wait(5 * MINUTE);
  }
  assert.deepEqual([...new Set(house.turns.map(({ skill }) => skill.id))], ["dozy", "old"]);
  assert.deepEqual(await differences(house), []);
});

const names = ["ann", "ben", "cho"] as const;

/** Something happens, or nothing for minutes: so that checkpoints are written while some sleep and some do not. */
async function something(house: SmallHouse, chance: () => number): Promise<void> {
  const name = names[Math.floor(3 * chance())] ?? "ann";
  const dice = chance();
  if (dice < 0.3) await house.say(house.signal(name, "spo2", 90 + Math.round(9 * chance())));
  else if (dice < 0.4) await house.say(house.wave(name));
  else if (dice < 0.55) await house.say(house.signal(name, "heart-rate", 60 + Math.round(60 * chance())));
  else if (dice < 0.65) {
    await house.change({ type: "consent", person: personOf(name), purpose: "predict", given: chance() < 0.6 });
  }
  await house.wait(Math.round(chance() * 4 * MINUTE));
}

test("who slept through the last checkpoints is found as they were after a crash: a replay says the same", async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const chance = chanceOf(seed);
    const house = await new SmallHouse([dozy, rhythm()]).open();
    for (const name of names) await house.admit(name);
    for (let i = 0; i < 12; i++) {
      await something(house, chance);
      if (chance() < 0.25) await house.open();
    }
    await house.loop.stop();
    const { store, records, skills } = house;
    const said = await replay({ store, records, skills, from: MORNING, to: house.now });
    assert.deepEqual(said.differing, [], `seed ${seed}`);
    assert.ok(said.compared > 0);
  }
});

test("a checkpoint does not write again who has slept since the last one", async () => {
  const house = await new SmallHouse([dozy]).open();
  for (const name of names) await house.admit(name);
  await house.wait(3 * MINUTE);
  const before = await house.records.checkpoints();
  await house.say(house.signal("ben", "spo2", 97));
  await house.wait(MINUTE);
  const after = await house.records.checkpoints();
  const written = after.filter((one) => !before.some(({ subject, at }) => subject === one.subject && at === one.at));
  assert.deepEqual(
    written.map(({ subject }) => subject),
    ["person:ben"],
  );
});
