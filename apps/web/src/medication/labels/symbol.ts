import { type DrawingContext, datamatrix } from "bwip-js/generic";

/** A two-dimensional symbol in its own modules, without the quiet zone. */
export interface Symbol2d {
  /** Modules in each row. */
  readonly width: number;
  readonly height: number;
  /** Dark modules as an SVG path of the even-odd rule; one unit is one module. */
  readonly path: string;
}

/** Keeps what is drawn as a path instead of pixels: a printer then draws every module as sharp as it can. */
function pathDrawing(): DrawingContext<Symbol2d> {
  let size = { width: 0, height: 0 };
  const parts: string[] = [];
  const nothing = (): void => undefined;
  return {
    scale: () => [1, 1],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: (width, height) => {
      size = { width, height };
    },
    polygon: (points) => {
      parts.push(`M${points.map(([x, y]) => `${x} ${y}`).join("L")}Z`);
    },
    line: nothing,
    hexagon: nothing,
    ellipse: nothing,
    fill: nothing,
    text: nothing,
    end: () => ({ ...size, path: parts.join("") }),
  };
}

/**
 * A GS1 element string (FNC1 as U+001D) as GS1 DataMatrix (ISO/IEC 16022, FNC1 in first position).
 * @throws Error of the encoder for characters that GS1 does not know: our own codes have none.
 */
export function gs1DataMatrix(code: string): Symbol2d {
  const text = `^FNC1${code.replaceAll("\u001d", "^FNC1")}`;
  return datamatrix({ bcid: "datamatrix", text, parsefnc: true }, pathDrawing());
}

/** A module's width, mm. GS1 General Specifications, table 7 (healthcare): 0.254 to 0.990, 0.380 as a target. */
export const MODULE_MM = 0.45;
/** Free modules on each side: one is asked for (ISO/IEC 16022), two forgive a crooked cut. */
export const QUIET = 2;
