import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE, SECOND } from "./1-signal/index.ts";
import type { Records, Resource, Store } from "./2-store/index.ts";
import { memoryRecords, memoryStore } from "./2-store/index.ts";
import type { Alert } from "./5-act/index.ts";
import { type Chance, chanceOf } from "./testing/hostile.ts";
import { personOf, SmallHouse } from "./testing/small-house.ts";
import { falls, rhythm } from "./testing/small-skills.ts";

/** The power goes at the nth thing that is written: before it is durable, or after, but before anybody is told so. */
class Power {
  #left: number;
  readonly #isLate: boolean;
  constructor(left: number, isLate: boolean) {
    this.#left = left;
    this.#isLate = isLate;
  }

  get isOut(): boolean {
    return this.#left <= 0;
  }

  async write<T>(work: () => Promise<T>): Promise<T> {
    if (this.isOut) return new Promise<never>(() => {});
    this.#left -= 1;
    if (!this.isOut) return work();
    if (this.#isLate) await work();
    return new Promise<never>(() => {});
  }
}

const underPower = (power: Power, store: Store, records: Records): [Store, Records] => [
  new Proxy(store, {
    get: (on, name: keyof Store) =>
      name === "append"
        ? (batch: Parameters<Store["append"]>[0]) => power.write(() => on.append(batch))
        : (on[name] as (...args: unknown[]) => unknown).bind(on),
  }),
  { ...records, commit: (change) => power.write(() => records.commit(change)) },
];

/** One minute of a ward; whatever does not answer any more is not waited for. */
async function aMinute(house: SmallHouse, chance: Chance, power: Power): Promise<void> {
  for (let i = 0; i < 6 && !power.isOut; i++) {
    const name = chance() < 0.5 ? "ann" : "ben";
    await soon(house.say(house.signal(name, "heart-rate", Math.round(70 + 80 * chance()))));
    if (chance() < 0.1) await soon(house.say(house.signal(name, "fall", {})));
    if (chance() < 0.2) await soon(attendSome(house, chance));
    if (chance() < 0.25) await soon(consent(house, name, chance() < 0.7));
    await soon(house.wait(10 * SECOND));
  }
}

const soon = <T>(work: Promise<T>): Promise<T | undefined> => Promise.race([work, quiet()]);

async function attendSome(house: SmallHouse, chance: Chance): Promise<void> {
  const open = house.alerts.filter(({ state }) => state === "open");
  const some = open[Math.floor(chance() * open.length)];
  if (some) await house.loop.attend("alert", some.id, chance() < 0.5 ? "take" : "done", "staff:b");
}

const consent = (house: SmallHouse, name: string, given: boolean) =>
  house.change({ type: "consent", person: personOf(name), purpose: "predict", given });

/** Long enough for everything that is under way in memory. */
async function quiet(): Promise<undefined> {
  for (let i = 0; i < 200; i++) await null;
  return undefined;
}

interface Raised {
  readonly id: string;
  readonly key: string;
}

async function theRecordIsSound(house: SmallHouse): Promise<void> {
  const standing = await house.records.search<Resource & Alert>("Alert", { standing: true });
  const inRecords = standing.map(({ resource: { id, state, level } }) => `${id} ${state} ${level}`).sort();
  assert.deepEqual(inRecords, house.alerts.map(({ id, state, level }) => `${id} ${state} ${level}`).sort());
  const matters = standing.map(({ resource: { subject, skill, key } }) => `${subject} ${skill} ${key}`);
  assert.equal(new Set(matters).size, matters.length, "one matter, one alert");
  const raised = await house.records.entries({ types: ["alert-raised"] });
  const ids = raised.map(({ content }) => (content as Raised).id);
  assert.equal(new Set(ids).size, ids.length, "no alert is raised twice");
  await noOverlap(house);
}

/** In the order of the journal, an alert of a matter is raised only when the one before it is over. */
async function noOverlap(house: SmallHouse): Promise<void> {
  const open = new Map<string, string>();
  const types = ["alert-raised", "alert-ended", "alert-over"];
  for (const { type, subject, content } of await house.records.entries({ types })) {
    const { id, key } = content as Raised;
    const matter = `${subject} ${key}`;
    if (type === "alert-raised") {
      assert.equal(open.get(matter), undefined, `${matter} was raised while it stood`);
      open.set(matter, id);
    } else open.delete(matter);
  }
}

test("over crashes at any moment no alert is lost and none is doubled (60 seeds, 4 crashes each)", async () => {
  let crashes = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const chance = chanceOf(seed);
    const [store, records] = [memoryStore(), memoryRecords()];
    const house = await new SmallHouse([rhythm(), falls], store, records).open();
    await house.admit("ann");
    await house.admit("ben");
    for (let round = 0; round < 4; round++) {
      const power = new Power(1 + Math.floor(chance() * 60), chance() < 0.5);
      const mortal = new SmallHouse(house.skills, ...underPower(power, store, records));
      mortal.now = house.now + Math.round(chance() * 20 * SECOND);
      const isOpen = await soon(mortal.open());
      for (let minute = 0; isOpen && minute < 6 && !power.isOut; minute++) await aMinute(mortal, chance, power);
      crashes += Number(power.isOut);
      house.now = mortal.now + Math.round(chance() * 2 * MINUTE);
      await house.open();
      await theRecordIsSound(house);
      assert.deepEqual(house.troubles, []);
    }
  }
  assert.ok(crashes > 150, `${crashes} crashes`);
});

test("a fall that was acknowledged is told after the crash, whatever was not yet written", async () => {
  for (let writes = 1; writes <= 12; writes++) for (const isLate of [false, true]) await fallAndCrash(writes, isLate);
});

async function fallAndCrash(writes: number, isLate: boolean): Promise<void> {
  const [store, records] = [memoryStore(), memoryRecords()];
  const house = await new SmallHouse([falls], store, records).open();
  await house.admit("ann");
  const mortal = new SmallHouse([falls], ...underPower(new Power(writes, isLate), store, records));
  const isAcknowledged = (await soon(mortal.open())) ? await fallsAndWaits(mortal) : false;
  house.heard.length = 0;
  house.now = mortal.now + 3 * MINUTE;
  await house.open();
  await house.wait(5 * SECOND);
  const fallen = house.alerts.filter(({ key }) => key === "fall");
  const when = `crash at write ${writes}, ${isLate ? "after" : "before"} it was durable`;
  assert.ok(fallen.length <= 1, when);
  if (isAcknowledged) assert.equal(fallen.length, 1, `lost: ${when}`);
  if (isAcknowledged) assert.ok(house.done.includes("told nurse of fall"), `not told: ${when}`);
  await theRecordIsSound(house);
}

/** Whether the fall was acknowledged. */
async function fallsAndWaits(mortal: SmallHouse): Promise<boolean> {
  let isAcknowledged = false;
  void mortal.loop.receive([mortal.signal("ann", "fall", {})]).then(() => {
    isAcknowledged = true;
  });
  await quiet();
  for (let i = 0; i < 3; i++) {
    mortal.now += 5 * SECOND;
    mortal.loop.tick();
    await quiet();
  }
  return isAcknowledged;
}

test("an alert of a person who was discharged while the power went is withdrawn", async () => {
  const [store, records] = [memoryStore(), memoryRecords()];
  const house = await new SmallHouse([falls], store, records).open();
  await house.admit("ann");
  await house.say(house.signal("ann", "fall", {}));
  assert.equal(house.alerts.length, 1);
  await house.wait(2 * MINUTE);
  // The line of the discharge is durable, what follows from it is not.
  const power = new Power(4, true);
  const mortal = new SmallHouse([falls], ...underPower(power, store, records));
  mortal.now = house.now;
  await mortal.open();
  void mortal.change({ type: "discharged", person: personOf("ann"), at: mortal.now });
  await quiet();
  assert.ok(power.isOut);
  house.now += MINUTE;
  await house.open();
  assert.deepEqual(house.alerts, []);
  await theRecordIsSound(house);
});

test("alerts of a skill that is not there any more are withdrawn at the start", async () => {
  const house = await new SmallHouse([falls, rhythm()]).open();
  await house.admit("ann");
  await house.say(house.signal("ann", "fall", {}));
  house.skills = [rhythm()];
  await house.open();
  assert.deepEqual(house.alerts, []);
  assert.equal(house.loop.standing.tasks.size, 0);
});

test("started again with the clock set back, the house's time goes on and catches up", async () => {
  const house = await new SmallHouse([falls]).open();
  await house.admit("ann");
  await house.wait(10 * MINUTE);
  const before = house.loop.now();
  house.now -= 5 * MINUTE;
  await house.open();
  const began = house.loop.now();
  assert.ok(began >= before);
  house.now += MINUTE;
  assert.ok(house.loop.now() - began >= 0.9 * MINUTE, "time does not stand still");
  house.now += 120 * MINUTE;
  assert.equal(house.loop.now(), house.now);
});
