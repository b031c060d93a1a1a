import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE, SECOND } from "./1-signal/index.ts";
import { TICK_MS } from "./loop.ts";
import { Pace } from "./pace.ts";
import { replay } from "./replay.ts";
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
    for (let turn = 0; turn < done; turn++) pace.taken();
    const next = pace.next(now, waiting, slowness);
    if (next === null) continue;
    slowness = next;
    changes.push([now / SECOND, next]);
  }
  return changes;
}

test("a machine that keeps up is left alone, also where a few turns hang", () => {
  assert.deepEqual(
    lived(() => 1000, 1000, 10 * MINUTE),
    [],
  );
  const pace = new Pace();
  for (let now = 0; now < 10 * MINUTE; now += TICK_MS) {
    for (let turn = 0; turn < 100; turn++) pace.taken();
    assert.equal(pace.next(now, 8, 1), null);
  }
});

test("more turns than it can take are made rarer until what waits gets less, and never rarer than 16 times", () => {
  const changes = lived((slowness) => 3000 / slowness, 1000, 3 * MINUTE);
  assert.deepEqual(changes.slice(0, 2), [
    [3, 2],
    [6, 8],
  ]);
  assert.deepEqual(
    lived(() => 3000, 1000, MINUTE).map(([, slowness]) => slowness),
    [2, 4, 8, 16],
  );
});

test("in a small house a skill that hangs is no reason, in a large one that takes nothing at all it is", () => {
  const asked = (waiting: number) => {
    const pace = new Pace();
    return Array.from({ length: 60 }, (_, i) => pace.next(i * TICK_MS, waiting, 1)).find((next) => next !== null);
  };
  assert.equal(asked(14), undefined);
  assert.equal(asked(500), 4);
});

test("when the load is gone the usual pace is back, a step a minute", () => {
  const changes = lived((_, now) => (now < 10 * SECOND ? 3000 : 50), 1000, 10 * MINUTE);
  const slowest = Math.max(...changes.map(([, slowness]) => slowness));
  assert.ok(slowest > 1);
  const back = changes.slice(changes.findIndex(([, slowness]) => slowness === slowest));
  assert.deepEqual(
    back.map(([, slowness]) => slowness),
    Array.from({ length: Math.log2(slowest) + 1 }, (_, i) => slowest / 2 ** i),
  );
  for (const [i, [at]] of back.slice(1).entries()) assert.ok(at - (back[i]?.[0] ?? 0) >= 60);
});

test("a pace that does not hold is tried again ever more rarely", () => {
  const changes = lived((slowness) => (slowness === 1 ? 3000 : 100), 1000, 60 * MINUTE);
  const tries = changes.filter(([, slowness]) => slowness === 1).map(([at]) => at);
  const gaps = tries.slice(1).map((at, i) => at - (tries[i] ?? 0));
  assert.ok(gaps.length >= 2, `${gaps}`);
  for (const [i, gap] of gaps.slice(1).entries()) assert.ok(gap > 1.5 * (gaps[i] ?? 0), `${gaps}`);
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
