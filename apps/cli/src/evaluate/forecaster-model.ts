import {
  type Backend,
  batchesOf,
  createLearner,
  encodeModel,
  episodesOf,
  type Feature,
  type ForecasterSettings,
  fit,
  floats,
  forecaster,
  forecasterDefaults,
  type HeldEpisode,
  outputName,
  type Session,
  type Signals,
  schedule,
  stateInput,
  stepGraph,
  zerosOf,
} from "@sakiyomi/learn";
import { type Forecasts, lastKnown, QUANTILES, type Series, type Task, type Way } from "./forecaster-series.ts";

export interface TrainingOptions {
  readonly steps: number;
  readonly batch: number;
  readonly rate: number;
  /** Steps of a piece of a series that is learnt from at once, and from the begin of one to that of the next. */
  readonly window: number;
  readonly stride: number;
  readonly seed: number;
  readonly spans: readonly number[];
  readonly hidden: number;
}

/** Units in which each signal moves by about 1 from the middle horizon to the next: from the series to learn from alone. */
function unitsOf(task: Task, train: readonly Series[]): ReadonlyMap<string, number> {
  const ahead = task.horizons[Math.floor(task.horizons.length / 2)]?.steps ?? 1;
  const moves = new Map<string, { sum: number; count: number }>();
  for (const { signal, values } of train) {
    const known = lastKnown(values);
    const total = moves.get(signal) ?? { sum: 0, count: 0 };
    for (let step = 0; step + ahead < values.length; step += 1) {
      const move = Math.abs((values[step + ahead] ?? Number.NaN) - (known[step] ?? Number.NaN));
      if (Number.isNaN(move)) continue;
      total.sum += move;
      total.count += 1;
    }
    moves.set(signal, total);
  }
  return new Map([...moves].map(([signal, { sum, count }]) => [signal, Math.max(1e-3, sum / Math.max(1, count))]));
}

/** A series as the model sees it: from its first value, in units; gaps keep the last value and are marked. */
interface Scaled {
  readonly origin: number;
  readonly unit: number;
  readonly value: Float32Array;
  readonly present: Float32Array;
}

function scaledSeries(series: Series, units: ReadonlyMap<string, number>): Scaled {
  const unit = units.get(series.signal) ?? 1;
  const origin = series.values.find((value) => !Number.isNaN(value)) ?? 0;
  const known = lastKnown(series.values);
  return {
    origin,
    unit,
    value: Float32Array.from(known, (value) => (Number.isNaN(value) ? 0 : (value - origin) / unit)),
    present: Float32Array.from(series.values, (value) => (Number.isNaN(value) ? 0 : 1)),
  };
}

const featureOf = (name: string, size: number): Feature => ({ name, shape: [size], kind: "quantity" });

const asTheyAre = (features: readonly Feature[]): Signals =>
  Object.fromEntries(
    features.map((feature) => {
      const size = feature.shape[0] ?? 1;
      const scaling = { factor: Array<number>(size).fill(1), offset: Array<number>(size).fill(0) };
      return [feature.name, { features: [feature], scaling }];
    }),
  );

/** The GRU of quantiles, one for all signals of a task, trained and then run step by step with its state carried. */
export async function learnt(
  task: Task,
  train: readonly Series[],
  backend: Backend,
  options: TrainingOptions,
  onStep: () => void = () => {},
): Promise<Way> {
  const context = train[0]?.context[0]?.length ?? 0;
  const settings: ForecasterSettings = {
    ...forecasterDefaults,
    horizons: task.horizons.map(({ steps }) => steps),
    quantiles: QUANTILES,
    context,
    spans: options.spans,
    hidden: options.hidden,
  };
  const model = forecaster(settings);
  const units = unitsOf(task, train);
  const features = [featureOf("value", 1), featureOf("present", 1), featureOf("context", context)];
  const episodes = train.map((series): HeldEpisode => {
    const { value, present } = scaledSeries(series, units);
    return { columns: { value, present, context: Float32Array.from(series.context.flat()) } };
  });
  const batches = batchesOf({
    model,
    source: episodesOf({ features, rate: 1, episodes }),
    episodes: [...episodes.keys()],
    signals: asTheyAre(features),
    batch: options.batch,
    windows: { length: options.window, stride: options.stride },
    seed: options.seed,
  });
  const optimizer = { kind: "adamw", weightDecay: 0.01, clipNorm: 1 } as const;
  const learner = await createLearner({ model, backend, size: batches.size, optimizer, seed: options.seed });
  try {
    const rate = schedule(options.rate, { kind: "cosine", steps: options.steps });
    await fit({ learner, train: batches, steps: options.steps, rate, every: options.steps, onStep });
    const { model: graph, carry } = stepGraph(model, await learner.parameters(), backend.kernels);
    const initial = Object.fromEntries(
      Object.entries(model.state).map(([name, shape]) => [stateInput(name), zerosOf(shape)]),
    );
    return runner(await backend.load(encodeModel(graph), { carry, initial }), initial, units, task);
  } finally {
    await learner.close();
  }
}

type States = Readonly<Record<string, ReturnType<typeof zerosOf>>>;

const runner = (session: Session, initial: States, units: ReadonlyMap<string, number>, task: Task): Way => ({
  name: "forecaster",
  forecasts: async (series) => {
    for (const [name, zeros] of Object.entries(initial)) await session.write(name, zeros);
    const { origin, unit, value, present } = scaledSeries(series, units);
    const size = task.horizons.length * QUANTILES.length;
    const forecasts: Forecasts = new Float64Array(series.values.length * size);
    for (const [step, context] of series.context.entries()) {
      const results = await session.run({
        value: floats(value.slice(step, step + 1)),
        present: floats(present.slice(step, step + 1)),
        context: floats(Float32Array.from(context)),
      });
      const quantiles = results[outputName("quantiles")]?.data as Float32Array;
      for (const [i, quantile] of quantiles.entries()) forecasts[step * size + i] = origin + unit * quantile;
    }
    return forecasts;
  },
  close: () => session.close(),
});
