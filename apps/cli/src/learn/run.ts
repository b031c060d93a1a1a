import {
  type Backend,
  type CurvePoint,
  createLearner,
  encodeSavedModel,
  type FitProgress,
  type Fitted,
  fit,
  LearnFault,
  type ModelCard,
  type RunState,
  sizeOf,
} from "@sakiyomi/learn";
import { nodeWorkerBackend, type RunFolder } from "@sakiyomi/learn/node";
import { version } from "../version.ts";
import { machineKind } from "./machine.ts";
import type { Prepared } from "./prepare.ts";

/** What stands in resolved.json: enough to build the run again. */
export interface Resolved {
  readonly config: Prepared["config"];
  /** SHA-256: a resumed run has to see the same. */
  readonly data: string;
  readonly split: Prepared["split"];
}

export interface RunOptions {
  readonly prepared: Prepared;
  readonly folder: RunFolder;
  readonly signal: AbortSignal;
  readonly from?: RunState;
  readonly onStep: (progress: FitProgress) => void;
}

/** Trains to the end or to the signal, and leaves card, curve and the best model in the folder. */
export async function run({ prepared, folder, signal, from, onStep }: RunOptions): Promise<Fitted> {
  const { model, train, test, steps, optimizer, rate, settings, config } = prepared;
  const { seed, every, patience, threads } = config.train;
  const backend = await nodeWorkerBackend(threads === undefined ? {} : { threads });
  const learner = await createLearner({ model, backend, size: train.size, optimizer, seed });
  try {
    const fitted = await fit({
      learner,
      train,
      ...(test === null ? {} : { test }),
      steps,
      rate,
      settings,
      ...(every === undefined ? {} : { every }),
      ...(patience === undefined ? {} : { patience }),
      ...(from === undefined ? {} : { from }),
      keeper: folder.keeper,
      signal,
      onStep,
    });
    await finish(prepared, folder, backend, { ...fitted.state, step: fitted.state.learner.step, why: fitted.why });
    return fitted;
  } catch (error) {
    // What cannot be kept then is no reason to be silent about the divergence.
    if (error instanceof LearnFault && error.code === "diverged")
      await finish(prepared, folder, backend, await broken(folder)).catch(() => {});
    throw error;
  } finally {
    await folder.close();
    await learner.close();
    await backend.close();
  }
}

/** How a run ended, for its card. */
interface End extends Pick<RunState, "best" | "seconds"> {
  readonly step: number;
  readonly why: Fitted["why"] | "diverged";
}

/** Of a run that diverged, its checkpoints are what is left: none where it ended before its first point. */
async function broken(folder: RunFolder): Promise<End> {
  const [best, last] = await Promise.all((["best", "last"] as const).map((one) => folder.state(one).catch(() => null)));
  return {
    best: best?.best ?? null,
    step: last?.learner.step ?? 0,
    seconds: last?.seconds ?? 0,
    why: "diverged",
  };
}

async function finish(prepared: Prepared, folder: RunFolder, backend: Backend, end: End): Promise<void> {
  const { model, signals, source, config, split } = prepared;
  const best = end.best === null ? null : await folder.state("best");
  const card: ModelCard = {
    title: `${model.kind} on ${config.data.from}`,
    data: { hash: await source.hash(), name: config.data.from, episodes: split.train.length },
    seed: config.train.seed,
    metric: { name: "loss", value: end.best?.loss ?? Number.NaN, on: prepared.test === null ? "training" : "test" },
    steps: best?.learner.step ?? end.step,
    version: version(),
    curve: thinned(folder.points()),
  };
  await folder.write("card", `${JSON.stringify(fullCard(prepared, backend, card, end), null, 2)}\n`);
  if (best === null) return;
  const { parameters } = best.learner;
  await folder.write("model", encodeSavedModel({ model, parameters, card, signals, rate: source.rate }));
}

const fullCard = (
  { model, split, config }: Prepared,
  backend: Backend,
  card: ModelCard,
  { step, seconds, why }: End,
) => ({
  kind: model.kind,
  parameters: model.parameters.reduce((total, { shape }) => total + sizeOf(shape), 0),
  ...card,
  curve: undefined,
  ended: why,
  stepsDone: step,
  seconds: Math.round(seconds * 10) / 10,
  trainingEpisodes: split.train,
  testEpisodes: split.test,
  machine: machineKind(backend, config.train.threads),
});

const CARD_POINTS = 200;
const thinned = (points: readonly CurvePoint[]): ModelCard["curve"] => {
  const every = Math.ceil(points.length / CARD_POINTS);
  return points
    .filter((_, i) => i % every === 0 || i === points.length - 1)
    .map(({ step, train, test }) => ({ step, loss: train.loss, ...(test === null ? {} : { test: test.loss }) }));
};
