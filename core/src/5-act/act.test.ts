import assert from "node:assert/strict";
import { test } from "node:test";
import { type Instant, MINUTE, SECOND, type SubjectId, text } from "../1-signal/index.ts";
import { after, emptyRoster, type Roster } from "../2-store/index.ts";
import type { Level, Verb, Wish } from "../4-decide/index.ts";
import {
  type Acted,
  act,
  attend,
  attendTask,
  byUrgency,
  type Deed,
  defaultPolicy,
  type EscalationPolicy,
  emptyStanding,
  escalationPolicy,
  nextTelling,
  passTime,
  type Standing,
  sayAgain,
  toldSince,
  withdraw,
} from "./index.ts";

const ann = "person:ann" as SubjectId;
const T0: Instant = Date.UTC(2026, 3, 6, 8);
const policy: EscalationPolicy = { ...defaultPolicy, holdMs: MINUTE };
const roster = (consents: readonly ("record" | "predict")[] = ["record", "predict"]): Roster =>
  after(emptyRoster, {
    type: "admitted",
    person: { id: ann, name: "Ann", birthDate: null, pregnant: null, place: null, admittedAt: T0 },
    consents,
  });

/** A ward of one person and one skill, with a clock in milliseconds from T0. */
class Bench {
  standing: Standing = emptyStanding;
  readonly deeds: Deed[] = [];
  does: readonly Verb[] = ["tell", "ask", "task"];
  roster = roster();
  #arrival = 0;

  turn(ms: number, ...wishes: readonly Wish[]): readonly string[] {
    this.#arrival += 1;
    const turn = { skill: { id: "fall", does: this.does }, subject: ann, wishes, now: T0 + ms, arrival: this.#arrival };
    return this.#keep(act(this.standing, turn, this.roster, policy));
  }
  pass(ms: number): readonly string[] {
    return this.#keep(passTime(this.standing, T0 + ms, policy));
  }
  attend(ms: number, how: "take" | "done", answer: string | null = null): readonly string[] | null {
    const acted = attend(this.standing, this.alert.id, how, "staff:b", T0 + ms, answer);
    return acted && this.#keep(acted);
  }
  get alert() {
    const alert = [...this.standing.alerts.values()][0];
    assert.ok(alert);
    return alert;
  }
  #keep({ standing, deeds }: Acted): readonly string[] {
    this.standing = standing;
    this.deeds.push(...deeds);
    return deeds.map(said);
  }
}

function said(deed: Deed): string {
  if (deed.type === "told") return `told ${deed.telling.to} ${deed.telling.repeat}`;
  if (deed.type === "refused") return `refused ${deed.refusal.code}`;
  return `${deed.change} ${deed.type}`;
}

const tell = (level: Level = "medium", key = "fell", sentence = "fell"): Wish => ({
  do: "tell",
  key,
  level,
  text: text(sentence),
});
const ask: Wish = { do: "ask", key: "well", level: "low", text: text("well"), answers: ["yes", "no"] };
const task = (due: Instant): Wish => ({ do: "task", key: "check", text: text("check"), due, role: "nurse" });

test("what a skill never declared is refused, and said", () => {
  const bench = new Bench();
  bench.does = ["task"];
  assert.deepEqual(bench.turn(0, tell(), task(T0)), ["refused ACT_UNDECLARED", "set task"]);
  assert.equal(bench.standing.alerts.size, 0);
});

test("without consent, or for somebody who is not here, nothing is done", () => {
  const bench = new Bench();
  bench.roster = roster(["record"]);
  assert.deepEqual(bench.turn(0, tell()), ["refused ACT_CONSENT"]);
  bench.roster = after(roster(), { type: "discharged", person: ann, at: T0 });
  assert.deepEqual(bench.turn(1, tell()), ["refused SIG_SUBJECT"]);
});

test("an order that nobody here can carry out is refused, never dropped in silence", () => {
  const bench = new Bench();
  bench.does = ["order"];
  assert.deepEqual(bench.turn(0, { do: "order", key: "k", capability: "fetch", parameters: {} }), [
    "refused ACT_FORBIDDEN",
  ]);
});

test("the same thing is told once until it changes; new figures are no change, another sentence is", () => {
  const bench = new Bench();
  const figures = (n: number): Wish => ({ do: "tell", key: "fell", level: "medium", text: text("fell", { n }) });
  assert.deepEqual(bench.turn(0, figures(1)), ["raised alert", "told carer 0"]);
  for (let ms = 1; ms < 60; ms++) assert.deepEqual(bench.turn(ms * SECOND, figures(ms)), []);
  assert.equal(bench.alert.text.values?.n, 59);
  assert.deepEqual(bench.turn(70 * SECOND, tell("medium", "fell", "fell-again")), ["changed alert", "told carer 0"]);
});

test("two messages milliseconds apart, or in the same one, are one alert", () => {
  const bench = new Bench();
  bench.turn(0, tell("high"));
  bench.turn(0, tell("high"));
  bench.turn(3, tell("high"));
  assert.equal(bench.standing.alerts.size, 1);
  assert.equal(bench.deeds.filter((deed) => deed.type === "alert").length, 1);
});

test("nobody takes it: it is repeated and climbs as the ward's policy says", () => {
  const bench = new Bench();
  bench.turn(0, tell("high"));
  const told: string[] = [];
  for (let second = 1; second <= 300; second++)
    for (const line of bench.pass(second * SECOND)) if (second % 30 === 0) told.push(`${second} s: ${line}`);
  assert.deepEqual(told.slice(0, 6), [
    "30 s: told nurse 1",
    "60 s: told carer 0",
    "90 s: told carer 1",
    "120 s: told carer 2",
    "150 s: told carer 3",
    "180 s: told doctor 0",
  ]);
  assert.deepEqual(told.slice(6), ["240 s: told doctor 1", "300 s: told doctor 2"]);
});

test("what is told next, and when, is known beforehand", () => {
  const bench = new Bench();
  bench.turn(0, tell("medium"));
  for (let i = 0; i < 12; i++) {
    const next = nextTelling(bench.alert, policy);
    assert.ok(next);
    assert.deepEqual(bench.pass(next.at - T0 - 1), []);
    const told = bench.pass(next.at - T0)[0];
    assert.match(told ?? "", new RegExp(`^told ${next.to} `));
  }
});

test("who takes it ends the telling; who has seen to it ends it for as long as the condition stands", () => {
  const bench = new Bench();
  bench.turn(0, tell("high"));
  assert.deepEqual(bench.attend(SECOND, "take"), ["taken alert"]);
  assert.equal(bench.attend(2 * SECOND, "take"), null, "it is taken already");
  assert.deepEqual(bench.pass(10 * MINUTE), []);
  assert.deepEqual(bench.attend(11 * MINUTE, "done"), ["done alert"]);
  assert.equal(bench.attend(12 * MINUTE, "done"), null);
  for (let minute = 12; minute < 60; minute++) {
    assert.deepEqual(bench.turn(minute * MINUTE, tell("high")), []);
    assert.deepEqual(bench.pass(minute * MINUTE + 1), []);
  }
  assert.equal(nextTelling(bench.alert, policy), null);
});

test("once it was over for long enough, the next time is a new alert", () => {
  const bench = new Bench();
  bench.turn(0, tell("high"));
  const first = bench.alert.id;
  bench.attend(SECOND, "done");
  assert.deepEqual(bench.turn(MINUTE), ["changed alert"]);
  assert.deepEqual(bench.pass(2 * MINUTE), ["over alert"]);
  assert.deepEqual(bench.turn(3 * MINUTE, tell("high")), ["raised alert", "told nurse 0"]);
  assert.notEqual(bench.alert.id, first);
});

test("a value at its limit does not flap: only what is gone for a minute is over", () => {
  const bench = new Bench();
  bench.turn(0, tell("medium"));
  for (let i = 1; i < 20; i++) {
    bench.turn(i * 50 * SECOND, ...(i % 2 === 0 ? [tell("medium")] : []));
    bench.pass(i * 50 * SECOND + 40 * SECOND);
  }
  const changes = bench.deeds.filter((deed) => deed.type === "alert" && deed.change !== "changed").map(said);
  assert.deepEqual(changes, ["raised alert"]);
});

test("a high alert stays until somebody has looked, also where its level fell before it went away", () => {
  const bench = new Bench();
  bench.turn(0, tell("high"));
  bench.turn(5 * SECOND, tell("low"));
  bench.turn(10 * SECOND);
  assert.deepEqual(
    bench.pass(20 * MINUTE).filter((line) => !line.startsWith("told")),
    [],
  );
  assert.equal(bench.alert.state, "open");
  bench.attend(21 * MINUTE, "take");
  assert.deepEqual(bench.pass(22 * MINUTE), ["ended alert"]);
});

test("a lower one that went away before anybody came is ended", () => {
  const bench = new Bench();
  bench.turn(0, tell("medium"));
  bench.turn(10 * SECOND);
  assert.deepEqual(bench.pass(69 * SECOND), []);
  assert.deepEqual(bench.pass(70 * SECOND), ["ended alert"]);
});

test("a level that rises opens it again, whoever had it; one that falls goes on repeating", () => {
  for (const how of ["take", "done"] as const) {
    const bench = new Bench();
    bench.turn(0, tell("medium"));
    bench.attend(SECOND, how);
    assert.deepEqual(bench.turn(MINUTE, tell("high")), ["changed alert", "told nurse 0"]);
    assert.deepEqual([bench.alert.state, bench.alert.takenBy], ["open", null]);
  }
  const falling = new Bench();
  falling.turn(0, tell("high"));
  falling.pass(4 * MINUTE);
  falling.turn(5 * MINUTE, tell("low"));
  assert.deepEqual(falling.pass(18 * MINUTE), []);
  assert.match(falling.pass(19 * MINUTE).join(), /^told carer \d$/);
  assert.ok(nextTelling(falling.alert, policy), "it is still open, so it is still said");
});

test("a question takes only one of its answers", () => {
  const bench = new Bench();
  bench.turn(0, ask);
  assert.equal(bench.attend(SECOND, "done", "perhaps"), null);
  assert.deepEqual(bench.attend(SECOND, "done", "yes"), ["done alert"]);
  assert.deepEqual([bench.alert.answer, bench.alert.answers], ["yes", ["yes", "no"]]);
});

test("a task is set once, moves with its time, stays done, and is due anew", () => {
  const bench = new Bench();
  assert.deepEqual(bench.turn(0, task(T0 + MINUTE)), ["set task"]);
  assert.deepEqual(bench.turn(1, task(T0 + MINUTE)), []);
  assert.deepEqual(bench.turn(2, task(T0 + 2 * MINUTE)), ["changed task"]);
  const id = [...bench.standing.tasks.values()][0]?.id ?? "";
  const done = attendTask(bench.standing, id, "done", "staff:b", T0 + 3);
  assert.ok(done);
  bench.standing = done.standing;
  assert.equal(attendTask(bench.standing, id, "take", "staff:b", T0 + 4), null);
  assert.deepEqual(bench.turn(5, task(T0 + 2 * MINUTE)), []);
  assert.deepEqual(bench.turn(6, task(T0 + 60 * MINUTE)), ["set task"]);
  assert.deepEqual(bench.turn(7), ["ended task"]);
});

test("withdrawn is withdrawn at once, high or taken or done; a turn of before does not bring it back", () => {
  for (const how of [null, "take", "done"] as const) {
    const bench = new Bench();
    bench.turn(0, tell("high"), task(T0));
    if (how) bench.attend(1, how);
    const gone = withdraw(bench.standing, ann, "fall", T0 + 10);
    assert.deepEqual(gone.deeds.map(said), [how === "done" ? "over alert" : "ended alert", "ended task"]);
    bench.standing = gone.standing;
    assert.deepEqual([bench.standing.alerts.size, bench.standing.tasks.size], [0, 0]);
    assert.deepEqual(bench.turn(5, tell("high")), []);
    assert.deepEqual(bench.turn(11, tell("high")), ["raised alert", "told nurse 0"]);
  }
});

test("after a start what was said last is said again, to the same people", () => {
  const bench = new Bench();
  bench.turn(0, tell("high"));
  bench.pass(MINUTE);
  assert.deepEqual(sayAgain(bench.standing, toldSince(bench.standing, T0), T0 + 2 * MINUTE).deeds.map(said), [
    "told nurse 1",
    "told carer 1",
  ]);
  assert.deepEqual(sayAgain(bench.standing, toldSince(bench.standing, T0 + 2 * MINUTE), T0 + 3 * MINUTE).deeds, []);
  bench.attend(2 * MINUTE, "take");
  assert.deepEqual(sayAgain(bench.standing, toldSince(bench.standing, T0), T0 + 3 * MINUTE).deeds, []);
});

test("the most urgent stands first: open before taken, high before low, older first", () => {
  const alert = (state: "open" | "taken", level: Level, raisedAt: number) =>
    ({ state, level, raisedAt }) as unknown as Parameters<typeof byUrgency>[0];
  const sorted = [
    alert("taken", "high", 1),
    alert("open", "low", 1),
    alert("open", "high", 2),
    alert("open", "high", 1),
  ].sort(byUrgency);
  assert.deepEqual(
    sorted.map(({ state, level, raisedAt }) => `${state} ${level} ${raisedAt}`),
    ["open high 1", "open high 2", "open low 1", "taken high 1"],
  );
});

test("a policy begins at once and climbs in order, or it is none", () => {
  const step = (afterMs: number) => ({ to: "nurse", afterMs, repeatMs: null });
  const withLow = (low: readonly object[]) =>
    escalationPolicy.safeParse({ ...defaultPolicy, steps: { ...defaultPolicy.steps, low } }).success;
  assert.deepEqual(
    [withLow([step(0), step(5)]), withLow([]), withLow([step(1)]), withLow([step(0), step(5), step(5)])],
    [true, false, false, false],
  );
  assert.ok(escalationPolicy.safeParse(defaultPolicy).success);
});
