import assert from "node:assert/strict";
import { test } from "node:test";
import { mitigations } from "../guard/mitigations.ts";
import { hazards } from "./hazards.ts";
import { titleOf } from "./page.ts";
import { prove } from "./prove.ts";

for (const hazard of hazards)
  for (const proof of hazard.proofs)
    test(titleOf(hazard, proof.mitigation), () => {
      const { isProved, found } = prove(proof);
      assert.ok(isProved, found);
    });

test("every mitigation of guard and self-check is needed: some hazard happens without it", () => {
  const proved = new Set(hazards.flatMap(({ proofs }) => proofs.map(({ mitigation }) => mitigation)));
  assert.deepEqual(
    mitigations.filter((one) => !proved.has(one)),
    [],
  );
});

test("a hazard that software lessens has a test, any other an instruction with an owner", () => {
  for (const { id, done, proofs, tests = [], instruction } of hazards) {
    assert.ok(done === null || proofs.length + tests.length > 0, `${id} has no test`);
    assert.ok(done !== null || instruction, `${id} has no instruction`);
  }
});

test("every clause of hazards of ISO 13482 has a row", () => {
  const clauses = new Set(hazards.map(({ clause }) => clause));
  for (let clause = 2; clause <= 16; clause += 1) assert.ok(clauses.has(`5.${clause}`), `5.${clause}`);
});
