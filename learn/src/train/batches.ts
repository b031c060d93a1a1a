import type { EpisodeSource, Frames } from "../episodes/episode.ts";
import { LearnFault } from "../fault.ts";
import type { BatchSize, InputSpec, Model } from "../model/model.ts";
import { shuffled } from "../random.ts";
import { isSameShape, type Shape, shown, sizeOf, type Tensor, zerosOf } from "../tensor.ts";
import { type Augmentation, lookOf } from "./augmentation.ts";
import { drawsAt } from "./draws.ts";
import { fillRow, type Row } from "./row.ts";
import type { Signal, Signals } from "./scaling.ts";
import type { Batch } from "./step.ts";
import { longest, type Window, type WindowSettings, windowsOf } from "./windows.ts";

/** A batch and how much of it is real. */
export interface Fed {
  readonly batch: Batch;
  /** Steps that exist, over all rows: the weight of its loss in a mean. */
  readonly steps: number;
  readonly windows: readonly Window[];
}

/** What the steps of a run are fed with. `at` is a function of the step alone: nothing is kept between two calls. */
export interface Batches {
  readonly size: BatchSize;
  /** Batches of one pass over the data. The last one is filled up with rows that the mask leaves out. */
  readonly count: number;
  at(step: number): Promise<Fed>;
}

export interface BatchesOptions {
  readonly model: Pick<Model, "inputs">;
  readonly source: EpisodeSource;
  readonly episodes: readonly number[];
  readonly signals: Signals;
  readonly batch: number;
  readonly windows?: WindowSettings;
  /** Steps of the graph; the longest window's unless given. Training and test share one. */
  readonly time?: number;
  readonly chunk?: number;
  /** Draws order and augmentation. Without it the windows come in their order, as they are: for a test. */
  readonly seed?: number;
  readonly augmentation?: Augmentation;
}

/** The furthest that the model looks ahead. */
export const aheadOf = (model: Pick<Model, "inputs">): number => aheadIn(model.inputs({ time: 2, batch: 1 }));

const aheadIn = (inputs: Inputs): number =>
  Math.max(0, ...Object.values(inputs).map((spec) => (spec.from === "data" ? spec.ahead : 0)));

/** The longest window of all episodes, which fixes the time of the graph. */
export const timeOf = ({ model, source, episodes, windows }: Omit<BatchesOptions, "signals" | "batch">): number =>
  longest(windowsOf(source, episodes, aheadOf(model), windows));

/**
 * Sequences from episodes: cut, shuffled by the seed anew in each pass, augmented, padded with their last frame, masked.
 * @throws {LearnFault} "data" where nothing is left, "signal" where the model's inputs do not fit the episodes.
 */
export function batchesOf(options: BatchesOptions): Batches {
  const { model, source, episodes, signals, batch, chunk } = options;
  const windows = windowsOf(source, episodes, aheadOf(model), options.windows);
  if (windows.length === 0)
    throw new LearnFault("data", "There is no sequence to learn from.", "Give longer episodes.");
  const size: BatchSize = { time: options.time ?? longest(windows), batch, ...(chunk === undefined ? {} : { chunk }) };
  const inputs = checkedInputs(model.inputs(size), signals);
  const count = Math.ceil(windows.length / batch);
  const at = async (step: number): Promise<Fed> => {
    const pass = Math.floor(step / count);
    const order = orderOf(windows.length, pass, options.seed);
    const rows = order.slice((step % count) * batch, (step % count) * batch + batch);
    return fed(
      { ...options, size, inputs },
      rows.map((row) => windows[row] as Window),
      rows,
      pass,
    );
  };
  return { size, count, at };
}

const orderOf = (count: number, pass: number, seed: number | undefined): readonly number[] =>
  seed === undefined ? [...Array(count).keys()] : shuffled(count, drawsAt(seed, "order", pass));

type Inputs = Readonly<Record<string, InputSpec>>;

/** What a model with parameters of each sequence (PV-RNN) asks for: the number of the row's window, [batch]. */
const SEQUENCE = "sequence";

function checkedInputs(inputs: Inputs, signals: Signals): Inputs {
  for (const [name, spec] of Object.entries(inputs)) {
    if (spec.from !== "data" || spec.of === SEQUENCE) continue;
    const signal = signals[spec.of];
    if (!signal)
      throw new LearnFault(
        "signal",
        `The model sees "${spec.of}", which is no signal here.`,
        "Say what it is made of.",
      );
    const shape = shapeOf(signal.features.map((feature) => feature.shape));
    const wanted = spec.shape.slice(2);
    if (!isSameShape(shape, wanted))
      throw new LearnFault(
        "signal",
        `"${name}" is ${shown(wanted)} in the model and ${shown(shape)} in the episodes.`,
        "Change the model's settings, or choose other signals.",
      );
  }
  return inputs;
}

const shapeOf = (shapes: readonly Shape[]): Shape =>
  shapes.length === 1 ? (shapes[0] as Shape) : [shapes.reduce((total, shape) => total + sizeOf(shape), 0)];

interface Making extends BatchesOptions {
  readonly size: BatchSize;
  readonly inputs: Inputs;
}

async function fed(making: Making, windows: readonly Window[], rows: readonly number[], pass: number): Promise<Fed> {
  const ahead = aheadIn(making.inputs);
  const tensors = emptyBatch(making.inputs);
  const read = windows.map(({ episode, start, steps }) => making.source.read(episode, start, start + steps + ahead));
  const frames = await Promise.all(read);
  for (const [row, window] of windows.entries()) {
    const change = changeOf(making, pass, rows[row]);
    fillWindow(tensors, making, { frames: frames[row] as Frames, window, row, change });
  }
  const batch = { ...tensors, ...sequencesOf(making.inputs, rows) };
  return { batch, steps: windows.reduce((total, { steps }) => total + steps, 0), windows };
}

type Tensors = Readonly<Record<string, Tensor<"float32">>>;
type Numbers = Readonly<Record<string, Tensor<"int64">>>;

const emptyBatch = (inputs: Inputs): Tensors =>
  Object.fromEntries(
    Object.entries(inputs).flatMap(([name, spec]) =>
      spec.from === "mask" || (spec.from === "data" && spec.of !== SEQUENCE) ? [[name, zerosOf(spec.shape)]] : [],
    ),
  );

/** Rows that fill up a batch are of sequence 0; the mask leaves them out. */
const sequencesOf = (inputs: Inputs, rows: readonly number[]): Numbers =>
  Object.fromEntries(
    Object.entries(inputs).flatMap(([name, spec]) => {
      if (spec.from !== "data" || spec.of !== SEQUENCE) return [];
      const data = BigInt64Array.from({ length: sizeOf(spec.shape) }, (_, row) => BigInt(rows[row] ?? 0));
      return [[name, { type: "int64", shape: spec.shape, data }]];
    }),
  );

/** What was drawn for one sequence of one pass. */
function changeOf({ seed, augmentation }: Making, pass: number, row = 0): Row["change"] {
  if (seed === undefined || !augmentation) return null;
  const draw = drawsAt(seed, "augmentation", pass, row);
  return { look: lookOf(augmentation, draw), draw, augmentation };
}

function fillWindow(tensors: Tensors, { inputs, size, signals }: Making, row: Omit<Row, "size" | "signal">): void {
  for (const [name, tensor] of Object.entries(tensors)) {
    const spec = inputs[name];
    if (spec?.from === "mask") fillMask(tensor.data, size, row);
    if (spec?.from !== "data") continue;
    const change = spec.isClean ? null : row.change;
    fillRow(tensor.data, spec, { ...row, size, change, signal: signals[spec.of] as Signal });
  }
}

function fillMask(mask: Float32Array, { batch }: BatchSize, { window, row }: Pick<Row, "window" | "row">): void {
  for (let t = 0; t < window.steps; t += 1) mask[t * batch + row] = 1;
}
