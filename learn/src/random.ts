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

const rotated = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/**
 * xoshiro128**, https://prng.di.unimi.it/xoshiro128starstar.c. The state lies in an array of integers: as plain variables
 * it would be boxed at every draw, which takes six times as long.
 */
export const random = (from: number | RandomState): Random => {
  const state = Int32Array.from(typeof from === "number" ? spread(from) : from);
  const uniform = (): number => {
    const [a, b] = [state[0] as number, state[1] as number];
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const c = (state[2] as number) ^ a;
    const d = (state[3] as number) ^ b;
    state[0] = a ^ d;
    state[1] = b ^ c;
    state[2] = c ^ (b << 9);
    state[3] = rotated(d, 11);
    return result / 2 ** 32;
  };
  return {
    uniform,
    // Box–Muller; the second value is thrown away, so that the state alone says what comes next.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    below: (limit) => Math.floor(uniform() * limit),
    state: () => Array.from(state, (part) => part >>> 0) as unknown as RandomState,
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
