// Our side of the bench: a process of its own that does one step for each line "step", as those of peer/ do.
import { createInterface } from "node:readline";
import {
  type BatchSize,
  createErrorRegression,
  createLearner,
  encodeModel,
  type Model,
  stepGraph,
  type Tensor,
  tGleanAgent,
  zerosOf,
} from "@sakiyomi/learn";
import { probedNodeBackend } from "@sakiyomi/learn/node";
import { readArrays } from "./arrays.ts";
import { fixedInputs, SEED } from "./batch.ts";
import { type Case, cases } from "./cases.ts";
import type { Measured } from "./side.ts";

export interface OurTask {
  readonly name: string;
  readonly size: BatchSize;
  readonly threads: number;
  readonly rate: number;
  readonly iterations: number;
  /** Folders of arrays.ts. */
  readonly weights: string;
  readonly batch: string;
}

/** One step; answers the number by which the sides are compared. */
type Work = () => Promise<number>;
type Tensors = Readonly<Record<string, Tensor<"float32">>>;

interface Given {
  readonly task: OurTask;
  readonly row: Case;
  readonly model: Model;
  readonly parameters: Tensors;
  readonly batch: Tensors;
}

const works: Readonly<Record<Case["work"], (given: Given) => Promise<Work>>> = {
  train: async ({ task, row, model, parameters, batch }) => {
    const backend = await probedNodeBackend({ threads: task.threads });
    const { size, rate } = task;
    const learner = await createLearner({ model, backend, size, optimizer: row.optimizer, seed: SEED, parameters });
    const fed = { ...batch, ...fixedInputs(model, size) };
    return async () => (await learner.step(fed, rate)).loss;
  },
  step: async ({ task, model, parameters, batch }) => {
    const backend = await probedNodeBackend({ threads: task.threads });
    const graph = stepGraph(model, parameters, backend.kernels);
    const initial = Object.fromEntries(
      Object.entries(model.state).map(([name, shape]) => [`state_${name}`, zerosOf(shape)]),
    );
    const session = await backend.load(encodeModel(graph.model), { carry: graph.carry, initial });
    const seen = Object.fromEntries(
      Object.entries(model.observation).map(([name, shape]) => [name, { ...(batch[name] as Tensor), shape }]),
    );
    return async () => total((await session.run(seen)).output_joints as Tensor<"float32">);
  },
  regress: async ({ task, parameters, batch }) => {
    const backend = await probedNodeBackend({ threads: task.threads });
    const { size, iterations } = task;
    const options = { settings: tGleanAgent, parameters, backend, window: size.time, iterations, horizon: 1 };
    const regression = await createErrorRegression({ ...options, seed: SEED });
    const { data, shape } = batch.observation as Tensor<"float32">;
    const dimensions = shape.at(-1) as number;
    let at = 0;
    const observe = () => {
      at = (at + dimensions) % data.length;
      return regression.observe(data.slice(at, at + dimensions));
    };
    // The window is full before the first step that counts.
    for (let step = 0; step < size.time; step++) await observe();
    return async () => (await observe()).freeEnergy.total;
  },
};

const total = ({ data }: Tensor<"float32">): number => data.reduce((sum, x) => sum + x, 0);

async function measured(work: Work): Promise<Measured> {
  const [from, before] = [process.cpuUsage(), performance.now()];
  const loss = await work();
  const wallMs = performance.now() - before;
  const { user, system } = process.cpuUsage(from);
  // Linux counts kilobytes.
  return { wallMs, cpuMs: (user + system) / 1000, loss, peakBytes: process.resourceUsage().maxRSS * 1024 };
}

const say = (figures: object) => process.stdout.write(`${JSON.stringify(figures)}\n`);

async function main(): Promise<void> {
  const task = JSON.parse(process.argv[2] ?? "") as OurTask;
  const row = cases.find(({ name }) => name === task.name);
  if (!row) throw new Error(`no case ${task.name}`);
  const [parameters, batch] = [readArrays(task.weights), readArrays(task.batch)];
  const work = await works[row.work]({ task, row, model: row.model(task.size), parameters, batch });
  say({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) if (line === "step") say(await measured(work));
  process.exit();
}

await main();
