import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { test } from "node:test";
import type { ZodType } from "zod";
import { DAY, type Instant, isKind, languages, MINUTE, type Signal, type SubjectId } from "../1-signal/index.ts";
import type { Inputs, Person, Skill, Step } from "../4-decide/index.ts";
import { chanceOf, hostileBatch } from "./hostile.ts";
import { holes, stepIsSound } from "./step-is-sound.ts";

const START: Instant = Date.parse("2026-01-01T00:00:00Z");
const LONG = 400 * DAY;
const subject = "person:ann" as SubjectId;
const adult: Person = { id: subject, ageYears: 80, pregnant: null };
const people: readonly Person[] = [
  adult,
  { id: subject, ageYears: null, pregnant: null },
  { id: subject, ageYears: 8, pregnant: false },
  { id: subject, ageYears: 30, pregnant: true },
];

/** The promises that every skill makes; each skill's test calls this once. `seeds`: how many hostile runs are made. */
export function keepsPromises(skill: Skill, { seeds = 12, turns = 150 } = {}): void {
  const settings = skill.settings.parse({});
  const runs = () => Array.from({ length: seeds }, (_, seed) => hostileRun(skill, settings, seed + 1, turns));

  test(`${skill.id}: reads and makes only known kinds`, () => {
    assert.match(skill.id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assert.match(skill.version, /^\d+\.\d+\.\d+$/);
    for (const kind of [...skill.reads, ...skill.makes]) assert.ok(isKind(kind), `${kind} is no kind`);
    assert.ok(skill.periodMs > 0 && skill.budgetMs > 0);
  });
  test(`${skill.id}: every setting has a default and a source`, () => settingsAreDeclared(skill.settings));
  test(`${skill.id}: what it says makes an alarm rarer is a setting, and can be set so`, () => quietersAreSound(skill));
  test(`${skill.id}: speaks every language, with the same places for values`, () => wordsAreWhole(skill));
  test(`${skill.id}: knows nothing where there is no signal, and says why`, () => knowsNothing(skill, settings));
  test(`${skill.id}: its predictions have the same names in every turn, known or not`, () => {
    const names = Object.keys(takeTurn(skill, skill.start(START), noInputs(settings), START).predictions).sort();
    for (const run of runs()) for (const { step } of run) assert.deepEqual(Object.keys(step.predictions).sort(), names);
  });
  test(`${skill.id}: whatever arrives, a turn gives plain data, sound predictions and declared wishes with words`, () => {
    for (const run of runs()) for (const { step, now } of run) stepIsSound(skill, step, now);
  });
  test(`${skill.id}: the same signals give the same turn, byte for byte, also from a stored state`, () => {
    for (let seed = 1; seed <= 3; seed += 1) {
      const [live, again] = [
        hostileRun(skill, settings, seed, turns),
        hostileRun(skill, settings, seed, turns, stored),
      ];
      assert.equal(JSON.stringify(again), JSON.stringify(live));
    }
  });
  test(`${skill.id}: after a long silence nothing is known any more`, () => {
    for (const run of runs()) fallsSilent(skill, settings, run.at(-1));
  });
  test(`${skill.id}: while it sleeps, a turn would have said nothing else`, () => {
    for (const run of runs()) for (const turn of run) sleepsSoundly(skill, settings, turn);
  });
  test(`${skill.id}: stays inside its time`, () => {
    const times = hostileRun(skill, settings, 1, turns)
      .map(({ ms }) => ms)
      .sort((a, b) => a - b);
    const usual = times[Math.floor(times.length / 2)] ?? 0;
    assert.ok(usual <= skill.budgetMs, `a turn took ${usual} ms, the budget is ${skill.budgetMs} ms`);
  });
}

interface Turn {
  readonly step: Step<unknown>;
  readonly now: Instant;
  readonly ms: number;
}

const stored = (state: unknown): unknown => JSON.parse(JSON.stringify(state));
const kept = (state: unknown): unknown => state;

function hostileRun(
  skill: Skill,
  settings: unknown,
  seed: number,
  turns: number,
  carry = kept,
): readonly (Turn & { toJSON(): unknown })[] {
  const chance = chanceOf(seed);
  const person = people[seed % people.length] ?? adult;
  const arrived: Signal[] = [];
  let now = START;
  let state = skill.start(now);
  return Array.from({ length: turns }, () => {
    now += Math.round(chance() < 0.9 ? skill.periodMs : 300 * MINUTE * chance()) + 1;
    const signals = hostileBatch(skill.reads, subject, now, arrived, chance);
    arrived.push(...signals);
    const began = performance.now();
    const step = takeTurn(skill, carry(state), { signals, settings, person }, now);
    const ms = performance.now() - began;
    state = step.state;
    return { step, now, ms, toJSON: () => step };
  });
}

/** A turn in a world without clock and chance, and with inputs that cannot be written to. */
function takeTurn(skill: Skill, state: unknown, inputs: Inputs<unknown>, now: Instant): Step<unknown> {
  const [clock, random, timer] = [Date.now, Math.random, performance.now];
  const forbidden = () => assert.fail("a skill asked for the clock or for chance: both are arguments");
  Object.assign(Date, { now: forbidden });
  Object.assign(Math, { random: forbidden });
  Object.assign(performance, { now: forbidden });
  try {
    return skill.step(frozen(state), frozen(inputs), now);
  } finally {
    Object.assign(Date, { now: clock });
    Object.assign(Math, { random });
    Object.assign(performance, { now: timer });
  }
}

function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

function settingsAreDeclared(settings: ZodType<unknown>): void {
  const values = settings.parse({});
  assert.ok(typeof values === "object" && values !== null);
  const shape = (settings as { shape?: Readonly<Record<string, ZodType>> }).shape;
  assert.ok(shape, "settings are a flat object: z.object({…})");
  for (const [name, setting] of Object.entries(shape))
    assert.equal(typeof setting.meta()?.source, "string", `setting ${name} does not say where its default comes from`);
}

function quietersAreSound({ quieter = {}, settings, words }: Skill): void {
  const values = settings.parse({}) as Readonly<Record<string, unknown>>;
  for (const [rule, { setting, by }] of Object.entries(quieter)) {
    assert.ok(words.en[rule], `nothing is ever said with the key ${rule}`);
    const was = values[setting];
    const is = typeof was === "number" && typeof by === "number" ? was + by : by;
    assert.notEqual(is, was, `${setting} is so already`);
    assert.equal(settings.safeParse({ ...values, [setting]: is }).error, undefined, `${setting} cannot be ${is}`);
  }
}

function wordsAreWhole({ words }: Skill): void {
  const keys = Object.keys(words.en).sort();
  for (const key of ["title", "about"]) assert.ok(keys.includes(key), `no words for ${key}`);
  for (const language of languages) {
    assert.deepEqual(Object.keys(words[language]).sort(), keys, `the keys in ${language} are not those in en`);
    for (const key of keys) {
      assert.ok(words[language][key]?.trim(), `${key} is blank in ${language}`);
      assert.deepEqual(
        holes(words[language][key] ?? ""),
        holes(words.en[key] ?? ""),
        `${key} in ${language} has other places`,
      );
    }
  }
}

function knowsNothing(skill: Skill, settings: unknown): void {
  const step = takeTurn(skill, skill.start(START), { signals: [], settings, person: adult }, START + MINUTE);
  stepIsSound(skill, step, START + MINUTE);
  allAreUnknown(step);
}

function fallsSilent(skill: Skill, settings: unknown, last: Turn | undefined): void {
  assert.ok(last);
  const now = last.now + LONG;
  const step = takeTurn(skill, last.step.state, { signals: [], settings, person: adult }, now);
  stepIsSound(skill, step, now);
  allAreUnknown(step);
}

/** Left out turns must be missed by nobody: neither soon nor after a long time. */
function sleepsSoundly(skill: Skill, settings: unknown, { step, now }: Turn): void {
  if (!step.sleeps) return;
  const { predictions, wishes } = step;
  for (const later of [now + skill.periodMs, now + LONG]) {
    const again = takeTurn(skill, step.state, noInputs(settings), later);
    assert.deepEqual({ predictions: again.predictions, wishes: again.wishes }, { predictions, wishes });
    assert.deepEqual(again.made ?? [], [], "it makes a signal in its sleep");
  }
}

const noInputs = (settings: unknown): Inputs<unknown> => ({ signals: [], settings, person: adult });

/** A skill that only asks predicts nothing; one that predicts says for each name that it does not know. */
function allAreUnknown({ predictions }: Step<unknown>): void {
  for (const [name, prediction] of Object.entries(predictions))
    assert.equal(prediction.known, false, `${name} is given without a signal`);
}
