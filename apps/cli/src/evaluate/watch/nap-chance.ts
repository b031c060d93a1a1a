/** Chance of one simulated room: Mulberry32 (T. Ettinger, public domain). The same seed, the same room. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  between(low: number, high: number): number;
  /** Mean 0, deviation 1. */
  normal(): number;
  /** Whether something happens in this second that happens so often an hour. */
  hourly(times: number): boolean;
  /** Around `median`, skewed to long ones. */
  long(median: number, spread: number): number;
  of<T>(items: readonly [T, ...T[]]): T;
}

export function chanceOf(seed: number): Chance {
  let a = seed >>> 0;
  const next = () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    normal,
    between: (low, high) => low + (high - low) * next(),
    hourly: (times) => next() < times / 3600,
    long: (median, spread) => median * Math.exp(spread * normal()),
    of: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}

/** Exact 95 % interval of a Poisson count (Garwood, 1936), by halving. */
export function garwood(count: number): readonly [number, number] {
  const below = (mean: number, upTo: number) => {
    let [term, sum] = [Math.exp(-mean), 0];
    for (let k = 0; k <= upTo; k++) {
      sum += term;
      term *= mean / (k + 1);
    }
    return sum;
  };
  const solve = (isTooSmall: (mean: number) => boolean) => {
    let [low, high] = [0, count + 10 * Math.sqrt(count + 1) + 10];
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (isTooSmall(middle)) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  const low = count === 0 ? 0 : solve((mean) => 1 - below(mean, count - 1) < 0.025);
  return [low, solve((mean) => below(mean, count) > 0.025)];
}
