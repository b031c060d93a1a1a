import {
  type Backend,
  batchesOf,
  cached,
  type EpisodeSource,
  encodeModel,
  encodeSavedModel,
  initialParameters,
  type Model,
  type SavedInput,
  type SavedModel,
  type Signals,
  signalsOf,
  stateInput,
  stepGraph,
  type Tensor,
  withWeights,
  zerosOf,
} from "@sakiyomi/learn";
import { type Episode, featuresFor, fitted, readEpisode, shapesFor } from "./episode.ts";
import { type Toy, type ToyKind, toyEpisodes, toyOf } from "./toys.ts";
import { type Trace, type Watcher, watch } from "./trace.ts";
import { openTraining, type Progress, type Training } from "./training.ts";

export type TrainingState = "none" | "starting" | "running" | "resting";
export type Trouble =
  | { readonly kind: "features"; readonly model: string }
  | { readonly kind: "said"; readonly words: string };

/** Everything that the page shows. */
export interface Scene {
  readonly isBusy: boolean;
  readonly trouble: Trouble | null;
  readonly model: {
    readonly kind: string;
    readonly name: string | null;
    readonly parameters: number;
    readonly heat: number | null;
  } | null;
  readonly set: { readonly name: string | null; readonly lengths: readonly number[] } | null;
  readonly index: number;
  readonly episode: Episode | null;
  readonly trace: Trace;
  /** Share of the sensors in what the model sees. */
  readonly sensed: number;
  readonly training: TrainingState;
  readonly curve: readonly Progress[];
}

const nothing: Scene = {
  isBusy: false,
  trouble: null,
  model: null,
  set: null,
  index: 0,
  episode: null,
  trace: [],
  sensed: 1,
  training: "none",
  curve: [],
};

type Parameters = Readonly<Record<string, Tensor>>;

/** A model that is looked at: one that was read from a file, or the one that learns here. */
export interface Subject {
  readonly kind: string;
  /** Of its file. */
  readonly name: string | null;
  readonly parameters: Parameters;
  readonly heat: number | null;
  readonly observation: Model["observation"];
  readonly state: Model["state"];
  /** How the training scaled its signals; null: as the episodes at hand ask for. */
  readonly signals: ((source: EpisodeSource) => Signals) | null;
  /** The run-time step as ONNX for this backend, and what it carries. */
  graph(backend: Backend): { readonly model: Uint8Array; readonly carry: Readonly<Record<string, string>> };
}

/** A model with these weights. */
export const subjectOf = (model: Model, parameters: Parameters, name: string | null = null): Subject => ({
  kind: model.kind,
  name,
  parameters,
  heat: "heat" in model.settings && typeof model.settings.heat === "number" ? model.settings.heat : null,
  observation: model.observation,
  state: model.state,
  signals: null,
  graph: (backend) => {
    const { model: graph, carry } = stepGraph(model, parameters, backend.kernels);
    return { model: encodeModel(graph), carry };
  },
});

/** A model out of a file. Its step needs no code of ours but the graph in it. */
export const savedSubject = ({ description, weights, step }: SavedModel, name: string): Subject => {
  const inputs = description.inputs.filter(({ from }) => from === "signal");
  const { heat } = description.settings;
  return {
    kind: description.kind,
    name,
    parameters: weights,
    heat: typeof heat === "number" ? heat : null,
    observation: Object.fromEntries(inputs.map(({ onnx, shape }) => [onnx, shape])),
    state: Object.fromEntries(description.state.map((one) => [one.name, one.shape])),
    signals: (source) => signalsIn(inputs, source),
    graph: () => ({
      model: encodeModel(withWeights(step, weights)),
      carry: Object.fromEntries(description.state.map(({ onnx, next }) => [next, onnx])),
    }),
  };
};

/** The features that the model was trained on, else those that fit, scaled as the training had them. */
const signalsIn = (inputs: readonly SavedInput[], source: EpisodeSource): Signals => {
  const fitting =
    featuresFor(Object.fromEntries(inputs.map(({ name, shape }) => [name, shape])), source.features) ?? {};
  return Object.fromEntries(
    inputs.map(({ name, onnx, features = [], scaling = { factor: [1], offset: [0] } }) => {
      const own = source.features.filter((feature) => features.includes(feature.name));
      const found = own.length > 0 ? own : source.features.filter((feature) => fitting[name]?.includes(feature.name));
      return [onnx, { features: found, scaling }];
    }),
  );
};

/** Steps after which the page looks at the learning model again. */
const LOOK_EVERY = 20;

/** One model, one set of episodes, and what goes on between them. The page subscribes to it and draws. */
export class Thinking {
  readonly #engine: () => Promise<Backend>;
  readonly #listeners = new Set<() => void>();
  #scene = nothing;
  #backend: Promise<Backend> | null = null;
  #subject: Subject | null = null;
  #source: EpisodeSource | null = null;
  /** The set with pictures of the model's size. */
  #fitted: EpisodeSource | null = null;
  #signals: Signals | null = null;
  /** The toy's, where a toy is looked at. */
  #model: Model | null = null;
  #training: Training | null = null;
  #toy: Toy = toyOf("sarnn");
  #look = 0;

  constructor(engine: () => Promise<Backend>) {
    this.#engine = engine;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly scene = (): Scene => this.#scene;

  /** A toy with fresh weights, and the toy's episodes where no others were chosen. */
  async takeToy(kind: ToyKind): Promise<void> {
    await this.attempt(async () => {
      await this.#endTraining();
      this.#toy = toyOf(kind);
      if (!this.#source || this.#scene.set?.name === null) this.#takeSource(toyEpisodes(), null);
      await this.#freshToy();
    });
  }

  async takeModel(subject: Subject): Promise<void> {
    await this.attempt(async () => {
      await this.#endTraining();
      await this.#attend(subject);
    });
  }

  /** `name` is null for the toy's own. */
  async takeEpisodes(source: EpisodeSource, name: string | null): Promise<void> {
    await this.attempt(async () => {
      await this.#endTraining();
      this.#takeSource(source, name);
      // A toy takes the shape of its data; a model from a file has its own.
      if (this.#subject?.name == null) await this.#freshToy();
      else await this.#attend(this.#subject);
    });
  }

  async chooseEpisode(index: number): Promise<void> {
    this.#show({ index });
    await this.attempt(() => this.#readAndLook());
  }

  /** 1: eyes open; 0: after the first frame the model sees nothing but its own predictions. */
  async see(sensed: number): Promise<void> {
    this.#show({ sensed });
    await this.attempt(() => this.#lookAgain());
  }

  async train(): Promise<void> {
    await this.attempt(async () => {
      this.#show({ training: "starting" });
      this.#training ??= await this.#openTraining();
      this.#show({ training: "running" });
      this.#training.go().catch((error: unknown) => this.#fail(error));
    });
  }

  async rest(): Promise<void> {
    this.#training?.rest();
    this.#show({ training: "resting" });
    await this.attempt(() => this.#lookAtLearner());
  }

  /** Ends the run; its weights stay on the page. */
  async stop(): Promise<void> {
    await this.attempt(async () => {
      this.#training?.rest();
      await this.#lookAtLearner();
      await this.#endTraining();
    });
  }

  /** The toy with the weights that it has now, as the bytes of a model's file; null where no toy is looked at. */
  async file(): Promise<Uint8Array | null> {
    const [model, source, parameters] = [this.#model, this.#fitted, this.#subject?.parameters];
    if (!model || !source || !parameters || this.#subject?.name !== null) return null;
    const { curve, set } = this.#scene;
    const last = curve.at(-1);
    return encodeSavedModel({
      model,
      parameters,
      rate: source.rate,
      signals: this.#signals ?? {},
      card: {
        data: { hash: await source.hash(), name: set?.name ?? "toy", episodes: trainingOf(source).length },
        seed: SEED,
        metric: { name: "loss", value: last?.loss ?? 0, on: "training" },
        steps: last?.step ?? 0,
        version: "0.1.0",
        curve: curve.map(({ step, loss }) => ({ step, loss })),
      },
    });
  }

  async close(): Promise<void> {
    await this.#endTraining();
    await (await this.#backend)?.close();
    this.#backend = null;
  }

  #show(change: Partial<Scene>): void {
    this.#scene = { ...this.#scene, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Does it, and shows what went wrong. */
  async attempt(act: () => Promise<void>): Promise<void> {
    this.#show({ isBusy: true, trouble: null });
    try {
      await act();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#show({ isBusy: false });
    }
  }

  #fail(error: unknown): void {
    const words = error instanceof Error ? error.message : String(error);
    this.#show({ trouble: { kind: "said", words }, training: this.#training ? "resting" : "none" });
  }

  #open(): Promise<Backend> {
    this.#backend ??= this.#engine();
    return this.#backend;
  }

  #takeSource(source: EpisodeSource, name: string | null): void {
    this.#source = source;
    this.#show({ set: { name, lengths: source.episodes.map(({ length }) => length) }, index: 0 });
  }

  /** The toy's model for the set at hand, with weights that have learned nothing yet. */
  async #freshToy(): Promise<void> {
    const shapes = this.#source && shapesFor(this.#toy, this.#source.features);
    if (!shapes) return this.#show({ trouble: { kind: "features", model: this.#toy.kind } });
    const model = this.#toy.model(shapes);
    this.#model = model;
    await this.#attend(subjectOf(model, initialParameters(model, SEED)));
  }

  async #attend(subject: Subject): Promise<void> {
    const { kind, name, heat, observation } = subject;
    const parameters = Object.values(subject.parameters).reduce((sum, { data }) => sum + data.length, 0);
    const source = this.#source && fitted(this.#source, observation);
    const of = source && featuresFor(observation, source.features);
    if (!source || !of) return this.#show({ trouble: { kind: "features", model: kind } });
    this.#subject = subject;
    this.#fitted = cached(source);
    this.#signals = subject.signals?.(source) ?? (await signalsOf(source, { of, training: trainingOf(source) }));
    this.#show({ model: { kind, name, parameters, heat }, curve: [] });
    await this.#readAndLook();
  }

  async #readAndLook(): Promise<void> {
    if (!this.#fitted || !this.#signals) return;
    const { index } = this.#scene;
    const episode = await readEpisode(this.#fitted, index, this.#signals);
    if (index !== this.#scene.index) return;
    this.#show({ episode, trace: [] });
    await this.#lookAgain();
  }

  /** The newest look wins: an older one that still runs gives up. */
  async #lookAgain(): Promise<void> {
    const { episode, sensed } = this.#scene;
    const subject = this.#subject;
    if (!episode || !subject) return;
    this.#look += 1;
    const look = this.#look;
    const watcher = await opened(await this.#open(), subject);
    try {
      const trace = await watch(watcher, episode, { sensed, stopped: () => look !== this.#look });
      if (look === this.#look) this.#show({ trace });
    } finally {
      await watcher.session.close();
    }
  }

  async #lookAtLearner(): Promise<void> {
    if (!this.#training || !this.#model) return;
    this.#subject = subjectOf(this.#model, await this.#training.learner.parameters());
    await this.#lookAgain();
  }

  async #openTraining(): Promise<Training> {
    if (!this.#model || !this.#subject || this.#subject.name !== null || !this.#scene.model) await this.#freshToy();
    const [model, source, signals] = [this.#model, this.#fitted, this.#signals];
    if (!model || !source || !signals) throw new Error("There is nothing to learn from.");
    this.#show({ curve: [] });
    const batches = batchesOf({
      model,
      source,
      signals,
      episodes: trainingOf(source),
      batch: this.#toy.batch,
      seed: SEED,
    });
    const onStep = async (progress: Progress): Promise<void> => {
      this.#show({ curve: [...this.#scene.curve, progress] });
      if (progress.step % LOOK_EVERY === 0) await this.#lookAtLearner();
    };
    return openTraining({ backend: await this.#open(), model, toy: this.#toy, batches, seed: SEED, onStep });
  }

  async #endTraining(): Promise<void> {
    const training = this.#training;
    this.#training = null;
    this.#show({ training: "none" });
    await training?.end();
  }
}

/** Of weights and batches: the same run on every visit. */
const SEED = 7;

/** The last two of four and more are for looking only. */
const trainingOf = ({ episodes }: EpisodeSource): readonly number[] =>
  episodes.map(({ index }) => index).slice(0, episodes.length >= 4 ? -2 : undefined);

const opened = async (backend: Backend, subject: Subject): Promise<Watcher> => {
  const { model, carry } = subject.graph(backend);
  const state = Object.fromEntries(Object.entries(subject.state).map(([name, shape]) => [stateInput(name), shape]));
  const initial = Object.fromEntries(Object.entries(state).map(([name, shape]) => [name, zerosOf(shape)]));
  const session = await backend.load(model, { carry, initial });
  return { session, observation: subject.observation, state };
};
