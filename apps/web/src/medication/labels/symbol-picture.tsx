import { gs1DataMatrix, MODULE_MM, QUIET } from "./symbol.ts";

/** A GS1 DataMatrix in its true size. White stays white in the dark look, too: a scanner reads it from the screen. */
export function SymbolPicture({
  code,
  title,
  moduleMm = MODULE_MM,
}: {
  readonly code: string;
  readonly title: string;
  readonly moduleMm?: number;
}) {
  const { width, height, path } = gs1DataMatrix(code);
  const [w, h] = [width + 2 * QUIET, height + 2 * QUIET];
  return (
    <svg
      className="symbol"
      role="img"
      aria-label={title}
      data-code={code}
      viewBox={`${-QUIET} ${-QUIET} ${w} ${h}`}
      style={{ width: `${w * moduleMm}mm`, height: `${h * moduleMm}mm` }}
      shapeRendering="crispEdges"
    >
      <rect x={-QUIET} y={-QUIET} width={w} height={h} fill="#fff" />
      <path d={path} fill="#000" fillRule="evenodd" />
    </svg>
  );
}
