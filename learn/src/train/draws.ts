import { type Random, random } from "../random.ts";

/** What chance decides in a run. Each purpose has draws of its own, so that one more of them moves no other. */
const purposes = { order: 2, augmentation: 3, noise: 4, evaluation: 5 } as const;
export type Purpose = keyof typeof purposes;

/**
 * The draws of one moment of a run: a function of seed, purpose and place alone. A run that is resumed at step 10
 * draws what the unbroken one draws there, with nothing to be kept but the number 10.
 */
export const drawsAt = (seed: number, purpose: Purpose, ...place: readonly number[]): Random => {
  let mixed = seed >>> 0;
  for (const part of [purposes[purpose], ...place]) mixed = stirred(mixed, part);
  return random(mixed);
};

/** murmur3's mixing of one 32-bit word into a hash (Austin Appleby, public domain). */
const stirred = (hash: number, part: number): number => {
  const word = Math.imul(part + 1, 0xcc9e2d51);
  const turned = hash ^ Math.imul((word << 15) | (word >>> 17), 0x1b873593);
  const next = (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) | 0;
  const high = Math.imul(next ^ (next >>> 16), 0x85ebca6b);
  return (high ^ (high >>> 13)) >>> 0;
};

/** Fills with N(0, deviation²): Marsaglia's polar method, which keeps both of its values. */
export const fillNormal = (values: Float32Array, { uniform }: Pick<Random, "uniform">, deviation = 1): void => {
  for (let i = 0; i < values.length; i += 2) {
    let [x, y, square] = [0, 0, 0];
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const factor = deviation * Math.sqrt((-2 * Math.log(square)) / square);
    values[i] = x * factor;
    if (i + 1 < values.length) values[i + 1] = y * factor;
  }
};
