import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeBackend } from "@sakiyomi/learn/node";
import { type Explained, FreeEnergyThinking, regression } from "./free-energy.ts";

test("a PV-RNN learns, explains a new sequence window by window, and a heavier meta-prior lowers its complexity", async () => {
  const backend = nodeBackend({ threads: 1 });
  const thinking = new FreeEnergyThinking(async () => backend);
  const leave = thinking.subscribe(() => {
    if (thinking.scene().curve.length >= 60) thinking.rest();
  });
  await thinking.learn();
  leave();
  const { curve, trouble, state } = thinking.scene();
  assert.equal(trouble, null);
  assert.equal(state, "resting");
  assert.ok((curve.at(-1)?.accuracy ?? 1) < (curve[0]?.accuracy ?? 0) / 2);
  for (let t = 0; t < 16; t += 1) await thinking.observe();
  const { now } = thinking.scene();
  assert.deepEqual(now?.window, [16 - regression.window, 15]);
  assert.equal(now?.explained[0]?.[15] === null, false);
  assert.equal(now?.explained[0]?.[16], null);
  assert.equal(now?.foreseen[0]?.filter((value) => value !== null).length, regression.horizon);
  await thinking.weigh(1000);
  const sum = (of: Explained | null) =>
    (of?.complexity ?? []).flat().reduce<number>((total, value) => total + (value ?? 0), 0);
  assert.ok(sum(thinking.scene().now) < sum(now), `${sum(now)} → ${sum(thinking.scene().now)}`);
});
