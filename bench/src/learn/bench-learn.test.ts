import assert from "node:assert/strict";
import { it } from "node:test";
import { need } from "../../../tools/debian.ts";
import { benchLearn } from "./bench-learn.ts";
import { learnTable } from "./table.ts";

it("PyTorch and we train the same LSTM from the same weights, in turns, and the table tells the ratio", async (t) => {
  const why = need("python3-torch");
  if (why !== null) return t.skip(why);
  const found = await benchLearn({ isQuick: true, only: "lstm", threads: 1 });
  const [lstm] = found.cases;
  assert.ok(lstm);
  assert.deepEqual(
    lstm.others.map(({ name, cpuMs }) => [name, cpuMs.length]),
    [
      ["loop", 2],
      ["batched", 2],
    ],
  );
  assert.equal(lstm.parameters, 14_918);
  assert.ok(lstm.agreement && lstm.agreement.apart <= lstm.agreement.tolerance, `${lstm.agreement?.apart} apart`);
  // The optimisers agree too: after three updates the losses are still the same.
  for (const { lastLoss } of lstm.others) assert.ok(Math.abs(lastLoss / lstm.ours.lastLoss - 1) < 1e-5);
  assert.match(learnTable(found), /LSTM: CPU time [\d.]+ \([\d.]+\) of the better form, at most 1: /);
});
