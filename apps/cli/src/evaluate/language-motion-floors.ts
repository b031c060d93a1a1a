import { JOINTS, type Told } from "./language-motion-data.ts";

/** What is said of a motion, and the motion that is made of a sentence. */
export interface Translated {
  readonly sentence: readonly number[];
  /** [length of the true motion, 10] */
  readonly joints: Float32Array;
}

/** The nearest motion that was learnt, all joints and images together, lends its sentence. */
export const nearestSentence = (train: readonly Told[], one: Told): readonly number[] =>
  nearest(train, (other) => distance(one, other)).sentence;

/** Of the motions that have this sentence, the one whose first image is nearest. */
export function nearestMotion(train: readonly Told[], one: Told): Float32Array {
  const same = train.filter((other) => isSame(other.sentence, one.sentence));
  const first = ({ features }: Told) => features.subarray(0, features.length / one.length);
  const size = one.features.length / one.length;
  return stretched(
    nearest(same.length > 0 ? same : train, (other) =>
      squares(first(one).subarray(0, size), other.features.subarray(0, size)),
    ),
    one.length,
  );
}

/** The mean of all motions that have this sentence. */
export function meanMotion(train: readonly Told[], one: Told): Float32Array {
  const same = train.filter((other) => isSame(other.sentence, one.sentence));
  const motions = (same.length > 0 ? same : train).map((other) => stretched(other, one.length));
  return new Float32Array(one.length * JOINTS).map(
    (_, i) => motions.reduce((sum, motion) => sum + (motion[i] ?? 0), 0) / motions.length,
  );
}

/** The same situation, played on other days: what is left to chance. Null where there is none. */
export function replayedMotion(all: readonly Told[], one: Told): Float32Array | null {
  const same = all.filter((other) => other.situation === one.situation && other.session !== one.session);
  return same.length > 0 ? meanMotion(same, one) : null;
}

export const isSame = (a: readonly number[], b: readonly number[]): boolean => a.every((word, i) => word === b[i]);

function nearest(all: readonly Told[], away: (other: Told) => number): Told {
  let [best, least] = [all[0], Number.POSITIVE_INFINITY];
  for (const one of all) {
    const distance = away(one);
    if (distance < least) [best, least] = [one, distance];
  }
  if (!best) throw new RangeError("nothing was learnt");
  return best;
}

/** Shorter ones stay at their last frame. */
const distance = (a: Told, b: Told): number => {
  const length = Math.max(a.length, b.length);
  return (
    squares(stretched(a, length), stretched(b, length)) +
    squares(held(a.features, a.length, length), held(b.features, b.length, length))
  );
};

const stretched = ({ joints, length }: Told, to: number): Float32Array => held(joints, length, to);

function held(values: Float32Array, length: number, to: number): Float32Array {
  const size = values.length / length;
  return Float32Array.from(
    { length: to * size },
    (_, i) => values[Math.min(Math.floor(i / size), length - 1) * size + (i % size)] ?? 0,
  );
}

const squares = (a: Float32Array, b: Float32Array): number => a.reduce((sum, x, i) => sum + (x - (b[i] ?? 0)) ** 2, 0);
