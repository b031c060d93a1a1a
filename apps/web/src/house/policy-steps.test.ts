import assert from "node:assert/strict";
import { test } from "node:test";
import { isSound, type Policy, withNewStep, withoutStep, withStep } from "./policy-steps.ts";

const once = [{ to: "carer", afterMs: 0, repeatMs: null }];
const policy: Policy = { steps: { low: once, medium: once, high: once }, holdMs: 60_000 };

test("a new step comes later than the last one and leaves the other levels alone", () => {
  const longer = withNewStep(policy, "high");
  assert.deepEqual(
    longer.steps.high.map(({ afterMs }) => afterMs),
    [0, 300_000],
  );
  assert.equal(longer.steps.low, once);
  assert.ok(isSound(longer));
});

test("a policy without a step, or with steps out of order, is not sound", () => {
  assert.equal(isSound(withoutStep(policy, "low", 0)), false);
  assert.equal(isSound(withStep(policy, "low", 0, { afterMs: 1 })), false);
  assert.equal(isSound(withStep(withNewStep(policy, "low"), "low", 1, { afterMs: 0 })), false);
});
