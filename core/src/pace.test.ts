import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE, SECOND } from "./1-signal/index.ts";
import { TICK_MS } from "./loop.ts";
import { Pace } from "./pace.ts";
import { replay } from "./replay.ts";
import { chanceOf } from "./testing/hostile.ts";
import { MORNING, SmallHouse } from "./testing/small-house.ts";
import { dozy } from "./testing/small-skills.ts";

/** A machine that takes so many turns a second of those that are given at the pace; answers when the pace changed, in seconds. */
function lived(
  given: (slowness: number, now: number) => number,
  taken: number,
  forMs: number,
): readonly (readonly [seconds: number, slowness: number])[] {
  const pace = new Pace();
  const changes: (readonly [number, number])[] = [];
  let [slowness, waiting] = [1, 0];
  for (let now = 0; now <= forMs; now += TICK_MS) {
    waiting += (given(slowness, now) * TICK_MS) / SECOND;
    const done = Math.min(waiting, (taken * TICK_MS) / SECOND);
    waiting -= done;
    for (let turn = 0; turn < done; turn++) pace.taken("heart");
    const next = pace.next(now, new Map([["heart", waiting]]), slowness);
    if (next === null) continue;
    slowness = next;
    changes.push([now / SECOND, next]);
  }
  return changes;
}

const slownessIn = (changes: ReturnType<typeof lived>): readonly number[] => changes.map(([, slowness]) => slowness);

test("a machine that keeps up is left alone", () => {
  assert.deepEqual(
    lived(() => 1000, 1000, 10 * MINUTE),
    [],
  );
});

test("a skill that hangs, or fails for everybody, slows nobody", () => {
  for (const [stuck, taken] of [
    [500, 0],
    [3000, 1],
  ] as const) {
    const pace = new Pace();
    for (let now = 0; now < 10 * MINUTE; now += TICK_MS) {
      for (let turn = 0; turn < 100; turn++) pace.taken("breath");
      if (taken > 0 && now % SECOND === 0) pace.taken("broken");
      const waiting = new Map([
        ["breath", 20],
        ["broken", stuck],
      ]);
      assert.equal(pace.next(now, waiting, 1), null);
    }
  }
});

test("more turns than it can take are made rarer, just as many as is needed, and never rarer than 16 times", () => {
  assert.deepEqual(lived((slowness) => 1500 / slowness, 1000, 30 * SECOND).slice(0, 1), [[6, 2]]);
  assert.deepEqual(slownessIn(lived((slowness) => 1500 / slowness, 1000, 50 * SECOND)), [2]);
  assert.deepEqual(slownessIn(lived((slowness) => 3000 / slowness, 1000, 30 * SECOND)), [2, 8]);
  assert.deepEqual(slownessIn(lived(() => 3000, 1000, MINUTE)), [2, 8, 16]);
});

test("a machine that was asleep for minutes is not taken for a slow one", () => {
  const pace = new Pace();
  const waiting = new Map([["heart", 60]]);
  for (let now = 0; now < MINUTE; now += TICK_MS) {
    for (let turn = 0; turn < 100; turn++) pace.taken("heart");
    assert.equal(pace.next(now, waiting, 1), null);
  }
  assert.equal(pace.next(11 * MINUTE, waiting, 1), null);
});

test("when the load is gone the usual pace is back, a step a minute", () => {
  const changes = lived((_, now) => (now < 10 * SECOND ? 3000 : 50), 1000, 10 * MINUTE);
  const slowest = Math.max(...slownessIn(changes));
  assert.ok(slowest > 1);
  const back = changes.slice(changes.findIndex(([, slowness]) => slowness === slowest));
  assert.deepEqual(
    slownessIn(back),
    Array.from({ length: Math.log2(slowest) + 1 }, (_, i) => slowest / 2 ** i),
  );
  for (const [i, [at]] of back.slice(1).entries()) assert.ok(at - (back[i]?.[0] ?? 0) >= 60);
});

test("a pace that does not hold is tried again ever more rarely, and the house lives at the one that does", () => {
  const day = 24 * 60 * MINUTE;
  const changes = lived((slowness) => 1300 / slowness, 1000, day);
  const tries = changes.filter(([, slowness]) => slowness === 1).map(([at]) => at);
  const gaps = tries.slice(1).map((at, i) => at - (tries[i] ?? 0));
  assert.ok(gaps.length >= 6 && gaps.length < 60, `${gaps}`);
  for (const [i, gap] of gaps.slice(1, 6).entries()) assert.ok(gap > 1.4 * (gaps[i] ?? 0), `${gaps}`);
  const slowFor = changes.reduce((sum, [at, slowness], i) => {
    const until = changes[i + 1]?.[0] ?? day / SECOND;
    return slowness > 2 ? sum + until - at : sum;
  }, 0);
  assert.ok(slowFor < 3600, `${slowFor} s slower than needed`);
});

test("turns of a slow house are rarer, events are heard at once, and a replay takes the same ones", async () => {
  const house = await new SmallHouse([dozy]).open();
  await house.admit("ann");
  await house.say(house.wave("ann"));
  const turnsIn = async (): Promise<number> => {
    const before = house.turns.length;
    for (let i = 0; i < 50; i++) {
      await house.say(house.wave("ann"));
      await house.wait(100, 50);
    }
    return house.turns.length - before;
  };
  const usual = await turnsIn();
  await house.change({ type: "pace", slowness: 4 });
  const slow = await turnsIn();
  assert.ok(slow <= usual / 3 && slow >= 5, `${usual}, then ${slow}`);
  await house.loop.stop();
  const { store, records, skills } = house;
  const said = await replay({ store, records, skills, from: MORNING, to: house.now });
  assert.ok(said.compared > 0);
  assert.deepEqual(said.differing, []);
});

test("a night on which the pace changed is the same after a crash: a replay says so", async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const chance = chanceOf(seed);
    const wakesOn = chance() < 0.5 ? { wakesOn: [] } : {};
    const house = await new SmallHouse([{ ...dozy, periodMs: 5 * SECOND, ...wakesOn }]).open();
    for (const name of ["ben", "ann"]) await house.admit(name);
    await house.wait(3 * MINUTE, 5 * SECOND);
    const paced = async (share: number) => {
      if (chance() >= share) return;
      await house.change({ type: "pace", slowness: 2 ** Math.floor(5 * chance()) });
      await house.wait(Math.round(chance() * 6) * TICK_MS, TICK_MS);
    };
    await paced(0.7);
    await house.wait(2 * MINUTE - 5 * SECOND + Math.round(chance() * 15) * SECOND, SECOND);
    await paced(0.5);
    await house.say(chance() < 0.5 ? house.wave("ann") : house.signal("ann", "spo2", 97));
    await paced(0.3);
    await house.wait(10 * SECOND, SECOND);
    await house.open();
    await house.wait(30 * SECOND, SECOND);
    await house.loop.stop();
    const { store, records, skills } = house;
    const said = await replay({ store, records, skills, from: MORNING, to: house.now });
    assert.deepEqual(said.differing, [], `seed ${seed}`);
  }
});
