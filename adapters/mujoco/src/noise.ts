/** mulberry32 (Tommy Ettinger, public domain): small, fast, and the same on every machine. */
const drawsFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Evenly distributed numbers from 0 to 1. */
export const uniformFrom = (seed: number, purpose: number): (() => number) =>
  drawsFrom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(purpose + 1, 0x85ebca77));

/** Normally distributed numbers with mean 0 and deviation 1 (Box and Muller). */
export const normalFrom = (seed: number, purpose: number): (() => number) => {
  const uniform = uniformFrom(seed, purpose);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
};

const length = 2 ** 14;
let drawn: Float32Array | null = null;
const table = (): Float32Array => {
  if (drawn) return drawn;
  const normal = normalFrom(1, 1);
  drawn = new Float32Array(length).map(normal);
  return drawn;
};

/** Noise on the pixels of picture `count`: from a table, since drawing anew would cost more than the picture. */
export const grain = (image: Uint8Array, deviation: number, seed: number, count: number): void => {
  const normal = table();
  let at = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(count + 1, 0x85ebca77);
  // Odd, so that it goes through the whole table.
  const stride = (at >>> 7) | 1;
  const scale = 255 * deviation;
  for (let i = 0; i < image.length; i++) {
    at += stride;
    const noisy = (image[i] ?? 0) + scale * (normal[at & (length - 1)] ?? 0);
    image[i] = noisy < 0 ? 0 : noisy > 255 ? 255 : noisy;
  }
};
