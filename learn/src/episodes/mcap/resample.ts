import { sizeOf } from "../../tensor.ts";
import type { MappedFeature } from "./mapping.ts";
import type { Recording } from "./recording.ts";
import { measured } from "./values.ts";

/** One feature at the frames that were asked for. */
export interface Resampled {
  readonly data: Float32Array | Uint8Array;
  /** Frames, counted from the first that was asked for, without a measurement young enough. */
  readonly missing: readonly number[];
}

const NANOSECONDS = 1e9;
export const nanoseconds = (seconds: number): bigint => BigInt(Math.round(seconds * NANOSECONDS));
const secondsBetween = (a: bigint, b: bigint): number => Number(b - a) / NANOSECONDS;

/** A measurement whose numbers are decoded only if a frame needs them. */
interface Sample {
  readonly at: bigint;
  value(): Float32Array | Uint8Array;
}

interface Task {
  readonly feature: MappedFeature;
  readonly data: Float32Array | Uint8Array;
  readonly size: number;
}

/** Writes one frame from the measurements around it; false where none may stand for it. */
type Method = (task: Task, frame: number, at: bigint, before: Sample | null, after: Sample | null) => boolean;

const young = ({ maxAge }: MappedFeature, sample: Sample | null, at: bigint): sample is Sample =>
  sample !== null && Math.abs(secondsBetween(sample.at, at)) <= maxAge;

const put = ({ data, size }: Task, frame: number, sample: Sample): boolean => {
  data.set(sample.value(), frame * size);
  return true;
};

const methods: Readonly<Record<MappedFeature["method"], Method>> = {
  /** The last measurement at or before the frame. */
  hold: (task, frame, at, before) => young(task.feature, before, at) && put(task, frame, before),
  /** The closer one; the earlier where both are as far. */
  nearest: (task, frame, at, before, after) => {
    const closer = before && (!after || at - before.at <= after.at - at) ? before : after;
    return young(task.feature, closer, at) && put(task, frame, closer);
  },
  /** On the line between both; a measurement of just this moment needs no other. */
  linear: (task, frame, at, before, after) => {
    if (before?.at === at) return put(task, frame, before);
    if (!young(task.feature, before, at) || !young(task.feature, after, at)) return false;
    const share = secondsBetween(before.at, at) / secondsBetween(before.at, after.at);
    const [a, b] = [before.value(), after.value()];
    for (let i = 0; i < task.size; i++)
      task.data[frame * task.size + i] = (a[i] as number) + share * ((b[i] as number) - (a[i] as number));
    return true;
  },
};

/** `times` are those of the frames, ascending. Two measurements are in memory at once. */
export async function resample(
  recording: Recording,
  feature: MappedFeature,
  times: readonly bigint[],
): Promise<Resampled> {
  const size = sizeOf(feature.shape);
  const isImage = feature.kind === "image";
  const data = isImage ? new Uint8Array(times.length * size) : new Float32Array(times.length * size).fill(Number.NaN);
  const task: Task = { feature, data, size };
  const missing: number[] = [];
  const samples = samplesOf(recording, feature, times);
  let before: Sample | null = null;
  let after = await next(samples);
  for (const [frame, at] of times.entries()) {
    while (after && after.at <= at) {
      before = after;
      after = await next(samples);
    }
    if (!methods[feature.method](task, frame, at, before, after)) missing.push(frame);
  }
  await samples.return(undefined);
  return { data, missing };
}

async function next(samples: AsyncGenerator<Sample>): Promise<Sample | null> {
  const { value, done } = await samples.next();
  return done ? null : value;
}

async function* samplesOf(
  recording: Recording,
  feature: MappedFeature,
  times: readonly bigint[],
): AsyncGenerator<Sample> {
  const margin = nanoseconds(feature.maxAge);
  const [first = 0n, last = 0n] = [times[0], times.at(-1)];
  const from = first > margin ? first - margin : 0n;
  const decode = recording.decode(feature.topic);
  for await (const { at, data } of recording.messages(feature.topic, from, last + margin)) {
    let known: Float32Array | Uint8Array | null = null;
    yield { at, value: () => (known ??= measured(decode(data), feature, recording.name)) };
  }
}
