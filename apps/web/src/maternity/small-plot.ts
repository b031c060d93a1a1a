/** Figures by day or week in a small picture: places in pixels, pure. */
export interface Mark {
  readonly x: number;
  readonly y: number;
}
export interface Box {
  readonly width: number;
  readonly height: number;
}
export const MARGIN = { left: 40, right: 12, top: 10, bottom: 22 } as const;

export interface Range {
  readonly least: number;
  readonly most: number;
}

/** Round borders around the values and whatever else must be seen; a flat line is never blown up to look like news. */
export function rangeOf(values: readonly number[], leastHeight: number): Range {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return { least: 0, most: leastHeight };
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const half = Math.max((high - low) * 0.55, leastHeight / 2);
  const middle = (low + high) / 2;
  return { least: middle - half, most: middle + half };
}

/** Round steps: 1, 2 or 5 times a power of ten, at most `count` of them. */
export function ticksIn({ least, most }: Range, count = 6): readonly number[] {
  const rough = (most - least) / count;
  if (!(rough > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((times) => times * power >= rough - 1e-12) ?? 10) * power;
  const first = Math.ceil(least / step - 1e-9);
  const last = Math.floor(most / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

export const xIn =
  ({ width }: Box, { least, most }: Range) =>
  (value: number): number =>
    MARGIN.left + ((value - least) / (most - least)) * (width - MARGIN.left - MARGIN.right);
export const yIn =
  ({ height }: Box, { least, most }: Range) =>
  (value: number): number =>
    MARGIN.top + (1 - (value - least) / (most - least)) * (height - MARGIN.top - MARGIN.bottom);

export const pathOf = (marks: readonly Mark[]): string =>
  marks.length === 0 ? "" : `M${marks.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
