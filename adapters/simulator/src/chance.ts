/** Seeded chance. Every stream has a name, so that one more draw in one place changes nothing anywhere else. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  between(low: number, high: number): number;
  /** Gaussian. */
  normal(mean: number, spread: number): number;
  /** Exp of a Gaussian: `median` in the middle, `spread` the deviation of the logarithm. */
  lognormal(median: number, spread: number): number;
  happens(probability: number): boolean;
  oneOf<T>(items: readonly [T, ...T[]]): T;
}

/** FNV-1a (Fowler, Noll, Vo; public domain), finished as in MurmurHash3 (A. Appleby, public domain). */
function hashOf(parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const letter of parts.join("\u0000")) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Xorshift32 (G. Marsaglia, Journal of Statistical Software 8:14, 2003). */
export function chanceOf(...stream: readonly (string | number)[]): Chance {
  let state = hashOf(stream) || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
  next();
  const normal = (mean: number, spread: number): number =>
    mean + spread * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    normal,
    between: (low, high) => low + (high - low) * next(),
    lognormal: (median, spread) => median * Math.exp(normal(0, spread)),
    happens: (probability) => next() < probability,
    oneOf: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}
