import type { StripLead } from "./shapes.ts";

/** How an ECG is written: 25 mm a second, 10 mm a millivolt; other papers are said to be others. */
export interface Scale {
  readonly speed: 25 | 50;
  readonly gain: 5 | 10 | 20;
}
export const standard: Scale = { speed: 25, gain: 10 };
export const isStandard = ({ speed, gain }: Scale): boolean => speed === standard.speed && gain === standard.gain;

/** Millimetres left of the wave, for the calibration mark. */
export const MARGIN_MM = 8;
const LEAST_HIGH = 30;
const MOST_HIGH = 60;

export interface Line {
  /** Instant of the left end of the wave. */
  readonly from: number;
  readonly seconds: number;
  /** SVG path in millimetres: every sample that was measured, broken where there was none. */
  readonly path: string;
  /** Left and right end of each stretch that was not measured, in millimetres. */
  readonly gaps: readonly (readonly [number, number])[];
}

export interface Paper {
  readonly lines: readonly Line[];
  readonly wide: number;
  readonly high: number;
  /** Millivolts in the middle of the paper. */
  readonly middle: number;
  /** Samples that the paper is not high enough for. */
  readonly outside: number;
}

export function medianOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known[known.length >> 1] ?? 0;
}

/** Whole large squares of 5 mm. */
const squares = (mm: number): number => Math.max(5, Math.floor(mm / 5) * 5);

/** Lays a strip on lines of paper, so many millimetres wide. No sample is left out, none is made up. */
export function layPaper(lead: StripLead, span: readonly [number, number], wideMm: number, scale: Scale): Paper {
  const wave = squares(wideMm - MARGIN_MM);
  const first = Math.max(0, Math.round(((span[0] - lead.at) * lead.rate) / 1000));
  const last = Math.min(lead.values.length, Math.round(((span[1] - lead.at) * lead.rate) / 1000) + 1);
  const values = lead.values.slice(first, last);
  const middle = medianOf(values);
  const reach = values.reduce<number>(
    (most, value) => Math.max(most, value === null ? 0 : Math.abs(value - middle) * scale.gain),
    0,
  );
  const high = Math.min(MOST_HIGH, Math.max(LEAST_HIGH, Math.ceil((2 * reach + 4) / 10) * 10));
  const perLine = Math.floor((wave / scale.speed) * lead.rate);
  const count = Math.max(1, Math.ceil(values.length / perLine));
  const lines = Array.from({ length: count }, (_, i) => {
    // One sample more, so that the line is drawn to the very end of the paper.
    const part = values.slice(i * perLine, (i + 1) * perLine + 1);
    return lineOf(part, lead.at + ((first + i * perLine) * 1000) / lead.rate, lead.rate, { middle, high, scale });
  });
  const outside = values.filter((value) => value !== null && Math.abs(value - middle) * scale.gain > high / 2).length;
  return { lines, wide: wave + MARGIN_MM, high, middle, outside };
}

interface Ruling {
  readonly middle: number;
  readonly high: number;
  readonly scale: Scale;
}

const hundredths = (mm: number): number => Math.round(mm * 100) / 100;

function lineOf(part: readonly (number | null)[], from: number, rate: number, { middle, high, scale }: Ruling): Line {
  const x = (i: number): number => hundredths(MARGIN_MM + (i / rate) * scale.speed);
  const pieces: string[] = [];
  const gaps: (readonly [number, number])[] = [];
  let gapFrom: number | null = null;
  part.forEach((value, i) => {
    const before = part[i - 1] ?? null;
    if (value === null) {
      gapFrom ??= i;
      return;
    }
    if (gapFrom !== null) gaps.push([x(gapFrom), x(i)]);
    gapFrom = null;
    pieces.push(`${before === null ? "M" : "L"}${x(i)} ${hundredths(high / 2 - (value - middle) * scale.gain)}`);
  });
  if (gapFrom !== null) gaps.push([x(gapFrom), x(part.length)]);
  return { from, seconds: (part.length - 1) / rate, path: pieces.join(""), gaps };
}

/** Of a point in millimetres on a line: when it was, and what it would be. */
export const timeAt = (line: Line, xMm: number, { speed }: Scale): number =>
  line.from + ((xMm - MARGIN_MM) / speed) * 1000;
export const millivoltsAt = (yMm: number, { middle, high }: Pick<Paper, "middle" | "high">, { gain }: Scale): number =>
  middle + (high / 2 - yMm) / gain;
