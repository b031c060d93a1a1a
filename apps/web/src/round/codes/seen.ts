/** What a camera's reader saw in one frame, made into the code that the check reads. */

export interface Corner {
  readonly x: number;
  readonly y: number;
}
export interface Corners {
  readonly topLeft: Corner;
  readonly topRight: Corner;
  readonly bottomLeft: Corner;
  readonly bottomRight: Corner;
}

/** As much of the reader's result as is used (zxing-wasm, text mode "Plain"). */
export interface Found {
  readonly isValid: boolean;
  readonly format: string;
  /** Plain text, FNC1 as U+001D. */
  readonly text: string;
  /** "]d2" */
  readonly symbologyIdentifier: string;
  readonly position: Corners;
}

/** Grey picture: one byte a pixel, or four (RGBA), of which the second is read. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** One code, seen by whatever reads it. */
export interface Seen {
  readonly code: string;
  /** There is a second part above it, which the reader cannot read: lot and expiry may stand there. */
  readonly isPartial: boolean;
}

/** Codes of one frame: valid ones, each once. */
export function seenIn(found: readonly Found[], picture: Picture): readonly Seen[] {
  const all = new Map<string, Seen>();
  for (const one of found) {
    if (!one.isValid || one.text === "") continue;
    const code = `${one.symbologyIdentifier}${one.text}`;
    all.set(code, { code, isPartial: isComposite(one, picture) });
  }
  return [...all.values()];
}

/** Widths in modules, for the size of one. ISO/IEC 24724 (DataBar: limited 79 with its right guard, omnidirectional 96, stacked 50). */
const modules: Readonly<Record<string, number>> = {
  DataBarLtd: 74,
  DataBarOmni: 96,
  DataBarStk: 50,
  DataBarStkOmni: 50,
};

/** Code 128: start, one character for two digits of a GTIN, check, stop (ISO/IEC 15417: 11 modules each, the stop 13). */
const code128Modules = (text: string): number => 11 * (Math.ceil(text.length / 2) + 3) + 13;

function widthInModules({ format, text, symbologyIdentifier }: Found): number | null {
  if (format.startsWith("DataBarExp")) return null;
  if (format.startsWith("DataBar")) return modules[format] ?? null;
  return symbologyIdentifier === "]C1" ? code128Modules(text) : null;
}

/**
 * The 2D part of a composite (CC-A, CC-B) stands right above the linear one: a separator of one module, then at least three
 * rows of two modules, each with another pattern (ISO/IEC 24723). So: going up from the code there is no quiet line before
 * the pattern has changed three times. Print above a code has white between; white has no pattern.
 */
const LEAST_ROWS = 3;
/** Above its own bars (at most 33 modules of a stacked one) and eight rows. */
const HIGHEST_MODULES = 55;
/** A line of bars of any of these codes changes at least so often between dark and light. */
const LEAST_CHANGES = 12;
/** Share of a line's points that are another shade than a module below: the next row begins. */
const OTHER_ROW = 0.15;

function isComposite(found: Found, picture: Picture): boolean {
  const width = widthInModules(found);
  if (width === null) return false;
  const { topLeft, topRight, bottomLeft } = found.position;
  const module = Math.hypot(topRight.x - topLeft.x, topRight.y - topLeft.y) / width;
  const down = unit(topLeft, bottomLeft);
  let rows = 0;
  let below: Line | null = null;
  for (let height = 0; height < HIGHEST_MODULES; height += 1) {
    const up = ({ x, y }: Corner) => ({ x: x - down.x * height * module, y: y - down.y * height * module });
    const line = lineOf(up(topLeft), up(topRight), picture);
    if (changesOf(line) < LEAST_CHANGES) return false;
    if (below !== null && differs(line, below)) rows += 1;
    if (rows >= LEAST_ROWS) return true;
    below = line;
  }
  return false;
}

/** Dark or light along a line; empty: too little contrast, or outside of the picture. */
type Line = readonly boolean[];

const changesOf = (line: Line): number => line.filter((dark, i) => i > 0 && dark !== line[i - 1]).length;
const differs = (line: Line, other: Line): boolean =>
  line.filter((dark, i) => dark !== other[i]).length > line.length * OTHER_ROW;

function unit(from: Corner, to: Corner): Corner {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

/** Dark is what is below the middle between the line's darkest and lightest. */
function lineOf(from: Corner, to: Corner, picture: Picture): Line {
  const steps = Math.round(Math.hypot(to.x - from.x, to.y - from.y));
  const greys = Array.from({ length: steps }, (_, i) =>
    greyAt(picture, from.x + ((to.x - from.x) * i) / steps, from.y + ((to.y - from.y) * i) / steps),
  );
  const known = greys.filter((grey) => grey !== null);
  if (known.length < steps || steps === 0) return [];
  const low = Math.min(...known);
  const high = Math.max(...known);
  return high - low < 48 ? [] : known.map((grey) => grey < (low + high) / 2);
}

function greyAt({ width, height, data }: Picture, x: number, y: number): number | null {
  const column = Math.round(x);
  const row = Math.round(y);
  if (column < 0 || row < 0 || column >= width || row >= height) return null;
  const at = row * width + column;
  return (data.length >= width * height * 4 ? data[at * 4 + 1] : data[at]) ?? null;
}
