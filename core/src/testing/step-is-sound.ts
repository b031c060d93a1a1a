import assert from "node:assert/strict";
import { type Instant, languages, type Text } from "../1-signal/index.ts";
import type { Distribution, Prediction } from "../3-predict/index.ts";
import { levels, type Skill, type Step } from "../4-decide/index.ts";

/** The places for values in a sentence. */
export const holes = (sentence: string): readonly string[] =>
  [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? ""))].sort();

/** What one turn gives is what the contract allows. */
export function stepIsSound(skill: Skill, step: Step<unknown>, now: Instant): void {
  assert.deepEqual(plain(step), [], "state and outputs are plain JSON");
  for (const [name, prediction] of Object.entries(step.predictions)) predictionIsSound(skill, name, prediction, now);
  const keys = step.wishes.map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length, `two wishes with one key: ${keys}`);
  for (const wish of step.wishes) {
    assert.ok(skill.does.includes(wish.do), `${wish.do} is not declared`);
    if ("text" in wish) hasWords(skill, wish.text);
    if ("level" in wish) assert.ok(levels.includes(wish.level));
    if (wish.do === "task") assert.ok(Number.isFinite(wish.due) && wish.role.length > 0);
  }
  for (const made of step.made ?? []) assert.ok(skill.makes.includes(made.kind), `${made.kind} is not declared`);
}

function predictionIsSound(skill: Skill, name: string, prediction: Prediction, now: Instant): void {
  if (!prediction.known) {
    hasWords(skill, prediction.why);
    return;
  }
  assert.ok(prediction.validUntil > now, `${name} is over before it is said`);
  assert.ok(prediction.because.length > 0, `${name} does not say what it rests on`);
  assert.ok(prediction.model.length > 0);
  for (const because of prediction.because) hasWords(skill, because);
  for (const [low, value, high, p] of spans(prediction.what)) {
    assert.ok(low <= value && value <= high, `${name}: ${value} is not in ${low} to ${high}`);
    assert.ok(p > 0 && p <= 1);
  }
}

function spans(what: Distribution): readonly (readonly [number, number, number, number])[] {
  const span = (value: number, { low, high, p }: { low: number; high: number; p: number }) =>
    [low, value, high, p] as const;
  if (what.type === "quantity") return [span(what.value, what.interval)];
  if (what.type === "time") return [span(what.at, what.interval)];
  if (what.type === "series") return what.points.map(({ value, interval }) => span(value, interval));
  const weights = what.type === "classes" ? Object.values(what.probabilities) : what.order.map(({ weight }) => weight);
  return weights.map((weight) => [0, weight, what.type === "classes" ? 1 : Number.POSITIVE_INFINITY, 1] as const);
}

function hasWords({ words }: Skill, { key, values }: Text): void {
  for (const language of languages) {
    const sentence = words[language][key];
    assert.ok(sentence, `no words in ${language} for ${key}`);
    for (const hole of holes(sentence)) assert.ok(values && hole in values, `${key} has no value for {${hole}}`);
  }
}

/** Where a value is not plain JSON: NaN, undefined, a Date, a Map, a class. */
function plain(value: unknown, path = ""): readonly string[] {
  if (value === null || typeof value === "string" || typeof value === "boolean") return [];
  if (typeof value === "number") return Number.isFinite(value) ? [] : [`${path}: ${value}`];
  if (Array.isArray(value)) return value.flatMap((part, i) => plain(part, `${path}[${i}]`));
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    return [`${path}: ${String(value)}`];
  return Object.entries(value).flatMap(([key, part]) => plain(part, `${path}.${key}`));
}
