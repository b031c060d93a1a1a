import assert from "node:assert/strict";
import { test } from "node:test";
import {
  expertFor,
  forceLimit,
  runTask,
  type Simulation,
  type TaskResult,
  type TaskRun,
  taskNamed,
} from "@sakiyomi/robot";
import { openSimulation } from "./index.ts";

/** One run of a task's expert through control loop and guard, in lockstep. */
const run = async (id: string, seed: number, options: TaskRun = {}): Promise<TaskResult> => {
  const task = taskNamed(id);
  assert.ok(task);
  const simulation = await openSimulation({ world: task.world, seed, pictures: null, truth: true });
  await simulation.open();
  try {
    return await runTask(simulation, expertFor(id, simulation.features, { seed }), task, seed, options);
  } finally {
    await simulation.close();
  }
};

for (const id of ["reach", "pick-and-place", "open-door"])
  test(`the expert does "${id}", and nobody has to help`, async () => {
    const { isDone, measures, stops } = await run(id, 1);
    assert.ok(isDone);
    assert.ok((measures.time ?? 0) > 0);
    assert.deepEqual(stops, []);
  });

test('the expert does "wipe", touches the thigh alone, and never harder than the guard allows for the task', async () => {
  const { isDone, measures, stops } = await run("wipe", 1);
  assert.ok(isDone);
  assert.deepEqual(Object.keys(measures.peakForce), ["thigh"]);
  assert.ok((measures.peakForce.thigh ?? 0) < forceLimit("thigh", undefined, taskNamed("wipe")?.touch));
  assert.deepEqual(stops, []);
});

test("a run is the same to the bit when it is run again, whatever the machine does meanwhile", async () => {
  const paths = await Promise.all(
    [1, 2].map(async () => {
      const path: number[] = [];
      const { took } = await run("reach", 3, {
        onTurn: ({ observation }) => path.push(...observation.joints.position),
      });
      return { took, path };
    }),
  );
  assert.ok((paths[0]?.path.length ?? 0) > 1000);
  assert.deepEqual(paths[0], paths[1]);
});

/** A simulation in which a joint seems to bear too much for a moment. */
const overloaded = (simulation: Simulation, from: number): Simulation => ({
  features: simulation.features,
  scene: simulation.scene,
  now: () => simulation.now(),
  open: () => simulation.open(),
  act: (command) => simulation.act(command),
  stop: (reason) => simulation.stop(reason),
  close: () => simulation.close(),
  reset: (seed) => simulation.reset(seed),
  advance: (by) => simulation.advance(by),
  state: () => simulation.state(),
  truth: () => simulation.truth(),
  observe: async () => {
    const seen = await simulation.observe();
    const isOver = seen.joints.at >= from && seen.joints.at < from + 0.2;
    return isOver ? { ...seen, joints: { ...seen.joints, torque: seen.joints.torque.map(() => 1e3) } } : seen;
  },
});

test("a stop in mid-motion is let go of by the one who stands beside, is counted, and the task is done after it", async () => {
  const task = taskNamed("reach");
  assert.ok(task);
  const simulation = await openSimulation({ world: task.world, seed: 1, pictures: null, truth: true });
  await simulation.open();
  try {
    const policy = expertFor("reach", simulation.features);
    const { isDone, measures, stops } = await runTask(overloaded(simulation, 0.5), policy, task, 1, { patience: 0.4 });
    assert.equal(stops.length, 1);
    assert.equal(measures.interventions, 1);
    assert.ok(isDone);
    assert.ok((measures.time ?? 0) > 0.9);
  } finally {
    await simulation.close();
  }
});
