/** A probability that was said, and what came. */
export interface Said {
  readonly p: number;
  readonly came: boolean;
}

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean squared error of a probability (Brier 1950). */
export const brier = (said: readonly Said[]): number => mean(said.map(({ p, came }) => (p - Number(came)) ** 2));

/** How often one that came is ranked above one that did not; a tie is half (Hanley and McNeil 1982). */
export function auc(said: readonly Said[]): number {
  const sorted = said.toSorted((a, b) => a.p - b.p);
  let [ranks, i] = [0, 0];
  while (i < sorted.length) {
    let j = i;
    while (j < sorted.length && sorted[j]?.p === sorted[i]?.p) j += 1;
    const rank = (i + j + 1) / 2;
    for (let k = i; k < j; k += 1) if (sorted[k]?.came) ranks += rank;
    i = j;
  }
  const came = said.filter((one) => one.came).length;
  const not = said.length - came;
  return came === 0 || not === 0 ? Number.NaN : (ranks - (came * (came + 1)) / 2) / (came * not);
}

/** Mean gap between what was said and what came, over ten bands of probability, weighed by their size. */
export function calibrationGap(said: readonly Said[]): number {
  const bands = Map.groupBy(said, ({ p }) => Math.min(9, Math.floor(p * 10)));
  return mean(
    [...bands.values()].flatMap((band) => {
      const gap = Math.abs(mean(band.map(({ p }) => p)) - mean(band.map(({ came }) => Number(came))));
      return band.map(() => gap);
    }),
  );
}

export const spanText = ([low, high]: readonly [number, number], digits = 3): string =>
  `${low.toFixed(digits)} to ${high.toFixed(digits)}`;
