import assert from "node:assert/strict";
import { test } from "node:test";
import {
  entropyRate,
  pfsmSequences,
  stationary,
  threeStates,
  wordCounts,
  wordDivergence,
  wordProbabilities,
} from "./pfsm.ts";

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} instead of ${expected}`);

test("a machine's long run is worked out exactly", () => {
  // Rounds of three symbols with 0.7 and of two with 0.3: 2.7 symbols a round.
  for (const [state, share] of [1 / 2.7, 1 / 2.7, 0.7 / 2.7].entries())
    near(stationary(threeStates)[state] ?? 0, share);
  near(entropyRate(threeStates), -(0.7 * Math.log(0.7) + 0.3 * Math.log(0.3)) / 2.7);
  const words = wordProbabilities(threeStates, 4);
  near(
    [...words.values()].reduce((a, b) => a + b),
    1,
  );
  near(words.get("0110") ?? 0, 0.7 / 2.7);
  assert.equal(words.has("1111"), false);
});

test("what the machine says has its words, the longer the closer, and other text has not", () => {
  const truth = wordProbabilities(threeStates, 4);
  const of = (steps: number): number => {
    const { data } = pfsmSequences({ machine: threeStates, sequences: 1, steps, seed: 3 });
    return wordDivergence(truth, wordCounts(data, 4));
  };
  assert.ok(of(20_000) < 0.002);
  assert.ok(of(100) > of(20_000));
  const periodic = Float32Array.from({ length: 20_000 }, (_, i) => Number(i % 3 !== 0));
  assert.ok(wordDivergence(truth, wordCounts(periodic, 4)) > 1);
});

test("the same seed says the same", () => {
  const settings = { machine: threeStates, sequences: 3, steps: 10, seed: 5 };
  assert.deepEqual(pfsmSequences(settings), pfsmSequences(settings));
  assert.notDeepEqual(pfsmSequences(settings), pfsmSequences({ ...settings, seed: 6 }));
});
