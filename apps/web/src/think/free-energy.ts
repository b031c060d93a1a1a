import {
  type Backend,
  cached,
  createErrorRegression,
  createLearner,
  type ErrorRegression,
  floats,
  type Learner,
  type PvrnnSettings,
  pvrnn,
  signalsOf,
} from "@sakiyomi/learn";
import { type Column, frameOf, readEpisode } from "./episode.ts";
import { toyEpisodes } from "./toys.ts";

/** Of the sequences that are learned from; the one after them is what it is tried on. */
const SEQUENCES = 8;
const RATE = 1e-2;
const SEED = 5;
/** Past steps that are explained anew, updates of the posterior at each, and steps imagined ahead. */
export const regression = { window: 12, iterations: 12, horizon: 8 } as const;

const settingsFor = (dimensions: number, steps: number): PvrnnSettings => ({
  observation: "joints",
  dimensions,
  layers: [
    { units: 40, latent: 4, tau: 2, metaPrior: 1e-3 },
    { units: 15, latent: 2, tau: 8, metaPrior: 5e-3 },
  ],
  firstMetaPrior: 1,
  code: { kind: "softmax", units: 10, low: -0.1, high: 1.1, spread: 0.05 },
  sequences: SEQUENCES,
  steps,
});

export interface EnergyProgress {
  readonly step: number;
  readonly accuracy: number;
  /** Of each layer, bottom first, unweighted. */
  readonly complexity: readonly number[];
}

/** What the regression has left of each frame that it has passed; null where it has not been yet. */
export interface Explained {
  readonly at: number;
  readonly window: readonly [number, number];
  readonly accuracy: readonly (number | null)[];
  readonly complexity: readonly (readonly (number | null)[])[];
  /** By dimension, over the frames. */
  readonly explained: readonly (readonly (number | null)[])[];
  readonly foreseen: readonly (readonly (number | null)[])[];
  readonly descent: Float32Array;
}

export interface EnergyScene {
  readonly state: "none" | "starting" | "learning" | "resting" | "failed";
  readonly trouble: string | null;
  readonly curve: readonly EnergyProgress[];
  readonly layers: number;
  /** Times the meta-prior of each layer. */
  readonly metaScale: number;
  readonly truth: Column | null;
  readonly length: number;
  readonly now: Explained | null;
}

const nothing: EnergyScene = {
  state: "none",
  trouble: null,
  curve: [],
  layers: 2,
  metaScale: 1,
  truth: null,
  length: 0,
  now: null,
};

interface Opened {
  readonly backend: Backend;
  readonly learner: Learner;
  readonly settings: PvrnnSettings;
  readonly batch: Readonly<Record<string, ReturnType<typeof floats>>>;
}

/** A PV-RNN that learns in this tab, and then explains a sequence that it has not seen, window by window. */
export class FreeEnergyThinking {
  readonly #engine: () => Promise<Backend>;
  readonly #listeners = new Set<() => void>();
  #scene = nothing;
  #opened: Promise<Opened> | null = null;
  #regression: ErrorRegression | null = null;
  #learns = false;
  /** One thing after the other: a window is not moved while it is explained. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(engine: () => Promise<Backend>) {
    this.#engine = engine;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly scene = (): EnergyScene => this.#scene;

  async learn(): Promise<void> {
    this.#learns = true;
    await this.#inTurn(async () => {
      this.#show({ state: "starting", trouble: null });
      const opened = await this.#open();
      await this.#forget();
      this.#show({ state: "learning" });
      while (this.#learns) await this.#learnOnce(opened);
      this.#show({ state: "resting" });
    });
  }

  rest(): void {
    this.#learns = false;
  }

  /** The next frame is observed, and the window explained anew. */
  observe(): Promise<void> {
    return this.#inTurn(async () => {
      const { truth, length, now } = this.#scene;
      if (!truth) return;
      const at = now && now.at + 1 < length ? now.at + 1 : 0;
      if (at === 0) await this.#forget();
      this.#regression ??= await this.#openRegression();
      const regressed = await this.#regression.observe(frameOf(truth, at).slice(), this.#metaPriors());
      this.#show({ now: told(regressed, at === 0 ? null : this.#scene.now, truth, { at, length }) });
    });
  }

  /** Times the meta-prior that it was made with: the same window is explained again. */
  weigh(metaScale: number): Promise<void> {
    this.#show({ metaScale });
    return this.#inTurn(async () => {
      const { truth, length, now } = this.#scene;
      if (!truth || !now || !this.#regression || metaScale !== this.#scene.metaScale) return;
      const regressed = await this.#regression.again(this.#metaPriors());
      this.#show({ now: told(regressed, now, truth, { at: now.at, length }) });
    });
  }

  #metaPriors(): readonly number[] {
    return settingsFor(1, 1).layers.map(({ metaPrior }) => metaPrior * this.#scene.metaScale);
  }

  async #learnOnce({ learner, settings, batch }: Opened): Promise<void> {
    const weights = settings.layers.map((_, i) => [`w.${i}`, floats(Float32Array.of(this.#metaPriors()[i] ?? 0), [])]);
    const { parts } = await learner.step({ ...batch, ...Object.fromEntries(weights) }, RATE);
    const complexity = settings.layers.map((_, i) => parts[`complexity.${i}`] ?? Number.NaN);
    const step = (this.#scene.curve.at(-1)?.step ?? 0) + 1;
    this.#show({ curve: [...this.#scene.curve, { step, accuracy: parts.reconstruction ?? Number.NaN, complexity }] });
  }

  #open(): Promise<Opened> {
    this.#opened ??= this.#openLearner();
    return this.#opened;
  }

  async #openLearner(): Promise<Opened> {
    const source = cached(toyEpisodes());
    const training = source.episodes.map(({ index }) => index).slice(0, SEQUENCES);
    const signals = await signalsOf(source, { of: { joints: ["observation.state"] }, training });
    const episodes = await Promise.all([...training, SEQUENCES].map((index) => readEpisode(source, index, signals)));
    const length = Math.min(...episodes.map((episode) => episode.length));
    const columns = episodes.flatMap(({ columns: { joints } }) => (joints ? [joints] : []));
    const truth = columns.at(-1);
    if (!truth) throw new Error("The toy has no joints.");
    const settings = settingsFor(truth.names.length, length);
    const backend = await this.#engine();
    const size = { time: length, batch: SEQUENCES };
    const model = pvrnn(settings);
    const optimizer = { kind: "adam", epsilon: 1e-4 } as const;
    const learner = await createLearner({ model, backend, size, optimizer, seed: SEED });
    this.#show({ truth, length, layers: settings.layers.length });
    return { backend, learner, settings, batch: batchOf(columns.slice(0, SEQUENCES), length) };
  }

  async #openRegression(): Promise<ErrorRegression> {
    const { backend, learner, settings } = await this.#open();
    const parameters = await learner.parameters();
    return createErrorRegression({ settings, parameters, backend, ...regression, seed: SEED });
  }

  async #forget(): Promise<void> {
    await this.#regression?.close();
    this.#regression = null;
    this.#show({ now: null });
  }

  #show(change: Partial<EnergyScene>): void {
    this.#scene = { ...this.#scene, ...change };
    for (const listener of this.#listeners) listener();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work).catch((error: unknown) => {
      this.#learns = false;
      this.#show({ state: "failed", trouble: error instanceof Error ? error.message : String(error) });
    });
    this.#last = turn;
    return turn;
  }
}

/** All sequences side by side, [time, batch, …]. */
function batchOf(columns: readonly Column[], length: number): Opened["batch"] {
  const size = columns[0]?.names.length ?? 0;
  const observation = new Float32Array(length * columns.length * size);
  for (let t = 0; t < length; t += 1)
    for (const [row, column] of columns.entries())
      observation.set(frameOf(column, t), (t * columns.length + row) * size);
  const sequence = { type: "int64", shape: [columns.length], data: BigInt64Array.from(columns, (_, i) => BigInt(i)) };
  return {
    observation: floats(observation, [length, columns.length, size]),
    mask: floats(new Float32Array(length * columns.length).fill(1), [length, columns.length]),
    sequence: sequence as never,
  };
}

type Regressed = Awaited<ReturnType<ErrorRegression["observe"]>>;

/** The window's numbers over those of before; what is foreseen lies behind it. */
function told(
  regressed: Regressed,
  before: Explained | null,
  truth: Column,
  { at, length }: { at: number; length: number },
): Explained {
  const { window, freeEnergy, reconstruction, prediction, descent } = regressed;
  const dimensions = truth.names.length;
  const over = (old: readonly (number | null)[] | undefined, values: ArrayLike<number>, from = window.from) =>
    Array.from({ length }, (_, t) =>
      t >= from && t < from + values.length ? (values[t - from] ?? null) : (old?.[t] ?? null),
    );
  const dimension = (all: Float32Array, i: number) => all.filter((_, at) => at % dimensions === i);
  return {
    at,
    window: [window.from, window.from + window.steps - 1],
    accuracy: over(before?.accuracy, freeEnergy.accuracy),
    complexity: freeEnergy.complexity.map((values, layer) => over(before?.complexity[layer], values)),
    explained: truth.names.map((_, i) => over(before?.explained[i], dimension(reconstruction.data, i))),
    foreseen: truth.names.map((_, i) => over(undefined, dimension(prediction.data, i), at + 1)),
    descent,
  };
}
