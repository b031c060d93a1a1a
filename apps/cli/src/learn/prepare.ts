import { Fault } from "@sakiyomi/core";
import {
  type Batches,
  batchesOf,
  cached,
  type EpisodeSource,
  longest,
  type Model,
  type ModelKind,
  type OptimizerSettings,
  ownSplit,
  resized,
  type Schedule,
  type Signals,
  type Split,
  schedule,
  signalsOf,
  sizeOf,
  splitEpisodes,
  timeOf,
  type WindowSettings,
  windowsOf,
} from "@sakiyomi/learn";
import { type ReadConfig, worst } from "./config.ts";
import { openData } from "./data.ts";
import { trainableKind } from "./kinds.ts";
import type { Config } from "./schema.ts";

/** Everything that a run is made of, built from its configuration alone. */
export interface Prepared {
  /** With every default and every setting that the data decide. */
  readonly config: Config;
  readonly source: EpisodeSource;
  readonly split: Split;
  readonly model: Model;
  readonly signals: Signals;
  readonly train: Batches;
  readonly test: Batches | null;
  readonly steps: number;
  readonly optimizer: OptimizerSettings;
  readonly rate: Schedule;
  readonly settings: Readonly<Record<string, Schedule>>;
}

type Refuse = ReadConfig["refuse"];

/** @throws {Fault} "CLI_USAGE" with the place of a wrong setting, {LearnFault} for data that do not fit. */
export async function prepare(given: Config, refuse: Refuse): Promise<Prepared> {
  const kind = trainableKind(given.model.kind);
  const source = await openSource(given.data);
  const split = ownSplit(source) ?? splitEpisodes(source, { test: given.data.test, seed: given.train.seed });
  const of = signalNames(given, kind, source);
  const signals = await signalsOf(source, { of, training: split.train, range: given.data.range });
  const settings = modelSettings(given, kind, { signals, source, split }, refuse);
  const model = kind.create(settings);
  const { train, test } = batches(given, { model, source, signals }, split);
  const steps = given.train.steps ?? (given.train.epochs ?? 1) * train.count;
  const config: Config = {
    ...given,
    model: { kind: kind.kind, ...settings },
    data: { ...given.data, signals: of },
    train: { ...given.train, schedule: fullSchedule(given, steps) },
  };
  return {
    config,
    source,
    split,
    model,
    signals,
    train,
    test,
    steps,
    optimizer: optimizerOf(config),
    rate: schedule(config.train.rate, config.train.schedule as never),
    settings: rampsOf(config, model, train),
  };
}

async function openSource(data: Config["data"]): Promise<EpisodeSource> {
  const source = await openData(data);
  return cached(data.image === undefined ? source : resized(source, data.image, data.image));
}

/** What a person left out: pictures are the first camera's, everything else the state's. */
function signalNames(
  { data }: Config,
  kind: ModelKind,
  source: EpisodeSource,
): Readonly<Record<string, readonly string[]>> {
  const found = kind.observations.map((name) => [name, [usual(name, source)]] as const);
  const given = Object.entries(data.signals ?? {}).map(
    ([name, of]) => [name, typeof of === "string" ? [of] : of] as const,
  );
  return { ...Object.fromEntries(found), ...Object.fromEntries(given) };
}

function usual(name: string, { features }: EpisodeSource): string {
  const wanted = name === "image" ? "image" : "quantity";
  const fitting = features.filter(({ kind }) => kind === wanted);
  const feature = fitting.find((one) => one.name === "observation.state") ?? fitting[0];
  if (feature) return feature.name;
  throw new Fault("CLI_USAGE", `The model sees "${name}", and the data have no ${wanted}: say which in data.signals.`);
}

type Seen = Pick<Prepared, "signals" | "source" | "split">;

/** A setting that a person wrote goes before what the data say; the model refuses what does not fit. */
function modelSettings({ model, data }: Config, kind: ModelKind, seen: Seen, refuse: Refuse): object {
  const { kind: _, ...given } = model;
  const shapes = Object.fromEntries(
    Object.entries(seen.signals).map(([name, { features }]) => [name, shapeOf(features.map(({ shape }) => shape))]),
  );
  const counted = hasPosterior(kind) ? countedOf(seen, windowsIn(data)) : {};
  const read = kind.settings.safeParse({ ...kind.inferred(shapes), ...counted, ...given });
  if (read.success) return read.data;
  return refuse(worst(read.error.issues), kind.settings, ["model"]);
}

/** PV-RNN keeps a posterior of each training sequence, so that their number and length are settings of it. */
const hasPosterior = ({ kind }: Pick<ModelKind, "kind">): boolean => kind === "pvrnn";

/** Settings that the number of sequences decides, where the model keeps something of each. */
export const countedSettings = ["sequences", "steps"];

function countedOf({ source, split }: Seen, windows: WindowSettings) {
  const sequences = windowsOf(source, split.train, 0, windows);
  return { sequences: sequences.length, steps: longest(sequences) };
}

const windowsIn = ({ window: length, stride }: Config["data"]): WindowSettings => ({
  ...(length === undefined ? {} : { length }),
  ...(stride === undefined ? {} : { stride }),
});

const shapeOf = (shapes: readonly (readonly number[])[]): readonly number[] =>
  shapes.length === 1 ? (shapes[0] ?? []) : [shapes.reduce((sum, shape) => sum + sizeOf(shape), 0)];

function batches(
  { data, train, augmentation }: Config,
  with_: Pick<Prepared, "model" | "source" | "signals">,
  split: Split,
) {
  const windows = windowsIn(data);
  // What has a posterior of each training sequence has none of the test's.
  const isTested = split.test.length > 0 && !hasPosterior(with_.model);
  const time = timeOf({ ...with_, episodes: isTested ? [...split.train, ...split.test] : split.train, windows });
  const { batch, chunk, seed } = train;
  const common = { ...with_, batch, time, windows, ...(chunk === undefined ? {} : { chunk }) };
  const known = Object.fromEntries(Object.entries(augmentation).filter(([, value]) => value !== undefined));
  return {
    train: batchesOf({
      ...common,
      episodes: split.train,
      seed,
      ...(Object.keys(known).length > 0 ? { augmentation: known } : {}),
    }),
    test: isTested ? batchesOf({ ...common, episodes: split.test }) : null,
  };
}

/** A cosine lasts as long as the run, unless it is told otherwise. */
function fullSchedule({ train }: Config, steps: number): Config["train"]["schedule"] {
  const given = train.schedule;
  return given.kind === "cosine" ? { ...given, steps: given.steps ?? Math.max(1, steps - (given.warmup ?? 0)) } : given;
}

function optimizerOf({ train }: Config): OptimizerSettings {
  const { optimizer: kind, momentum, decay, clip } = train;
  const common = {
    ...(decay === undefined ? {} : { weightDecay: decay }),
    ...(clip === undefined ? {} : { clipNorm: clip }),
  };
  return kind === "sgd" ? { kind, momentum, ...common } : { kind, ...common };
}

function rampsOf({ train }: Config, model: Model, { size }: Batches): Readonly<Record<string, Schedule>> {
  const inputs = Object.entries(model.inputs(size)).flatMap(([name, { from }]) => (from === "setting" ? [name] : []));
  return Object.fromEntries(
    Object.entries(train.ramps ?? {}).map(([name, steps]) => {
      if (inputs.includes(name)) return [name, schedule(1, { kind: "s-curve", steps })];
      const there = inputs.length > 0 ? `It has ${inputs.join(", ")}.` : "It has none.";
      throw new Fault("CLI_USAGE", `train.ramps: the model has no input "${name}" that grows. ${there}`);
    }),
  );
}
