import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { apart, figuresOf, median, type SideFigures, verdictsOf } from "./verdicts.ts";

const side = (name: string, cpuMs: readonly number[], firstLoss = 1): SideFigures => ({
  name,
  firstLoss,
  lastLoss: firstLoss,
  cpuMs,
  wallMs: cpuMs,
  peakBytes: (cpuMs[0] ?? 0) * 1e6,
});

describe("what a bench of learning finds", () => {
  it("judges a target by the median, and tells the minimum beside it", () => {
    const target = { what: "cpu", against: "loop", most: 0.5 } as const;
    const [verdict] = verdictsOf([target], side("ours", [1, 3, 9]), [side("loop", [4, 4, 4])]);
    assert.deepEqual(verdict, { target, median: 0.75, minimum: 0.25, isReached: false });
  });

  it("takes the better of the other forms where that is asked", () => {
    const target = { what: "wall", against: "better", most: 1 } as const;
    const others = [side("loop", [10]), side("batched", [4])];
    assert.equal(verdictsOf([target], side("ours", [5]), others)[0]?.isReached, false);
    assert.equal(verdictsOf([target], side("ours", [4]), others)[0]?.isReached, true);
  });

  it("judges milliseconds by themselves where no other side is named, and nothing where the other side is missing", () => {
    const alone = { what: "wall", against: null, most: 10 } as const;
    const beside = { what: "wall", against: "loop", most: 1 } as const;
    assert.deepEqual(
      verdictsOf([alone, beside], side("ours", [9]), []).map(({ target, isReached }) => [target, isReached]),
      [[alone, true]],
    );
  });

  it("keeps the first step for its loss, and for its memory alone", () => {
    const step = (loss: number, peakBytes: number) => ({ wallMs: 1, cpuMs: loss, loss, peakBytes });
    const figures = figuresOf("ours", step(5, 80), [step(4, 70), step(3, 70)]);
    assert.deepEqual(figures.cpuMs, [4, 3]);
    assert.deepEqual([figures.firstLoss, figures.lastLoss, figures.peakBytes], [5, 3, 80]);
  });

  it("sees how far the losses of the sides are apart", () => {
    assert.equal(apart(side("ours", [1], 1.5), [side("loop", [1], 1.5), side("batched", [1], 2)]), 0.25);
  });

  it("takes the lower one of two in the middle as the median", () => {
    assert.equal(median([4, 1, 3, 2]), 2);
  });
});
