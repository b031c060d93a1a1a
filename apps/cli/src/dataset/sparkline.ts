const bars = "▁▂▃▄▅▆▇█";

/** The mean of each bin as a bar between least and greatest; a bin without a number is a gap. */
export function sparkline(bins: readonly number[]): string {
  const known = bins.filter((bin) => !Number.isNaN(bin));
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const height = (bin: number) =>
    most === least ? 0 : Math.round(((bin - least) / (most - least)) * (bars.length - 1));
  return bins.map((bin) => (Number.isNaN(bin) ? " " : bars[height(bin)])).join("");
}

/** Numbers that come one after the other, gathered into bins of equal width. */
export interface Binned {
  add(index: number, value: number): void;
  readonly means: () => readonly number[];
  readonly span: () => readonly [number, number];
}

export function binned(length: number, most: number): Binned {
  const count = Math.max(1, Math.min(length, most));
  const [sums, times] = [new Float64Array(count), new Float64Array(count)];
  let [least, greatest] = [Infinity, -Infinity];
  return {
    add: (index, value) => {
      if (Number.isNaN(value)) return;
      const bin = Math.floor((index / length) * count);
      sums[bin] = (sums[bin] as number) + value;
      times[bin] = (times[bin] as number) + 1;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    },
    means: () => Array.from(sums, (sum, bin) => sum / (times[bin] as number)),
    span: () => [least, greatest],
  };
}
