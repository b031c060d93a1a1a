import { Fault } from "@sakiyomi/core";
import { type EpisodeSource, type Frames, type Prediction, type Predictor, sizeOf } from "@sakiyomi/learn";

/** One frame of an episode: what was there, and what the model said after it had seen it. */
export interface Seen {
  readonly frame: number;
  /** Seconds since the episode began. */
  readonly at: number;
  readonly observed: Readonly<Record<string, Float32Array>>;
  readonly predicted: Prediction;
}

const PIECE = 32;

/** Leads a model through an episode from its begin. */
export async function* rollout(predictor: Predictor, source: EpisodeSource, episode: number): AsyncGenerator<Seen> {
  const length = source.episodes[episode]?.length;
  if (length === undefined)
    throw new Fault("CLI_USAGE", `There is no episode ${episode}: 0 to ${source.episodes.length - 1}.`);
  await predictor.reset();
  for (let start = 0; start < length; start += PIECE) {
    const frames = await source.read(episode, start, Math.min(start + PIECE, length));
    for (const [i, at] of frames.at.entries()) {
      const observed = observation(predictor, frames, i);
      yield { frame: start + i, at, observed, predicted: await predictor.step(observed) };
    }
  }
}

/** Each input of the model from the features that it was trained on. */
function observation({ saved }: Predictor, frames: Frames, i: number): Readonly<Record<string, Float32Array>> {
  const signals = saved.description.inputs.filter(({ from }) => from === "signal");
  return Object.fromEntries(
    signals.map(({ name, features = [], shape }) => {
      const values = new Float32Array(sizeOf(shape));
      let at = 0;
      for (const feature of features) {
        const column = frames.columns[feature];
        if (!column) throw new Fault("CLI_USAGE", `The data have no "${feature}", which the model sees as "${name}".`);
        const size = sizeOf(column.shape.slice(1));
        if (at + size > values.length)
          throw new Fault("CLI_USAGE", `"${feature}" has ${size} numbers: too many for "${name}".`);
        values.set(column.data.subarray(i * size, (i + 1) * size), at);
        at += size;
      }
      return [name, values];
    }),
  );
}
