export interface Chance {
  between(low: number, high: number): number;
  normal(mean: number, spread: number): number;
  happens(probability: number): boolean;
  /** How long until something that comes at a rate of so many a unit. */
  wait(rate: number): number;
}

/** Mulberry32 (T. Ettinger, public domain) over a hash of the seed (FNV-1a): the same seed, the same people. */
export function chanceOf(seed: string): Chance {
  let a = 0x811c9dc5;
  for (const letter of seed) a = Math.imul(a ^ letter.charCodeAt(0), 0x01000193);
  const next = (): number => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    between: (low, high) => low + (high - low) * next(),
    normal: (mean, spread) => mean + spread * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    happens: (probability) => next() < probability,
    wait: (rate) => -Math.log(1 - next()) / rate,
  };
}
