import assert from "node:assert/strict";
import { test } from "node:test";
import { readSavedModel } from "@sakiyomi/learn";
import { nodeBackend } from "@sakiyomi/learn/node";
import { featuresFor, frameOf } from "./episode.ts";
import { heatOf } from "./picture.ts";
import { savedSubject, Thinking } from "./thinking.ts";
import { toyEpisodes } from "./toys.ts";

/** The page's own logic, on the native runtime instead of the tab's worker. */
const opened = () => new Thinking(async () => nodeBackend({ threads: 1 }));

async function trained(thinking: Thinking, steps: number): Promise<void> {
  const enough = new Promise<void>((resolve) => {
    const leave = thinking.subscribe(() => {
      if (thinking.scene().curve.length < steps && thinking.scene().trouble === null) return;
      leave();
      resolve();
    });
  });
  await thinking.train();
  await enough;
  await thinking.rest();
}

test("an untrained toy already thinks: points in the picture, a prediction of each frame but the first", async () => {
  const thinking = opened();
  await thinking.takeToy("sarnn");
  const { trouble, trace, episode, model } = thinking.scene();
  assert.equal(trouble, null);
  assert.equal(model?.kind, "sarnn");
  assert.equal(trace.length, episode?.length);
  assert.equal(trace[0]?.predicted, null);
  assert.equal(trace[5]?.predicted?.image?.length, 3 * 32 * 32);
  assert.equal(trace[5]?.points?.length, 8);
  assert.ok(trace.every(({ points }) => points?.every((at) => at >= 0 && at <= 1)));
  assert.ok(Object.values(trace[5]?.errors ?? {}).every((error) => error > 0));
  await thinking.close();
});

test("training lowers the loss, and the page's prediction gets better with it", async () => {
  const thinking = opened();
  await thinking.takeToy("lstm");
  const worst = meanError(thinking);
  await trained(thinking, 60);
  const { curve, training, trouble } = thinking.scene();
  assert.equal(trouble, null);
  assert.equal(training, "resting");
  assert.ok((curve.at(-1)?.loss ?? 1) < (curve[0]?.loss ?? 0) / 3, `${curve[0]?.loss} → ${curve.at(-1)?.loss}`);
  assert.ok(meanError(thinking) < worst / 2, `${worst} → ${meanError(thinking)}`);
  await thinking.stop();
  assert.equal(thinking.scene().training, "none");
  await thinking.close();
});

const meanError = (thinking: Thinking): number => {
  const { trace } = thinking.scene();
  return trace.slice(1).reduce((sum, { errors }) => sum + (errors.values ?? 0), 0) / (trace.length - 1);
};

test("with its eyes shut a model sees only its own predictions, and the first frame is the same", async () => {
  const thinking = opened();
  await thinking.takeToy("lstm");
  const open = thinking.scene().trace;
  await thinking.see(0);
  const shut = thinking.scene().trace;
  assert.deepEqual(shut[1]?.predicted, open[1]?.predicted);
  assert.notDeepEqual(shut[9]?.predicted, open[9]?.predicted);
  await thinking.close();
});

test("another episode is read and thought through anew", async () => {
  const thinking = opened();
  await thinking.takeToy("lstm");
  const { trace } = thinking.scene();
  await thinking.chooseEpisode(3);
  assert.equal(thinking.scene().index, 3);
  assert.notDeepEqual(thinking.scene().trace[4]?.errors, trace[4]?.errors);
  await thinking.close();
});

test("a model is saved, opened again, and thinks the same", async () => {
  const thinking = opened();
  await thinking.takeToy("lstm");
  await trained(thinking, 3);
  const before = thinking.scene().trace;
  await thinking.stop();
  const bytes = await thinking.file();
  assert.ok(bytes);
  await thinking.takeModel(savedSubject(readSavedModel(bytes), "mine"));
  const { model, trace, trouble } = thinking.scene();
  assert.equal(trouble, null);
  assert.equal(model?.name, "mine");
  for (const [at, { errors }] of trace.entries())
    assert.ok(Math.abs((errors.values ?? 0) - (before[at]?.errors.values ?? 0)) < 1e-6);
  await thinking.close();
});

test("an image goes with an image and joints with the robot's state; what is not there is not invented", () => {
  const { features } = toyEpisodes();
  assert.deepEqual(featuresFor({ image: [3, 32, 32], joints: [8] }, features), {
    image: ["observation.image"],
    joints: ["observation.state"],
  });
  assert.equal(featuresFor({ joints: [7] }, features), null);
});

test("heat is greatest at its point, and a frame is cut where it lies", () => {
  const heat = heatOf(0.75, 0.25, 0.1, 5);
  assert.equal(heat.indexOf(Math.max(...heat)), 1 * 5 + 3);
  assert.deepEqual([...frameOf({ shape: [2], data: Float32Array.of(1, 2, 3, 4) }, 1)], [3, 4]);
});
