import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE, SECOND, type Signal, type SourceId } from "./1-signal/index.ts";
import { canonicalJson, memoryRecords, memoryStore, type Records, type Store } from "./2-store/index.ts";
import {
  inlineHost,
  type Skill,
  type SkillHost,
  type TurnRequest,
  type TurnResult,
  takeTurn,
} from "./4-decide/index.ts";
import { deviceOf, MORNING, personOf, SmallHouse } from "./testing/small-house.ts";
import { falls, moody, rhythm } from "./testing/small-skills.ts";

const [ann, ben] = [personOf("ann"), personOf("ben")];

async function opened(...skills: readonly Skill[]): Promise<SmallHouse> {
  const house = await new SmallHouse(skills).open();
  await house.admit("ann");
  return house;
}

const turnsOf = (house: SmallHouse, skill: string) => house.turns.filter((taken) => taken.skill.id === skill);

test("an event gives its skills a turn at once; a stream waits for the period", async () => {
  const house = await opened(rhythm(), falls);
  await house.say(house.signal("ann", "heart-rate", 150));
  assert.equal(house.turns.length, 0);
  await house.say(house.signal("ann", "fall", {}));
  assert.deepEqual(
    house.turns.map(({ skill, now }) => [skill.id, now]),
    [["falls", MORNING]],
  );
  assert.deepEqual(house.done, ["raised fall", "told nurse of fall", "set task check"]);
  await house.wait(30 * SECOND);
  assert.equal(turnsOf(house, "rhythm").length, 1);
  assert.ok(house.done.includes("raised fast"));
});

test("what somebody charts by hand, and what is struck out, gives a turn at once, too", async () => {
  const house = await opened(rhythm());
  const typed = house.signal("ann", "heart-rate", 150, house.now, "staff:tanaka" as SourceId);
  await house.say(typed);
  assert.equal(house.turns.length, 1);
  await house.say({ ...typed, quality: "entered-in-error" });
  assert.equal(house.turns.length, 2);
});

test("periodic turns come at whole multiples of the period, none twice and none left out, however seldom somebody ticks", async () => {
  const often = await opened(rhythm());
  const seldom = await opened(rhythm());
  await often.wait(10 * MINUTE, 250);
  await seldom.wait(10 * MINUTE, 10 * MINUTE);
  const times = turnsOf(often, "rhythm").map(({ now }) => now);
  assert.equal(times.length, 20);
  assert.deepEqual(
    times,
    turnsOf(seldom, "rhythm").map(({ now }) => now),
  );
  for (const [i, now] of times.entries()) assert.equal(now - (times[0] ?? 0), i * 30 * SECOND);
});

test("turns of one instant are taken in the same order, whoever was admitted first", async () => {
  const order = async (...names: readonly string[]) => {
    const house = await new SmallHouse([rhythm(), falls]).open();
    for (const name of names) await house.admit(name);
    await house.say(...names.map((name) => house.signal(name, "fall", {})));
    return house.turns.map(({ subject }) => subject);
  };
  assert.deepEqual(await order("ann", "ben", "cho"), await order("cho", "ben", "ann"));
});

test("late, repeated and out-of-order samples: each one reaches its skill once", async () => {
  const house = await opened(rhythm());
  const [first, late, last] = [
    house.signal("ann", "heart-rate", 60, MORNING),
    house.signal("ann", "heart-rate", 70, MORNING - 3 * MINUTE),
    house.signal("ann", "heart-rate", 80, MORNING),
  ];
  await house.say(last);
  await house.say(late, last, first);
  await house.say(first, late, last);
  await house.wait(30 * SECOND);
  const [turn] = turnsOf(house, "rhythm");
  assert.ok(turn?.result.ok);
  const { recent } = JSON.parse(turn.result.state) as { recent: readonly { value: number }[] };
  assert.deepEqual(
    recent.map(({ value }) => value),
    [80, 70, 60],
    "in order of arrival",
  );
});

test("a silent sensor makes the prediction unknown, with the reason", async () => {
  const house = await opened(rhythm());
  await house.say(house.signal("ann", "heart-rate", 70));
  await house.wait(MINUTE);
  assert.equal(house.turns.at(-1)?.output?.predictions.rate?.known, true);
  await house.wait(6 * MINUTE);
  const last = house.turns.at(-1)?.output?.predictions.rate;
  assert.deepEqual(last, { known: false, why: { key: "core.never" } });
});

test("what one skill makes, another reads; none hears itself", async () => {
  const house = await opened(rhythm(), falls);
  await house.say(house.signal("ann", "heart-rate", 70));
  await house.wait(31 * SECOND);
  const made = await house.store.latest(ann, ["pulse-rate"]);
  assert.deepEqual(
    made.map(({ source, value }) => [source, value]),
    [["skill:rhythm", 70]],
  );
  await house.wait(10 * MINUTE);
  assert.equal(turnsOf(house, "rhythm").filter(({ output }) => (output?.made.length ?? 0) > 0).length, 1);
});

test("a skill that throws is written down and told, and the others go on", async () => {
  const house = await opened(moody, falls);
  await house.say(house.signal("ann", "note", { text: "throw" }), house.signal("ann", "fall", {}));
  assert.deepEqual(
    house.turns.map(({ skill, result }) => [skill.id, result.ok]),
    [
      ["falls", true],
      ["moody", false],
    ],
  );
  assert.equal(house.alerts.length, 1);
  const [line] = await house.records.entries({ types: ["skill-failed"] });
  assert.deepEqual([line?.subject, (line?.content as { code: string } | undefined)?.code], [ann, "SKILL_THREW"]);
  await house.say(house.signal("ann", "note", { text: "fine" }));
  assert.equal(house.turns.at(-1)?.result.ok, true, "it goes on at its next turn");
});

test("the same failure again and again is one line in ten minutes", async () => {
  const house = await opened(moody);
  for (let i = 0; i < 30; i++) {
    await house.say(house.signal("ann", "note", { text: "throw" }));
    await house.wait(MINUTE, MINUTE);
  }
  const lines = await house.records.entries({ types: ["skill-failed"] });
  assert.equal(lines.length, 3);
});

test("an outcome that the contract forbids is discarded: NaN, the same wish twice, what was never declared", async () => {
  const house = await opened(moody);
  await house.say(house.signal("ann", "note", { text: "nan" }));
  const failed = house.turns.at(-1)?.result;
  assert.ok(failed && !failed.ok);
  assert.equal(failed.code, "SKILL_OUTPUT");
  await house.say(house.signal("ann", "note", { text: "overreach" }));
  assert.deepEqual(house.done, ["refused ACT_UNDECLARED"]);
  const [line] = await house.records.entries({ types: ["refused"] });
  assert.equal(line?.actor, "skill:moody");
});

test("each broken promise of a turn has its reason", () => {
  const request: TurnRequest = {
    skill: "moody",
    subject: ann,
    state: null,
    signals: [],
    settings: {},
    person: { id: ann, ageYears: null, pregnant: null },
    now: MORNING,
  };
  const why = (change: object) => {
    const makes = ["pulse-rate", "checkup"] as const;
    const skill = { ...rhythm(), makes, step: () => ({ state: 1, predictions: {}, wishes: [], ...change }) } as Skill;
    const result = takeTurn(skill, request);
    return result.ok ? "ok" : `${result.code} ${result.why}`;
  };
  const wish = { do: "tell", key: "k", level: "low", text: { key: "k" } };
  const made = (value: unknown, at = MORNING, kind = "pulse-rate") => ({ made: [{ kind, at, value }] });
  assert.equal(why({}), "ok");
  assert.equal(why(made(70)), "ok");
  assert.match(why({ wishes: [wish, wish] }), /^SKILL_OUTPUT the same wish twice/);
  assert.match(why(made(70, MORNING, "spo2")), /^SKILL_OUTPUT made spo2, which it never declared/);
  assert.match(why(made({ id: "c1", phase: "begun" }, MORNING, "checkup")), /which only somebody with the right/);
  assert.match(why(made(700)), /^SKILL_OUTPUT made pulse-rate, value 700, expected 0 to 350/);
  assert.match(why(made(70, MORNING + 1)), /^SKILL_OUTPUT made pulse-rate, at/);
  assert.match(why({ state: undefined }), /^SKILL_OUTPUT no state/);
  assert.match(why({ state: new Map() }), /^SKILL_OUTPUT not plain data: .state is no plain object/);
  assert.match(
    why({ predictions: { x: { known: true, what: { value: Number.NaN } } } }),
    /.predictions.x.what.value is NaN/,
  );
});

/** A host whose turns of a skill are too slow as long as the test says so. */
function slowHost(isSlow: (request: TurnRequest) => boolean): (skills: readonly Skill[]) => SkillHost {
  return (skills) => {
    const inline = inlineHost(skills);
    const slow: TurnResult = { ok: false, code: "SKILL_SLOW", why: "no answer" };
    return { ...inline, turn: (request) => (isSlow(request) ? Promise.resolve(slow) : inline.turn(request)) };
  };
}

test("a skill that exceeds its time rests for that person, longer each time, and works for all others", async () => {
  const house = new SmallHouse([rhythm()]);
  house.host = slowHost(({ subject }) => subject === ann);
  await house.open();
  await house.admit("ann");
  await house.admit("ben");
  await house.wait(40 * MINUTE);
  const times = house.turns.filter(({ subject }) => subject === ann).map(({ now }) => now);
  const gaps = times.slice(1).map((now, i) => (now - (times[i] ?? 0)) / MINUTE);
  assert.deepEqual(gaps, [1, 2, 4, 8, 16]);
  assert.equal(house.turns.filter(({ subject }) => subject === ben).length, 80);
  const lines = await house.records.entries({ types: ["skill-failed"] });
  assert.equal(lines.length, times.length, "each one is written down");
});

test("once it is well again its next rest is a short one, and what waited is read", async () => {
  const house = new SmallHouse([rhythm()]);
  let isSlow = true;
  house.host = slowHost(() => isSlow);
  await house.open();
  await house.admit("ann");
  await house.wait(31 * SECOND);
  isSlow = false;
  await house.say(house.signal("ann", "heart-rate", 71), house.signal("ann", "heart-rate", 72));
  await house.wait(2 * MINUTE);
  const well = house.turns.find(({ result }) => result.ok);
  assert.ok(well?.result.ok);
  assert.match(well.result.state, /71.*72/);
});

test("a turn that only waited behind a slow one is asked for again at once", async () => {
  const house = new SmallHouse([falls]);
  let refusals = 2;
  house.host = (skills) => ({
    ...inlineHost(skills),
    turn: async (request) => {
      if (refusals-- > 0) return { ok: false, code: "SKILL_SLOW", why: "stopped", untried: true };
      return inlineHost(skills).turn(request);
    },
  });
  await house.open();
  await house.admit("ann");
  await house.say(house.signal("ann", "fall", {}));
  assert.equal(house.alerts.length, 1);
});

test("a host that breaks costs a turn, not the skill", async () => {
  const house = new SmallHouse([falls]);
  let breaks = true;
  house.host = (skills) => ({
    ...inlineHost(skills),
    turn: (request) => (breaks ? Promise.reject(new Error("the worker is gone")) : inlineHost(skills).turn(request)),
  });
  await house.open();
  await house.admit("ann");
  await house.say(house.signal("ann", "fall", {}));
  breaks = false;
  await house.say(house.signal("ann", "fall", {}));
  assert.deepEqual(
    house.turns.map(({ result }) => result.ok),
    [false, true],
  );
});

test("who leaves, withdraws consent, or has the skill switched off: its alerts are withdrawn at once, and no turn follows", async () => {
  const ways = [
    { type: "discharged", person: ann, at: MORNING },
    { type: "consent", person: ann, purpose: "predict", given: false },
    { type: "consent", person: ann, purpose: "record", given: false },
    { type: "skill-set", person: ann, skill: "falls", on: false, settings: {}, version: 2 },
    { type: "erased", person: ann },
  ] as const;
  for (const way of ways) {
    const house = await opened(falls);
    await house.say(house.signal("ann", "fall", {}));
    assert.equal(house.alerts.length, 1);
    const done = house.loop.change(way, "staff:tanaka");
    await done;
    assert.deepEqual([house.alerts.length, house.loop.standing.tasks.size], [0, 0], way.type);
    assert.ok(house.done.includes("ended fall"));
    const standing = await house.records.search("Alert", { standing: true });
    assert.deepEqual(standing, [], "and durably so when the change resolves");
    const before = house.turns.length;
    await house.say(house.signal("ann", "fall", {}));
    await house.wait(15 * MINUTE);
    assert.equal(house.turns.length, before, way.type);
  }
});

test("a new consent starts anew: nothing is left of what was remembered", async () => {
  const house = await opened(falls);
  await house.say(house.signal("ann", "fall", {}));
  await house.change({ type: "consent", person: ann, purpose: "predict", given: false });
  await house.say(house.signal("ann", "fall", {}));
  await house.change({ type: "consent", person: ann, purpose: "predict", given: true });
  await house.wait(20 * MINUTE);
  assert.deepEqual(house.alerts, []);
  await house.open();
  await house.wait(20 * MINUTE);
  assert.deepEqual(house.alerts, [], "nor after a restart");
});

test("settings hold from the next turn on", async () => {
  const house = await opened(rhythm());
  await house.say(house.signal("ann", "heart-rate", 90));
  await house.wait(MINUTE);
  assert.deepEqual(house.alerts, []);
  await house.change({
    type: "skill-set",
    person: ann,
    skill: "rhythm",
    on: true,
    settings: { limit: 80 },
    version: 2,
  });
  await house.wait(30 * SECOND);
  assert.equal(house.alerts.length, 1);
});

test("a device cannot be bound to two people at once, also when both are asked for in the same moment", async () => {
  const house = await opened(falls);
  await house.admit("ben");
  const bind = (id: string, subject: typeof ann) =>
    house.loop.change(
      { type: "bound", binding: { id, device: deviceOf("band"), subject, from: MORNING, until: null } },
      "staff:tanaka",
    );
  assert.deepEqual(await Promise.all([bind("b1", ann), bind("b2", ben)]), [true, false]);
  const lines = await house.records.entries({ types: ["bound"] });
  assert.equal(lines.length, 1);
});

test("a change of the roster waits for nobody's clock: what happens after it sees it", async () => {
  const house = await opened(falls);
  const change = house.loop.change({ type: "consent", person: ann, purpose: "predict", given: false }, "staff:tanaka");
  const heard = house.loop.receive([house.signal("ann", "fall", {})]);
  await Promise.all([change, heard]);
  await house.loop.idle();
  assert.deepEqual(house.turns, []);
});

test("a store that refuses a batch tells the sender, and stops nothing", async () => {
  const store = memoryStore();
  let isFull = true;
  const full: Store = Object.assign(Object.create(store) as Store, {
    append: (batch: readonly Signal[]) => (isFull ? Promise.reject(new Error("STORE_FULL")) : store.append(batch)),
    latest: store.latest.bind(store),
    arrivals: store.arrivals.bind(store),
    lastArrival: store.lastArrival.bind(store),
  });
  const house = await new SmallHouse([falls], full).open();
  await house.admit("ann");
  await assert.rejects(house.loop.receive([house.signal("ann", "fall", {})]), /STORE_FULL/);
  await house.loop.idle();
  assert.equal(house.troubles.length, 1);
  isFull = false;
  await house.say(house.signal("ann", "fall", {}));
  assert.equal(house.alerts.length, 1);
});

test("records that cannot be written silence no alert; what is owed is written as soon as it can be, in its order", async () => {
  const memory = memoryRecords();
  let isFull = false;
  const records: Records = {
    ...memory,
    commit: (change) => (isFull ? Promise.reject(new Error("STORE_FULL")) : memory.commit(change)),
  };
  const house = await new SmallHouse([falls], memoryStore(), records).open();
  await house.admit("ann");
  isFull = true;
  await house.say(house.signal("ann", "fall", {}));
  assert.ok(house.done.includes("told nurse of fall"));
  assert.ok(house.troubles.length > 0);
  const [alert] = house.alerts;
  assert.ok(await house.loop.attend("alert", alert?.id ?? "", "take", "staff:b"));
  await assert.rejects(house.change({ type: "moved", person: ann, place: "bed-2" }), /STORE_FULL/);
  assert.equal(house.loop.roster.people.get(ann)?.place, null, "what is not durable is not in effect");
  isFull = false;
  await house.wait(SECOND, SECOND);
  const lines = await memory.entries({ types: ["alert-raised", "alert-told", "alert-taken"] });
  assert.deepEqual(
    lines.map(({ type }) => type),
    ["alert-raised", "alert-told", "alert-taken"],
  );
  const [kept] = await memory.search("Alert", { standing: true });
  assert.equal(kept?.resource.state, "taken");
});

test("a listener that breaks stops neither the turn nor the alert", async () => {
  const house = await opened(falls);
  const heard = house.heard.push.bind(house.heard);
  house.heard.push = (...events) => {
    heard(...events);
    if (events[0]?.type === "turn") throw new Error("the screen is broken");
    return 0;
  };
  await house.say(house.signal("ann", "fall", {}));
  assert.equal(house.alerts.length, 1);
  assert.deepEqual(house.troubles.map(String), ["Error: the screen is broken"]);
});

test("everything that is done is in the journal, with who did it", async () => {
  const house = await opened(falls);
  await house.say(house.signal("ann", "fall", {}));
  const [alert] = house.alerts;
  await house.loop.attend("alert", alert?.id ?? "", "done", "staff:tanaka", "well");
  await house.loop.stop();
  const lines = await house.records.entries({});
  assert.deepEqual(
    lines.map(({ type, actor }) => `${type} ${actor}`).filter((line) => !line.startsWith("traced")),
    [
      "started system",
      "admitted staff:tanaka",
      "alert-raised skill:falls",
      "alert-told skill:falls",
      "task-set skill:falls",
      "alert-done staff:tanaka",
      "stopped system",
    ],
  );
});

test("what was taken, done and set is the same after a restart", async () => {
  const house = await opened(rhythm(), falls);
  await house.say(house.signal("ann", "fall", {}), house.signal("ann", "heart-rate", 150));
  await house.wait(30 * SECOND);
  const [alert] = house.alerts.filter(({ key }) => key === "fast");
  await house.loop.attend("alert", alert?.id ?? "", "take", "staff:b");
  await house.loop.idle();
  const before = canonicalJson([...house.loop.standing.alerts.values(), ...house.loop.standing.tasks.values()]);
  await house.loop.stop();
  await house.open();
  assert.equal(canonicalJson([...house.loop.standing.alerts.values(), ...house.loop.standing.tasks.values()]), before);
});
