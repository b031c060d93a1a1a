/** The whole state of a generator: four unsigned 32-bit integers. */
export type RandomState = readonly [number, number, number, number];

/** Seeded, the same on every machine; its state can be kept and put back. */
export interface Random {
  /** U[0, 1) with 32 bits. */
  uniform(): number;
  /** N(0, 1). */
  normal(): number;
  /** A whole number below `limit`. */
  below(limit: number): number;
  state(): RandomState;
}

/** SplitMix32, to spread a seed over the state; constants of https://prng.di.unimi.it/splitmix64.c, shortened to 32 bits. */
const spread = (seed: number): RandomState => {
  let at = seed >>> 0;
  const next = (): number => {
    at = (at + 0x9e3779b9) >>> 0;
    const a = Math.imul(at ^ (at >>> 16), 0x85ebca6b);
    const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
    return (b ^ (b >>> 16)) >>> 0;
  };
  return [next(), next(), next(), next()];
};

const rotated = (x: number, by: number): number => ((x << by) | (x >>> (32 - by))) >>> 0;

/** xoshiro128**, https://prng.di.unimi.it/xoshiro128starstar.c. */
export const random = (from: number | RandomState): Random => {
  let [a, b, c, d] = typeof from === "number" ? spread(from) : from;
  const uniform = (): number => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return result / 2 ** 32;
  };
  return {
    uniform,
    // Box–Muller; the second value is thrown away, so that the state alone says what comes next.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    below: (limit) => Math.floor(uniform() * limit),
    state: () => [a >>> 0, b >>> 0, c >>> 0, d >>> 0],
  };
};

/** A generator for one purpose of a run, independent of the others: 1 weights, 2 order, 3 augmentation, 4 noise. */
export const randomFor = (seed: number, purpose: number): Random =>
  random((Math.imul(seed, 0x9e3779b1) ^ Math.imul(purpose, 0x85ebca77)) >>> 0);

/** 0 … count − 1 in a drawn order: Fisher and Yates. */
export const shuffled = (count: number, { below }: Random): readonly number[] => {
  const order = [...Array(count).keys()];
  for (let i = count - 1; i > 0; i -= 1) {
    const j = below(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
};
