import type { Feature, Frames } from "../episodes/episode.ts";
import { LearnFault } from "../fault.ts";
import type { BatchSize, InputSpec } from "../model/model.ts";
import type { Random } from "../random.ts";
import { sizeOf } from "../tensor.ts";
import { type Augmentation, addNoise, applyLook, type Look } from "./augmentation.ts";
import type { Signal } from "./scaling.ts";
import type { Window } from "./windows.ts";

export interface Row {
  readonly frames: Frames;
  readonly window: Window;
  readonly size: BatchSize;
  /** Its place in the batch. */
  readonly row: number;
  readonly signal: Signal;
  /** null: as recorded. */
  readonly change: { readonly look: Look; readonly draw: Random; readonly augmentation: Augmentation } | null;
}

type DataSpec = Extract<InputSpec, { readonly from: "data" }>;

/** Writes one sequence into [time, batch, …]; after its end, its last frame again. */
export function fillRow(into: Float32Array, spec: DataSpec, row: Row): void {
  const { size, window, signal } = row;
  const frame = sizeOf(spec.shape.slice(2));
  const place = (t: number): number => (t * size.batch + row.row) * frame;
  for (let t = 0; t < window.steps; t += 1) {
    const at = into.subarray(place(t), place(t) + frame);
    if (signal.features[0]?.kind === "image") fillImage(at, spec, row, t + spec.ahead);
    else fillQuantities(at, row, t + spec.ahead);
  }
  const last = place(window.steps - 1);
  for (let t = window.steps; t < size.time; t += 1) into.copyWithin(place(t), last, last + frame);
}

const columnOf = (frames: Frames, { name }: Feature): Float32Array | Uint8Array => {
  const column = frames.columns[name];
  if (!column) throw new LearnFault("data", `The episode has no "${name}".`, "Check the set.");
  return column.data;
};

function fillImage(at: Float32Array, spec: DataSpec, { frames, window, signal, change }: Row, frame: number): void {
  const feature = signal.features[0] as Feature;
  // It is black there, which no camera saw.
  if (frames.missing?.[feature.name]?.includes(window.start + frame)) notMeasured(feature, window, frame);
  const pixels = columnOf(frames, feature);
  const [factor, offset] = [signal.scaling.factor[0] as number, signal.scaling.offset[0] as number];
  const from = frame * at.length;
  if (!change) {
    for (let i = 0; i < at.length; i += 1) at[i] = (pixels[from + i] as number) * factor + offset;
    return;
  }
  for (let i = 0; i < at.length; i += 1) at[i] = (pixels[from + i] as number) / 255;
  applyLook(at, spec.shape.slice(2), change.look);
  for (let i = 0; i < at.length; i += 1) at[i] = (at[i] as number) * 255 * factor + offset;
  addNoise(at, change.augmentation.imageNoise ?? 0, change.draw);
}

function fillQuantities(at: Float32Array, { frames, window, signal, change }: Row, frame: number): void {
  const { factor, offset } = signal.scaling;
  let e = 0;
  for (const feature of signal.features) {
    const values = columnOf(frames, feature);
    const size = sizeOf(feature.shape);
    for (let i = frame * size; i < (frame + 1) * size; i += 1, e += 1) {
      const value = (values[i] as number) * (factor[e] as number) + (offset[e] as number);
      if (!Number.isFinite(value)) notMeasured(feature, window, frame);
      at[e] = value;
    }
  }
  if (change) addNoise(at, change.augmentation.noise ?? 0, change.draw);
}

const notMeasured = ({ name }: Feature, { episode, start }: Window, frame: number): never => {
  throw new LearnFault(
    "data",
    `Episode ${episode}, frame ${start + frame}: "${name}" was not measured.`,
    "Leave the episode out, or fill the gap before training (`sakiyomi dataset check` lists them).",
  );
};
